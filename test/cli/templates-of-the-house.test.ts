import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseArguments } from '../../src/cli/arguments.ts';
import { run } from '../../src/cli/commands/templates.ts';
import { builtIn } from '../../src/cli/templates/built-in.ts';
import { readme } from '../../src/cli/templates/readme.ts';
import { blocksOf, samples } from '../../src/cli/templates/samples.ts';
import { readTemplates } from '../../src/cli/templates.ts';
import { prepare, readSpec } from '../../src/cli/generation.ts';
import { blockKinds } from '../../src/emit/terraform/templates.ts';
import { exampleNames, examplesDir } from '../support/generate.ts';
import { silentTerminal } from '../support/silent-terminal.ts';
import { filesIn, temporaryFolder } from '../support/temporary-folder.ts';

Object.assign(globalThis, { __VERSION__: '0.0.0-test' });

async function templates(...argv: string[]) {
  const args = parseArguments(['templates', ...argv], () => true).value;
  if (args === undefined) throw new Error(`not a command line: ${argv.join(' ')}`);
  let printed = '';
  const terminal = { ...silentTerminal(), print: (text: string) => void (printed += text) };
  const code = await run(args, terminal);
  return { code, told: terminal.told.join('\n'), printed };
}

const ejected = async () => {
  const folder = temporaryFolder();
  await templates('eject', folder);
  return folder;
};

describe('create-irsa templates eject', () => {
  test('writes every template as it is built in, and what each is given', async () => {
    const files = filesIn(await ejected());
    expect(Object.keys(files).sort()).toEqual(['README.md', ...blockKinds.map((kind) => `${kind}.hbs`)].sort());
    expect(files['policy.hbs']).toContain('resource "aws_iam_policy"');
  });

  test('writes those that are named, and tells a slip of the fingers', async () => {
    const folder = temporaryFolder();
    expect((await templates('eject', folder, 'policy', 'role-iam-6.hbs')).code).toBe(0);
    expect(Object.keys(filesIn(folder)).sort()).toEqual(['README.md', 'policy.hbs', 'role-iam-6.hbs']);
    const { code, told } = await templates('eject', folder, 'polcy');
    expect([code, told]).toEqual([2, expect.stringContaining('Did you mean policy?')]);
  });

  test('never writes over a file that differs, and shows how, unless forced', async () => {
    const folder = temporaryFolder({ 'policy.hbs': '# ours\n' });
    const { code, told } = await templates('eject', folder);
    expect([code, told]).toEqual([3, expect.stringContaining('-# ours')]);
    expect(filesIn(folder)).toEqual({ 'policy.hbs': '# ours\n' });
    expect((await templates('eject', folder, '--force')).code).toBe(0);
    expect(filesIn(folder)['policy.hbs']).toContain('resource "aws_iam_policy"');
    expect((await templates('eject', folder)).told).toContain('Nothing to do');
  });

  test('changes no byte of any example, left as they are', async () => {
    const { value } = await readTemplates(await ejected());
    expect(Object.keys(value ?? {})).toHaveLength(blockKinds.length);
    for (const name of exampleNames) {
      const source = readSpec(join(examplesDir, name));
      if (!('text' in source)) throw new Error(source.message);
      const { problems, changes } = await prepare(source, { templates: value ?? {} });
      expect([name, problems, changes.filter(({ kind }) => kind !== 'unchanged')]).toEqual([name, [], []]);
    }
  });
});

describe('what is told of templates', () => {
  const rowOf = (file: string): string =>
    readme()
      .split('\n')
      .find((line) => line.startsWith(`| \`${file}\` |`)) ?? '';

  test.each([
    ['policy.hbs', ['label', 'path?', 'provider?', 'tags[] { key, value }']],
    ['role-iam-6.hbs', ['permissionsBoundary?', 'awsProvider?', 'policies[] { key, value }']],
    ['cloud.hbs', ['organization', 'hostname?']],
    ['provider-kubernetes.hbs', ['exec? { clusterName, region }', 'token?']],
  ])('is what each is given: %s', (file, fields) => {
    for (const field of fields) expect(rowOf(file)).toContain(`\`${field}\``);
  });

  test('is something of each', () => {
    for (const { file } of builtIn) expect(rowOf(file)).toMatch(/\| `\w+/);
  });
});

describe('create-irsa templates check', () => {
  test('tries a block of every kind', () => {
    const kinds = new Set(samples().flatMap(({ plan }) => blocksOf(plan).map(({ kind }) => kind)));
    expect(blockKinds.filter((kind) => !kinds.has(kind))).toEqual([]);
  });

  test('asks for a snapshot, keeps it, and shows what has changed since', async () => {
    const folder = await ejected();
    const first = await templates('check', folder);
    expect([first.code, first.told]).toEqual([1, expect.stringContaining('There is no snapshot')]);
    expect((await templates('check', folder, '--update')).code).toBe(0);
    expect(Object.keys(filesIn(folder))).toContain('snapshot/01-quick-start/irsa-my-app.tf');
    expect((await templates('check', folder)).code).toBe(0);

    writeFileSync(
      join(folder, 'policy.hbs'),
      (filesIn(folder)['policy.hbs'] ?? '').replace('resource "aws_iam_policy"', '# owned by platform\nresource "aws_iam_policy"'),
    );
    const changed = await templates('check', folder);
    expect([changed.code, changed.told]).toEqual([1, expect.stringContaining('+# owned by platform')]);
    expect((await templates('check', folder, '--update')).code).toBe(0);
    expect((await templates('check', folder)).code).toBe(0);
  });

  test('misses no file that is gone, or that nobody printed', async () => {
    const folder = await ejected();
    await templates('check', folder, '--update');
    rmSync(join(folder, 'snapshot/01-quick-start/irsa-my-app.tf'));
    writeFileSync(join(folder, 'snapshot/mine.tf'), '# mine\n');
    const { code, printed } = await templates('check', folder, '--json');
    expect(code).toBe(1);
    const { changes } = JSON.parse(printed) as { changes: { path: string; kind: string }[] };
    expect(changes.filter(({ kind }) => kind !== 'unchanged')).toEqual([
      { path: '01-quick-start/irsa-my-app.tf', kind: 'create' },
      { path: 'mine.tf', kind: 'orphan' },
    ]);
    await templates('check', folder, '--update');
    expect(Object.keys(filesIn(folder))).not.toContain('snapshot/mine.tf');
  });

  test('prints the specs that are named, to the folder that is named', async () => {
    const folder = temporaryFolder({ 'policy.hbs': '# {{label}}\n' });
    const spec = temporaryFolder({
      'irsa.yaml':
        'version: 1\nclusters: { a: { region: us-east-1 } }\napps:\n  b: { namespace: c, grants: [s3: { bucket: my-bucket, access: read }] }\n',
    });
    const snapshots = join(folder, '..', 'snapshots-of-mine');
    expect((await templates('check', folder, spec, '--snapshot', snapshots, '--update')).code).toBe(0);
    const [path = ''] = Object.keys(filesIn(snapshots)).filter((file) => file.endsWith('irsa-b.tf'));
    expect(filesIn(snapshots)[path]).toContain('# irsa_b\n');
    rmSync(snapshots, { recursive: true });
  });

  test('says which template fails, and on what', async () => {
    const { code, told } = await templates('check', temporaryFolder({ 'policy.hbs': '{{lable}}\n' }));
    expect([code, told.replaceAll(/\s+/g, ' ')]).toEqual([2, expect.stringMatching(/policy\.hbs:1.*no "lable".*01-quick-start/)]);
  });
});
