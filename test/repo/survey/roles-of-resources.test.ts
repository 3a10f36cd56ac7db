/** Roles and policies written out, in every way that Terraform lets people write them. */
import { describe, expect, test } from '@jest/globals';
import { conditionsOf, edgesFrom, inventoryOf, subjectsOf } from '../support/surveyed.ts';

const ISSUER = 'oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF';
const SUBJECT = 'system:serviceaccount:shop:orders';
const CONDITIONS = [`StringEquals ${ISSUER}:sub ${SUBJECT}`, `StringEquals ${ISSUER}:aud sts.amazonaws.com`];
const PROVIDER = `arn:aws:iam::111122223333:oidc-provider/${ISSUER}`;

const JSON_TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: { Federated: PROVIDER },
      Condition: { StringEquals: { [`${ISSUER}:sub`]: SUBJECT, [`${ISSUER}:aud`]: 'sts.amazonaws.com' } },
    },
  ],
});

const role = (trust: string): string => `resource "aws_iam_role" "orders" {\n  name = "orders"\n  assume_role_policy = ${trust}\n}\n`;

const DOCUMENT = `data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = ["${PROVIDER}"]
    }
    condition {
      test     = "StringEquals"
      variable = "${ISSUER}:sub"
      values   = ["${SUBJECT}"]
    }
    condition {
      test     = "StringEquals"
      variable = "${ISSUER}:aud"
      values   = ["sts.amazonaws.com"]
    }
  }
}
`;

/** How it is written → its files. */
const forms: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  jsonencode: { 'main.tf': role(`jsonencode(${JSON_TRUST.replaceAll('":', '" = ')})`) },
  'a heredoc': { 'main.tf': role(`<<EOF\n${JSON_TRUST}\nEOF`) },
  'a string': { 'main.tf': role(JSON.stringify(JSON_TRUST)) },
  'a policy document': { 'main.tf': `${DOCUMENT}${role('data.aws_iam_policy_document.trust.json')}` },
  'one of several policy documents': { 'main.tf': `${DOCUMENT}${role('data.aws_iam_policy_document.trust[0].json')}` },
  'a document that takes in another': {
    'main.tf': `${DOCUMENT}data "aws_iam_policy_document" "all" {\n  source_policy_documents = [data.aws_iam_policy_document.trust.json]\n}\n${role('data.aws_iam_policy_document.all.json')}`,
  },
  'a local': { 'main.tf': `locals {\n  trust = jsonencode(${JSON_TRUST.replaceAll('":', '" = ')})\n}\n${role('local.trust')}` },
  'a file': { 'main.tf': role('file("${path.module}/trust.json")'), 'trust.json': JSON_TRUST },
  'a template in a file': {
    'main.tf': role('templatefile("${path.module}/trust.json", { subject = "system:serviceaccount:shop:orders" })'),
    'trust.json': JSON_TRUST.replace(SUBJECT, '${subject}'),
  },
  'JSON syntax': {
    'main.tf.json': JSON.stringify({ resource: { aws_iam_role: { orders: { name: 'orders', assume_role_policy: JSON_TRUST } } } }),
  },
  'JSON syntax with a document': {
    'main.tf.json': JSON.stringify({
      data: {
        aws_iam_policy_document: {
          trust: {
            statement: [
              {
                actions: ['sts:AssumeRoleWithWebIdentity'],
                principals: [{ type: 'Federated', identifiers: [PROVIDER] }],
                condition: [
                  { test: 'StringEquals', variable: `${ISSUER}:sub`, values: [SUBJECT] },
                  { test: 'StringEquals', variable: `${ISSUER}:aud`, values: ['sts.amazonaws.com'] },
                ],
              },
            ],
          },
        },
      },
      resource: { aws_iam_role: { orders: { name: 'orders', assume_role_policy: '${data.aws_iam_policy_document.trust.json}' } } },
    }),
  },
  'a module of the house': {
    'main.tf': `module "orders" {\n  source = "./role"\n  namespace = "shop"\n  provider_arn = "${PROVIDER}"\n}\n`,
    'role/main.tf': `variable "namespace" {}
variable "name" { default = "orders" }
variable "provider_arn" {}
${role(`jsonencode({ Statement = { Effect = "Allow", Action = ["sts:AssumeRoleWithWebIdentity"], Principal = { Federated = var.provider_arn }, Condition = { StringEquals = { "${ISSUER}:sub" = "system:serviceaccount:\${var.namespace}:\${var.name}", "${ISSUER}:aud" = "sts.amazonaws.com" } } } })`)}`,
  },
};

test.each(Object.entries(forms))('reads a trust policy in %s', async (_, files) => {
  const { roles } = await inventoryOf(files);
  expect(roles).toHaveLength(1);
  expect(roles.flatMap(conditionsOf)).toEqual(CONDITIONS);
  expect(roles.flatMap(subjectsOf)).toEqual(['shop:orders']);
  expect(roles[0]?.trust.unread.filter(({ at }) => !at.file.endsWith('trust.json'))).toEqual([]);
});

test('keeps what Terraform alone knows apart from what is written', async () => {
  const { roles } = await inventoryOf({
    'main.tf': role(`<<-EOF
    {
      "Statement": [{
        "Effect": "Allow",
        "Principal": { "Federated": "\${aws_iam_openid_connect_provider.this.arn}" },
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": { "StringLike": { "\${replace(var.url, "https://", "")}:sub": "system:serviceaccount:\${var.namespace}:*" } }
      }]
    }
    EOF`),
  });
  expect(roles[0]?.subjects).toMatchObject([
    { namespace: { parts: [{ expression: 'var.namespace' }] }, serviceAccount: '*', pattern: true, at: { file: 'main.tf', line: 9 } },
  ]);
});

test('says that dynamic blocks may be there or not', async () => {
  const { roles } = await inventoryOf({
    'main.tf': `data "aws_iam_policy_document" "trust" {
  dynamic "statement" {
    for_each = var.providers
    content {
      actions = ["sts:AssumeRoleWithWebIdentity"]
      principals {
        type        = "Federated"
        identifiers = [statement.value]
      }
    }
  }
}
${role('data.aws_iam_policy_document.trust.json')}`,
  });
  expect(roles[0]?.trust).toMatchObject({
    statements: [{ repeated: true }],
    unread: [{ what: 'dynamic "statement"', why: 'dynamic-block', at: { line: 2 } }],
  });
});

test('finds a role without any :sub: it lets web identities in, and no subject is named', async () => {
  const { roles } = await inventoryOf({
    'main.tf': role(
      `jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Principal = { Federated = "${PROVIDER}" } }] })`,
    ),
  });
  expect(roles).toMatchObject([{ takenBy: ['web-identity'], subjects: [] }]);
});

test('subjects of other issuers are no ServiceAccounts', async () => {
  const { roles } = await inventoryOf({
    'main.tf': role(
      'jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, Condition = { StringLike = { "token.actions.githubusercontent.com:sub" = "repo:acme/shop:*" } } }] })',
    ),
  });
  expect(roles).toMatchObject([{ takenBy: ['web-identity'], subjects: [] }]);
});

describe('policies', () => {
  test('of their own, inline, attached one by one and by for_each, and of AWS', async () => {
    const inventory = await inventoryOf({
      'main.tf': `${role('jsonencode({ Statement = [{ Effect = "Allow", Action = ["sts:AssumeRole", "sts:TagSession"], Principal = { Service = "pods.eks.amazonaws.com" } }] })')}
resource "aws_iam_policy" "read" {
  name   = "read"
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = ["s3:GetObject"], Resource = ["\${aws_s3_bucket.x.arn}/*"] }] })
}
resource "aws_iam_role_policy" "own" {
  role   = aws_iam_role.orders.id
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sqs:*", Resource = "*" }] })
}
resource "aws_iam_role_policy_attachment" "read" {
  role       = aws_iam_role.orders.name
  policy_arn = aws_iam_policy.read.arn
}
resource "aws_iam_role_policy_attachment" "aws" {
  for_each   = toset(["arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess"])
  role       = "orders"
  policy_arn = each.value
}
`,
    });
    expect(edgesFrom(inventory, '#aws_iam_role.orders').sort()).toEqual([
      'role-policy #aws_iam_policy.read',
      'role-policy #aws_iam_role_policy.own',
      'role-policy arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess',
    ]);
    expect(inventory.policies.find(({ id }) => id === '#aws_iam_policy.read')?.permissions.statements).toMatchObject([
      { actions: ['s3:GetObject'], resources: [{ parts: [{ expression: 'aws_s3_bucket.x.arn' }, '/*'] }] },
    ]);
  });
});
