import { describe, expect, test } from '@jest/globals';
import { emitTerraform } from '../../src/emit/terraform/emit-terraform.ts';
import { blockKinds, type TemplateOverrides } from '../../src/emit/terraform/templates.ts';
import type { Block, TerraformPlan } from '../../src/plan/terraform/blocks.ts';
import { synthesize } from '../../src/stacks/synthesize.ts';
import { fromHcl, fromJson } from '../support/normal-form.ts';
import { everyBlock } from '../support/terraform-plan.ts';

const blocks = everyBlock.files.flatMap((file) => file.blocks);
const planOf = (block: Block): TerraformPlan => ({ directory: '.', format: 'hcl', files: [{ name: 'irsa.tf', blocks: [block] }] });
const hclOf = (plan: TerraformPlan, overrides: TemplateOverrides = {}): string =>
  emitTerraform(plan, overrides)
    .map(({ content }) => content)
    .join('\n');

describe('HCL and synthesised JSON', () => {
  test.each(blocks.map((block) => [block.kind, 'label' in block ? block.label : '', block] as const))(
    'agree on %s %s',
    async (_kind, _label, block) => {
      const plan = planOf(block);
      expect(await fromHcl(hclOf(plan))).toEqual(await fromJson(await synthesize(plan)));
    },
  );

  test('agree on a whole root module', async () => {
    expect(await fromHcl(hclOf(everyBlock))).toEqual(await fromJson(await synthesize(everyBlock)));
  });

  test('are compared for every kind of block', () => {
    expect(new Set(blocks.map((block) => block.kind))).toEqual(new Set(blockKinds));
  });
});
