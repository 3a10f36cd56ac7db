/** Both Terraforms of a plan, in normal form. */
import { isDeepStrictEqual } from 'node:util';
import { emitTerraform } from '../../src/emit/terraform/emit-terraform.ts';
import type { TemplateOverrides } from '../../src/emit/terraform/templates.ts';
import type { Block, TerraformPlan } from '../../src/plan/terraform/blocks.ts';
import { synthesize } from '../../src/stacks/synthesize.ts';
import { fromHcl, fromJson, type Json } from '../support/normal-form.ts';

export const planOf = (...blocks: readonly Block[]): TerraformPlan => ({
  directory: '.',
  format: 'hcl',
  files: [{ name: 'irsa.tf', blocks }],
});

export const hclOf = (plan: TerraformPlan, overrides: TemplateOverrides = {}): Promise<Json> =>
  fromHcl(
    emitTerraform(plan, overrides)
      .map(({ content }) => content)
      .join('\n'),
  );

export const jsonOf = async (plan: TerraformPlan): Promise<Json> => fromJson(await synthesize(plan));

/** Whether mutated templates still print what the constructs do; not, where they print nothing at all. */
export async function agrees(block: Block, json: Json, overrides: TemplateOverrides): Promise<boolean> {
  try {
    return isDeepStrictEqual(await hclOf(planOf(block), overrides), json);
  } catch {
    return false;
  }
}
