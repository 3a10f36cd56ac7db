import { describe, expect, test } from '@jest/globals';
import { blockKinds } from '../../src/emit/terraform/templates.ts';
import { everyBlock } from '../support/terraform-plan.ts';
import { hclOf, jsonOf, planOf } from './compare.ts';

const blocks = everyBlock.files.flatMap((file) => file.blocks);
const name = (block: (typeof blocks)[number]): string => ('label' in block ? `${block.kind} ${block.label}` : block.kind);

describe('HCL and synthesised JSON', () => {
  test.each(blocks.map((block) => [name(block), block] as const))('agree on %s', async (_name, block) => {
    expect(await hclOf(planOf(block))).toEqual(await jsonOf(planOf(block)));
  });

  test('agree on a whole root module', async () => {
    expect(await hclOf(everyBlock)).toEqual(await jsonOf(everyBlock));
  });

  test('are compared for every kind of block', () => {
    expect(new Set(blocks.map((block) => block.kind))).toEqual(new Set(blockKinds));
  });
});
