import { ref } from '../../src/iam/text.ts';
import { describe, expect, test } from '@jest/globals';
import type { ClusterSource } from '../../src/spec/spec.ts';
import type { RepoFacts } from '../../src/plan/repo-facts.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { aCluster, anApp, aSpec, blocksOfKind, planOf, problemsOf, someFacts } from '../support/a-spec.ts';

const at = { file: 'cluster.tf', line: 3 };
const eks: Partial<RepoFacts> = { modules: [{ label: 'eks', source: 'terraform-aws-modules/eks/aws', version: '~> 20.37', at }] };
const known = (from: ClusterSource | undefined, facts: Partial<RepoFacts> = {}, more = {}) => {
  const { from: _default, ...cluster } = aCluster('production', more);
  return planOf(aSpec({ clusters: [from ? { ...cluster, from } : cluster], apps: [anApp('my-app')] }), someFacts(facts));
};
const providerArn = (plan: ReturnType<typeof planOf>) => blocksOfKind(plan, 'role-iam-5')[0]?.oidcProviders[0]?.providerArn;

describe('the OIDC provider a role trusts', () => {
  test('is the output of the eks module', () => {
    expect(providerArn(known({ kind: 'module', label: 'eks' }, eks))).toEqual({ text: [{ ref: 'module.eks.oidc_provider_arn' }] });
  });

  test('is looked up by the issuer of a cluster that is only read', () => {
    const plan = known({ kind: 'data' });
    expect(providerArn(plan)).toEqual({ text: [{ ref: 'data.aws_iam_openid_connect_provider.irsa_production.arn' }] });
    expect(blocksOfKind(plan, 'data-eks-cluster')).toEqual([{ kind: 'data-eks-cluster', label: 'irsa_production', name: 'production' }]);
  });

  test('of a cluster resource is the one that the root makes for it, not a lookup that would come too early', () => {
    const facts = {
      eksClusters: [{ label: 'this', at }],
      oidcProviders: [{ label: 'eks', url: 'aws_eks_cluster.this.identity[0].oidc[0].issuer', at }],
    };
    expect(providerArn(known({ kind: 'resource', label: 'this' }, facts))).toEqual({
      text: [{ ref: 'aws_iam_openid_connect_provider.eks.arn' }],
    });
    expect(providerArn(known({ kind: 'resource', label: 'this' }, { eksClusters: [{ label: 'this', at }] }))).toEqual({
      text: [{ ref: 'data.aws_iam_openid_connect_provider.irsa_production.arn' }],
    });
  });

  test('takes an index where the root makes it by count, and is looked up where by for_each', () => {
    const made = (repeated: 'count' | 'for_each') => ({
      eksClusters: [{ label: 'this', repeated: 'count' as const, at }],
      oidcProviders: [{ label: 'eks', url: 'aws_eks_cluster.this[0].identity[0].oidc[0].issuer', repeated, at }],
    });
    const from: ClusterSource = { kind: 'resource', label: 'this' };
    expect(providerArn(known(from, made('count')))).toEqual({ text: [{ ref: 'aws_iam_openid_connect_provider.eks[0].arn' }] });
    expect(providerArn(known(from, made('for_each')))).toEqual({
      text: [{ ref: 'data.aws_iam_openid_connect_provider.irsa_production.arn' }],
    });
  });

  test('is not created a second time', () => {
    const spec = aSpec({
      clusters: [aCluster('production', { from: { kind: 'resource', label: 'this' }, oidcProvider: 'create' })],
      apps: [anApp('my-app')],
    });
    const facts = someFacts({
      eksClusters: [{ label: 'this', at }],
      oidcProviders: [{ label: 'eks', url: 'aws_eks_cluster.this.identity[0].oidc[0].issuer', at }],
    });
    expect(problemsOf(spec, facts)).toEqual(['oidc-provider-owner']);
  });

  test('is looked up, with a warning, where the eks module is told to make none, or made if the spec says so', () => {
    const facts = someFacts({
      modules: (eks.modules ?? []).map((module) => ({ ...module, inputs: { ...module.inputs, enable_irsa: false } })),
    });
    const specOf = (oidcProvider: 'existing' | 'create') =>
      aSpec({ clusters: [aCluster('production', { from: { kind: 'module', label: 'eks' }, oidcProvider })], apps: [anApp('my-app')] });
    expect(problemsOf(specOf('existing'), facts)).toEqual(['irsa-disabled']);
    const noTokens = { ...specOf('existing'), apps: [anApp('my-app', { identity: 'pod-identity' })] };
    expect(problemsOf(noTokens, facts)).toEqual([]);
    expect(blocksOfKind(planOf(noTokens, facts), 'data-oidc-provider')).toEqual([]);
    expect(blocksOfKind(planOf(specOf('existing'), facts), 'data-oidc-provider')).toMatchObject([
      { url: ref('module.eks.cluster_oidc_issuer_url') },
    ]);
    expect(problemsOf(specOf('create'), facts)).toEqual([]);
    const plan = planOf(specOf('create'), facts);
    expect(blocksOfKind(plan, 'oidc-provider')).toMatchObject([{ url: ref('module.eks.cluster_oidc_issuer_url') }]);
    expect(blocksOfKind(plan, 'role-iam-5')[0]?.oidcProviders).toMatchObject([
      { providerArn: ref('aws_iam_openid_connect_provider.irsa_production.arn') },
    ]);
    expect(plan.nextSteps.map(({ text }) => text).join()).not.toContain('enable_irsa');
  });

  test('is not created beside that of the eks module', () => {
    const clusters = [aCluster('production', { from: { kind: 'module', label: 'eks' }, oidcProvider: 'create' })];
    expect(problemsOf(aSpec({ clusters, apps: [anApp('my-app')] }), someFacts(eks))).toEqual(['oidc-provider-owner']);
  });

  test('of a retired cluster is not looked for, nor is the cluster without need', () => {
    const clusters = [aCluster('blue'), aCluster('green', { from: { kind: 'data' }, retired: true })];
    const lookups = (owner: 'terraform' | 'none') => {
      const plan = planOf(aSpec({ primary: 'blue', clusters, apps: [anApp('my-app', { serviceAccount: { name: 'my-app', owner } })] }));
      expect(blocksOfKind(plan, 'data-oidc-provider')).toEqual([]);
      return blocksOfKind(plan, 'data-eks-cluster').map(({ label }) => label);
    };
    expect(lookups('none')).toEqual([]);
    // Only its provider can remove the ServiceAccount, and needs to know where it is.
    expect(lookups('terraform')).toEqual(['irsa_blue', 'irsa_green']);
  });

  test('is created where asked for, with the certificate looked up', () => {
    const plan = known({ kind: 'data' }, {}, { oidcProvider: 'create' });
    expect(blocksOfKind(plan, 'oidc-provider')).toMatchObject([
      {
        label: 'irsa_production',
        clientIds: ['sts.amazonaws.com'],
        thumbprints: [{ text: [{ ref: 'data.tls_certificate.irsa_production.certificates[0].sha1_fingerprint' }] }],
      },
    ]);
    expect(blocksOfKind(plan, 'required-providers')[0]?.providers.map((p) => p.name)).toEqual(['aws', 'tls']);
  });

  test('has the thumbprints that are given, and looks up none then', () => {
    const thumbprints = ['9e99a48a9960b14926bb7f3b02e22da2b0ab7280'];
    const plan = known({ kind: 'data' }, {}, { oidcProvider: 'create', thumbprints });
    expect(blocksOfKind(plan, 'oidc-provider')).toMatchObject([{ thumbprints }]);
    expect(blocksOfKind(plan, 'data-tls-certificate')).toEqual([]);
    expect(blocksOfKind(plan, 'required-providers')[0]?.providers.map((p) => p.name)).toEqual(['aws']);
  });

  test('goes without a thumbprint only where every allowed provider release takes that', () => {
    const plan = known({ kind: 'data' }, {}, { oidcProvider: 'create', thumbprints: 'none' });
    expect(blocksOfKind(plan, 'oidc-provider')[0]).not.toHaveProperty('thumbprints');
    const spec = aSpec({
      clusters: [aCluster('production', { from: { kind: 'data' }, oidcProvider: 'create', thumbprints: 'none' })],
      apps: [anApp('my-app')],
    });
    const old = someFacts({
      hasRequiredProviders: true,
      requiredProviders: { aws: { version: '~> 5.40', at } },
      lockedProviders: { aws: '5.70.0' },
    });
    expect(problemsOf(spec, old)).toEqual(['thumbprint-required']);
  });

  test('is a variable with a validation where the root is told from outside', () => {
    const plan = known({ kind: 'variables' });
    expect(blocksOfKind(plan, 'variable').map((v) => v.label)).toEqual([
      'irsa_production_cluster_name',
      'irsa_production_oidc_provider_arn',
    ]);
    const pattern = new RegExp(blocksOfKind(plan, 'variable')[1]?.validation?.pattern ?? '');
    expect('arn:aws-cn:iam::111122223333:oidc-provider/oidc.eks.cn-north-1.amazonaws.com.cn/id/ABC').toMatch(pattern);
    expect('arn:aws:iam::111122223333:oidc-provider/oidc.us-east-1.eks.amazonaws.com/id/ABC').not.toMatch(pattern);
  });

  test('is what the user names by expression', () => {
    const from = {
      kind: 'expressions',
      oidcProviderArn: 'data.terraform_remote_state.eks.outputs.arn',
      clusterName: 'local.cluster',
    } as const;
    expect(providerArn(known(from))).toEqual({ text: [{ ref: 'data.terraform_remote_state.eks.outputs.arn' }] });
  });
});

describe('a cluster whose source is not given', () => {
  test('is the only eks module of the root', () => {
    expect(providerArn(known(undefined, eks))).toEqual({ text: [{ ref: 'module.eks.oidc_provider_arn' }] });
  });

  test('is read by name where there is none, or more than one', () => {
    expect(blocksOfKind(known(undefined), 'data-eks-cluster')).toHaveLength(1);
    const two = { modules: [...(eks.modules ?? []), { label: 'other', source: 'terraform-aws-modules/eks/aws', version: '~> 20.37', at }] };
    expect(blocksOfKind(known(undefined, two), 'data-eks-cluster')).toHaveLength(1);
  });
});

describe('a reference that is not in the folder', () => {
  test('is a warning that names what is there', () => {
    const { problems } = makePlan(
      aSpec({ clusters: [aCluster('production', { from: { kind: 'module', label: 'esk' } })], apps: [anApp('my-app')] }),
      someFacts(eks),
    );
    expect(problems).toMatchObject([{ code: 'cluster-not-found', severity: 'warning', fix: 'Did you mean module "eks" (cluster.tf:3)?' }]);
  });
});
