/** What EKS Pod Identity makes of a workload: trust, associations, the agent, and what is refused. */
import { describe, expect, test } from '@jest/globals';
import { emptyFacts } from '../../src/plan/repo-facts.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { aCluster, anAddOn, anApp, anAssumedRole, aSpec, blocksOfKind, planOf } from '../support/a-spec.ts';

const podIdentity = { identity: 'pod-identity', podIdentity: { disableSessionTags: false } } as const;

describe('EKS Pod Identity', () => {
  test('gives an app a role with an association of its module, and a ServiceAccount that names nothing', () => {
    const plan = planOf(aSpec({ apps: [anApp('orders', { ...podIdentity, serviceAccount: { name: 'orders', owner: 'terraform' } })] }));
    const [role] = plan.workloads[0]?.roles ?? [];
    expect(role).toMatchObject({
      maker: 'role-pod-identity',
      trust: [],
      podTrust: { clusters: ['production'], subject: { namespace: 'shop', serviceAccount: 'orders' }, tagged: true },
      associations: [{ cluster: 'production', by: 'module' }],
    });
    expect(blocksOfKind(plan, 'service-account')).toMatchObject([{ name: 'orders', annotations: [] }]);
  });

  test('has the association of an EKS add-on that Terraform installs go with the add-on', () => {
    const install = { install: { values: [], overwrite: false } };
    const addOns = [anAddOn('aws-ebs-csi-driver', { ...podIdentity, ...install, installer: 'eks-addon' })];
    const plan = planOf(aSpec({ addOns }));
    expect(plan.workloads[0]?.roles[0]?.associations).toMatchObject([{ by: 'eks-addon' }]);
    const [driver] = blocksOfKind(plan, 'eks-add-on').filter(({ name }) => name === 'aws-ebs-csi-driver');
    expect(driver).toMatchObject({ association: { serviceAccount: 'ebs-csi-controller-sa' } });
    expect(driver).not.toHaveProperty('roleArn');
    expect(blocksOfKind(plan, 'pod-identity-association')).toEqual([]);
  });

  test('leaves to a resource of its own what no module says', () => {
    const policy = [{ effect: 'Allow', actions: ['s3:GetObject'], resources: ['arn:aws:s3:::my-bucket/*'], conditions: [] }] as const;
    const plan = planOf(aSpec({ apps: [anApp('orders', { ...podIdentity, podIdentity: { disableSessionTags: true, policy } })] }));
    expect(blocksOfKind(plan, 'pod-identity-association')).toMatchObject([{ disableSessionTags: true, policy: {} }]);
    expect(blocksOfKind(plan, 'role-pod-identity')).toMatchObject([
      { associations: [], trustConditions: [{ variable: 'aws:SourceAccount' }, {}] },
    ]);
  });

  test('lets the role assume its target, and tag the session, on both sides', () => {
    const target = anAssumedRole({ via: 'target' });
    const plan = planOf(aSpec({ apps: [anApp('orders', { ...podIdentity, assumeRoles: [target] })] }));
    expect(plan.workloads[0]?.roles[0]?.associations).toMatchObject([{ targetRole: target.role }]);
    const [policy] = plan.workloads[0]?.roles[0]?.permissions.policies ?? [];
    expect(policy?.statements.flatMap(({ actions = [] }) => actions)).toEqual(expect.arrayContaining(['sts:AssumeRole', 'sts:TagSession']));
    const [trust] =
      plan.otherAccounts[0]?.root.files.flatMap(({ blocks }) => blocks).filter(({ kind }) => kind === 'policy-document') ?? [];
    expect(trust).toMatchObject({
      statements: [
        {
          actions: ['sts:AssumeRole', 'sts:TagSession'],
          conditions: [
            { variable: 'aws:RequestTag/eks-cluster-arn' },
            { variable: 'aws:RequestTag/kubernetes-namespace', values: ['shop'] },
            { variable: 'aws:RequestTag/kubernetes-service-account', values: ['orders'] },
          ],
        },
      ],
    });
  });

  test('without session tags has the target know the pods by the external id that EKS sends', () => {
    const app = anApp('orders', {
      ...podIdentity,
      podIdentity: { disableSessionTags: true },
      assumeRoles: [anAssumedRole({ via: 'target' })],
    });
    const plan = planOf(aSpec({ clusters: [aCluster('production', { accountId: '111122223333' })], apps: [app] }));
    const [trust] =
      plan.otherAccounts[0]?.root.files.flatMap(({ blocks }) => blocks).filter(({ kind }) => kind === 'policy-document') ?? [];
    expect(trust).toMatchObject({ statements: [{ actions: ['sts:AssumeRole'], conditions: [{ variable: 'sts:ExternalId' }] }] });
    expect(JSON.stringify(trust)).toContain('us-east-1/');
  });

  describe('the agent', () => {
    const spec = aSpec({ apps: [anApp('orders', podIdentity)] });
    const agents = (facts = emptyFacts, said = spec) =>
      (makePlan(said, facts).value?.terraform?.files ?? [])
        .flatMap(({ blocks }) => blocks)
        .filter((block) => block.kind === 'eks-add-on' && block.name === 'eks-pod-identity-agent');

    test('is made where nobody says that it is there', () => {
      expect(agents()).toHaveLength(1);
    });

    test('is not made where the folder installs it, or the spec says that it exists', () => {
      const at = { file: 'main.tf', line: 1 };
      expect(agents({ ...emptyFacts, installed: [{ kind: 'eks-add-on', name: 'eks-pod-identity-agent', at }] })).toEqual([]);
      expect(agents(emptyFacts, { ...spec, clusters: [aCluster('production', { podIdentityAgent: 'existing' })] })).toEqual([]);
    });

    test('is not made where no workload needs it', () => {
      expect(agents(emptyFacts, aSpec({ apps: [anApp('orders')] }))).toEqual([]);
    });
  });

  test('asks for an AWS provider that knows what an association says', () => {
    const at = { file: 'versions.tf', line: 1 };
    const facts = { ...emptyFacts, hasRequiredProviders: true, requiredProviders: { aws: { version: '~> 5.0', at } } };
    const app = anApp('orders', { ...podIdentity, podIdentity: { disableSessionTags: true } });
    const { problems } = makePlan(aSpec({ apps: [app] }), facts);
    expect(problems.map(({ code, message }) => [code, message])).toContainEqual([
      'versions-unsatisfiable',
      expect.stringContaining('disable_session_tags or target_role_arn of an association needs aws >= 6.2.0'),
    ]);
  });

  test('is refused of Karpenter by eks 20.x, whose module trusts it for every pod of the account', () => {
    const spec = aSpec({ addOns: [anAddOn('karpenter', podIdentity)] });
    const on = (line: number) =>
      makePlan({ ...spec, terraform: { ...spec.terraform, modules: { eks: { line } } } }, emptyFacts).problems.map((p) => p.code);
    expect(on(20)).toContain('pod-identity-unsupported');
    expect(on(21)).not.toContain('pod-identity-unsupported');
  });
});
