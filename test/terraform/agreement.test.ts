/** That HCL and JSON of one plan are one to terraform too. */
import { expect, test } from '@jest/globals';
import type { TerraformPlan } from '../../src/plan/terraform/blocks.ts';
import { synthesize } from '../../src/stacks/synthesize.ts';
import { exampleWithoutOutput, generateInto } from '../support/generate.ts';
import { judgedWithModules } from '../support/terraform/available.ts';
import { configuration } from '../support/terraform/configuration.ts';
import { providersOf } from '../support/terraform/evaluate.ts';
import { judge } from '../support/terraform/judge.ts';
import { childModules, everyBlockOf, neighbours, valuesFiles, vendored, type Generation } from '../support/terraform-plan.ts';

/** Local copies of modules, called from the registry instead. */
const fromRegistry = (plan: TerraformPlan): TerraformPlan => ({
  ...plan,
  files: plan.files.map((file) => ({
    ...file,
    blocks: file.blocks.map((block) => {
      const release = 'source' in block ? vendored[block.source] : undefined;
      return release === undefined ? block : { ...block, source: release.module, version: release.version };
    }),
  })),
});

judgedWithModules('JSON', (modules) => {
  test.each<Generation>(['aws-5', 'aws-6'])('of every kind of block is valid in a root of %s', async (generation) => {
    const json = JSON.stringify(await synthesize(fromRegistry(everyBlockOf(generation))), null, 2);
    const { failure, diagnostics } = await judge(
      await configuration({ 'irsa.tf.json': json, ...valuesFiles, ...childModules, 'main.tf': neighbours(generation) }),
      {
        modules,
      },
    );
    expect(failure).toBeUndefined();
    expect(diagnostics).toEqual([]);
  });

  test.each(['02-seven-patterns-iam5', '03-seven-patterns-iam6'])(
    'of %s is planned as its HCL is',
    async (example) => {
      const planned = async (format: 'hcl' | 'json') => {
        const folder = exampleWithoutOutput(example);
        await generateInto(folder, { format });
        const { failure, plan } = await judge(folder, { plan: true, modules });
        expect(failure).toBeUndefined();
        return plan!;
      };
      const hcl = await planned('hcl');
      const json = await planned('json');
      expect(hcl.resource_changes?.length).toBeGreaterThan(20);
      expect(json.resource_changes).toEqual(hcl.resource_changes);
      expect(json.output_changes).toEqual(hcl.output_changes);
      expect(providersOf(json)).toEqual(providersOf(hcl));
    },
    120_000,
  );
});
