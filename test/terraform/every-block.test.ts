/** Every kind of block that is ever printed, with all it can hold, judged in a root of each generation. */
import { expect, test } from '@jest/globals';
import { emitTerraform } from '../../src/emit/terraform/emit-terraform.ts';
import { judgedWithModules } from '../support/terraform/available.ts';
import { configuration } from '../support/terraform/configuration.ts';
import { judge } from '../support/terraform/judge.ts';
import { childModules, everyBlockOf, neighbours, valuesFiles, vendored, type Generation } from '../support/terraform-plan.ts';

/** Local copies of modules, called from the registry instead. */
const fromRegistry = (content: string): string =>
  Object.entries(vendored).reduce(
    (text, [path, { module, version }]) => text.replaceAll(`source = "${path}"`, `source  = "${module}"\n  version = "${version}"`),
    content,
  );

judgedWithModules('every kind of block', (modules) => {
  test.each<Generation>(['aws-5', 'aws-6'])('is valid in a root of %s', async (generation) => {
    const files = Object.fromEntries(emitTerraform(everyBlockOf(generation)).map(({ path, content }) => [path, fromRegistry(content)]));
    const { failure, diagnostics, versions } = await judge(
      await configuration({ ...files, ...valuesFiles, ...childModules, 'main.tf': neighbours(generation) }),
      {
        modules,
      },
    );
    expect(failure).toBeUndefined();
    expect(diagnostics).toEqual([]);
    expect(versions['aws']).toMatch(generation === 'aws-5' ? /^5\./ : /^6\./);
  });
});
