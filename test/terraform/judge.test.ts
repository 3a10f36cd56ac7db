/** Configurations written by hand, judged: what good Terraform yields, whatever stands behind the modules. */
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { judged, judgedWithModules } from '../support/terraform/available.ts';
import { configuration, emptyFolder } from '../support/terraform/configuration.ts';
import { changes, providersOf, resources, trustPolicies, type TrustPolicy } from '../support/terraform/evaluate.ts';
import { judge, planOnly } from '../support/terraform/judge.ts';
import { once } from '../support/terraform/services.ts';

const byHand = (name: string) => fileURLToPath(new URL(`configurations/${name}/`, import.meta.url));

const admits = (issuer: string, account: string, partition: string, subject: string) => ({
  Effect: 'Allow',
  Action: 'sts:AssumeRoleWithWebIdentity',
  Principal: { Federated: `arn:${partition}:iam::${account}:oidc-provider/${issuer}` },
  Condition: { StringEquals: { [`${issuer}:aud`]: 'sts.amazonaws.com', [`${issuer}:sub`]: `system:serviceaccount:${subject}` } },
});

const issuersIn = (policy: TrustPolicy | undefined): readonly string[] =>
  (policy?.Statement ?? []).map(({ Principal }) => String(Principal['Federated']).replace(/^.*oidc-provider\//, ''));

const account = '111122223333';

judgedWithModules('iam 5 beside eks 20', (modules) => {
  const applied = once(async () => {
    const keep = await emptyFolder();
    return { keep, ...(await judge(byHand('iam5'), { apply: true, modules, account, keep })) };
  });

  test('applies; every role trusts one ServiceAccount of the cluster that the same apply made', async () => {
    const { failure, versions, state } = await applied('');
    expect(failure).toBeUndefined();
    expect(versions).toMatchObject({ aws: '5.100.0', kubernetes: '2.38.0' });

    const trust = trustPolicies(state);
    const [issuer = ''] = issuersIn(trust['module.my_app.aws_iam_role.this[0]']);
    expect(issuer).toMatch(/^oidc\.eks\.eu-central-1\.amazonaws\.com\/id\/[0-9A-F]{32}$/);
    const expected = {
      'module.external_dns.aws_iam_role.this[0]': 'external-dns:external-dns',
      'module.my_app.aws_iam_role.this[0]': 'production:my-app-sa',
      'module.karpenter.aws_iam_role.controller[0]': 'kube-system:karpenter',
    };
    for (const [role, subject] of Object.entries(expected)) {
      expect(trust[role]).toEqual({ Version: '2012-10-17', Statement: [admits(issuer, account, 'aws', subject)] });
    }
  });

  test('annotates the ServiceAccount with the ARN of its role', async () => {
    const { state } = await applied('');
    const serviceAccount = resources(state).find(({ address }) => address === 'kubernetes_service_account_v1.my_app');
    expect(serviceAccount?.values?.['metadata']).toEqual([
      expect.objectContaining({
        name: 'my-app-sa',
        namespace: 'production',
        annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/production-my-app' },
      }),
    ]);
    expect(state?.values?.outputs?.['role_arns']?.value).toMatchObject({ my_app: 'arn:aws:iam::111122223333:role/production-my-app' });
  });

  test('planned again on its own state, changes nothing', async () => {
    const { keep } = await applied('');
    const { failure, plan } = await judge(byHand('iam5'), { ...planOnly, modules, account, keep });
    expect(failure).toBeUndefined();
    expect(plan && changes(plan)).toEqual({});
  });
});

judgedWithModules('iam 6 with two clusters', (modules) => {
  const planned = once(() => judge(byHand('iam6'), { plan: true, modules, account }));

  test('shows in the plan one trust statement per cluster, of the partition of its region', async () => {
    const { failure, plan, versions } = await planned('');
    expect(failure).toBeUndefined();
    expect(versions['aws']).toBe('6.66.0');
    const trust = trustPolicies(plan)['module.external_dns.aws_iam_role.this[0]'];
    const issuers = issuersIn(trust);
    expect(issuers.map((issuer) => issuer.split('/')[0])).toEqual([
      'oidc.eks.us-gov-west-1.amazonaws.com',
      'oidc.eks.us-gov-east-1.amazonaws.com',
    ]);
    expect(trust?.Statement).toEqual(issuers.map((issuer) => admits(issuer, account, 'aws-us-gov', 'external-dns:external-dns')));
  });

  test('replaces the statement of Pod Identity, so that no pod beside Karpenter is admitted', async () => {
    const { plan } = await planned('');
    const trust = trustPolicies(plan)['module.karpenter.aws_iam_role.controller[0]'];
    const [issuer = ''] = issuersIn(trust);
    expect(trust?.Statement).toEqual([{ Sid: 'PodIdentity', ...admits(issuer, account, 'aws-us-gov', 'kube-system:karpenter') }]);
    expect(JSON.stringify(plan?.planned_values)).not.toContain('pods.eks.amazonaws.com');
  });

  test('tells the provider of every resource, through module calls', async () => {
    const { plan } = await planned('');
    expect(plan && providersOf(plan)).toMatchObject({
      'data.aws_eks_cluster.blue': 'aws',
      'data.aws_eks_cluster.green': 'aws.east',
      'module.external_dns.aws_iam_role.this[0]': 'aws',
      'module.karpenter.aws_iam_role.controller[0]': 'aws.east',
      'module.karpenter.aws_sqs_queue.this[0]': 'aws.east',
      'module.karpenter.aws_cloudwatch_event_rule.this["health_event"]': 'aws.east',
    });
  });
});

const ROLE_5 = `module "irsa" {
  source  = "terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks"
  version = "5.60.0"

  role_name             = "ebs-csi"
  attach_ebs_csi_policy = true
}
`;
const ROLE_6 = `module "irsa" {
  source  = "terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts"
  version = "6.5.0"

  name                  = "ebs-csi"
  use_name_prefix       = false
  attach_ebs_csi_policy = true
}
`;

judgedWithModules('a change of lines', (modules) => {
  /** A folder with the state of the line before. */
  const before = once(async () => {
    const keep = await emptyFolder();
    expect((await judge(await configuration(ROLE_5), { apply: true, keep, modules })).failure).toBeUndefined();
    return keep;
  });

  test('is planned from the state of the line before: the role stays, its policy is made anew', async () => {
    const keep = await before('');
    const { failure, plan } = await judge(await configuration(ROLE_6), { plan: true, keep, modules });
    expect(failure).toBeUndefined();
    const actions = plan ? changes(plan) : {};
    expect(actions).toMatchObject({ 'module.irsa.aws_iam_policy.ebs_csi[0]': 'delete', 'module.irsa.aws_iam_policy.this[0]': 'create' });
    expect(actions['module.irsa.aws_iam_role.this[0]'] ?? 'update').toBe('update');
  });

  test('replaces the role where its name becomes a prefix', async () => {
    const keep = await before('');
    const { plan } = await judge(await configuration(ROLE_6.replace(' = false', ' = true')), { ...planOnly, keep, modules });
    expect(plan && changes(plan)).toMatchObject({ 'module.irsa.aws_iam_role.this[0]': 'delete,create' });
  });
});

judged('one of each kind of resource beside roles', () => {
  test('applies, with ARNs of the partition, and a second plan is empty', async () => {
    const keep = await emptyFolder();
    const { failure, state } = await judge(byHand('kinds'), { apply: true, keep });
    expect(failure).toBeUndefined();
    expect(state?.values?.outputs?.['arns']?.value).toEqual({
      bucket: 'arn:aws-cn:s3:::orders',
      key: expect.stringMatching(/^arn:aws-cn:kms:cn-north-1:123456789012:key\//),
      queue: 'arn:aws-cn:sqs:cn-north-1:123456789012:orders',
      secret: expect.stringMatching(/^arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:orders-/),
      table: 'arn:aws-cn:dynamodb:cn-north-1:123456789012:table/orders',
      topic: 'arn:aws-cn:sns:cn-north-1:123456789012:orders',
      trusted: expect.stringMatching(/^arn:aws-cn:iam::123456789012:oidc-provider\/oidc\.eks\.cn-north-1\.amazonaws\.com\.cn\/id\//),
      zone: expect.stringMatching(/^arn:aws-cn:route53:::hostedzone\//),
    });
    const { plan } = await judge(byHand('kinds'), { ...planOnly, keep });
    expect(plan && changes(plan)).toEqual({});
  });
});

judged('a judgement', () => {
  const PLACE = `variable "tags" {
  type = map(string)
}

data "aws_partition" "here" {}
data "aws_region" "here" {}
data "aws_caller_identity" "here" {}

output "here" {
  value = "\${data.aws_partition.here.partition} \${data.aws_region.here.name} \${data.aws_caller_identity.here.account_id} \${var.tags.team}"
}
`;

  test.each([
    { setting: {}, here: 'aws us-east-1 123456789012 a' },
    { setting: { region: 'cn-north-1', account: '111122223333' }, here: 'aws-cn cn-north-1 111122223333 a' },
    { setting: { partition: 'aws-iso' }, here: 'aws-iso us-east-1 123456789012 a' },
  ])('is made in the region, partition and account it is given: $here', async ({ setting, here }) => {
    const { failure, plan } = await judge(await configuration(PLACE), { plan: true, vars: { tags: { team: 'a' } }, ...setting });
    expect(failure).toBeUndefined();
    expect(plan?.planned_values.outputs?.['here']?.value).toBe(here);
  });

  test('is unmoved by others at the same time', async () => {
    const dir = await configuration(PLACE);
    const regions = ['eu-west-1', 'us-gov-west-1', 'eu-west-1', 'cn-north-1'];
    const judgements = await Promise.all(regions.map((region) => judge(dir, { plan: true, region, vars: { tags: { team: region } } })));
    const seen = judgements.map(({ plan }) => String(plan?.planned_values.outputs?.['here']?.value));
    expect(seen).toEqual([
      'aws eu-west-1 123456789012 eu-west-1',
      'aws-us-gov us-gov-west-1 123456789012 us-gov-west-1',
      'aws eu-west-1 123456789012 eu-west-1',
      'aws-cn cn-north-1 123456789012 cn-north-1',
    ]);
  });

  test('obeys a lock file, whose checksums are of other packages', async () => {
    const { failure, versions } = await judge(
      await configuration({
        'main.tf': 'data "aws_partition" "here" {}\n',
        '.terraform.lock.hcl':
          'provider "registry.terraform.io/hashicorp/aws" {\n  version = "5.94.1"\n  hashes = [\n    "h1:x=",\n  ]\n}\n',
      }),
    );
    expect(failure).toBeUndefined();
    expect(versions).toEqual({ aws: '5.94.1' });
  });

  test('sees modules beside the root', async () => {
    const root = await configuration({
      'envs/production/main.tf': 'module "app" {\n  source = "../../modules/app"\n}\n',
      'modules/app/main.tf': 'resource "aws_sqs_queue" "app" {\n  name = "app"\n}\n',
    });
    const { failure, plan } = await judge(`${root}/envs/production`, { plan: true, root });
    expect(failure).toBeUndefined();
    expect(plan && changes(plan)).toEqual({ 'module.app.aws_sqs_queue.app': 'create' });
  });

  test('passes over warnings, and keeps them', async () => {
    const { failure, diagnostics } = await judge(await configuration('provider "aws" {\n  version = "~> 5.0"\n}\n'));
    expect(failure).toBeUndefined();
    expect(diagnostics).toEqual([
      expect.objectContaining({ severity: 'warning', summary: 'Version constraints inside provider configuration blocks are deprecated' }),
    ]);
  });
});
