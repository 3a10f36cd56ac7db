/** Whom the generated roles admit, read from the plans that the real terraform makes. */
import { describe, expect, test } from '@jest/globals';
import { evaluateTrust, type TrustPolicy } from '../../src/iam/trust.ts';
import { generateInto, temporaryFolder } from '../support/generate.ts';
import { judgedWithModules } from '../support/terraform/available.ts';
import { trustPolicies } from '../support/terraform/evaluate.ts';
import { judge, planOnly } from '../support/terraform/judge.ts';
import type { ModuleKind } from '../support/terraform/services.ts';

const issuer = (cluster: string, region = 'us-east-1', domain = 'amazonaws.com') =>
  `oidc.eks.${region}.${domain}/id/${cluster.toUpperCase().padEnd(32, '0')}`;
const providerArn = (cluster: string, partition = 'aws', region = 'us-east-1', domain = 'amazonaws.com') =>
  `arn:${partition}:iam::111122223333:oidc-provider/${issuer(cluster, region, domain)}`;

const clusterYaml = (key: string) => `  ${key}: { region: us-east-1, from: { literal: { oidcProviderArn: "${providerArn(key)}" } } }\n`;

/** A spec of clusters known by literal ARNs and of one app without Kubernetes resources. */
const specOf = (clusters: readonly string[], more = '') => `version: 1
${clusters.length > 1 ? `primary: ${clusters[0]}\n` : ''}clusters:
${clusters.map(clusterYaml).join('')}apps:
  my-app:
    namespace: shop
    serviceAccount: { name: my-app-sa, owner: none }
    grants: [{ s3: { bucket: my-bucket, access: read } }]
${more}`;

async function trustOf(
  spec: string,
  modules: ModuleKind,
  options: { region?: string; partition?: string } = {},
): Promise<Record<string, TrustPolicy>> {
  const dir = temporaryFolder();
  await generateInto(dir, { spec });
  const judgement = await judge(dir, { ...planOnly, modules, ...options });
  expect(judgement.failure).toBeUndefined();
  return trustPolicies(judgement.plan) as Record<string, TrustPolicy>;
}

const token = (cluster: string, more: Partial<{ subject: string; audience: string; issuer: string; providerArn: string }> = {}) => ({
  issuer: issuer(cluster),
  providerArn: providerArn(cluster),
  subject: 'system:serviceaccount:shop:my-app-sa',
  audience: 'sts.amazonaws.com',
  ...more,
});
const admits = (policy: TrustPolicy | undefined, request: ReturnType<typeof token>) =>
  policy !== undefined && evaluateTrust(policy, request).admitted;

judgedWithModules('the trust policy', (modules) => {
  describe.each([5, 6])('of a role by iam %d.x', (line) => {
    const lineYaml = `terraform: { modules: { iam: ${line} } }\n`;

    test('holds exactly the subject and the audience, and admits nobody else', async () => {
      const [policy] = Object.values(await trustOf(specOf(['production'], lineYaml), modules));
      expect(policy?.Statement).toEqual([
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRoleWithWebIdentity',
          Principal: { Federated: providerArn('production') },
          Condition: {
            StringEquals: {
              [`${issuer('production')}:sub`]: 'system:serviceaccount:shop:my-app-sa',
              [`${issuer('production')}:aud`]: 'sts.amazonaws.com',
            },
          },
        },
      ]);
      expect(admits(policy, token('production'))).toBe(true);
      for (const other of [
        { subject: 'system:serviceaccount:other:my-app-sa' },
        { subject: 'system:serviceaccount:shop:other' },
        { subject: 'system:serviceaccount:shop:*' },
        { subject: 'system:serviceaccount:shop:my-app-sa-2' },
        { subject: 'SYSTEM:serviceaccount:shop:my-app-sa' },
        { audience: 'sts.amazonaws.com.cn' },
        { audience: 'kubernetes.default.svc' },
        { issuer: issuer('other'), providerArn: providerArn('other') },
        { providerArn: providerArn('production').replace('111122223333', '444455556666') },
      ]) {
        expect(admits(policy, token('production', other))).toBe(false);
      }
    });

    test('of each of two clusters refuses the token of the other', async () => {
      const policies = await trustOf(specOf(['blue', 'green'], lineYaml), modules);
      expect(Object.keys(policies).sort()).toEqual([
        'module.irsa_my_app.aws_iam_role.this[0]',
        'module.irsa_my_app_green.aws_iam_role.this[0]',
      ]);
      const [blue, green] = [
        policies['module.irsa_my_app.aws_iam_role.this[0]'],
        policies['module.irsa_my_app_green.aws_iam_role.this[0]'],
      ];
      expect([admits(blue, token('blue')), admits(blue, token('green'))]).toEqual([true, false]);
      expect([admits(green, token('blue')), admits(green, token('green'))]).toEqual([false, true]);
    });

    test('of a share group has one statement for each cluster, and admits both', async () => {
      const policies = Object.values(
        await trustOf(specOf(['blue', 'green'], `${lineYaml}shareRoles: [{ name: shop, clusters: [blue, green] }]\n`), modules),
      );
      expect(policies).toHaveLength(1);
      expect(policies[0]?.Statement).toHaveLength(2);
      expect(['blue', 'green', 'red'].map((cluster) => admits(policies[0], token(cluster)))).toEqual([true, true, false]);
    });
  });

  test.each([
    ['aws-cn', 'cn-north-1', 'amazonaws.com.cn'],
    ['aws-us-gov', 'us-gov-west-1', 'amazonaws.com'],
  ])(
    'stands in partition %s',
    async (partition, region, domain) => {
      const arn = providerArn('production', partition, region, domain);
      const dir = temporaryFolder();
      await generateInto(dir, {
        spec: `version: 1
clusters:
  production: { region: ${region}, from: { literal: { oidcProviderArn: "${arn}" } } }
addOns:
  external-dns: { hostedZones: [Z0123456789ABC] }
apps:
  my-app:
    namespace: shop
    serviceAccount: { name: my-app-sa, owner: none }
    grants: [{ s3: { bucket: my-bucket, access: read } }, { dynamodb: { table: orders, access: read } }]
    managedPolicies: [arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess]
`,
      });
      const { failure, plan } = await judge(dir, { ...planOnly, modules, region, partition });
      expect(failure).toBeUndefined();
      const planned = JSON.stringify(plan?.planned_values);
      expect(planned).toContain(`arn:${partition}:s3:::my-bucket`);
      expect(planned).toContain(`arn:${partition}:iam::aws:policy/AmazonSQSReadOnlyAccess`);
      expect(planned).not.toContain('arn:aws:');
      expect(
        admits(
          trustPolicies(plan)['module.irsa_my_app.aws_iam_role.this[0]'] as TrustPolicy,
          token('production', { issuer: issuer('production', region, domain), providerArn: arn }),
        ),
      ).toBe(true);
    },
    60_000,
  );

  describe.each([20, 21])('of Karpenter’s controller by eks %d.x', (line) => {
    test('admits its own ServiceAccount and nothing by Pod Identity; names are exact', async () => {
      const dir = temporaryFolder();
      await generateInto(dir, {
        spec: `version: 1
terraform: { modules: { eks: ${line} } }
clusters:
${clusterYaml('production')}addOns:
  karpenter: {}
`,
      });
      const { failure, plan } = await judge(dir, { ...planOnly, modules });
      expect(failure).toBeUndefined();
      const policy = trustPolicies(plan)['module.irsa_karpenter.aws_iam_role.controller[0]'] as TrustPolicy;
      expect(JSON.stringify(policy)).not.toContain('pods.eks.amazonaws.com');
      expect(admits(policy, token('production', { subject: 'system:serviceaccount:kube-system:karpenter' }))).toBe(true);
      expect(admits(policy, token('production', { subject: 'system:serviceaccount:karpenter:karpenter' }))).toBe(false);
      const made = Object.fromEntries(
        (plan?.resource_changes ?? []).map((r) => [r.address, (r.change.after as { name?: string } | null)?.name]),
      );
      expect(made).toMatchObject({
        'module.irsa_karpenter.aws_iam_role.controller[0]': 'production-karpenter',
        'module.irsa_karpenter.aws_iam_role.node[0]': 'production-karpenter-node',
        [`module.irsa_karpenter.${line === 20 ? 'aws_iam_policy' : 'aws_iam_role_policy'}.controller[0]`]: 'production-karpenter',
        'module.irsa_karpenter.aws_sqs_queue.this[0]': 'production-karpenter',
      });
      expect(Object.keys(made).filter((address) => address.includes('aws_cloudwatch_event_rule')).length).toBeGreaterThanOrEqual(4);
      expect(Object.keys(made).filter((address) => address.includes('pod_identity_association'))).toEqual([]);
    });
  });
});
