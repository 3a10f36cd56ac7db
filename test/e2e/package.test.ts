/** The package as npm would publish it. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from '@jest/globals';
import { filesIn, temporaryFolder } from '../support/temporary-folder.ts';
import { judged } from '../support/terraform/available.ts';
import { trustPolicies } from '../support/terraform/evaluate.ts';
import { judge } from '../support/terraform/judge.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const folder = temporaryFolder({ 'package.json': '{ "private": true }' });
let tarball = '';
let packed: readonly string[] = [];

function npm(cwd: string, ...argv: string[]): string {
  const { status, stdout, stderr } = spawnSync('npm', argv, { cwd, encoding: 'utf8', shell: process.platform === 'win32' });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

beforeAll(() => {
  const [report] = JSON.parse(npm(root, 'pack', '--json', '--pack-destination', folder)) as [
    { filename: string; files: { path: string }[] },
  ];
  tarball = join(folder, report.filename);
  packed = report.files.map(({ path }) => path);
});

test('weighs at most 2 MB and holds the program, its types, its schema and the notices', () => {
  expect(statSync(tarball).size).toBeLessThanOrEqual(2_000_000);
  expect(packed).toEqual(
    expect.arrayContaining([
      'bin/create-irsa.js',
      'dist/program/main.cjs',
      'dist/index.js',
      'dist/types/index.d.ts',
      'dist/schema.json',
      'THIRD-PARTY-NOTICES.md',
      'LICENSE',
    ]),
  );
  expect(packed.filter((path) => /^(src|test|examples|node_modules)\//.test(path))).toEqual([]);
});

test('installs without a network as one package, and runs', () => {
  npm(folder, 'install', '--offline', '--no-audit', '--no-fund', tarball);
  const installed = Object.keys(filesIn(join(folder, 'node_modules'))).map((path) => path.split('/')[0]);
  expect(new Set(installed.filter((name) => name?.startsWith('.') === false))).toEqual(new Set(['create-irsa']));

  const answers = [
    '--cluster',
    'production',
    '--region',
    'us-east-1',
    '--add-on',
    'external-dns.hostedZones=Z0123456789ABC',
    '--app',
    'web:web/web',
    '--grant',
    'web:s3:bucket=my-bucket,access=read',
  ];
  npm(folder, 'exec', '--offline', '--', 'create-irsa', 'live', '--yes', ...answers);
  expect(Object.keys(filesIn(join(folder, 'live')))).toEqual(expect.arrayContaining(['irsa.yaml', 'irsa-external-dns.tf', 'irsa-web.tf']));
  npm(folder, 'exec', '--offline', '--', 'create-irsa', 'generate', '--check', 'live');
});

test('its API makes files of a spec without a disk', () => {
  const script = `
    import { emit, emptyFacts, jsonSchema, makePlan, parseSpec } from 'create-irsa';
    const { value } = parseSpec('version: 1\\nclusters: { a: { region: us-east-1 } }\\naddOns: { aws-ebs-csi-driver: {} }\\n', 'irsa.yaml');
    const plan = makePlan(value.spec, emptyFacts);
    console.log(JSON.stringify({ paths: emit(plan.value).map(({ path }) => path), schema: typeof jsonSchema() }));
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { cwd: folder, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual({ paths: expect.arrayContaining(['irsa-aws-ebs-csi-driver.tf']), schema: 'object' });
});

judged('the installed package, in an empty folder', () => {
  test.each(['5', '6'])('writes what terraform accepts with iam %s.x, once; an edit is noticed', async (line) => {
    const live = join(folder, `iam-${line}`);
    mkdirSync(live);
    const program = (...argv: string[]) =>
      spawnSync(process.execPath, [join(folder, 'node_modules/create-irsa/bin/create-irsa.js'), ...argv], {
        cwd: live,
        encoding: 'utf8',
        env: { ...process.env, NO_COLOR: '1' },
      });
    const arn = 'arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE';
    const answers = [
      '--cluster',
      'production',
      '--region',
      'us-east-1',
      '--from',
      `literal:${arn}`,
      '--iam',
      line,
      '--add-on',
      'external-dns',
    ];
    const more = [
      '--add-on',
      'external-dns.hostedZones=Z0123456789ABC',
      '--app',
      'my-app:shop/my-app-sa',
      '--grant',
      'my-app:s3:bucket=my-bucket,access=read',
    ];
    expect(program('--yes', ...answers, ...more)).toMatchObject({ status: 0 });

    const { failure, plan } = await judge(live, { plan: true });
    expect(failure).toBeUndefined();
    expect(Object.keys(trustPolicies(plan))).toHaveLength(2);

    const before = filesIn(live);
    expect(program('generate')).toMatchObject({ status: 0 });
    expect(filesIn(live)).toEqual(before);
    expect(program('generate', '--check')).toMatchObject({ status: 0 });

    const file = join(live, 'irsa-my-app.tf');
    writeFileSync(file, readFileSync(file, 'utf8').replace('my-bucket', 'my-buckes'));
    expect(program('generate', '--check')).toMatchObject({ status: 1 });
    const conflict = program('generate');
    expect(conflict.status).toBe(3);
    expect(conflict.stderr).toMatch(/^-.*my-buckes/m);
    expect(conflict.stderr).toMatch(/^\+.*my-bucket/m);
  });
});
