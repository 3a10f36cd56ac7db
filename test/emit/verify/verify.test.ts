/** `irsa/verify.sh` with recorded answers of the AWS CLI and of kubectl; test/e2e has it in worlds that answer for themselves. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { emit } from '../../../src/emit/emit.ts';
import { emitVerify } from '../../../src/emit/verify/emit-verify.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import type { VerifiedCluster, VerifiedRole } from '../../../src/plan/verify/planned-verify.ts';
import type { Spec } from '../../../src/spec/spec.ts';
import { aCluster, anAddOn, anApp, aSpec, planOf } from '../../support/a-spec.ts';
import { hostile } from '../../support/hostile.ts';
import { runCommand, type CommandRun } from '../../support/programs.ts';
import { hasBash, isBash } from '../../support/shell.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const withBash = hasBash ? describe : describe.skip;
const withShellcheck = spawnSync('shellcheck', ['--version']).error === undefined ? test : test.skip;

const ACCOUNT = '111122223333';
const verified = (more: Parameters<typeof aSpec>[0]): Spec => aSpec({ outputs: ['terraform', 'verify'], ...more });
const scriptOf = (plan: Plan): string => emitVerify(plan)[0]?.content ?? '';

/** What the AWS CLI answered, by its command. */
interface Recorded {
  readonly account?: string;
  readonly actions?: string;
  readonly tags?: string;
  readonly association?: string;
  readonly role?: string;
  readonly agent?: string;
  readonly job?: string;
}

function runVerify(script: string, flags: string, recorded: Recorded = {}): CommandRun {
  const {
    account = ACCOUNT,
    actions = 'sts:AssumeRole sts:TagSession',
    tags = 'shop|orders',
    association = 'a-1',
    role = 'production-orders',
    agent = '3|3',
    job = 'Complete',
  } = recorded;
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'irsa'));
  writeFileSync(join(folder, 'irsa/verify.sh'), script);
  const arn = `arn:aws:iam::${account}:role`;
  return runCommand(folder, `bash irsa/verify.sh ${flags}`, {
    aws: `case "$*" in
  *get-caller-identity*) echo "${account}|arn:aws:sts::${account}:assumed-role/admin/me" ;;
  *describe-cluster*) echo 'ACTIVE|https://oidc.eks.us-east-1.amazonaws.com/id/ABC|null' ;;
  *update-kubeconfig*) ;;
  *pods.eks.amazonaws.com*) echo '${actions}|${tags}' ;;
  *get-open-id-connect-provider*) echo sts.amazonaws.com ;;
  *AssumeRoleWithWebIdentity*) echo 'system:serviceaccount:shop:orders|sts.amazonaws.com|0||1' ;;
  *get-role*) echo "${arn}/production-orders" ;;
  *list-attached-role-policies*) printf 'production-orders\\n' ;;
  *list-pod-identity-associations*) echo '${association}' ;;
  *describe-pod-identity-association*) echo '${arn}/${role}' ;;
  *) echo "An error occurred (AccessDenied): $*" >&2; exit 254 ;;
esac`,
    kubectl: `case "$*" in
  *daemonset*) printf '%s' '${agent}' ;;
  *serviceaccount*) printf '%s' 'orders|${arn}/production-orders' ;;
  *'get job'*) echo '${job}' ;;
  *delete*|*apply*) ;;
  *logs*) echo 'It should have the role production-orders.' ;;
esac`,
  });
}

const pods = verified({
  clusters: [aCluster('production', { accountId: ACCOUNT, podIdentityAgent: 'existing' })],
  apps: [anApp('orders', { identity: 'pod-identity' })],
});

withBash('verify.sh for EKS Pod Identity (skipped where there is no bash)', () => {
  const script = scriptOf(planOf(pods));
  const outcome = (recorded: Recorded) => {
    const { status, stderr } = runVerify(script, '', recorded);
    return [
      status,
      ...stderr
        .split('\n')
        .slice(0, 2)
        .map((line) => line.trim()),
    ];
  };

  test('looks at the agent, the trust and the association, and at no OIDC provider', () => {
    const { status, stdout, stderr } = runVerify(script, '');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.split('\n').map((line) => line.slice(8))).toEqual(
      expect.arrayContaining([
        'The EKS Pod Identity Agent is ready on every node',
        'It admits EKS Pod Identity, for shop/orders only',
        `An association leads its pods to arn:aws:iam::${ACCOUNT}:role/production-orders (pods that started before it have to be restarted)`,
      ]),
    );
    expect(stdout).not.toContain('tokens');
  });

  test('names the link that is broken', () => {
    expect(outcome({ agent: '' })[1]).toBe('FAIL  The EKS Pod Identity Agent is ready on every node');
    expect(outcome({ agent: '3|2' })[2]).toMatch(/^Why: It is ready on 2 of 3 nodes/);
    expect(outcome({ actions: 'sts:AssumeRole' })[2]).toBe(
      'Why: It allows sts:AssumeRole, and EKS needs sts:AssumeRole and sts:TagSession.',
    );
    expect(outcome({ tags: '|' })[2]).toBe('Why: It admits pods of any namespace/any ServiceAccount.');
    expect(outcome({ association: '' })[2]).toBe('Why: EKS has no association for shop/orders in production.');
    expect(outcome({ role: 'production-reports' })[2]).toBe(`Why: It leads to arn:aws:iam::${ACCOUNT}:role/production-reports`);
    expect(outcome({ agent: '' })[0]).toBe(1);
  });

  test('takes credentials of the account of the cluster only', () => {
    const [status, what, why] = outcome({ account: '444455556666' });
    expect([status, what]).toEqual([1, `FAIL  You speak for account ${ACCOUNT}`]);
    expect(why).toContain('irsa.yaml says that production is in 111122223333');
  });

  test('starts a Job only where it is told to, and shows what it says', () => {
    expect(runVerify(script, '').stdout).toContain(
      '-     A pod that starts now has the role, and may use it: not looked at without --canary',
    );
    expect(runVerify(script, '--canary').stdout).toContain('ok    A pod that starts now has the role, and may use it');
    const { status, stderr } = runVerify(script, '--canary', { job: 'Failed' });
    expect([status, stderr]).toEqual([1, expect.stringContaining('it says: It should have the role production-orders.')]);
  });
});

withBash('verify.sh (skipped where there is no bash)', () => {
  const two = verified({
    clusters: [aCluster('blue'), aCluster('green', { accountId: ACCOUNT })],
    shareRoles: [{ name: 'production', clusters: ['blue', 'green'] }],
    apps: [anApp('orders'), anApp('reports', { clusters: ['green'] })],
  });

  test('looks at each cluster of a group, and only where a workload runs', () => {
    const { stdout } = runVerify(scriptOf(planOf(two)), '--all');
    expect(stdout.split('\n').filter((line) => /^\w/.test(line))).toEqual([
      'blue: cluster blue in us-east-1',
      'orders: ServiceAccount shop/orders',
      'green: cluster green in us-east-1',
      'orders: ServiceAccount shop/orders',
      'reports: ServiceAccount shop/reports',
    ]);
    expect(
      runVerify(scriptOf(planOf(two)), '--all --cluster green reports')
        .stdout.split('\n')
        .filter((line) => /^\w/.test(line)),
    ).toEqual(['green: cluster green in us-east-1', 'reports: ServiceAccount shop/reports']);
  });

  test('refuses workloads, clusters and flags that it does not know', () => {
    const script = scriptOf(planOf(two));
    const said = (flags: string) => {
      const { status, stderr } = runVerify(script, flags);
      return [status, stderr.split('\n')[0]];
    };
    expect([said('order'), said('--cluster red'), said('--al'), said('--cluster')]).toEqual([
      [2, 'There is no workload order in irsa.yaml.'],
      [2, 'There is no cluster red in irsa.yaml.'],
      [2, 'There is no flag --al.'],
      [2, '--cluster wants a value.'],
    ]);
  });

  test('says that a program could not answer, and takes it for no cause', () => {
    const { status, stderr } = runVerify(
      scriptOf(planOf(verified({ apps: [anApp('orders')] }))).replaceAll('iam get-role', 'iam ask-role'),
      '',
    );
    expect(status).toBe(1);
    expect(stderr).toContain('Why: This could not be asked: An error occurred (AccessDenied)');
  });

  test('is written beside its Jobs, one folder for each of several clusters', () => {
    const paths = (spec: Spec) =>
      emit(planOf(spec)).flatMap(({ path, executable }) => (path.includes('verify') ? [[path, executable]] : []));
    expect(paths(verified({ apps: [anApp('orders')] }))).toEqual([
      ['irsa/verify/canary-orders.yaml', undefined],
      ['irsa/verify.sh', true],
    ]);
    expect(paths(two).map(([path]) => path)).toEqual([
      'irsa/verify/blue/canary-orders.yaml',
      'irsa/verify/green/canary-orders.yaml',
      'irsa/verify/green/canary-reports.yaml',
      'irsa/verify.sh',
    ]);
    expect(paths(aSpec({ apps: [anApp('orders')] }))).toEqual([]);
  });

  withShellcheck.each([
    ['IRSA, two clusters', two],
    ['Pod Identity', pods],
    ['add-ons', verified({ addOns: [anAddOn('external-dns', { options: { hostedZones: ['Z0123456789ABC'] } }), anAddOn('karpenter')] })],
    ['eksctl', aSpec({ outputs: ['eksctl', 'verify'], apps: [anApp('orders', { serviceAccount: { name: 'orders' } })] })],
  ])('is clean to shellcheck: %s (skipped where there is none)', (_name, spec) => {
    // Functions are asked in conditions on purpose, and none of them counts on set -e.
    const { status, stdout } = spawnSync('shellcheck', ['--enable=all', '--exclude=SC2250,SC2292,SC2310,SC2311,SC2312', '-'], {
      input: scriptOf(planOf(spec)),
      encoding: 'utf8',
    });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });

  /** No process can be given NUL. */
  const anyName = hostile.filter((name) => !name.includes('\0'));

  test('says any name as it is, and runs none', () => {
    const role = (name: string): VerifiedRole => ({
      name,
      path: '/',
      tokens: { subjects: [name], audiences: [name] },
      pods: { tagged: { namespace: name, serviceAccount: name } },
      policies: [name],
      morePolicies: 'any',
      annotated: true,
      associated: true,
    });
    const cluster = (name: string): VerifiedCluster => ({
      key: name,
      name,
      region: name,
      audiences: [name],
      agent: true,
      workloads: [{ id: name, subject: { namespace: name, serviceAccount: name }, accountFix: name, roles: [role(name)], canary: name }],
    });
    fc.assert(
      fc.property(anyName, (name) => {
        const script = scriptOf({ verify: { apply: name, clusters: [cluster(name)] } } as unknown as Plan);
        expect(isBash(script)).toBe(true);
        const { status, stdout, stderr } = runVerify(script, '--help');
        expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
        expect(stdout).toContain(`workloads: ${name}\nclusters: ${name}\n`);
      }),
      { numRuns: 40 },
    );
  });
});
