import { describe, expect, test } from '@jest/globals';
import { emitTests } from '../../src/emit/tests/emit-tests.ts';
import type { Dependencies } from '../../src/plan/repo-facts.ts';
import type { PlannedTests } from '../../src/plan/tests/planned-tests.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import type { Spec } from '../../src/spec/spec.ts';
import { aCluster, anAddOn, anApp, aSpec, planOf, someFacts } from '../support/a-spec.ts';

const outputs = ['terraform', 'tests'] as const;
const at = { file: 'main.tf', line: 1 };

const testsOf = (spec: Parameters<typeof aSpec>[0], facts = someFacts()): PlannedTests =>
  planOf(aSpec({ outputs, ...spec }), facts).tests as PlannedTests;

const problemsOf = (spec: Parameters<typeof aSpec>[0], facts = someFacts()) =>
  makePlan(aSpec({ outputs, apps: [anApp('orders')], ...spec }), facts).problems.map(({ code, severity }) => [code, severity]);

const targets = ({ standIns }: PlannedTests) => standIns.map(({ target }) => target);

describe('the tests', () => {
  test('expect of a role one statement for each cluster of its group, with the subject and the audience that the role trusts', () => {
    const blue = aCluster('blue', { from: { kind: 'data' } });
    const green = aCluster('green');
    const { roles } = testsOf({
      primary: 'shop',
      shareRoles: [{ name: 'shop', clusters: ['blue', 'green'] }],
      clusters: [blue, green],
      apps: [anApp('orders')],
    });
    const subject = { namespace: 'shop', serviceAccount: 'orders' };
    expect(roles).toHaveLength(1);
    expect(roles[0]).toMatchObject({ title: 'orders in shop', owner: 'module.irsa_orders', inModule: 'this' });
    expect(roles[0]?.trust).toEqual([
      {
        providerArn: expect.stringMatching(
          /^arn:aws:iam::111122223333:oidc-provider\/oidc\.eks\.us-east-1\.amazonaws\.com\/id\/[0-9A-Z]{32}$/,
        ),
        subject,
        audience: 'sts.amazonaws.com',
      },
      // As the spec says it.
      { providerArn: expect.stringMatching(/GREEN0+$/), subject, audience: 'sts.amazonaws.com' },
    ]);
    expect(roles[0]?.trust[0]?.providerArn).not.toBe(roles[0]?.trust[1]?.providerArn);
  });

  test('say what they prove for the ways to the roles that there are, and no more', () => {
    const headOf = (...identities: ('irsa' | 'pod-identity')[]) => {
      const plan = planOf(aSpec({ outputs, apps: identities.map((identity) => anApp(`by-${identity}`, { identity })) }));
      return (emitTests(plan)[0]?.content ?? '').split('provider "aws"')[0]?.replace(/\n# /g, ' ');
    };
    expect(headOf('irsa')).toContain('the one audience');
    expect(headOf('irsa')).not.toContain('Pod Identity');
    expect(headOf('pod-identity')).toContain('the one ServiceAccount by the tags of the session');
    expect(headOf('pod-identity')).not.toMatch(/audience|OIDC/);
    expect(headOf('irsa', 'pod-identity')).toMatch(/the one audience.*; or one statement for EKS Pod Identity/);
  });

  test('find the role where its maker has it', () => {
    const { roles } = testsOf({
      clusters: [aCluster('production', { from: { kind: 'data' } })],
      addOns: [anAddOn('karpenter', { options: { ssmParameters: [], instanceProfiles: true } })],
      apps: [anApp('orders'), anApp('vault', { serviceAccount: { name: 'vault', owner: 'none', audience: 'vault' } })],
    });
    expect(roles.map(({ owner, inModule }) => [owner, inModule])).toEqual([
      ['module.irsa_karpenter', 'controller'],
      ['module.irsa_orders', 'this'],
      ['aws_iam_role.irsa_vault', undefined],
    ]);
  });

  test('put what has the form of the partition in the place of a cluster', () => {
    const china = aCluster('beijing', { region: 'cn-north-1', accountId: '444455556666', from: { kind: 'data' } });
    const { standIns } = testsOf({ clusters: [china], apps: [anApp('orders')] });
    expect(JSON.stringify(standIns)).toContain('arn:aws-cn:iam::444455556666:oidc-provider/oidc.eks.cn-north-1.amazonaws.com.cn/id/');
  });

  test('give the variables of a cluster values of the form that they demand', () => {
    const { variables } = testsOf({ clusters: [aCluster('production', { from: { kind: 'variables' } })], apps: [anApp('orders')] });
    expect(variables.map(({ key }) => key)).toEqual(['irsa_production_oidc_provider_arn', 'irsa_production_cluster_name']);
    expect(variables[0]?.value).toMatch(
      /^arn:aws[a-z-]*:iam::[0-9]{12}:oidc-provider\/oidc\.eks\.[a-z0-9-]+\.[a-z0-9.]+\/id\/[0-9A-Za-z]+$/,
    );
  });

  test('hold ServiceAccounts of this root against the role that trusts them', () => {
    const { serviceAccounts } = testsOf({
      clusters: [aCluster('production')],
      apps: [
        anApp('orders', { serviceAccount: { name: 'orders', owner: 'terraform' } }),
        anApp('reports', { serviceAccount: { name: 'reports', owner: 'annotate' } }),
        anApp('others', { serviceAccount: { name: 'others', owner: 'none' } }),
      ],
    });
    expect(serviceAccounts.map(({ address, subject, role }) => [address, subject.serviceAccount, role.arn])).toEqual([
      ['kubernetes_service_account_v1.irsa_orders', 'orders', 'arn:aws:iam::111122223333:role/production-orders'],
      ['kubernetes_annotations.irsa_reports', 'reports', 'arn:aws:iam::111122223333:role/production-reports'],
    ]);
  });
});

describe('what stands upstream of a cluster', () => {
  const whole = (to: string) => ({ to, whole: true });
  const part = (to: string) => ({ to, whole: false });

  const facts = (dependencies: Dependencies) =>
    someFacts({ modules: [{ label: 'eks', source: 'terraform-aws-modules/eks/aws', version: '~> 21.0', at }], dependencies });

  const fromModule = (dependencies: Dependencies) =>
    testsOf(
      { clusters: [aCluster('production', { from: { kind: 'module', label: 'eks' } })], apps: [anApp('orders')] },
      facts(dependencies),
    );

  test('is replaced as far as it goes, and nothing else of the root is', () => {
    const tests = fromModule({
      references: {
        'module.eks': [whole('module.vpc.vpc_id'), part('local.subnets'), whole('var.version')],
        'local.subnets': [whole('module.vpc.private_subnets')],
        'module.vpc': [part('data.aws_availability_zones.all'), part('data.aws_region.here')],
        'data.aws_availability_zones.all': [],
        'data.aws_region.here': [],
        'aws_s3_bucket.other': [part('data.aws_vpc.other')],
        'data.aws_vpc.other': [],
      },
      requiredVariables: [],
    });
    expect(targets(tests)).toEqual(
      [
        'module.eks',
        'data.aws_availability_zones.all',
        'module.vpc',
        'data.aws_caller_identity.irsa',
        'module.irsa_orders.data.aws_caller_identity.current',
        'module.irsa_orders.aws_iam_role.this',
      ].filter((target) => targets(tests).includes(target)),
    );
    expect(targets(tests)).not.toContain('data.aws_vpc.other');
    expect(targets(tests)).not.toContain('data.aws_region.here');
    // What a local takes is computed with, so it is made up; what the replaced module takes is not looked at.
    expect(tests.standIns.find(({ target }) => target === 'module.vpc')?.values).toEqual({
      private_subnets: ['test-1', 'test-2', 'test-3'],
    });
  });

  test('leaves required variables null, but for those that something is computed from', () => {
    const { variables, asked } = fromModule({
      references: { 'module.eks': [whole('var.vpc_id'), part('var.cidr')] },
      requiredVariables: ['vpc_id', 'cidr', 'unrelated'],
    });
    expect(variables).toEqual([
      { key: 'vpc_id', value: null },
      { key: 'unrelated', value: null },
    ]);
    expect(asked).toEqual(['cidr']);
  });

  test('may go round in circles of names', () => {
    const { standIns } = fromModule({
      references: { 'module.eks': [part('local.a')], 'local.a': [part('local.b')], 'local.b': [part('local.a')] },
      requiredVariables: [],
    });
    expect(standIns.map(({ of }) => of)).toContain('module');
  });
});

describe('tests are not written', () => {
  test('without Terraform, which is said', () => {
    expect(problemsOf({ outputs: ['helm', 'tests'] })).toContainEqual(['tests-not-written', 'warning']);
    expect(testsOf({ outputs: ['helm', 'tests'], apps: [anApp('orders')] })).toBeUndefined();
  });

  test('for OpenTofu, nor for a Terraform that could not read them', () => {
    const engine = (name: Spec['terraform']['engine']) => ({ terraform: { engine: name } });
    expect(problemsOf(engine({ name: 'opentofu' }))).toEqual([['tests-need-terraform', 'error']]);
    expect(problemsOf({}, someFacts({ openTofu: true }))).toEqual([['tests-need-terraform', 'error']]);
    expect(problemsOf(engine({ name: 'terraform', version: '1.9.8' }))).toEqual([['tests-need-terraform', 'error']]);
    expect(problemsOf(engine({ name: 'terraform', version: '1.12.0' }))).toEqual([]);
    expect(problemsOf({}, someFacts({ requiredVersion: '~> 1.5.7' }))).toEqual([['tests-need-terraform', 'error']]);
  });

  test('without a warning where the root allows releases whose init would stop at them', () => {
    const root = { hasRequiredProviders: true };
    expect(problemsOf({}, someFacts({ ...root, requiredVersion: '>= 1.5' }))).toEqual([['tests-need-terraform', 'warning']]);
    expect(problemsOf({}, someFacts(root))).toEqual([['tests-need-terraform', 'warning']]);
    expect(problemsOf({}, someFacts({ ...root, requiredVersion: '~> 1.11' }))).toEqual([]);
  });

  test('of roles that a local value decides on, which is said', () => {
    const cluster = aCluster('production', { from: { kind: 'expressions', oidcProviderArn: 'local.issuer' } });
    expect(problemsOf({ clusters: [cluster] })).toEqual([['tests-local-reference', 'warning']]);
    expect(testsOf({ clusters: [cluster], apps: [anApp('orders')] }).roles).toEqual([]);
  });
});

test('required_version of ours says what the tests need', () => {
  const version = (spec: Parameters<typeof aSpec>[0]) =>
    planOf(aSpec({ apps: [anApp('orders')], ...spec }))
      .terraform?.files.flatMap((f) => f.blocks)
      .flatMap((b) => (b.kind === 'required-providers' ? [b.requiredVersion] : []));
  expect(version({ outputs })).toEqual(['>= 1.11.0']);
  expect(version({ outputs: ['terraform'] })).toEqual(['>= 1.3.2']);
});

test('a test file says what it proves and what it does not', () => {
  const [file] = emitTests(planOf(aSpec({ outputs, apps: [anApp('orders')] })));
  expect(file?.path).toBe('tests/irsa.tftest.hcl');
  expect(file?.content).toContain('# It proves, for each role');
  expect(file?.content).toContain('# It does not prove what the roles may do');
});
