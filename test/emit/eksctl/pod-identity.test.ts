import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { emitEksctl } from '../../../src/emit/eksctl/emit-eksctl.ts';
import { allow } from '../../../src/iam/statement.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import { emptyFacts } from '../../../src/plan/repo-facts.ts';
import { formatPath } from '../../../src/problem.ts';
import type { AddOnSpec, AppSpec, Spec } from '../../../src/spec/spec.ts';
import { aCluster, anAddOn, anApp, aSpec, planOf } from '../../support/a-spec.ts';
import { anyCharacter } from '../../support/any-character.ts';
import { hasBash, runScript, type World } from '../../support/shell.ts';
import { configsOf } from './support/cluster-configs.ts';

const ACCOUNT = '111122223333';
const POLICY = 'arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess';
const production = aCluster('production', { accountId: ACCOUNT });
const withPods = <T extends AddOnSpec | AppSpec>(workload: T, more: Partial<AddOnSpec & AppSpec> = {}): T => ({
  ...workload,
  identity: 'pod-identity',
  ...more,
});
const byEksctl = (more: Partial<Omit<Spec, 'terraform'>>): Spec => aSpec({ outputs: ['eksctl'], clusters: [production], ...more });
const orders = withPods(anApp('orders', { serviceAccount: { name: 'orders' } }));
/** What flags can say: no policy in words. */
const reports = withPods(
  anApp('reports', {
    grants: [],
    serviceAccount: { name: 'reports' },
    managedPolicies: [POLICY, 'arn:aws:iam::aws:policy/AmazonSNSReadOnlyAccess'],
    permissionsBoundary: `arn:aws:iam::${ACCOUNT}:policy/boundary`,
    tags: { team: 'platform', on: 'yes' },
  }),
);
const narrowed = {
  podIdentity: { disableSessionTags: true, policy: [allow('Read', ['s3:GetObject'], ['arn:aws:s3:::my-bucket/*'])] },
};

const fileOf = (spec: Spec, name = 'cluster.yaml'): string =>
  emitEksctl(planOf(spec)).find(({ path }) => path === `irsa/eksctl/${name}`)?.content ?? '';
const configOf = (spec: Spec) =>
  configsOf(spec)['irsa/eksctl/cluster.yaml'] as unknown as {
    readonly addons?: unknown;
    readonly iam?: {
      readonly withOIDC?: boolean;
      readonly serviceAccounts?: unknown;
      readonly podIdentityAssociations?: readonly Record<string, unknown>[];
    };
  };
const problemsOf = (spec: Spec): string[] => makePlan(spec, emptyFacts).problems.map(({ code, path }) => `${code} at ${formatPath(path)}`);
const NEW = aCluster('production', {
  accountId: ACCOUNT,
  from: {
    kind: 'new',
    cluster: {
      kubernetesVersion: '1.33',
      network: { kind: 'given', vpcId: 'vpc-01234567', subnetIds: ['subnet-01234567'] },
      nodes: [{ name: 'default', instanceTypes: ['m6i.large'], amiType: 'AL2023_x86_64_STANDARD', min: 2, max: 4, desired: 2 }],
      addOns: ['coredns', 'eks-pod-identity-agent'],
      endpointPublicAccess: true,
    },
  },
});

describe('The ClusterConfig with Pod Identity, where eksctl makes the roles', () => {
  test('has an association with a role for an app, its ServiceAccount, and the agent; and no OIDC provider', () => {
    expect(configOf(byEksctl({ apps: [orders] }))).toEqual({
      apiVersion: 'eksctl.io/v1alpha5',
      kind: 'ClusterConfig',
      metadata: { name: 'production', region: 'us-east-1' },
      addons: [{ name: 'eks-pod-identity-agent' }],
      iam: {
        podIdentityAssociations: [
          {
            namespace: 'shop',
            serviceAccountName: 'orders',
            createServiceAccount: true,
            roleName: 'production-orders',
            permissionPolicy: {
              Version: '2012-10-17',
              Statement: [
                { Sid: 'S3ReadObjects', Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::my-bucket/*'] },
                { Sid: 'S3ListBucket', Effect: 'Allow', Action: ['s3:ListBucket'], Resource: ['arn:aws:s3:::my-bucket'] },
              ],
            },
          },
        ],
      },
    });
  });

  test('says all that an association has', () => {
    const target = { role: 'arn:aws:iam::222222222222:role/reports', via: 'target' as const };
    const [narrow] = configOf(byEksctl({ apps: [{ ...reports, ...narrowed }] })).iam?.podIdentityAssociations ?? [];
    expect(narrow).toEqual({
      namespace: 'shop',
      serviceAccountName: 'reports',
      createServiceAccount: true,
      roleName: 'production-reports',
      permissionPolicyARNs: [POLICY, 'arn:aws:iam::aws:policy/AmazonSNSReadOnlyAccess'],
      permissionsBoundaryARN: `arn:aws:iam::${ACCOUNT}:policy/boundary`,
      disableSessionTags: true,
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Sid: 'Read', Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::my-bucket/*'] }],
      }),
      tags: { team: 'platform', on: 'yes' },
    });
    const assumed = {
      ...target,
      oidcProvider: 'create',
      principalTags: [],
      sessionTags: [],
      sourceIdentity: false,
      profile: 'reports',
      default: false,
      grants: [],
      managedPolicies: [],
      statements: [],
    } as const;
    expect(configOf(byEksctl({ apps: [{ ...orders, assumeRoles: [assumed] }] })).iam?.podIdentityAssociations).toMatchObject([
      { targetRoleARN: target.role },
    ]);
  });

  test('has both side by side, each workload in one list', () => {
    const spec = byEksctl({ apps: [orders, anApp('web', { serviceAccount: { name: 'web' } })] });
    expect(configOf(spec)).toMatchObject({
      iam: {
        withOIDC: true,
        serviceAccounts: [{ metadata: { name: 'web' } }],
        podIdentityAssociations: [{ serviceAccountName: 'orders' }],
      },
    });
    expect(configOf(byEksctl({ apps: [anApp('web', { serviceAccount: { name: 'web' } })] }))).not.toHaveProperty(
      'iam.podIdentityAssociations',
    );
  });

  test('leaves ServiceAccounts of others alone, which need no annotation', () => {
    const of = (owner: 'none' | 'annotate' | 'manifests') => withPods(anApp(owner, { serviceAccount: { name: owner, owner } }));
    const spec = byEksctl({ apps: [of('none'), of('annotate'), of('manifests')] });
    for (const entry of configOf(spec).iam?.podIdentityAssociations ?? []) expect(entry).not.toHaveProperty('createServiceAccount');
    expect(fileOf(spec)).toContain('# none. Others make the ServiceAccount.');
    expect(fileOf(spec)).not.toContain('annotate the');
    expect(fileOf(spec, 'commands.sh')).not.toContain('kubectl');
    expect(
      planOf(spec)
        .nextSteps.map(({ text }) => text)
        .join('\n'),
    ).not.toContain('annotate ServiceAccount');
  });

  test('leaves the agent where it is', () => {
    const there = { ...production, podIdentityAgent: 'existing' as const };
    expect(configOf(byEksctl({ clusters: [there], apps: [orders] }))).not.toHaveProperty('addons');
  });

  test('says that the trust is not narrowed, and what narrows it', () => {
    expect(fileOf(byEksctl({ apps: [orders] }))).toMatch(
      /podIdentityAssociations:\n {4}# eksctl lets EKS Pod Identity hand these roles[\s\S]*iam:PassRole/,
    );
    expect(fileOf(byEksctl({ apps: [anApp('web')] }))).not.toContain('iam:PassRole');
  });

  test('carries any text of a session policy to EKS as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, minLength: 1 }), (value) => {
        const policy = [allow('Any', ['s3:GetObject'], [`arn:aws:s3:::b/${value}`])];
        const [entry] =
          configOf(byEksctl({ apps: [{ ...reports, podIdentity: { disableSessionTags: true, policy } }] })).iam?.podIdentityAssociations ??
          [];
        expect(JSON.parse(String(entry?.['policy']))).toMatchObject({ Statement: [{ Resource: [`arn:aws:s3:::b/${value}`] }] });
      }),
      { numRuns: 100 },
    );
  });
});

describe('EKS add-ons of a new cluster', () => {
  const ebs = withPods(anAddOn('aws-ebs-csi-driver', { installer: 'eks-addon' }));

  test('come with their own association where they take one, and never with both fields', () => {
    const config = configOf(
      byEksctl({
        clusters: [NEW],
        addOns: [ebs, anAddOn('vpc-cni', { installer: 'eks-addon', options: { ipFamily: 'ipv4', policyLogs: false } })],
      }),
    );
    expect(config.addons).toEqual([
      { name: 'coredns' },
      { name: 'eks-pod-identity-agent' },
      {
        name: 'aws-ebs-csi-driver',
        podIdentityAssociations: [
          expect.objectContaining({
            namespace: 'kube-system',
            serviceAccountName: 'ebs-csi-controller-sa',
            roleName: 'production-aws-ebs-csi-driver',
            permissionPolicyARNs: ['arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy'],
          }),
        ],
      },
      { name: 'vpc-cni', serviceAccountRoleARN: `arn:aws:iam::${ACCOUNT}:role/production-vpc-cni` },
    ]);
    expect(config.iam).not.toHaveProperty('podIdentityAssociations');
    for (const field of ['tags', 'wellKnownPolicies']) expect(JSON.stringify(config.addons)).not.toContain(field);
  });

  test('stand beside their association where they take none, or where eksctl would drop what it says', () => {
    const cert = withPods(anAddOn('cert-manager', { installer: 'eks-addon', options: { hostedZones: ['Z0123456789ABC'] } }));
    const untagged = { ...ebs, podIdentity: { disableSessionTags: true } };
    for (const [addOn, name, account] of [
      [cert, 'cert-manager', 'cert-manager'],
      [untagged, 'aws-ebs-csi-driver', 'ebs-csi-controller-sa'],
    ] as const) {
      const config = configOf(byEksctl({ clusters: [NEW], addOns: [addOn] }));
      expect(config.addons).toContainEqual({ name });
      expect(config.iam?.podIdentityAssociations).toMatchObject([{ serviceAccountName: account }]);
    }
  });
});

describe('Beside Terraform', () => {
  const spec = aSpec({ outputs: ['terraform', 'eksctl'], clusters: [aCluster('production')], apps: [orders] });

  test('the association is Terraform’s, and the files say so', () => {
    const config = configOf({ ...spec, apps: [{ ...orders, serviceAccount: { name: 'orders', owner: 'terraform' } }] });
    expect(config).toEqual({
      apiVersion: 'eksctl.io/v1alpha5',
      kind: 'ClusterConfig',
      metadata: { name: 'production', region: 'us-east-1' },
    });
    for (const name of ['cluster.yaml', 'commands.sh'])
      expect(fileOf(spec, name)).toContain('# orders: Terraform makes its role and its Pod Identity association');
    expect(fileOf(spec, 'commands.sh')).not.toMatch(/^run eksctl (?!get)/m);
  });

  test('needs no account where no ARN holds it', () => {
    expect(problemsOf(spec)).toEqual([]);
  });

  test('eksctl makes no ServiceAccount for it', () => {
    expect(problemsOf({ ...spec, apps: [{ ...orders, serviceAccount: { name: 'orders', owner: 'eksctl' } }] })).toEqual([
      'eksctl-service-account at apps.orders.serviceAccount',
    ]);
  });
});

test('a role that clusters share is refused', () => {
  const clusters = ['blue', 'green'].map((key) => aCluster(key, { accountId: ACCOUNT }));
  const shareRoles = [{ name: 'production', clusters: ['blue', 'green'] }];
  expect(problemsOf(byEksctl({ clusters, shareRoles, apps: [orders] }))).toEqual(['eksctl-share-roles at shareRoles']);
});

const withBash = hasBash ? describe : describe.skip;

withBash('commands.sh', () => {
  const spec = byEksctl({ apps: [orders, { ...reports, ...narrowed }] });
  const script = fileOf(spec, 'commands.sh');
  const run = (argv: readonly string[], world: World = {}) => runScript(script, argv, world);
  const SESSION =
    '{"Version":"2012-10-17","Statement":[{"Sid":"Read","Effect":"Allow","Action":["s3:GetObject"],"Resource":["arn:aws:s3:::my-bucket/*"]}]}';
  const creates = (calls: readonly (readonly string[])[]) =>
    calls.filter(([, verb, what]) => `${verb} ${what}` === 'create podidentityassociation');

  test('makes associations by the flags of eksctl, or by a file of one where flags cannot say the policy', () => {
    expect(creates(run(['--approve'], { associations: '0' }).calls)).toEqual([
      ['eksctl', 'create', 'podidentityassociation', '--config-file', '@here/associations/orders.yaml'],
      [
        ...['eksctl', 'create', 'podidentityassociation', '--cluster', 'production', '--region', 'us-east-1'],
        ...['--namespace', 'shop', '--service-account-name', 'reports', '--create-service-account', '--role-name', 'production-reports'],
        ...['--permission-policy-arns', `${POLICY},arn:aws:iam::aws:policy/AmazonSNSReadOnlyAccess`],
        ...['--permission-boundary-arn', `arn:aws:iam::${ACCOUNT}:policy/boundary`],
        ...['--disable-session-tags', '--policy', SESSION, '--tags', 'team=platform,on=yes'],
      ],
    ]);
  });

  test('has that one as the whole has it', () => {
    const alone = parse(fileOf(spec, 'associations/orders.yaml')) as { iam: object };
    expect(alone.iam).toEqual({ podIdentityAssociations: configOf(spec).iam?.podIdentityAssociations?.slice(0, 1) });
  });

  test('installs the agent before it makes associations, and updates what is there', () => {
    const words = run(['--approve'], { associations: '0' }).calls.map((call) => call.slice(0, 3).join(' '));
    expect(words).toEqual([
      'aws sts get-caller-identity',
      'eksctl create addon',
      'aws eks list-pod-identity-associations',
      'eksctl create podidentityassociation',
      'aws eks list-pod-identity-associations',
      'eksctl create podidentityassociation',
      'eksctl update podidentityassociation',
      'eksctl get podidentityassociation',
    ]);
  });

  test('run again, makes none that is there', () => {
    const { status, stderr, calls } = run(['--approve'], { associations: '1' });
    expect({ status, creates: creates(calls) }).toEqual({ status: 0, creates: [] });
    expect(stderr).toBe('It is there.\nIt is there.\n');
  });

  test.each(['0', '1'])('prints exactly the commands that --approve runs, with %s of each there', (associations) => {
    const dry = run([]);
    expect(dry).toMatchObject({ status: 0, stderr: '', calls: [] });
    const followed = associations === '0' ? dry.stdout : dry.stdout.replaceAll(/^# only if that is 0:\n.*\n/gm, '');
    expect(run(['--approve'], { associations }).calls).toEqual(runScript(followed, [], { associations }).calls);
  });

  test('stops where EKS does not say what is there', () => {
    const broken = script.replace('find=(aws eks', 'find=(false aws eks');
    const { status, calls } = runScript(broken, ['--approve']);
    expect(status).toBe(1);
    expect(creates(calls)).toEqual([]);
  });

  test('keeps tags to a file that a list with commas cannot hold', () => {
    const tagged = byEksctl({ apps: [{ ...reports, tags: { 'a,b': 'c=d' } }] });
    expect(fileOf(tagged, 'commands.sh')).toContain('--config-file "$here/associations/"reports.yaml');
    expect(parse(fileOf(tagged, 'associations/reports.yaml'))).toMatchObject({
      iam: { podIdentityAssociations: [{ tags: { 'a,b': 'c=d' } }] },
    });
  });

  const withShellcheck = spawnSync('shellcheck', ['--version']).error === undefined ? test : test.skip;
  withShellcheck('is clean to shellcheck (skipped where there is none)', () => {
    const { status, stdout } = spawnSync('shellcheck', ['--enable=all', '--exclude=SC2250,SC2292,SC2312', '-'], {
      input: script,
      encoding: 'utf8',
    });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });
});
