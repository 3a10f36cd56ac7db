import { describe, expect, test } from '@jest/globals';
import { allow } from '../../src/iam/statement.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { karpenter20Inputs } from '../../src/plan/terraform/module-inputs.ts';
import type { Spec } from '../../src/spec/spec.ts';
import { aCluster, addressesOf, anAddOn, anApp, aSpec, blocksOfKind, planOf, problemsOf, someFacts } from '../support/a-spec.ts';

const blue = aCluster('blue');
const green = aCluster('green');
const app = anApp('my-app', { serviceAccount: { name: 'my-app-sa' } });
const shared = (names: string[]): Spec =>
  aSpec({
    clusters: names.map((n) => aCluster(n)),
    shareRoles: [{ name: 'shop', clusters: names }],
    apps: [app],
    namespaces: [{ name: 'shop', create: true }],
  });

describe('a workload', () => {
  test('has one role for its ServiceAccount, named by the pattern', () => {
    const [workload] = planOf(aSpec({ apps: [app] })).workloads;
    expect(workload?.roles).toMatchObject([
      {
        name: 'production-my-app',
        trust: [{ cluster: 'production', subject: { namespace: 'shop', serviceAccount: 'my-app-sa' }, audience: 'sts.amazonaws.com' }],
      },
    ]);
  });

  test('has one role for each cluster', () => {
    const [workload] = planOf(aSpec({ clusters: [blue, green], apps: [app] })).workloads;
    expect(workload?.roles.map((r) => [r.name, r.trust.map((t) => t.cluster)])).toEqual([
      ['blue-my-app', ['blue']],
      ['green-my-app', ['green']],
    ]);
  });

  test('has one role with a trust statement for each cluster of a share group', () => {
    const plan = planOf(shared(['blue', 'green']));
    expect(blocksOfKind(plan, 'role-iam-5').map((r) => [r.name, r.oidcProviders.map((p) => p.key)])).toEqual([
      ['shop-my-app', ['blue', 'green']],
    ]);
  });

  test('runs only in the clusters it names', () => {
    const [workload] = planOf(aSpec({ clusters: [blue, green], apps: [{ ...app, clusters: ['green'] }] })).workloads;
    expect(workload?.roles.map((r) => r.group)).toEqual(['green']);
  });

  test('knows its ARN before apply where the account is given, in the partition of the region', () => {
    const arn = (more: object) =>
      planOf(aSpec({ clusters: [aCluster('production', { accountId: '111122223333', ...more })], apps: [app] })).workloads[0]?.roles[0]
        ?.arn;
    expect(arn({})).toBe('arn:aws:iam::111122223333:role/production-my-app');
    expect(arn({ region: 'cn-north-1' })).toBe('arn:aws-cn:iam::111122223333:role/production-my-app');
    expect(arn({ region: 'us-gov-west-1' })).toBe('arn:aws-us-gov:iam::111122223333:role/production-my-app');
  });

  test('keeps within its own permissions boundary, else within the spec’s', () => {
    const boundary = (name: string) => `arn:aws:iam::111122223333:policy/${name}`;
    const apps = [anApp('tight', { permissionsBoundary: boundary('tight') }), anApp('usual')];
    const boundaries = (more: Partial<Spec>) =>
      planOf(aSpec({ apps, ...(more as object) })).workloads.map(({ roles }) => roles[0]?.permissionsBoundary);
    expect(boundaries({ permissionsBoundary: boundary('usual') })).toEqual([boundary('tight'), boundary('usual')]);
    expect(boundaries({})).toEqual([boundary('tight'), undefined]);
  });

  test('has the spec’s tags, and its own where both have one', () => {
    const apps = [anApp('my-app', { tags: { team: 'shop', tier: 'web' } })];
    const [role] = planOf(aSpec({ tags: { team: 'platform', owner: 'ops' }, apps })).workloads[0]?.roles ?? [];
    expect(role?.tags).toEqual({ team: 'shop', owner: 'ops', tier: 'web' });
  });

  test('attaches AWS’s own policies in whatever partition it runs', () => {
    const plan = planOf(aSpec({ apps: [anApp('my-app', { managedPolicies: ['arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess'] })] }));
    expect(blocksOfKind(plan, 'role-iam-5')[0]?.policies.at(-1)).toEqual({
      key: 'AmazonSQSReadOnlyAccess',
      value: { text: ['arn:', { ref: 'data.aws_partition.irsa.partition' }, ':iam::aws:policy/AmazonSQSReadOnlyAccess'] },
    });
  });

  test('keeps the Sids of two grants of one service apart', () => {
    const grant = (bucket: string) => ({ service: 's3', options: { bucket, access: 'read' } });
    const plan = planOf(aSpec({ apps: [anApp('my-app', { grants: [grant('one-bucket'), grant('two-bucket')] })] }));
    const sids = blocksOfKind(plan, 'policy-document')[0]?.statements.map((s) => s.sid) ?? [];
    expect(new Set(sids).size).toBe(sids.length);
  });

  test('whose policy IAM would not take has several, each of which it does', () => {
    const statements = [
      allow(
        'Read',
        ['s3:GetObject'],
        Array.from({ length: 240 }, (_, i) => `arn:aws:s3:::a-rather-long-bucket-name-number-${i}/*`),
      ),
    ];
    const spec = aSpec({ apps: [anApp('my-app', { grants: [], statements })] });
    expect(problemsOf(spec)).toEqual([]);
    const plan = planOf(spec);
    expect(blocksOfKind(plan, 'policy').map(({ name, label, description }) => [name, label, description])).toEqual([
      ['production-my-app', 'irsa_my_app', 'What my-app may do in AWS'],
      ['production-my-app-part-2', 'irsa_my_app_policy_2', 'What my-app may do in AWS, part 2'],
      ['production-my-app-part-3', 'irsa_my_app_policy_3', 'What my-app may do in AWS, part 3'],
      ['production-my-app-part-4', 'irsa_my_app_policy_4', 'What my-app may do in AWS, part 4'],
    ]);
    expect(blocksOfKind(plan, 'role-iam-5')[0]?.policies.map(({ key }) => key)).toEqual(['irsa', 'irsa_2', 'irsa_3', 'irsa_4']);
  });

  test('with a statement that is too large by itself, and cannot be divided, is refused', () => {
    const values = Array.from({ length: 150 }, (_, i) => `a-rather-long-prefix-of-a-team-number-${i}/*`);
    const condition = { operator: 'StringLike', key: 's3:prefix', values };
    const statements = [allow('List', ['s3:ListBucket'], ['arn:aws:s3:::my-bucket'], { conditions: [condition] })];
    expect(problemsOf(aSpec({ apps: [anApp('my-app', { statements })] }))).toEqual(['policy-too-large']);
  });
});

describe('names that IAM would take for one', () => {
  test('are refused within an account, whatever their case', () => {
    expect(problemsOf(aSpec({ apps: [anApp('a', { roleName: 'Shop' }), anApp('b', { roleName: 'shop' })] }))).toEqual(['role-name-clash']);
  });

  test('clash for one cluster name in two regions, unless the region is part of the pattern', () => {
    const clusters = [aCluster('east', { name: 'main' }), aCluster('west', { name: 'main', region: 'us-west-2' })];
    expect(problemsOf(aSpec({ clusters, apps: [app] }))).toEqual(['role-name-clash']);
    expect(problemsOf(aSpec({ clusters, apps: [app], naming: '{prefix}{group}-{region}-{workload}' }))).toEqual([]);
  });

  test('are those of Karpenter’s nodes too, where it makes their role', () => {
    const apps = [anApp('a', { roleName: 'Production-Karpenter-Node' })];
    const options = { instanceProfiles: true };
    expect(problemsOf(aSpec({ addOns: [anAddOn('karpenter', { options })], apps }))).toEqual(['role-name-clash']);
    const given = { ...options, nodeRole: 'nodes', queue: 'interruptions' };
    expect(problemsOf(aSpec({ addOns: [anAddOn('karpenter', { options: given })], apps }))).toEqual([]);
  });

  test('of policies are Karpenter’s on eks 20.x, which is managed, and not on 21.x, which is inline', () => {
    const spec = (line: number) =>
      aSpec({
        addOns: [anAddOn('karpenter', { policyName: 'shop', options: { instanceProfiles: true } })],
        apps: [anApp('a', { policyName: 'shop' })],
        terraform: { modules: { eks: { line } } },
      });
    expect(problemsOf(spec(20))).toEqual(['policy-name-clash']);
    expect(problemsOf(spec(21))).toEqual([]);
  });

  test('of policies are unique in an account too', () => {
    const [a, b] = [anApp('a', { policyName: 'Shop' }), anApp('b', { policyName: 'shop' })];
    expect(problemsOf(aSpec({ apps: [a, b] }))).toEqual(['policy-name-clash']);
    const two = { primary: 'blue', clusters: [blue, green], apps: [anApp('a', { policyName: 'shop' })] };
    expect(problemsOf(aSpec(two))).toEqual(['policy-name-clash']);
    expect(problemsOf(aSpec({ ...two, shareRoles: [{ name: 'shop', clusters: ['blue', 'green'] }], primary: 'shop' }))).toEqual([]);
    const dns = anAddOn('external-dns', { policyName: 'dns', options: { hostedZones: ['Z0123456789ABC'] } });
    const byModules = (line: number) =>
      aSpec({ primary: 'blue', clusters: [blue, green], addOns: [dns], terraform: { modules: { iam: { line } } } });
    expect(problemsOf(byModules(6))).toEqual(['policy-name-clash']);
    expect(problemsOf(byModules(5))).toEqual([]);
  });
});

test('names of a share group are cut to the same whoever leaves, in whichever region the others are', () => {
  const blueAndGreen = [blue, aCluster('green', { region: 'us-west-2' })];
  const name = (clusters: typeof blueAndGreen) => {
    const apps = [anApp(`an-app-of-a-name-that-is-${'very-'.repeat(8)}long`)];
    return planOf({ ...shared(clusters.map(({ key }) => key)), clusters, apps }).workloads[0]?.roles[0]?.name;
  };
  expect(name(blueAndGreen)).toMatch(/^shop-an-app[a-z-]*-[0-9a-z]{8}$/);
  for (const left of blueAndGreen) expect(name([left])).toBe(name(blueAndGreen));
});

describe('addresses', () => {
  test('stay when a second cluster comes and goes', () => {
    const alone = aSpec({
      clusters: [blue],
      apps: [app],
      namespaces: [{ name: 'shop', create: true }],
      addOns: [anAddOn('karpenter', { options: { instanceProfiles: true } })],
    });
    const before = addressesOf(planOf(alone));
    const after = addressesOf(planOf({ ...alone, clusters: [blue, green], primary: 'blue' }));
    expect(after).toEqual(expect.arrayContaining(before));
    expect(after.length).toBeGreaterThan(before.length);
  });

  test('of a share group stay for those that remain, whoever leaves', () => {
    const both = addressesOf(planOf(shared(['blue', 'green'])));
    for (const remaining of ['blue', 'green']) {
      expect(both).toEqual(expect.arrayContaining(addressesOf(planOf(shared([remaining])))));
    }
  });

  test('stay when a lone cluster becomes the primary one of a share group of its name', () => {
    const before = addressesOf(planOf(aSpec({ clusters: [blue], apps: [app] })));
    const after = addressesOf(
      planOf(aSpec({ clusters: [blue, green], primary: 'blue', shareRoles: [{ name: 'shop', clusters: ['blue', 'green'] }], apps: [app] })),
    );
    expect(after).toEqual(expect.arrayContaining(before));
  });
});

describe('Karpenter', () => {
  const karpenter = anAddOn('karpenter', { options: { instanceProfiles: true } });

  test('names its queue in letters that SQS takes', () => {
    const spec = aSpec({ naming: '{workload}.{region}', addOns: [karpenter] });
    expect(blocksOfKind(planOf(spec), 'karpenter-eks-21').map((k) => [k.roleName, k.queueName])).toEqual([
      ['karpenter.us-east-1', 'karpenter-us-east-1'],
    ]);
  });

  test('warns where the policy of eks 20.x, which has no inline form, outgrows a managed one', () => {
    const spec = (name: string, line: number) =>
      aSpec({ clusters: [aCluster('production', { name })], addOns: [karpenter], terraform: { modules: { eks: { line } } } });
    expect(makePlan(spec('x'.repeat(60), 20), someFacts()).problems).toMatchObject([{ code: 'policy-too-large', severity: 'error' }]);
    expect(problemsOf(spec('x'.repeat(40), 20))).toEqual([]);
    expect(problemsOf(spec('x'.repeat(100), 21))).toEqual([]);
  });

  test('has a role of a module, which knows tokens of one audience only', () => {
    const addOns = [anAddOn('karpenter', { serviceAccount: { audience: 'vault' }, options: { instanceProfiles: true } })];
    expect(makePlan(aSpec({ addOns }), someFacts()).problems).toMatchObject([
      { code: 'audience-of-module', path: ['addOns', 'karpenter', 'serviceAccount', 'audience'] },
    ]);
  });

  test('on eks 20.x leaves Pod Identity off, whose trust statement would admit any association', () => {
    const spec = aSpec({ addOns: [karpenter], terraform: { modules: { eks: { line: 20 } } } });
    expect(blocksOfKind(planOf(spec), 'karpenter-eks-20').map(karpenter20Inputs)).toMatchObject([
      { enable_irsa: true, enable_pod_identity: false, irsa_namespace_service_accounts: ['kube-system:karpenter'] },
    ]);
  });

  test('names its event rules so that EventBridge takes them with what the module appends', () => {
    const prefixes = ['production', 'a-cluster-with-quite-a-long-key'].map((key) => {
      const [block] = blocksOfKind(planOf(aSpec({ clusters: [aCluster(key)], addOns: [karpenter] })), 'karpenter-eks-21');
      return block?.rulePrefix ?? '';
    });
    expect(prefixes).toEqual(['production-', 'a-cluster-with-qu-']);
    // Names have at most 64 characters, of which Terraform takes 26 to make them unique.
    for (const prefix of prefixes) expect(`${prefix}InstanceStateChange-`.length).toBeLessThanOrEqual(64 - 26);
  });

  test('has a role for each cluster even in a share group, since its queue and nodes belong to one', () => {
    const spec = { ...shared(['blue', 'green']), addOns: [karpenter] };
    expect(blocksOfKind(planOf(spec), 'karpenter-eks-21').map((k) => [k.label, k.roleName, k.nodeRoleName])).toEqual([
      ['irsa_karpenter_blue', 'blue-karpenter', 'blue-karpenter-node'],
      ['irsa_karpenter_green', 'green-karpenter', 'green-karpenter-node'],
    ]);
  });

  test('has one also with a queue and nodes of its own, so that no policy outgrows its quota', () => {
    const own = anAddOn('karpenter', { options: { nodeRole: 'Nodes', queue: 'interruptions', instanceProfiles: true } });
    for (const line of [5, 6] as const) {
      const { clusters, ...rest } = shared(['blue', 'green']);
      const spec = { ...rest, clusters, addOns: [own], terraform: { ...rest.terraform, modules: { iam: { line } } } };
      expect(planOf(spec).workloads[0]?.roles.map(({ name, trust }) => [name, trust.map(({ cluster }) => cluster)])).toEqual([
        ['blue-karpenter', ['blue']],
        ['green-karpenter', ['green']],
      ]);
    }
  });

  test('on eks 21.x replaces the module’s unscoped statement by one for its own ServiceAccount', () => {
    const plan = planOf(aSpec({ addOns: [karpenter] }));
    const trust = blocksOfKind(plan, 'policy-document').find((d) => d.label === 'irsa_karpenter_trust');
    expect(trust?.statements).toMatchObject([
      {
        sid: 'PodIdentity',
        actions: ['sts:AssumeRoleWithWebIdentity'],
        conditions: [
          {
            test: 'StringEquals',
            variable: { text: [{ ref: 'local.irsa_production_issuer' }, ':sub'] },
            values: ['system:serviceaccount:kube-system:karpenter'],
          },
          { test: 'StringEquals', variable: { text: [{ ref: 'local.irsa_production_issuer' }, ':aud'] }, values: ['sts.amazonaws.com'] },
        ],
      },
    ]);
  });
});
