import { describe, expect, test } from '@jest/globals';
import { emitTerraform } from '../../../src/emit/terraform/emit-terraform.ts';
import fc from 'fast-check';
import type { TemplateFault } from '../../../src/emit/terraform/template-language.ts';
import { render, TemplateError } from '../../../src/emit/terraform/templates.ts';
import { compileTemplate, userTemplates } from '../../../src/emit/terraform/user-templates.ts';
import type { Block, TerraformPlan } from '../../../src/plan/terraform/blocks.ts';
import { hostile } from '../../support/hostile.ts';

const plan: TerraformPlan = {
  directory: '.',
  format: 'hcl',
  files: [
    {
      name: 'x.tf',
      blocks: [
        { kind: 'namespace', label: 'irsa_x', name: 'x' },
        { kind: 'data-region', label: 'irsa' },
      ],
    },
  ],
};

describe('templates of users', () => {
  test('take the place of the built-in ones of their kind, and are laid out alike', () => {
    const { value } = userTemplates({
      'terraform/namespace.hbs': 'resource "kubernetes_namespace" "{{label}}" {\nmetadata {\nname={{hcl name}}\n}\n\n}',
    });
    expect(emitTerraform(plan, value)[0]?.content).toBe(
      'resource "kubernetes_namespace" "irsa_x" {\n  metadata {\n    name = "x"\n  }\n}\n\ndata "aws_region" "irsa" {}\n',
    );
  });

  test('that name no kind of block are refused, all at once', () => {
    const { value, problems } = userTemplates({ 'terraform/namespaces.hbs': '', 'role.hbs': '' });
    expect(value).toBeUndefined();
    expect(problems.map(({ code, file }) => [code, file])).toEqual([
      ['template-unknown', 'terraform/namespaces.hbs'],
      ['template-unknown', 'role.hbs'],
    ]);
    expect(problems[0]?.fix).toMatch(/\bnamespace\b/);
  });

  test.each([
    ['{{#if label}}', 1, 'a block is still open at its end'],
    ['\n{{label', 2, 'it cannot be read from here on'],
    ['\n\n{{shell label}}', 3, 'a template has no helper shell'],
    ['{{#if label}}\n{{lookup}}{{/if}}', 2, 'a template has no lookup'],
    ['{{#if label}}{{/each}}', 1, "if doesn't match each"],
  ])('that cannot be compiled are refused at their line: %j', (text, line, reason) => {
    const { problems } = userTemplates({ 'terraform/namespace.hbs': text }, (name) => `mine/${name}`);
    expect(problems).toEqual([
      {
        code: 'template-syntax',
        severity: 'error',
        path: [],
        file: 'mine/terraform/namespace.hbs',
        line,
        message: `This is not a template of Handlebars: ${reason}.`,
        fix: 'Correct it, or remove it to use the built-in one.',
      },
    ]);
  });

  test('that ask for what a block does not have say which template it was', () => {
    const { value } = userTemplates({ 'terraform/namespace.hbs': '{{namespace}}' });
    expect(() => emitTerraform(plan, value)).toThrow(TemplateError);
    expect(() => emitTerraform(plan, value)).toThrow('terraform/namespace.hbs: the block has no "namespace"');
  });

  test.each([
    ['x\n{{namespace}}', 2, 'the block has no "namespace"'],
    ['x\n\ny {{{process.env.HOME}}}', 3, 'the block does not have what {{{process.env.HOME}}} asks for'],
    ['{{label}}\n{{hcl process.env.HOME}}', 2, 'the block does not have what {{hcl process.env.HOME}} asks for'],
    ['{{#if label}}\n{{process.env.HOME}}\n{{/if}}', 1, 'the block does not have what {{#if label}} asks for'],
    ['\n{{hcl tags}}', 2, '"hcl" is given a field that the block does not have'],
    [
      '{{#with this}}\n{{.}}\n{{/with}}',
      1,
      'it prints a list or a map as it stands: go through it with #each, or print it by a helper such as hcl',
    ],
  ])('that cannot be filled in say so in words of their own, with their line: %j', (text, line, reason) => {
    const { value } = userTemplates({ 'terraform/namespace.hbs': text }, () => 'mine/namespace.hbs');
    expect.assertions(1);
    try {
      emitTerraform(plan, value);
    } catch (trouble) {
      const { message, line: at, file } = (trouble as TemplateError).cause as TemplateFault;
      expect({ message, at, file }).toEqual({ message: reason, at: line, file: 'mine/namespace.hbs' });
    }
  });
});

describe('a hostile template', () => {
  const block: Block = { kind: 'policy', label: 'x', name: 'x', description: 'x', document: 'x', tags: [{ key: 'a', value: 'b' }] };
  const printed = (template: string): string => render(block, { policy: compileTemplate(template) });

  test.each([
    '{{constructor}}',
    '{{label.constructor}}',
    '{{label.constructor.constructor "return process"}}',
    '{{__proto__}}',
    '{{tags.__proto__.push}}',
    '{{toString}}',
    '{{hcl label.__proto__}}',
    '{{#if hasOwnProperty}}x{{/if}}',
    '{{#with constructor}}{{name}}{{/with}}',
    '{{#with this as |b|}}{{b.constructor.name}}{{/with}}',
    '{{#each tags as |tag|}}{{tag.__defineGetter__}}{{/each}}',
    '{{hcl [constructor]}}',
    '{{lookup this "constructor"}}',
    '{{hcl (lookup this "constructor")}}',
    '{{#each (lookup this "__proto__")}}{{@key}}{{/each}}',
    '{{lookup}}',
    '{{log label}}',
    '{{log}}',
    '{{helperMissing label}}',
    '{{helperMissing}}',
    '{{#helperMissing label}}{{/helperMissing}}',
    '{{blockHelperMissing label}}',
    '{{#blockHelperMissing label}}{{/blockHelperMissing}}',
    '{{#tags}}{{key}}{{/tags}}',
    '{{#label}}x{{/label}}',
    '{{^label}}x{{/label}}',
    '{{each}}',
    '{{@root.constructor}}',
    '{{@root}}',
    '{{@partial-block}}',
    '{{> label}}',
    '{{> (hcl label)}}',
    '{{#> layout}}x{{/layout}}',
    '{{#*inline "x"}}{{> x}}{{> x}}{{/inline}}{{> x}}',
    '{{* decorate}}',
    '{{{{raw}}}} {{label}} {{{{/raw}}}}',
    '{{require "fs"}}',
    '{{process.env.HOME "x"}}',
  ])('is refused before it prints anything: %s', (template) => {
    const { value, problems } = userTemplates({ 'terraform/policy.hbs': template });
    expect(value).toBeUndefined();
    expect(problems).toMatchObject([{ code: 'template-syntax', file: 'terraform/policy.hbs' }]);
  });

  test.each([
    ['blocks', '{{#if label}}'.repeat(5_000)],
    ['calls', `{{hcl ${'(hcl '.repeat(5_000)}label${')'.repeat(5_000)}}}`],
    ['characters', 'x'.repeat(70_000)],
  ])('of more %s than Handlebars reads in a minute is refused before it does', (_, template) => {
    expect(userTemplates({ 'terraform/policy.hbs': template }).problems).toMatchObject([
      { code: 'template-syntax', message: expect.stringContaining('a template has at most') },
    ]);
  });

  test.each(['{{process.env.HOME}}', '{{global.process}}', '{{require}}', '{{this.label.at}}', '{{tags.map}}', '{{../../constructorr}}'])(
    'finds nothing but its block by %s',
    (template) => {
      let text = '';
      try {
        text = printed(template);
      } catch (cause) {
        expect(cause).toBeInstanceOf(TemplateError);
      }
      expect(text).toBe('');
    },
  );

  test('reads own fields only, whatever was done to prototypes', () => {
    const polluted = Object.prototype as Record<string, unknown>;
    polluted['leaked'] = 'secret';
    try {
      expect(() => printed('{{leaked}}')).toThrow();
      expect(() => printed('{{hcl tags.leaked}}')).toThrow();
    } finally {
      delete polluted['leaked'];
    }
  });

  test('changes nothing of its block', () => {
    const before = JSON.stringify(block);
    printed(
      '{{#each tags as |tag|}}{{#with tag as |name|}}{{name.key}}{{/with}}{{/each}}{{#unless tags}}x{{/unless}}{{#each tags}}{{@index}}{{/each}}',
    );
    expect(JSON.stringify(block)).toBe(before);
  });

  test('is stopped when its loops print for ever', () => {
    const tags = Array.from({ length: 50 }, (_, i) => ({ key: `k${i}`, value: 'v' }));
    const nested = (depth: number): string => (depth === 0 ? '.' : `{{#each root.tags}}${nested(depth - 1)}{{/each}}`);
    const endless = compileTemplate(`{{#with this as |root|}}${nested(6)}{{/with}}`);
    const begin = performance.now();
    expect(() => render({ ...block, tags }, { policy: endless })).toThrow('its loops print more than 1000000 characters');
    expect(performance.now() - begin).toBeLessThan(20_000);
    expect(render({ ...block, tags }, { policy: compileTemplate('{{#each tags as |tag|}}{{tag.key}} {{/each}}') })).toContain('k49');
  });

  test.each(['{{tags}}', '{{{tags}}}', '{{#each tags}}{{this}}{{/each}}', '{{#with tags}}{{.}}{{/with}}'])(
    'that prints a list or a map as it stands is refused: %s',
    (template) => {
      expect(() => printed(template)).toThrow(
        /prints a list or a map as it stands: go through it with #each, or print it by a helper such as hcl/,
      );
    },
  );

  test('that is anything at all is refused, or prints', () => {
    const piece = fc.constantFrom(
      '{{',
      '}}',
      '{{#',
      '{{/',
      '{{^',
      '{{else}}',
      '{{{',
      '}}}',
      '{{>',
      '{{!',
      '{{!--',
      '{{*',
      'if',
      'each',
      'tags',
      'label',
      ' as |x|',
      '(',
      ')',
      '"',
      '@',
      '../',
      '.',
      '[',
      ']',
      '~',
      ' ',
      '\\',
      'this',
      'constructor',
      'hcl',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join('')),
          hostile,
        ),
        (template) => {
          const { value, problems } = userTemplates({ 'terraform/policy.hbs': template });
          expect(problems).toHaveLength(value === undefined ? 1 : 0);
          try {
            if (value) expect(render(block, value)).not.toMatch(/native code|\[object/);
          } catch (cause) {
            expect(cause).toBeInstanceOf(TemplateError);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
