import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { commands } from '../../../src/emit/eksctl/commands.ts';
import { emitEksctl } from '../../../src/emit/eksctl/emit-eksctl.ts';
import type { EksctlCluster } from '../../../src/plan/plan.ts';
import { aCluster, anApp, aSpec, planOf } from '../../support/a-spec.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const cluster: EksctlCluster = {
  folder: 'irsa/eksctl',
  name: 'production',
  region: 'us-east-1',
  makesRoles: true,
  accounts: [],
  made: [{ namespace: 'shop', serviceAccount: 'orders' }],
  annotated: [
    {
      subject: { namespace: 'legacy', serviceAccount: 'reports' },
      annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/production-reports' },
    },
  ],
  namespaces: ['shop'],
};
const besideTerraform: EksctlCluster = { ...cluster, makesRoles: false, annotated: [], namespaces: [] };
const rolesOnly: EksctlCluster = { ...cluster, made: [], annotated: [], namespaces: [] };

const has = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;
const withBash = has('bash') ? describe : describe.skip;
const withShellcheck = has('shellcheck') ? test : test.skip;

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What eksctl and kubectl were called with. */
  readonly calls: readonly (readonly string[])[];
}

/** Runs the script where eksctl and kubectl only write down how they are called. */
function runScript(script: EksctlCluster, argv: readonly string[], annotation = 'arn:aws:iam::111122223333:role/x'): Run {
  const folder = temporaryFolder({});
  const log = join(folder, 'calls');
  // A record ends with \\x01 and its words with \\x02, so that any word can be told from its neighbours.
  const recorder = `#!/usr/bin/env bash
{ printf '%s\\002' "\${0##*/}" "$@"; printf '\\001'; } >>"$LOG"
if [ "\${0##*/} $1" = "kubectl get" ]; then printf '%s' "$ANNOTATION"; fi
`;
  for (const program of ['eksctl', 'kubectl']) {
    writeFileSync(join(folder, program), recorder);
    chmodSync(join(folder, program), 0o755);
  }
  writeFileSync(join(folder, 'commands.sh'), commands(script));
  const { status, stdout, stderr } = spawnSync('bash', [join(folder, 'commands.sh'), ...argv], {
    encoding: 'utf8',
    cwd: '/',
    env: { PATH: [folder, process.env['PATH']].join(delimiter), LOG: log, ANNOTATION: annotation, KUBECONFIG: '/nowhere' },
  });
  const text = existsSync(log) ? readFileSync(log, 'utf8') : '';
  const calls = text
    .split('\u0001')
    .slice(0, -1)
    .map((record) => record.split('\u0002').slice(0, -1));
  const portable = (word: string): string => word.replaceAll(folder, '@here');
  return { status, stdout: portable(stdout), stderr: portable(stderr), calls: calls.map((words) => words.map(portable)) };
}

/** No process can be given NUL, and the recorder uses the next two. */
const anyName = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 20 })
  .filter((name) => !['\0', '\u0001', '\u0002'].some((char) => name.includes(char)));

/** Shell words as bash itself reads them back. */
const readBack = (line: string): string[] =>
  spawnSync('bash', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' })
    .stdout.split('\0')
    .slice(0, -1);

withBash('commands.sh', () => {
  test('prints what it would do, and does nothing', () => {
    const { status, stdout, calls } = runScript(cluster, []);
    expect({ status, calls }).toEqual({ status: 0, calls: [] });
    expect(stdout.split('\n').slice(0, -3)).toEqual([
      'eksctl utils associate-iam-oidc-provider --cluster production --region us-east-1 --approve',
      'eksctl utils write-kubeconfig --cluster production --region us-east-1',
      'kubectl apply --filename @here/namespaces.yaml',
      'eksctl create iamserviceaccount --config-file @here/cluster.yaml --approve',
      'eksctl update iamserviceaccount --config-file @here/cluster.yaml --approve',
      'kubectl annotate serviceaccount reports --namespace legacy --overwrite eks.amazonaws.com/role-arn=arn:aws:iam::111122223333:role/production-reports',
      'eksctl get iamserviceaccount --cluster production --region us-east-1',
    ]);
  });

  test.each([
    ['with roles and ServiceAccounts', cluster, []],
    ['taking on ServiceAccounts that exist', cluster, ['--override-existing-serviceaccounts']],
    ['beside Terraform', besideTerraform, []],
    ['with roles only', rolesOnly, []],
  ] as const)('prints exactly the commands that --approve runs, %s', (_, script, argv) => {
    const printed = runScript(script, argv).stdout.trimEnd().split('\n').map(readBack);
    const approved = runScript(script, [...argv, '--approve']);
    expect(approved).toMatchObject({ status: 0, stderr: '' });
    expect(approved.calls).toEqual(printed);
  });

  test('overrides ServiceAccounts that exist on purpose only', () => {
    expect(runScript(cluster, ['--approve']).calls.flat()).not.toContain('--override-existing-serviceaccounts');
    expect(runScript(cluster, ['--approve', '--override-existing-serviceaccounts']).calls).toContainEqual([
      'eksctl',
      'create',
      'iamserviceaccount',
      '--config-file',
      '@here/cluster.yaml',
      '--override-existing-serviceaccounts',
      '--approve',
    ]);
    expect(runScript(rolesOnly, ['--override-existing-serviceaccounts'])).toMatchObject({ status: 2, stdout: '' });
  });

  test('leaves the OIDC provider and the roles to Terraform', () => {
    expect(runScript(besideTerraform, ['--approve']).calls.map((words) => words.slice(0, 3).join(' '))).toEqual([
      'eksctl utils write-kubeconfig',
      'eksctl create iamserviceaccount',
      'eksctl get iamserviceaccount',
      'kubectl get serviceaccount',
    ]);
  });

  test('tells of a ServiceAccount that eksctl passed over', () => {
    const { status, stderr } = runScript(cluster, ['--approve'], '');
    expect(status).toBe(1);
    expect(stderr).toContain('shop/orders has no role: it was there before, so eksctl passed over it.');
  });

  test('stops at the first command that fails', () => {
    const folder = temporaryFolder({});
    writeFileSync(join(folder, 'commands.sh'), commands(cluster));
    const { status, stdout } = spawnSync(
      'bash',
      ['-c', 'eksctl() { return 7; }; export -f eksctl; exec bash "$0" --approve', join(folder, 'commands.sh')],
      {
        encoding: 'utf8',
      },
    );
    expect(status).toBe(7);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  });

  test('refuses an argument that it does not know', () => {
    expect(runScript(cluster, ['--aprove'])).toMatchObject({ status: 2, stdout: '', calls: [] });
  });

  test('hands any name to the commands as it is', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const hostile: EksctlCluster = { ...besideTerraform, name, made: [{ namespace: name, serviceAccount: name }] };
        const { status, stderr, calls } = runScript(hostile, ['--approve']);
        expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
        expect(calls[0]).toEqual(['eksctl', 'utils', 'write-kubeconfig', '--cluster', name, '--region', 'us-east-1']);
        expect(calls.at(-1)?.slice(0, 6)).toEqual(['kubectl', 'get', 'serviceaccount', name, '--namespace', name]);
      }),
      {
        numRuns: 25,
        examples: [['$(touch /tmp/x)'], ["'; rm -rf /"], ['`id`'], ['a\nid'], ['${HOME}'], ['-n'], ['!!'], ['*'], ['\\'], ['𝔸‮']],
      },
    );
  });
});

describe('the file', () => {
  test.each([cluster, besideTerraform, rolesOnly])('is bash (%#)', (script) => {
    const { status, stderr } = spawnSync('bash', ['-n'], { input: commands(script), encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  withShellcheck.each([cluster, besideTerraform, rolesOnly])('is clean to shellcheck (%#; skipped where there is none)', (script) => {
    const { status, stdout } = spawnSync('shellcheck', ['--enable=all', '--exclude=SC2250,SC2292,SC2312', '-'], {
      input: commands(script),
      encoding: 'utf8',
    });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });

  test('is executable, and beside what it reads', () => {
    const spec = aSpec({
      outputs: ['eksctl'],
      clusters: [aCluster('production')],
      apps: [anApp('orders', { serviceAccount: { name: 'orders', owner: 'terraform' } })],
      namespaces: [
        { name: 'shop', create: true },
        { name: 'there', create: false },
      ],
    });
    const files = emitEksctl(planOf(spec));
    expect(files.map(({ path, executable }) => [path, executable])).toEqual([
      ['irsa/eksctl/cluster.yaml', undefined],
      ['irsa/eksctl/commands.sh', true],
      ['irsa/eksctl/namespaces.yaml', undefined],
    ]);
    expect(files[2]?.content).toBe('apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n');
  });
});
