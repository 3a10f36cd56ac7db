import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { prepare, readSpec } from '../../src/cli/generation.ts';
import { save } from '../../src/cli/save.ts';
import type { Problem } from '../../src/problem.ts';
import { silentTerminal } from '../support/silent-terminal.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

beforeAll(() => {
  Object.assign(globalThis, { __VERSION__: '0.0.0-test' });
});

const BOTH = `version: 1
primary: blue
shareRoles:
  - { name: production, clusters: [blue, green] }
clusters:
  blue: { region: eu-west-1, from: { data: true } }
  green: { region: eu-west-1, from: { data: true } }
namespaces: { shop: { create: true } }
apps:
  my-app: { namespace: shop, grants: [{ sqs: { queue: jobs, access: consume } }] }
`;
const RETIRED = BOTH.replace(/(green:.*) \}\n/, '$1, retired: true }\n');
const BLUE = BOTH.replace(/ {2}green:.*\n/, '').replace('blue, green', 'blue');
const JSON_FORMAT = 'terraform: { format: json }\n';

/** Generates one spec after the other into one folder; the problems of the last. */
async function afterGenerating(specs: readonly string[], files: Readonly<Record<string, string>> = {}): Promise<readonly Problem[]> {
  const folder = temporaryFolder(files);
  let problems: readonly Problem[] = [];
  for (const spec of specs) {
    writeFileSync(join(folder, 'irsa.yaml'), spec);
    const source = readSpec(folder);
    if ('code' in source) throw new Error(source.message);
    const generation = await prepare(source, {});
    problems = generation.problems;
    await save([generation], { force: false, orphans: 'none', terminal: silentTerminal() });
  }
  return problems;
}

describe('a cluster that is taken out of a share group', () => {
  test.each([
    ['HCL', ''],
    ['JSON', JSON_FORMAT],
  ])('at once is warned of, since only its provider can remove what ran in it: %s', async (_, format) => {
    expect(await afterGenerating([BOTH + format, BLUE + format])).toMatchObject([
      {
        code: 'provider-gone',
        severity: 'warning',
        line: 5,
        message:
          'provider kubernetes.irsa_green is no longer in the files, nor is kubernetes_namespace_v1.irsa_shop_green and 1 more that ran on it: if Terraform has made those, the plan fails, since only the provider can remove them.',
        fix: expect.stringContaining('retired: true'),
      },
    ]);
  });

  test('is no trouble once it was retired, nor while it is', async () => {
    expect(await afterGenerating([BOTH, RETIRED])).toEqual([]);
    expect(await afterGenerating([BOTH, RETIRED, BLUE])).toEqual([]);
  });

  test('is warned of once: what is on disk then no longer tells of it', async () => {
    expect(await afterGenerating([BOTH, BLUE, BLUE])).toEqual([]);
  });

  test('is no trouble where nothing ran in it that Terraform makes', async () => {
    const roles = (spec: string) => spec.replace(/namespaces:.*\n/, 'terraform: { serviceAccounts: none }\n');
    expect(await afterGenerating([roles(BOTH), roles(BLUE)])).toEqual([]);
  });

  test('is no trouble where the providers are the user’s own, which stay', async () => {
    const own = 'provider "kubernetes" {\n  alias = "green"\n}\nprovider "kubernetes" {\n}\n';
    const named = BOTH.replace(/(green: \{.*\}) \}\n/, '$1, providers: { kubernetes: kubernetes.green } }\n');
    expect(await afterGenerating([named, BLUE], { 'providers.tf': own })).toEqual([]);
  });
});
