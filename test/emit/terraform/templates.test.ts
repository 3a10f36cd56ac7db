import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import Handlebars from 'handlebars';
import { precompile } from '../../../scripts/precompile-template.mjs';
import { helpers } from '../../../src/emit/terraform/helpers.ts';
import options from '../../../src/emit/terraform/template-options.json' with { type: 'json' };
import { blockKinds, render } from '../../../src/emit/terraform/templates.ts';
import { compileTemplate } from '../../../src/emit/terraform/user-templates.ts';
import type { Block } from '../../../src/plan/terraform/blocks.ts';
import { arbitraryBlock } from '../../support/arbitrary-plan.ts';
import { everyBlock } from '../../support/terraform-plan.ts';

const folder = new URL('../../../templates/terraform/', import.meta.url);
const blocks = everyBlock.files.flatMap((file) => file.blocks);

/** What a template may say: the fields of all the blocks of its kind, merged to one specimen. */
type Specimen = Record<string, unknown> | readonly unknown[] | string | number | boolean | null;

function merge(a: unknown, b: unknown): unknown {
  if (a === undefined) return b;
  if (Array.isArray(a) && Array.isArray(b)) return [[...a, ...b].reduce(merge, undefined)].filter((item) => item !== undefined);
  if (typeof a === 'object' && typeof b === 'object' && a !== null && b !== null && !Array.isArray(a) && !Array.isArray(b)) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return Object.fromEntries(
      [...keys].map((key) => [key, merge((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key])]),
    );
  }
  return a;
}

const specimenOf = (kind: string): Specimen => blocks.filter((block) => block.kind === kind).reduce<unknown>(merge, undefined) as Specimen;

/** Every path and helper of a template that its specimen, or the house rules, know nothing of. */
function faults(program: hbs.AST.Program, self: Specimen, named: Readonly<Record<string, Specimen>> = {}): string[] {
  const found: string[] = [];
  const resolve = (expression: hbs.AST.Expression): unknown => {
    if (expression.type !== 'PathExpression') return (expression as hbs.AST.StringLiteral).value;
    const { parts, original, depth } = expression as hbs.AST.PathExpression;
    const [head = '', ...rest] = parts;
    const [start, steps] = head in named ? [named[head], rest] : [self, parts];
    const value = steps.reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], start);
    if (value === undefined || depth > 0) found.push(original);
    return value;
  };
  for (const statement of program.body) {
    if (statement.type === 'MustacheStatement') {
      const { path, params } = statement as hbs.AST.MustacheStatement;
      if (params.length === 0) resolve(path as hbs.AST.PathExpression);
      else if (!((path as hbs.AST.PathExpression).original in options.knownHelpers)) found.push((path as hbs.AST.PathExpression).original);
      params.forEach(resolve);
    } else if (statement.type === 'BlockStatement') {
      const { path, params, program, inverse } = statement as hbs.AST.BlockStatement;
      const value = resolve(params[0] as hbs.AST.Expression) as Specimen;
      if (path.original === 'each') {
        const [item = ''] = program.blockParams;
        const [first] = Array.isArray(value) ? value : [undefined];
        found.push(...(item === '' ? ['each without a name'] : faults(program, self, { ...named, [item]: first as Specimen })));
      } else if (path.original === 'if') found.push(...faults(program, self, named));
      else found.push(path.original);
      if (inverse) found.push(...faults(inverse, self, named));
    } else if (statement.type !== 'ContentStatement' && statement.type !== 'CommentStatement') found.push(statement.type);
  }
  return found;
}

const textOf = (kind: string): string => readFileSync(new URL(`${kind}.hbs`, folder), 'utf8');

describe('templates', () => {
  test('are one for each kind of block', () => {
    const files = readdirSync(folder).map((file) => file.replace('.hbs', ''));
    expect([...blockKinds].sort()).toEqual(files.sort());
    expect([...new Set(blocks.map((block) => block.kind))].sort()).toEqual(files.sort());
  });

  test.each([...blockKinds])('%s says only what its block has, by if and each', (kind) => {
    expect(faults(Handlebars.parse(textOf(kind)), specimenOf(kind))).toEqual([]);
  });

  test.each([...blockKinds])('%s says all that its block has', (kind) => {
    const silent = new Set(['kind', 'comments']);
    const fields = Object.keys(specimenOf(kind) as object).filter((field) => !silent.has(field));
    expect(fields.filter((field) => !new RegExp(`[{ ]${field}[} .]`).test(textOf(kind)))).toEqual([]);
  });

  test('a typo in any place is found', () => {
    const specimen = specimenOf('policy-document');
    const wrong = [
      '{{labl}}',
      '{{#if provder}}{{/if}}',
      '{{#each statements as |s|}}{{#if s.sidd}}{{/if}}{{/each}}',
      '{{hcl x}}',
      '{{hlc label}}',
      '{{#unless label}}{{/unless}}',
      '{{> x}}',
      '{{../label}}',
    ];
    for (const template of wrong) expect(faults(Handlebars.parse(template), specimen)).not.toEqual([]);
  });

  test('helpers are those that templates are compiled for', () => {
    expect(Object.keys(helpers)).toEqual(Object.keys(options.knownHelpers));
  });
});

describe('precompiled templates', () => {
  test.each(blockKinds)('print %s as Handlebars does', (kind) => {
    const byHandlebars = compileTemplate(textOf(kind));
    fc.assert(
      fc.property(arbitraryBlock(kind), (block) => {
        expect(render(block)).toBe(byHandlebars(block));
      }),
      { numRuns: 50 },
    );
  });

  test.each([
    '{{> x}}',
    '{{hlc label}}',
    '{{../label}}',
    '{{@root.label}}',
    '{{#unless label}}{{/unless}}',
    '{{#each tags}}{{key}}{{/each}}',
    '{{#each tags as |tag|}}{{label}}{{/each}}',
    '{{{hcl (key label)}}}',
  ])('have nothing but what they need: %s', (template) => {
    expect(() => precompile(template)).toThrow();
  });

  test('that miss a field are an error, not a word', () => {
    expect(() => render({ kind: 'local-issuer', oidcProviderArn: 'x' } as Block)).toThrow(
      'terraform/local-issuer.hbs: it says a field that the block does not have',
    );
  });
});

describe('a template', () => {
  const block: Block = { kind: 'namespace', label: 'irsa_x', name: 'x' };
  const rendered = (template: string): string => render(block, { namespace: compileTemplate(template) });

  test('prints what it is given', () => {
    expect(rendered('{{label}}: {{hcl name}}, {{hcl name ":" label}}')).toBe('irsa_x: "x", "x:irsa_x"');
  });

  test('that misses a field is an error, not an empty line', () => {
    expect(() => rendered('{{provider}}')).toThrow('terraform/namespace.hbs: the block has no "provider"');
    for (const helper of ['hcl', 'key', 'comment']) {
      expect(() => rendered(`{{${helper} provider}}`)).toThrow(`"${helper}" is given a field that the block does not have`);
    }
  });

  test('may join texts only', () => {
    expect(() =>
      render(
        { kind: 'policy', label: 'x', name: 'x', description: 'x', document: 'x', tags: [] },
        { policy: compileTemplate('{{hcl name tags}}') },
      ),
    ).toThrow('"hcl" is given several values that are not all texts');
  });
});
