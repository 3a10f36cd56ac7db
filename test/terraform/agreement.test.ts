/** That JSON of every kind of block is Terraform too; examples.test.ts plans it beside its HCL. */
import { expect, test } from '@jest/globals';
import type { TerraformPlan } from '../../src/plan/terraform/blocks.ts';
import { synthesize } from '../../src/stacks/synthesize.ts';
import { judgedWithModules } from '../support/terraform/available.ts';
import { configuration } from '../support/terraform/configuration.ts';
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
});
