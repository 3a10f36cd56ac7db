import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parseArguments } from '../../src/cli/arguments.ts';
import { run } from '../../src/cli/commands/generate.ts';
import type { Generation } from '../../src/cli/generation.ts';
import { orphanLines } from '../../src/cli/orphans.ts';
import type { Change } from '../../src/repo/change-set.ts';
import { silentTerminal } from '../support/silent-terminal.ts';
import { filesIn, temporaryFolder } from '../support/temporary-folder.ts';
import { ask } from './support/asking.ts';

beforeAll(() => {
  Object.assign(globalThis, { __VERSION__: '0.0.0-test' });
});

const specOf = (...clusters: string[]): string => `version: 1
primary: blue
outputs: [terraform, helm]
clusters:
${clusters.map((key) => `  ${key}: { region: us-east-1, accountId: "111122223333", from: { data: true } }\n`).join('')}addOns:
  external-dns: { hostedZones: [Z0123456789ABC] }
apps:
  my-app:
    namespace: production
    grants:
      - s3: { bucket: my-bucket, access: read }
`;

async function generate(folder: string, ...argv: string[]) {
  const args = parseArguments(['generate', folder, ...argv], () => true).value;
  if (args === undefined) throw new Error(`not a command line: ${argv.join(' ')}`);
  const terminal = silentTerminal();
  return { code: await run(args, terminal), told: terminal.told.join('\n').replaceAll(`${folder}/`, '') };
}

/** One cluster was generated, and a second one has come to the spec since. */
async function withSecondCluster(): Promise<string> {
  const folder = temporaryFolder({ 'irsa.yaml': specOf('blue') });
  expect((await generate(folder)).code).toBe(0);
  writeFileSync(join(folder, 'irsa.yaml'), specOf('blue', 'green'));
  return folder;
}

const OLD = 'irsa/helm/external-dns.values.yaml';

describe('values that a second cluster moves', () => {
  test('stay until somebody says otherwise, and are told where they are now', async () => {
    const folder = await withSecondCluster();
    const { code, told } = await generate(folder);
    expect(code).toBe(0);
    expect(told).toContain(`orphan    ${OLD}  now irsa/helm/blue/external-dns.values.yaml`);
    expect(told).toContain(`${OLD} is now irsa/helm/blue/external-dns.values.yaml: point whoever uses it to the new place.`);
    expect(told).toContain('--remove-orphans removes it.');
    expect(told).not.toContain('Terraform still reads');
    expect(filesIn(folder)).toHaveProperty([OLD]);
    expect(await generate(folder, '--check')).toMatchObject({ code: 1, told: expect.stringContaining('--remove-orphans`') });
  });

  test('go with --remove-orphans, and nothing else does', async () => {
    const folder = await withSecondCluster();
    await generate(folder);
    const before = filesIn(folder);
    expect(await generate(folder, '--remove-orphans')).toMatchObject({
      code: 0,
      told: expect.stringContaining('Wrote 0 files, removed 1.'),
    });
    const { [OLD]: gone, ...rest } = before;
    expect(gone).toBeDefined();
    expect(filesIn(folder)).toEqual(rest);
    expect((await generate(folder, '--check')).code).toBe(0);
  });

  test('that were edited by hand stay, and only --force removes them', async () => {
    const folder = await withSecondCluster();
    appendFileSync(join(folder, OLD), '# mine\n');
    const { code, told } = await generate(folder, '--remove-orphans');
    expect(code).toBe(0);
    expect(told).toContain(`orphan    ${OLD}  no longer in the spec, and edited by hand`);
    expect(told).toContain(`${OLD}: edited by hand, so only you remove it, when you have what you need of it.`);
    expect(told).not.toContain('--remove-orphans removes');
    expect(filesIn(folder)).toHaveProperty([OLD]);
    expect((await generate(folder, '--force')).code).toBe(0);
    expect(filesIn(folder)).not.toHaveProperty([OLD]);
  });
});

test('--remove-orphans overwrites no file that was edited by hand', async () => {
  const folder = await withSecondCluster();
  appendFileSync(join(folder, 'irsa-my-app.tf'), '# mine\n');
  const before = filesIn(folder);
  expect((await generate(folder, '--remove-orphans')).code).toBe(3);
  expect(filesIn(folder)).toEqual(before);
});

test('the wizard asks of orphans that were edited by hand by themselves', async () => {
  const folder = await withSecondCluster();
  writeFileSync(join(folder, 'irsa.yaml'), specOf('blue'));
  await generate(folder);
  writeFileSync(join(folder, 'irsa.yaml'), specOf('blue', 'green').replace(/apps:[\s\S]*/, ''));
  appendFileSync(join(folder, OLD), '# mine\n');
  const { asker } = await ask(folder, [
    ['Write', 'yes'],
    ['Remove irsa-my-app.tf, which your answers no longer make?', true],
    [`Remove ${OLD} too, edited by hand?`, false],
  ]);
  expect(asker.asked).toContain(`Remove ${OLD} too, edited by hand?`);
  expect(filesIn(folder)).toHaveProperty([OLD]);
  expect(filesIn(folder)).not.toHaveProperty(['irsa-my-app.tf']);
});

test.each([
  ['irsa-my-app.tf', 'Terraform still reads it'],
  ['irsa.tf.json', 'Terraform still reads it'],
  ['irsa.auto.tfvars', 'Terraform still reads it'],
  ['tests/irsa.tftest.hcl', '`terraform test` still runs it'],
  ['terragrunt.hcl', 'Terragrunt still reads it'],
  ['irsa/eksctl/commands.sh', 'whoever still uses it gets what the spec said before'],
  ['irsa/kubernetes/serviceaccounts.yaml', 'whoever still uses it gets what the spec said before'],
  ['irsa/cdktf/src/kinds.ts', 'the app of cdktf is still built with it'],
  ['irsa/README.md', 'whoever still reads it learns what the spec said before'],
])('says truly of %s that %s', (path, reader) => {
  const change: Change = { path, kind: 'orphan', theirs: '' };
  const generation: Generation = { file: 'irsa.yaml', folder: '.', problems: [], changes: [change] };
  expect(orphanLines([generation], 'none')).toEqual([`${path}: no longer in the spec, but ${reader}.`, '--remove-orphans removes it.']);
});

test('says a thing once of many files', () => {
  const changes = Array.from({ length: 12 }, (_, i): Change => ({ path: `irsa-${i}.tf`, kind: 'orphan', theirs: '' }));
  const generation: Generation = { file: 'live/irsa.yaml', folder: 'live', problems: [], changes };
  expect(orphanLines([generation], 'none')).toEqual([
    'live/irsa-0.tf, live/irsa-1.tf, live/irsa-2.tf, live/irsa-3.tf, live/irsa-4.tf, live/irsa-5.tf, live/irsa-6.tf, live/irsa-7.tf, live/irsa-8.tf, live/irsa-9.tf and 2 more files: no longer in the spec, but Terraform still reads them.',
    '--remove-orphans removes them.',
  ]);
  expect(orphanLines([generation], 'untouched')).toEqual([]);
});
