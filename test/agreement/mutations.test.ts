/**
 * That the agreement test sees every line of every template: each is deleted, and each word in it
 * changed, and none of that may go unnoticed. Comments and blank lines are for people only.
 */
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { blockKinds, type TemplateOverrides } from '../../src/emit/terraform/templates.ts';
import { compileTemplate } from '../../src/emit/terraform/user-templates.ts';
import type { BlockKind } from '../../src/plan/terraform/blocks.ts';
import { everyBlock } from '../support/terraform-plan.ts';
import { agrees, jsonOf, planOf } from './compare.ts';

const FOR_PEOPLE = /^\s*(#.*|\{\{(#if [\w.]+\.)?comment.*)?$/;
const WORD = /[A-Za-z_][\w-]*/g;

interface Mutant {
  readonly what: string;
  readonly template: string;
}

function mutants(template: string): Mutant[] {
  const lines = template.split('\n');
  return lines.flatMap((line, at) => {
    if (FOR_PEOPLE.test(line)) return [];
    const withLine = (what: string, ...mutated: string[]) => ({
      what: `line ${at + 1}, ${what}: ${line}`,
      template: lines.toSpliced(at, 1, ...mutated).join('\n'),
    });
    const words = [...line.matchAll(WORD)].map(({ index, 0: word }) => {
      const end = index + word.length;
      return withLine(`"${word}" changed`, `${line.slice(0, end)}x${line.slice(end)}`);
    });
    return [withLine('deleted'), ...words];
  });
}

async function noticed(kind: BlockKind, { template }: Mutant, expected: Awaited<ReturnType<typeof expectations>>): Promise<boolean> {
  let overrides: TemplateOverrides;
  try {
    overrides = { [kind]: compileTemplate(template) };
  } catch {
    return true;
  }
  for (const { block, json } of expected) if (!(await agrees(block, json, overrides))) return true;
  return false;
}

const expectations = (kind: BlockKind) =>
  Promise.all(
    everyBlock.files
      .flatMap((file) => file.blocks)
      .filter((block) => block.kind === kind)
      .map(async (block) => ({ block, json: await jsonOf(planOf(block)) })),
  );

describe('the agreement test', () => {
  test.each(blockKinds)('notices each mutation of %s.hbs', async (kind) => {
    const template = await readFile(`templates/terraform/${kind}.hbs`, 'utf8');
    const expected = await expectations(kind);
    const all = mutants(template);
    expect(all.length).toBeGreaterThan(5);
    expect(await noticed(kind, { what: 'unchanged', template }, expected)).toBe(false);

    const survivors: string[] = [];
    for (const mutant of all) if (!(await noticed(kind, mutant, expected))) survivors.push(mutant.what);
    expect(survivors).toEqual([]);
  });
});
