/** That literals survive: written as HCL and as JSON, read and evaluated by terraform, they are what the Plan says. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { emitTerraform } from '../../src/emit/terraform/emit-terraform.ts';
import { isText, partsOf, ref, text, type Value } from '../../src/iam/text.ts';
import type { Block, TerraformPlan } from '../../src/plan/terraform/blocks.ts';
import { synthesize } from '../../src/stacks/synthesize.ts';
import { sentence } from '../support/arbitrary-parts.ts';
import { value as arbitraryValue } from '../support/arbitrary-text.ts';
import { judged } from '../support/terraform/available.ts';
import { configuration } from '../support/terraform/configuration.ts';
import type { Plan } from '../support/terraform/evaluate.ts';
import { judge } from '../support/terraform/judge.ts';
import { hostile } from '../support/terraform-plan.ts';

const REGION = 'eu-central-1';
const region = ref('var.region');

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

/** What terraform should make of a value: holes filled in, and strings in NFC, like all of its strings. */
function evaluated(value: Value): unknown {
  if (value === null || typeof value !== 'object') return typeof value === 'string' ? value.normalize('NFC') : value;
  if (isText(value))
    return partsOf(value)
      .map((part) => (typeof part === 'string' ? part : REGION))
      .join('')
      .normalize('NFC');
  if (isList(value)) return value.map(evaluated);
  return Object.fromEntries(Object.entries(value.map).map(([key, item]) => [key.normalize('NFC'), evaluated(item)]));
}

/** Every hole the region, the only thing there is. */
function onlyRegion(value: Value): Value {
  if (value === null || typeof value !== 'object') return value;
  if (isText(value)) return { text: partsOf(value).map((part) => (typeof part === 'string' ? part : { ref: 'var.region' })) };
  if (isList(value)) return value.map(onlyRegion);
  return { map: Object.fromEntries(Object.entries(value.map).map(([key, item]) => [key, onlyRegion(item)])) };
}

const values: readonly Value[] = [
  hostile,
  text`${region}${hostile}${region}`,
  text`$${region}`,
  text`$$${region}%${region}`,
  text`{TfToken[${region}]} \${TfToken[TOKEN.1]}`,
  'Any Map Token Value',
  { map: { [hostile]: hostile, for: [null, true, 1, -1.5], fqn: region } },
  ...fc.sample(arbitraryValue, 50).map(onlyRegion),
];
const descriptions = fc.sample(sentence, values.length);

const blocks: Block[] = values.flatMap((value, i): Block[] => [
  { kind: 'output', label: `irsa_value_${i}`, description: descriptions[i] ?? '', value: { map: { value } } },
  { kind: 'output-helm-values', label: `irsa_yaml_${i}`, description: 'YAML', charts: [{ key: 'chart', value: { map: { value } } }] },
]);
const plan: TerraformPlan = { directory: '.', format: 'hcl', files: [{ name: 'irsa.tf', blocks }] };

const variable = `variable "region" {
  type    = string
  default = "${REGION}"
}
`;

const written = {
  HCL: () => Object.fromEntries(emitTerraform(plan).map(({ path, content }) => [path, content])),
  JSON: async () => ({ 'irsa.tf.json': JSON.stringify(await synthesize(plan)) }),
};

judged('literals', () => {
  describe.each(['HCL', 'JSON'] as const)('written as %s', (syntax) => {
    const read = async () => {
      const { failure, plan } = await judge(await configuration({ 'main.tf': variable, ...(await written[syntax]()) }), { plan: true });
      expect(failure).toBeUndefined();
      return plan as Plan & { configuration: { root_module: { outputs: Record<string, { description?: string }> } } };
    };

    test('are read as they are', async () => {
      const { planned_values, configuration: root } = await read();
      const output = (label: string) => planned_values.outputs?.[label]?.value as Record<string, unknown>;
      for (const [i, value] of values.entries()) {
        expect(output(`irsa_value_${i}`)).toEqual({ value: evaluated(value) });
        expect(parse(output(`irsa_yaml_${i}`)['chart'] as string)).toEqual({ value: evaluated(value) });
        // An empty description is left out of the plan.
        const { description = '' } = root.root_module.outputs[`irsa_value_${i}`]!;
        expect(description.normalize('NFC')).toBe(descriptions[i]!.normalize('NFC'));
      }
    });
  });
});
