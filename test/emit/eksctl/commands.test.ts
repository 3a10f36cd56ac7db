import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { commands } from '../../../src/emit/eksctl/commands.ts';
import { emitEksctl } from '../../../src/emit/eksctl/emit-eksctl.ts';
import type { EksctlCluster } from '../../../src/plan/plan.ts';
import { aCluster, anApp, aSpec, planOf } from '../../support/a-spec.ts';
import { hostile } from '../../support/hostile.ts';
import { hasBash, runScript, type World } from '../../support/shell.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const cluster: EksctlCluster = {
  folder: 'irsa/eksctl',
  name: 'production',
  region: 'us-east-1',
  makesRoles: true,
  withOidc: true,
  installsAgent: false,
  left: [],
  associations: [],
  accounts: [{ comments: [], config: { map: {} } }],
  made: [{ subject: { namespace: 'shop', serviceAccount: 'orders' }, roleName: 'production-orders' }],
  annotated: [
    {
      subject: { namespace: 'legacy', serviceAccount: 'reports' },
      roleName: 'production-orders',
      annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/production-orders' },
    },
  ],
  namespaces: ['shop'],
};
const besideTerraform: EksctlCluster = { ...cluster, makesRoles: false, annotated: [], namespaces: [] };
const made: EksctlCluster = {
  ...cluster,
  accountId: '111122223333',
  creation: { metadata: {}, sections: { addons: [{ map: { name: 'coredns' } }] } },
};
const empty: EksctlCluster = { ...made, accounts: [], made: [], annotated: [], namespaces: [] };
const namespacesOnly: EksctlCluster = { ...cluster, made: [], annotated: [] };
const rolesOnly: EksctlCluster = { ...cluster, made: [], annotated: [], namespaces: [] };

const has = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;
const withBash = hasBash ? describe : describe.skip;
const withShellcheck = has('shellcheck') ? test : test.skip;

const runCommands = (script: EksctlCluster, argv: readonly string[], world?: World) => runScript(commands(script), argv, world);

/** What eksctl prints, as it hands on the answers of AWS. */
const failed = (status: number, why: string, code = 1) => ({
  says: `Error: unable to describe control plane "production": operation error EKS: DescribeCluster, https response error StatusCode: ${status}, RequestID: 1, ${why}`,
  code,
});
const missing = failed(404, 'ResourceNotFoundException: No cluster found for name: production.');

/** A dry run asks nobody, so a comment marks what runs only for a cluster that is not there. */
const ONLY_IF_MISSING = /^# only if production is not there yet:\n(.*\n)/m;

/** No process can be given NUL, and the recorder uses the next two. */
const anyName = hostile.filter((name) => !['\0', '\u0001', '\u0002'].some((char) => name.includes(char)));

withBash('commands.sh', () => {
  test('prints what it would do, and does nothing', () => {
    const { status, stdout, calls } = runCommands(cluster, []);
    expect({ status, calls }).toEqual({ status: 0, calls: [] });
    const lines = stdout.trimEnd().split('\n');
    expect(lines.at(-1)).toBe('rm -f "$KUBECONFIG"');
    expect(lines.slice(0, -3)).toEqual([
      'eksctl utils associate-iam-oidc-provider --cluster production --region us-east-1 --approve',
      'export KUBECONFIG="$(mktemp)"',
      'eksctl utils write-kubeconfig --cluster production --region us-east-1',
      'kubectl apply --filename @here/namespaces.yaml',
      'eksctl create iamserviceaccount --config-file @here/cluster.yaml --approve',
      'eksctl update iamserviceaccount --config-file @here/cluster.yaml --approve',
      'kubectl annotate serviceaccount reports --namespace legacy --overwrite eks.amazonaws.com/role-arn=arn:aws:iam::111122223333:role/production-orders',
      'eksctl get iamserviceaccount --cluster production --region us-east-1',
    ]);
  });

  test.each([
    ['with roles and ServiceAccounts', cluster, []],
    ['taking on ServiceAccounts that exist', cluster, ['--override-existing-serviceaccounts']],
    ['beside Terraform', besideTerraform, []],
    ['with roles only', rolesOnly, []],
    ['with roles and namespaces', namespacesOnly, []],
    ['of an account', { ...cluster, accountId: '111122223333' }, []],
    ['of a new cluster', made, []],
    ['of a new cluster without workloads', empty, []],
  ] as const)('prints exactly the commands that --approve runs, %s', (_, script, argv) => {
    const dry = runCommands(script, argv);
    expect(dry).toMatchObject({ status: 0, stderr: '', calls: [] });
    expect(ONLY_IF_MISSING.test(dry.stdout)).toBe(script.creation !== undefined);
    // Whoever follows it runs what the comment marks, or does not.
    for (const [world, followed] of [
      [{ noCluster: missing }, dry.stdout],
      [{}, dry.stdout.replace(ONLY_IF_MISSING, '')],
    ] as const) {
      const printed = runScript(followed, [], world);
      const approved = runCommands(script, [...argv, '--approve'], world);
      expect(approved.status).toBe(0);
      expect(approved.calls).toEqual(printed.calls);
      expect(approved.kubeconfigs).toEqual(printed.kubeconfigs);
    }
  });

  test('speaks to the cluster by a kubeconfig of its own, which is gone afterwards', () => {
    const { calls, kubeconfigs } = runCommands(cluster, ['--approve']);
    expect(kubeconfigs).toEqual(['@here/own']);
    expect(calls.at(-1)).toEqual(['rm', '-f', '@here/own']);
    // Without kubectl there is nothing to speak by.
    expect(runCommands(rolesOnly, ['--approve']).calls.flat()).not.toContain('mktemp');
  });

  const creates = (calls: readonly (readonly string[])[]) => calls.filter(([, verb, what]) => `${verb} ${what}` === 'create cluster');

  test('makes the cluster where EKS says that it is not there', () => {
    for (const noCluster of [
      missing,
      // With the older SDK of AWS.
      {
        says: '[✖]  unable to describe control plane "production": ResourceNotFoundException: No cluster found for name: production.',
        code: 1,
      },
    ]) {
      const { status, calls } = runCommands(made, ['--approve'], { noCluster });
      expect(status).toBe(0);
      expect(creates(calls)).toEqual([['eksctl', 'create', 'cluster', '--config-file', '@here/cluster.yaml', '--write-kubeconfig=false']]);
    }
  });

  test('leaves a cluster that is there as it is', () => {
    const { status, stdout, stderr, calls } = runCommands(made, ['--approve']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: 'It is there.\n' });
    expect(stdout).toContain('production 1.33 ACTIVE');
    expect(stdout).not.toContain('eksctl create cluster');
    expect(creates(calls)).toEqual([]);
  });

  test.each([
    ['access is denied', failed(403, 'AccessDeniedException: User: arn:aws:iam::111122223333:user/a is not authorized')],
    ['it is asked too often', failed(429, 'ThrottlingException: Rate exceeded')],
    ['another thing is not there', failed(404, 'ResourceNotFoundException: Not found.')],
    ['AWS is not reached', failed(0, 'request send failed, dial tcp: lookup eks.us-east-1.amazonaws.com: no such host')],
    ['eksctl fails in its own way', { says: 'Error: checking AWS STS access: ExpiredToken', code: 3 }],
  ])('makes nothing where %s, but hands on what eksctl says', (_, noCluster) => {
    const { status, stderr, calls } = runCommands(made, ['--approve'], { noCluster });
    expect({ status, stderr }).toEqual({ status: noCluster.code, stderr: `${noCluster.says}\n` });
    expect(calls.at(-1)?.slice(0, 3)).toEqual(['eksctl', 'get', 'cluster']);
  });

  test('does nothing for another account than the one that the files name', () => {
    const { status, stderr, calls } = runCommands(made, ['--approve'], { account: '444455556666' });
    expect({ status, calls }).toEqual({
      status: 1,
      calls: [['aws', 'sts', 'get-caller-identity', '--query', 'Account', '--output', 'text']],
    });
    expect(stderr).toContain('You speak for account 444455556666, and irsa.yaml says accountId 111122223333.');
  });

  test('overrides ServiceAccounts that exist on purpose only', () => {
    expect(runCommands(cluster, ['--approve']).calls.flat()).not.toContain('--override-existing-serviceaccounts');
    expect(runCommands(cluster, ['--approve', '--override-existing-serviceaccounts']).calls).toContainEqual([
      'eksctl',
      'create',
      'iamserviceaccount',
      '--config-file',
      '@here/cluster.yaml',
      '--override-existing-serviceaccounts',
      '--approve',
    ]);
    expect(runCommands(rolesOnly, ['--override-existing-serviceaccounts'])).toMatchObject({ status: 2, stdout: '' });
  });

  test('leaves the OIDC provider and the roles to Terraform', () => {
    expect(runCommands(besideTerraform, ['--approve']).calls.map((words) => words.slice(0, 3).join(' '))).toEqual([
      'mktemp',
      'eksctl utils write-kubeconfig',
      'eksctl create iamserviceaccount',
      'eksctl get iamserviceaccount',
      'kubectl get serviceaccount',
      'rm -f @here/own',
    ]);
  });

  test('tells of a ServiceAccount that eksctl passed over', () => {
    const { status, stderr } = runCommands(cluster, ['--approve'], { annotation: '' });
    expect(status).toBe(1);
    expect(stderr).toContain('shop/orders has no role instead of production-orders: it was there before, so eksctl passed over it.');
  });

  test('tells of a ServiceAccount that kept another role', () => {
    const { status, stderr } = runCommands(cluster, ['--approve'], { annotation: 'arn:aws:iam::111122223333:role/old-production-orders' });
    expect(status).toBe(1);
    expect(stderr).toContain('shop/orders has arn:aws:iam::111122223333:role/old-production-orders instead of production-orders:');
  });

  test('says where it has to run for a cluster that is reached from its VPC only', () => {
    const inside: EksctlCluster = { ...made, creation: { metadata: {}, sections: {}, fromVpcOnly: true } };
    expect(commands(inside)).toContain('# Run it inside the VPC:');
    expect(commands(made)).not.toContain('inside the VPC');
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

  test('says first whose ServiceAccounts the roles of Terraform go to, if any', () => {
    expect(commands(besideTerraform)).toContain('# Attaches the roles that Terraform made to the ServiceAccounts that eksctl makes');
    const nothing = commands({ ...besideTerraform, made: [] });
    expect(nothing).toContain('# Changes nothing in cluster production in us-east-1:');
    expect(nothing).not.toContain('that eksctl makes');
  });

  test('refuses an argument that it does not know', () => {
    expect(runCommands(cluster, ['--aprove'])).toMatchObject({ status: 2, stdout: '', calls: [] });
  });

  test('hands any name to the commands as it is', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const named: EksctlCluster = {
          ...besideTerraform,
          name,
          made: [{ subject: { namespace: name, serviceAccount: name }, roleName: 'production-orders' }],
        };
        const { status, stderr, calls } = runCommands(named, ['--approve']);
        expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
        expect(calls[1]).toEqual(['eksctl', 'utils', 'write-kubeconfig', '--cluster', name, '--region', 'us-east-1']);
        expect(calls.at(-2)?.slice(0, 6)).toEqual(['kubectl', 'get', 'serviceaccount', name, '--namespace', name]);
        const dry = runCommands(named, []);
        expect(dry.calls).toEqual([]);
        expect(runScript(dry.stdout, []).calls).toEqual(calls);
      }),
      {
        numRuns: 25,
        examples: [['$(touch /tmp/x)'], ["'; rm -rf /"], ['`id`'], ['a\nid'], ['${HOME}'], ['-n'], ['!!'], ['*'], ['\\'], ['𝔸‮']],
      },
    );
  });
});

describe('the file', () => {
  test.each([cluster, besideTerraform, namespacesOnly, rolesOnly, made, empty])('is bash (%#)', (script) => {
    const { status, stderr } = spawnSync('bash', ['-n'], { input: commands(script), encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  withShellcheck.each([cluster, besideTerraform, namespacesOnly, rolesOnly, made, empty])(
    'is clean to shellcheck (%#; skipped where there is none)',
    (script) => {
      const { status, stdout } = spawnSync('shellcheck', ['--enable=all', '--exclude=SC2250,SC2292,SC2312', '-'], {
        input: commands(script),
        encoding: 'utf8',
      });
      expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    },
  );

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
