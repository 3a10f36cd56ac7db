import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { program, runProgram } from '../support/program.ts';
import { filesIn, temporaryFolder } from '../support/temporary-folder.ts';

const SPEC = `version: 1
clusters:
  production: { region: us-east-1 }
addOns:
  external-dns: { hostedZones: [Z0123456789ABC] } # ours
apps:
  my-app:
    namespace: production
    serviceAccount: my-app-sa
    grants:
      - s3: { bucket: my-bucket, access: read }
`;
const APP = 'irsa-my-app.tf';

const fresh = (more: Readonly<Record<string, string>> = {}) => temporaryFolder({ 'irsa.yaml': SPEC, ...more });
const edit = (folder: string, path: string, from: string, to: string) =>
  writeFileSync(join(folder, path), readFileSync(join(folder, path), 'utf8').replace(from, to));
const version = (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version;

describe('what is asked of the program itself', () => {
  test('its version and help, on stdout', () => {
    const folder = temporaryFolder();
    expect(runProgram(folder, '--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
    expect(runProgram(folder, '--help')).toMatchObject({ code: 0, stdout: expect.stringContaining('generate'), stderr: '' });
    expect(runProgram(folder, 'generate', '--help')).toMatchObject({ code: 0, stdout: expect.stringContaining('--check'), stderr: '' });
  });

  test('an old Node is told so in one sentence', () => {
    const pretend = "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.19.1' } })";
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`, program, '--version'],
      {
        encoding: 'utf8',
      },
    );
    expect({ status, stderr }).toEqual({ status: 2, stderr: 'create-irsa needs Node.js 20.17 or newer, and this is 18.19.1.\n' });
  });

  test('misspelt commands and flags exit 2 and name what is near', () => {
    const folder = temporaryFolder();
    expect(runProgram(folder, 'genrate')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean `create-irsa generate`?'),
    });
    expect(runProgram(folder, 'generate', '--chek')).toMatchObject({ code: 2, stderr: expect.stringContaining('Did you mean `--check`?') });
    expect(runProgram(folder)).toMatchObject({ code: 2, stderr: expect.stringContaining('no terminal') });
  });

  test('the schema and the catalog are data on stdout', () => {
    const folder = temporaryFolder();
    expect(JSON.parse(runProgram(folder, 'schema').stdout)).toMatchObject({ properties: { clusters: {} } });
    expect(JSON.parse(runProgram(folder, 'catalog', '--json').stdout)).toMatchObject({
      version: 1,
      addOns: expect.any(Array),
      grants: expect.any(Array),
    });
    expect(runProgram(folder, 'catalog', 'external-dns').stdout).toContain('hostedZones');
    expect(runProgram(folder, 'catalog', 'external-dsn')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean external-dns?'),
    });
  });
});

describe('generate', () => {
  test('without a spec says what to do', () => {
    expect(runProgram(temporaryFolder(), 'generate')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/no spec at irsa\.yaml[\s\S]*Run `create-irsa`/),
    });
  });

  test('writes, then writes nothing, then checks out', () => {
    const folder = fresh();
    expect(runProgram(folder, 'generate')).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.stringMatching(/create +irsa-my-app\.tf[\s\S]*Wrote/),
    });
    const files = filesIn(folder);
    expect(runProgram(folder, 'generate')).toMatchObject({ code: 0, stderr: expect.stringContaining('Nothing to do') });
    expect(filesIn(folder)).toEqual(files);
    expect(runProgram(folder, 'generate', '--check').code).toBe(0);
  });

  test('drift exits 1 with --check; a file edited by hand stops everything with 3, until --force', () => {
    const folder = fresh();
    runProgram(folder, 'generate');
    const before = filesIn(folder);
    edit(folder, APP, 'my-app-sa', 'my-app-sb');
    edit(folder, 'irsa.yaml', 'Z0123456789ABC', 'Z0123456789ABD');
    const edited = filesIn(folder);
    expect(runProgram(folder, 'generate', '--check')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/conflict +irsa-my-app\.tf +edited by hand/),
    });
    const refused = runProgram(folder, 'generate');
    expect(refused.code).toBe(3);
    expect(refused.stderr).toMatch(/-.*my-app-sb[\s\S]*\+.*my-app-sa/);
    // What is in the way is shown, not what would merely be updated.
    expect(refused.stderr).toMatch(/update +irsa-external-dns\.tf/);
    expect(refused.stderr).not.toContain('Z0123456789ABD');
    expect(filesIn(folder)).toEqual(edited);
    expect(runProgram(folder, 'generate', '--force').code).toBe(0);
    expect(filesIn(folder)[APP]).toBe(before[APP]);
    expect(filesIn(folder)['irsa-external-dns.tf']).toContain('Z0123456789ABD');
  });

  test('a file of the user under our name is never overwritten, not even by --force', () => {
    const folder = fresh({ [APP]: '# mine\n' });
    expect(runProgram(folder, 'generate', '--force')).toMatchObject({ code: 3, stderr: expect.stringContaining('did not write it') });
    expect(filesIn(folder)).toEqual({ 'irsa.yaml': SPEC, [APP]: '# mine\n' });
  });

  test('what the spec no longer makes is reported, and removed by --remove-orphans', () => {
    const folder = fresh();
    runProgram(folder, 'generate');
    edit(folder, 'irsa.yaml', /addOns:[\s\S]*# ours\n/.exec(SPEC)?.[0] ?? '', '');
    expect(runProgram(folder, 'generate')).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/orphan +irsa-external-dns\.tf[\s\S]*Terraform still reads it[\s\S]*--remove-orphans removes them/),
    });
    expect(filesIn(folder)).toHaveProperty(['irsa-external-dns.tf']);
    expect(runProgram(folder, 'generate', '--check').code).toBe(1);
    expect(runProgram(folder, 'generate', '--remove-orphans').code).toBe(0);
    expect(filesIn(folder)).not.toHaveProperty(['irsa-external-dns.tf']);
    expect(runProgram(folder, 'generate', '--check').code).toBe(0);
  });

  test('--dry-run, --diff and --check write nothing', () => {
    const folder = fresh();
    expect(runProgram(folder, 'generate', '--dry-run', '--diff')).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/\+module "irsa_my_app"[\s\S]*dry run/),
    });
    expect(runProgram(folder, 'generate', '--check').code).toBe(1);
    expect(filesIn(folder)).toEqual({ 'irsa.yaml': SPEC });
  });

  test('--json reports on stdout as the contract says, whatever the outcome', () => {
    const folder = fresh();
    const report = (...argv: string[]) => JSON.parse(runProgram(folder, 'generate', '--json', ...argv).stdout) as unknown;
    expect(report()).toMatchObject({
      version: 1,
      specs: [{ spec: 'irsa.yaml', changes: expect.arrayContaining([{ path: APP, kind: 'create' }]), problems: [] }],
    });
    edit(folder, APP, 'my-app', 'your-app');
    expect(report('--check')).toMatchObject({ specs: [{ changes: expect.arrayContaining([{ path: APP, kind: 'conflict' }]) }] });
    edit(folder, 'irsa.yaml', 'us-east-1', 'us-east-1a');
    expect(report()).toEqual({
      version: 1,
      specs: [
        {
          spec: 'irsa.yaml',
          changes: [],
          problems: [expect.objectContaining({ file: 'irsa.yaml', line: 3, at: 'clusters.production.region', fix: 'Write us-east-1.' })],
          budgets: [],
        },
      ],
      problems: [],
    });
  });

  test('--stdout prints the files, --format json one that Terraform reads', () => {
    const folder = fresh();
    expect(runProgram(folder, 'generate', '--stdout').stdout).toContain('module "irsa_my_app"');
    const json = runProgram(folder, 'generate', '--format', 'json');
    expect(json.code).toBe(0);
    expect(JSON.parse(filesIn(folder)['irsa.tf.json'] ?? '')).toMatchObject({ module: { irsa_my_app: {} } });
    expect(runProgram(folder, 'generate', '--format', 'yaml').code).toBe(2);
  });

  test('--format cdktf writes an app, which another format leaves nothing of but what others have added', () => {
    const folder = fresh();
    expect(runProgram(folder, 'generate').code).toBe(0);
    const { stderr } = runProgram(folder, 'generate', '--format', 'cdktf', '--force');
    expect(stderr).toContain('create    irsa/cdktf/src/constructs/role-iam-5.ts');
    expect(Object.keys(filesIn(folder)).filter((path) => path.endsWith('.tf'))).toEqual([]);
    expect(runProgram(folder, 'generate', '--format', 'cdktf', '--check')).toMatchObject({ code: 0 });

    edit(folder, 'irsa/cdktf/plan.ts', 'my-bucket', 'my-other-bucket');
    expect(runProgram(folder, 'generate', '--format', 'cdktf', '--check').code).toBe(1);
    expect(runProgram(folder, 'generate', '--format', 'cdktf').code).toBe(3);
    writeFileSync(join(folder, 'irsa/cdktf/deploy.ts'), '// ours\n');

    const back = runProgram(folder, 'generate', '--force');
    expect(back.code).toBe(0);
    expect(Object.keys(filesIn(folder)).filter((path) => path.startsWith('irsa/cdktf'))).toEqual(['irsa/cdktf/deploy.ts']);
    expect(filesIn(folder)).toHaveProperty([APP]);
  });

  test('--out is where files go, and nothing beside the spec', () => {
    const [folder, out] = [fresh(), join(temporaryFolder(), 'deep', 'er')];
    expect(runProgram(folder, 'generate', '--out', out).code).toBe(0);
    expect(Object.keys(filesIn(out))).toContain(APP);
    expect(filesIn(folder)).toEqual({ 'irsa.yaml': SPEC });
    expect(runProgram(folder, 'generate', '--out', out, '--check').code).toBe(0);
  });

  test('--templates replaces templates; they reach neither prototypes nor the process, and unknown names are refused', () => {
    const folder = fresh({ 'templates/namespace.hbs': 'never used', 'templates/output.hbs': '# [{{constructor}}]\n' });
    const at = join(folder, 'templates', 'output.hbs');
    expect(runProgram(folder, 'generate', '--templates', 'templates')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('a template has no constructor'),
    });
    writeFileSync(at, '{{process.env.HOME}}');
    expect(runProgram(folder, 'generate', '--templates', 'templates')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('This template cannot be filled in'),
    });
    writeFileSync(at, '# {{label}} by our own template\n');
    expect(runProgram(folder, 'generate', '--templates', 'templates').code).toBe(0);
    expect(filesIn(folder)['irsa-outputs.tf']).toContain('# irsa_role_arns by our own template');
    writeFileSync(join(folder, 'templates', 'outputs.hbs'), '');
    expect(runProgram(folder, 'generate', '--templates', 'templates')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('outputs.hbs'),
    });
    expect(runProgram(folder, 'generate', '--templates', 'nowhere').code).toBe(2);
  });

  test('several specs at once: all problems, and none is written if one is wrong', () => {
    const folder = temporaryFolder({ 'a/irsa.yaml': SPEC, 'b/irsa.yaml': SPEC.replace('us-east-1', 'x'), 'c/irsa.yaml': SPEC });
    const wrong = runProgram(folder, 'generate', 'a', 'b', 'nowhere');
    expect(wrong).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/b\/irsa\.yaml:3:\d+ {2}error[\s\S]*There is no spec at nowhere/),
    });
    expect(Object.keys(filesIn(folder))).toHaveLength(3);
    expect(runProgram(folder, 'generate', 'a', 'c/irsa.yaml').code).toBe(0);
    expect(Object.keys(filesIn(folder))).toEqual(expect.arrayContaining([`a/${APP}`, `c/${APP}`]));
  });

  test('refuses two specs that write the same files', () => {
    const at = (directory: string) => `${SPEC}terraform: { directory: ${directory} }\n`;
    const folder = temporaryFolder({ '.git/HEAD': 'ref: refs/heads/main\n', 'a/irsa.yaml': at('../live'), 'b/irsa.yaml': at('../live') });
    expect(runProgram(folder, 'generate', 'a', 'b')).toMatchObject({ code: 2, stderr: expect.stringContaining('would both write') });
    expect(Object.keys(filesIn(folder))).toHaveLength(3);
  });

  test('another version of the tool says what would change, and takes it with --upgrade', () => {
    const folder = fresh();
    runProgram(folder, 'generate');
    const recorded = `toolVersion: 0.0.9\n${SPEC}`;
    writeFileSync(join(folder, 'irsa.yaml'), recorded);
    expect(runProgram(folder, 'generate', '--check')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('written by create-irsa 0.0.9'),
    });
    edit(folder, 'irsa.yaml', 'my-bucket', 'your-bucket');
    expect(runProgram(folder, 'generate')).toMatchObject({ code: 1, stderr: expect.stringContaining('--upgrade') });
    expect(filesIn(folder)[APP]).toContain('my-bucket');
    expect(runProgram(folder, 'generate', '--upgrade').code).toBe(0);
    expect(filesIn(folder)[APP]).toContain('your-bucket');
    expect(filesIn(folder)['irsa.yaml']).toBe(recorded.replace('0.0.9', version).replace('my-bucket', 'your-bucket'));
    expect(runProgram(folder, 'generate', '--check').code).toBe(0);
  });

  test('a symlink that leads out of the repository is refused', () => {
    const outside = temporaryFolder();
    const folder = fresh({ '.git/HEAD': 'ref: refs/heads/main\n' });
    mkdirSync(join(folder, 'irsa'));
    rmSync(join(folder, 'irsa'), { recursive: true });
    symlinkSync(outside, join(folder, 'irsa'));
    expect(runProgram(folder, 'generate').code).toBe(2);
    expect(filesIn(outside)).toEqual({});
  });
});

describe('a spec that is no text', () => {
  test.each([
    ['a device', (file: string) => symlinkSync('/dev/zero', file)],
    ['a pipe', (file: string) => void spawnSync('mkfifo', [file])],
  ])('but %s is refused at once', (_, make) => {
    const folder = temporaryFolder();
    make(join(folder, 'irsa.yaml'));
    for (const argv of [['generate'], ['--yes', '--cluster', 'a', '--region', 'us-east-1']]) {
      expect(runProgram(folder, ...argv)).toMatchObject({ code: 2, stderr: expect.stringContaining('The spec is not a regular file.') });
    }
  });
});

test('a terraform.directory beyond the repository is refused where the spec says it, once', () => {
  const folder = fresh({ '.git/HEAD': 'ref: refs/heads/main\n', 'irsa.yaml': `${SPEC}terraform: { directory: ../.. }\n` });
  const { code, stderr } = runProgram(folder, 'generate');
  expect(code).toBe(2);
  expect(stderr).toContain('irsa.yaml:12:25  error  [path-refused]');
  expect(stderr).toContain('terraform.directory "../.." is refused: it leads out of the Git repository');
  expect(stderr.match(/error/g)).toHaveLength(1);
});

test('a reader that closes the pipe early is no error', async () => {
  const child = spawn('sh', ['-c', `"${process.execPath}" "${program}" schema | head -c 10`], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  await new Promise((resolve) => child.on('close', resolve));
  expect(stderr).toBe('');
});

test('and stops nothing in the middle', async () => {
  const folder = fresh();
  const child = spawn(process.execPath, [program, 'generate'], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  child.stderr.destroy();
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect(code).toBe(0);
  expect(runProgram(folder, 'generate', '--check').code).toBe(0);
});
