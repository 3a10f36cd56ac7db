/** Whom roles admit that EKS Pod Identity hands out, read from the plans that the real terraform makes. */
import { describe, expect, test } from '@jest/globals';
import { evaluateTrust, type TrustPolicy } from '../../src/iam/trust.ts';
import { generateInto, temporaryFolder } from '../support/generate.ts';
import { judgedWithModules } from '../support/terraform/available.ts';
import { resources, trustPolicies } from '../support/terraform/evaluate.ts';
import { judge, planOnly, type Judgement } from '../support/terraform/judge.ts';
import type { ModuleKind } from '../support/terraform/services.ts';

const ACCOUNT = '123456789012';
const arnOf = (cluster: string) => `arn:aws:eks:us-east-1:${ACCOUNT}:cluster/${cluster}`;

const APP = 'namespace: shop, serviceAccount: { name: my-app-sa, owner: none }, grants: [{ s3: { bucket: my-bucket, access: read } }]';

const specOf = (clusters: readonly string[], { app = '', more = '' } = {}) => `version: 1
identity: pod-identity
${clusters.length > 1 ? `primary: ${clusters[0]}\n` : ''}clusters:
${clusters.map((key) => `  ${key}: { region: us-east-1, podIdentityAgent: existing, from: { variables: true } }\n`).join('')}apps:
  my-app: { ${APP}${app} }
${more}`;

const vars = (clusters: readonly string[]) => Object.fromEntries(clusters.map((key) => [`irsa_${key}_cluster_name`, key]));

async function planned(spec: string, clusters: readonly string[], modules: ModuleKind): Promise<Judgement> {
  const dir = temporaryFolder();
  await generateInto(dir, { spec });
  const judgement = await judge(dir, { ...planOnly, modules, vars: vars(clusters) });
  expect(judgement.failure).toBeUndefined();
  return judgement;
}

const trustOf = async (spec: string, clusters: readonly string[], modules: ModuleKind) =>
  trustPolicies((await planned(spec, clusters, modules)).plan) as Record<string, TrustPolicy>;

/** What EKS says of a pod when it asks for its role. */
const pod = (cluster: string, more: Readonly<Record<string, string>> = {}) => ({
  'aws:RequestTag/eks-cluster-arn': arnOf(cluster),
  'aws:RequestTag/eks-cluster-name': cluster,
  'aws:RequestTag/kubernetes-namespace': 'shop',
  'aws:RequestTag/kubernetes-service-account': 'my-app-sa',
  'aws:SourceArn': arnOf(cluster),
  'aws:SourceAccount': ACCOUNT,
  ...more,
});

const admits = (policy: TrustPolicy | undefined, context: Readonly<Record<string, string>>, service = 'pods.eks.amazonaws.com') =>
  policy !== undefined &&
  ['sts:AssumeRole', 'sts:TagSession'].every((action) => evaluateTrust(policy, { service, action, context }).admitted);

judgedWithModules('a role of EKS Pod Identity', (modules) => {
  describe.each([1, 2])('by eks-pod-identity %d.x', (line) => {
    const lineYaml = `terraform: { modules: { pod-identity: ${line} } }\n`;

    test('admits the pods of its ServiceAccount in its cluster, and nobody else', async () => {
      const [policy] = Object.values(await trustOf(specOf(['production'], { more: lineYaml }), ['production'], modules));
      expect(admits(policy, pod('production'))).toBe(true);
      for (const other of [
        pod('staging'),
        pod('production', { 'aws:RequestTag/kubernetes-namespace': 'other' }),
        pod('production', { 'aws:RequestTag/kubernetes-service-account': 'other' }),
        pod('production', { 'aws:RequestTag/kubernetes-service-account': 'my-app-sa-2' }),
        pod('production', { 'aws:RequestTag/kubernetes-service-account': 'My-app-sa' }),
        pod('production', { 'aws:RequestTag/eks-cluster-arn': arnOf('production').replace(ACCOUNT, '444455556666') }),
        { 'aws:SourceArn': arnOf('production'), 'aws:SourceAccount': ACCOUNT },
      ]) {
        expect(admits(policy, other)).toBe(false);
      }
      expect(admits(policy, pod('production'), 'ec2.amazonaws.com')).toBe(false);
      const token = {
        issuer: 'oidc.eks.us-east-1.amazonaws.com/id/A',
        subject: 'system:serviceaccount:shop:my-app-sa',
        audience: 'sts.amazonaws.com',
      };
      expect(policy && evaluateTrust(policy, token).admitted).toBe(false);
    });

    test('of each of two clusters refuses the pods of the other, and of a group admits both', async () => {
      const clusters = ['blue', 'green'];
      const own = await trustOf(specOf(clusters, { more: lineYaml }), clusters, modules);
      const [blue, green] = ['module.irsa_my_app.aws_iam_role.this[0]', 'module.irsa_my_app_green.aws_iam_role.this[0]'].map((a) => own[a]);
      expect(clusters.map((cluster) => admits(blue, pod(cluster)))).toEqual([true, false]);
      expect(clusters.map((cluster) => admits(green, pod(cluster)))).toEqual([false, true]);
      const shared = await trustOf(
        specOf(clusters, { more: `${lineYaml}shareRoles: [{ name: shop, clusters: [blue, green] }]\n` }).replace(
          'primary: blue',
          'primary: shop',
        ),
        clusters,
        modules,
      );
      expect(Object.keys(shared)).toHaveLength(1);
      expect(['blue', 'green', 'red'].map((cluster) => admits(Object.values(shared)[0], pod(cluster)))).toEqual([true, true, false]);
    });

    test('is bound to its ServiceAccount by one association', async () => {
      const { plan } = await planned(specOf(['production'], { more: lineYaml }), ['production'], modules);
      const [association, ...others] = resources(plan).filter(({ type }) => type === 'aws_eks_pod_identity_association');
      expect(others).toEqual([]);
      expect(association).toMatchObject({
        address: 'module.irsa_my_app.aws_eks_pod_identity_association.this["production"]',
        values: { cluster_name: 'production', namespace: 'shop', service_account: 'my-app-sa' },
      });
    });
  });

  test('without session tags admits its cluster alone, which is all that is known then', async () => {
    const spec = specOf(['production'], { app: ', podIdentity: { disableSessionTags: true }' });
    const [policy] = Object.values(await trustOf(spec, ['production'], modules));
    const untagged = (cluster: string, account = ACCOUNT) => ({ 'aws:SourceArn': arnOf(cluster), 'aws:SourceAccount': account });
    expect(admits(policy, untagged('production'))).toBe(true);
    expect(admits(policy, untagged('staging'))).toBe(false);
    expect(admits(policy, untagged('production', '444455556666'))).toBe(false);
  });
});
