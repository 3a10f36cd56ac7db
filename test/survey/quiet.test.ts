/** What looks like a finding and is none: what only Terraform would know, what is somebody else's, what is right as it is. */
import { describe, expect, test } from '@jest/globals';
import { findingsIn } from '../support/findings-in.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const codesIn = async (files: Readonly<Record<string, string>>): Promise<readonly string[]> =>
  (await findingsIn(temporaryFolder(files))).map(({ code }) => code);

const role = (statement: string): string => `
resource "aws_iam_role" "a" {
  assume_role_policy = data.aws_iam_policy_document.a.json
}
data "aws_iam_policy_document" "a" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
${statement}
  }
}
`;

const federated = (identifier: string): string => `principals {
  type        = "Federated"
  identifiers = [${identifier}]
}`;

const when = (test_: string, variable: string, values: string): string => `condition {
  test     = "${test_}"
  variable = ${variable}
  values   = ${values}
}`;

const SUB = when('StringEquals', '"${module.eks.oidc_provider}:sub"', '["system:serviceaccount:shop:orders"]');
const AUD = when('StringEquals', '"${module.eks.oidc_provider}:aud"', '["sts.amazonaws.com"]');
const CLUSTER = federated('module.eks.oidc_provider_arn');

describe('a trust policy', () => {
  test.each([
    ['whose condition key is computed', [CLUSTER, when('StringEquals', 'local.subject_key', 'var.subjects'), AUD]],
    [
      'whose conditions are made by a dynamic block',
      [
        CLUSTER,
        'dynamic "condition" {\n for_each = var.conditions\n content {\n test = "StringEquals"\n variable = condition.key\n values = condition.value\n }\n}',
      ],
    ],
    ['for pipelines of GitHub', [federated('"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"')]],
    ['for pipelines of GitHub, by reference', [federated('aws_iam_openid_connect_provider.github.arn')]],
    [
      'for users of Cognito',
      [federated('"cognito-identity.amazonaws.com"'), when('StringEquals', '"cognito-identity.amazonaws.com:aud"', '["x"]')],
    ],
    ['for a provider that only a variable knows', [federated('var.federated_principal')]],
    [
      'that compares a computed subject by pattern',
      [CLUSTER, when('StringLike', '"${module.eks.oidc_provider}:sub"', '["system:serviceaccount:${var.namespace}:${var.name}"]'), AUD],
    ],
    [
      'with two ways to spell one issuer',
      [CLUSTER, SUB, when('StringEquals', '"${replace(module.eks.cluster_oidc_issuer_url, "https://", "")}:aud"', '["sts.amazonaws.com"]')],
    ],
    [
      'for two accounts of one driver',
      [
        CLUSTER,
        when(
          'StringEquals',
          '"${module.eks.oidc_provider}:sub"',
          '["system:serviceaccount:kube-system:efs-csi-controller-sa", "system:serviceaccount:kube-system:efs-csi-node-sa"]',
        ),
        AUD,
      ],
    ],
  ])('%s', async (_, parts) => {
    expect(await codesIn({ 'main.tf': role(parts.join('\n')) })).toEqual([]);
  });

  test('of a provider whose URL is no cluster’s', async () => {
    const provider = 'resource "aws_iam_openid_connect_provider" "ci" {\n  url = "https://gitlab.example"\n}\n';
    expect(await codesIn({ 'main.tf': provider + role(federated('aws_iam_openid_connect_provider.ci.arn')) })).toEqual([]);
  });
});

describe('a call of a module', () => {
  const call = (source: string, rest: string): string => `module "a" {\n  source = "${source}"\n${rest}\n}\n`;
  const IRSA6 = 'terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts';

  test.each([
    ['of a folder', call('../modules/eks', '')],
    ['of a tag of git', call('git::https://github.com/terraform-aws-modules/terraform-aws-eks?ref=v21.19.0', 'name = "a"')],
    ['of a commit of git', call('git::https://git.example/irsa.git?ref=8d1c9f2', 'anything = 1')],
    [
      'with ARNs that are computed',
      call(IRSA6, 'version = "6.5.0"\nattach_external_dns_policy = true\nexternal_dns_hosted_zone_arns = var.zones'),
    ],
    [
      'with ARNs of a variable that may be given',
      'variable "zones" {\n  default = []\n}\n' +
        call(IRSA6, 'version = "6.5.0"\nattach_external_dns_policy = true\nexternal_dns_hosted_zone_arns = var.zones'),
    ],
    ['with a flag that is computed', call(IRSA6, 'version = "6.5.0"\nattach_external_dns_policy = var.enabled')],
    ['of 5.x, whose lists are not empty', call(`${IRSA6}-eks`, 'version = "~> 5.60"\nattach_external_dns_policy = true')],
    [
      'of a line that goes on, with an input that nobody has heard of',
      call('terraform-aws-modules/eks/aws', 'version = "~> 21.0"\nnot_invented_yet = 1'),
    ],
    ['with a version that is computed', call(`${IRSA6}-eks`, 'version = var.iam_version')],
    [
      'that goes with the cluster’s',
      call('terraform-aws-modules/eks/aws', 'version = "20.37.2"') + call(`${IRSA6}-eks`, 'version = "5.60.0"').replace('"a"', '"b"'),
    ],
  ])('%s', async (_, text) => {
    expect(await codesIn({ 'main.tf': text })).toEqual([]);
  });
});

const account = (arn: string, name = 'orders'): string => `apiVersion: v1
kind: ServiceAccount
metadata:
  name: ${name}
  namespace: shop
  annotations:
    eks.amazonaws.com/role-arn: ${arn}
`;

describe('an annotation', () => {
  const ARN = 'arn:aws:iam::111122223333:role/orders';
  const named = (name: string): string => role([CLUSTER, SUB, AUD].join('\n')).replace('{\n  assume', `{\n  name = ${name}\n  assume`);

  test.each([
    ['where no role is in the repository', { 'sa.yaml': account(ARN) }],
    ['of a role whose name is computed', { 'sa.yaml': account(ARN), 'main.tf': named('"${var.prefix}orders"') }],
    ['of a role in another case', { 'sa.yaml': account(ARN), 'main.tf': named('"Orders"') }],
    ['that the reader fills in', { 'sa.yaml': account('arn:aws:iam::<account>:role/<role>'), 'main.tf': named('"payments"') }],
    ['of a template', { 'sa.yaml': account('{{ .Values.roleArn }}'), 'main.tf': named('"payments"') }],
    ['of somebody else', { 'sa.yaml': account(ARN).replace('eks.amazonaws.com/role-arn', 'example.com/role-arn') }],
  ])('%s', async (_, files) => {
    expect(await codesIn(files as Record<string, string>)).toEqual([]);
  });
});

describe('permissions', () => {
  const policy = (actions: string, resources: string, more = ''): string =>
    `${role([CLUSTER, SUB, AUD].join('\n'))}
resource "aws_iam_role_policy" "a" {
  role   = aws_iam_role.a.id
  policy = data.aws_iam_policy_document.p.json
}
data "aws_iam_policy_document" "p" {
  statement {
    actions   = ${actions}
    resources = ${resources}
    ${more}
  }
}
`;

  test.each([
    ['on names that only lists know', policy('["s3:ListAllMyBuckets", "dynamodb:ListTables", "sqs:ListQueues"]', '["*"]')],
    ['on data, in named resources', policy('["s3:GetObject"]', '["${aws_s3_bucket.a.arn}/*"]')],
    ['on data, in computed resources', policy('["s3:GetObject"]', 'var.arns')],
    ['that are computed', policy('var.actions', '["*"]')],
    ['of controllers', policy('["ec2:CreateTags", "elasticloadbalancing:*Tags"]', '["*"]')],
    [
      'that a condition narrows',
      policy(
        '["secretsmanager:GetSecretValue"]',
        '["*"]',
        'condition {\n test = "StringEquals"\n variable = "aws:ResourceTag/team"\n values = ["shop"]\n }',
      ),
    ],
    ['to pass a role that is named', policy('["iam:PassRole"]', '[aws_iam_role.node.arn]')],
    // Knows no resources: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html
    ['on secrets of which the names are known elsewhere', policy('["secretsmanager:BatchGetSecretValue"]', '["*"]')],
    [
      'over roles linked to services',
      policy('["iam:AttachRolePolicy"]', '["arn:aws:iam::*:role/aws-service-role/s3.data-source.lustre.fsx.amazonaws.com/*"]'),
    ],
    ['over whatever a variable holds', policy('["iam:AttachRolePolicy"]', 'var.roles')],
    ['that a controller’s own page asks for', policy('["vpc-lattice:*"]', '["*"]')],
    ['of roles that no pod takes', policy('["*"]', '["*"]').replace('AssumeRoleWithWebIdentity', 'AssumeRole').replace('Federated', 'AWS')],
    ['that are denied', policy('["*"]', '["*"]', 'effect = "Deny"')],
  ])('%s', async (_, text) => {
    expect(await codesIn({ 'main.tf': text })).toEqual([]);
  });
});

describe('nodes', () => {
  const groups = (more: string): string => `
module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "21.19.0"
  name    = "production"
  eks_managed_node_groups = {
    general = {
      ${more}
    }
  }
}
`;

  test.each([
    ['whose hop limit is computed', groups('metadata_options = { http_put_response_hop_limit = var.hops, http_tokens = "required" }')],
    [
      'with agents of the machine',
      groups('iam_role_additional_policies = { agent = "arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy" }'),
    ],
    ['with a policy that is not read', groups('iam_role_additional_policies = { more = var.policy_arn }')],
  ])('%s', async (_, text) => {
    expect(await codesIn({ 'main.tf': text })).toEqual([]);
  });
});

describe('an ARN', () => {
  const PARTITION = federated(
    '"arn:${data.aws_partition.current.partition}:iam::${local.account}:oidc-provider/${module.eks.oidc_provider}"',
  );

  test.each([
    ['of an account that stands for any', [federated('"arn:aws:iam::111122223333:oidc-provider/${module.eks.oidc_provider}"'), SUB, AUD]],
    [
      'of a user of another account',
      [CLUSTER, SUB, AUD, 'principals {\n  type = "AWS"\n  identifiers = ["arn:aws:iam::835367859851:user/ada"]\n}'],
    ],
    [
      'that is wholly written, beside one that is for any partition',
      [PARTITION, SUB, AUD, 'principals {\n  type = "AWS"\n  identifiers = ["arn:aws:iam::111122223333:root"]\n}'],
    ],
  ])('%s', async (_, parts) => {
    expect(await codesIn({ 'main.tf': role(parts.join('\n')) })).toEqual([]);
  });
});

test('what a module has is told once, however often it is called', async () => {
  const call = (name: string) => `module "${name}" {\n  source = "./irsa"\n}\n`;
  const found = await codesIn({ 'main.tf': call('one') + call('two'), 'irsa/main.tf': role([CLUSTER, SUB].join('\n')) });
  expect(found).toEqual(['trust-no-aud']);
});

test('the default branch of a module in git is a note: teams follow their own', async () => {
  const found = await findingsIn(temporaryFolder({ 'main.tf': 'module "a" {\n  source = "github.com/team/irsa"\n}\n' }));
  expect(found).toMatchObject([{ code: 'module-no-version', severity: 'note' }]);
});
