/** `create-irsa scan`, as people and programs see it. */
import { expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { execute } from '../../src/cli/execute.ts';
import { answerSchema } from '../../src/cli/json-shapes.ts';
import { plain } from '../../src/cli/style.ts';
import type { Inventory } from '../../src/survey/inventory.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const FILES = {
  'infra/main.tf': `terraform {
  required_version = ">= 1.6"
  required_providers {
    aws = { source = "hashicorp/aws", version = "~> 5.95" }
  }
}
provider "aws" {
  region = var.region
}
module "eks" {
  source                  = "terraform-aws-modules/eks/aws"
  version                 = "~> 20.31"
  cluster_name            = "production"
  eks_managed_node_groups = { main = { metadata_options = { http_put_response_hop_limit = var.hops } } }
}
module "irsa" {
  source                     = "terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks"
  version                    = "~> 5.60"
  for_each                   = toset(["a"])
  role_name                  = "external-dns"
  attach_external_dns_policy = true
  oidc_providers             = { main = { provider_arn = module.eks.oidc_provider_arn, namespace_service_accounts = ["external-dns:external-dns"] } }
}
resource "aws_iam_role" "dark" {
  name               = "dark"
  assume_role_policy = var.trust
}
resource "aws_iam_role_policy" "dark" {
  count  = 1
  role   = aws_iam_role.dark.name
  policy = jsonencode({ Statement = [{ Sid = "X", Effect = "Allow", NotAction = "iam:*", NotResource = [var.x], Condition = { Bool = { "aws:SecureTransport" = true } } }] })
}
resource "aws_eks_pod_identity_association" "orders" {
  cluster_name    = module.eks.cluster_name
  namespace       = "shop"
  service_account = "orders"
  role_arn        = aws_iam_role.dark.arn
}
`,
  'infra/terragrunt.hcl': 'include {\n  path = find_in_parent_folders("root.hcl")\n}\ninputs = { a = 1 }\n',
  'root.hcl': 'generate "x" {\n  path = "x.tf"\n  contents = "locals {}"\n}\n',
  'k8s/orders.yaml':
    'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: orders\n  namespace: shop\n  annotations: { eks.amazonaws.com/role-arn: "arn:aws:iam::111122223333:role/gone" }\n---\napiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec: { hostNetwork: true, containers: [{ env: [{ name: AWS_ACCESS_KEY_ID, value: x }] }] }\n',
  'cluster.yaml': 'apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: { name: blue, region: us-east-1 }\n',
  'broken.tf': 'resource "x" {\n',
};

async function scanned(words: readonly string[], width = 100): Promise<{ code: number; told: string[]; data: string }> {
  const told: string[] = [];
  let data = '';
  const code = await execute(['scan', ...words], {
    style: { ...plain, width },
    interactive: false,
    plain: false,
    tell: (lines) => void told.push(...lines),
    progress: () => undefined,
    print: (text) => void (data += text),
  });
  return { code, told, data };
}

test('tells people what is where, and what could not be read', async () => {
  const { code, told, data } = await scanned([temporaryFolder(FILES), '--exit-zero']);
  expect(code).toBe(0);
  expect(data).toBe('');
  const text = told.join('\n');
  expect(text).toMatch(/broken\.tf:\d+:\d+  warning/);
  expect(told.slice(told.indexOf('infra'), told.indexOf('ServiceAccount.') + 1)).toEqual([
    'infra',
    '  root module, Terraform >= 1.6, aws ~> 5.95, Terragrunt',
    '  Clusters',
    '    module.eks  infra/main.tf:10',
    '      named production',
    '      provider  module.eks.oidc_provider_arn',
    '  OIDC providers',
    '    module.eks  infra/main.tf:10',
    '  Roles of pods',
    '    module.irsa  infra/main.tf:16',
    '      by iam-role-for-service-accounts-eks, named external-dns, one for each (for_each)',
    '      taken by external-dns:external-dns',
    '      may attach_external_dns_policy',
    '  Associations',
    '    aws_eks_pod_identity_association.orders  infra/main.tf:33',
    '      shop:orders',
    '  Roles that could not be read',
    '    aws_iam_role.dark  infra/main.tf:24',
    '      named dark',
    '      may aws_iam_role_policy.dark',
    '      not read: assume_role_policy (infra/main.tf:26)',
    '',
    'YAML',
    '  Clusters of eksctl',
    '    blue  cluster.yaml:1',
    '  ServiceAccounts',
    '    shop:orders  k8s/orders.yaml:1',
    '      takes arn:aws:iam::111122223333:role/gone',
    '',
    'Found: 1 folder of Terraform, 2 clusters, 1 OIDC provider, 1 role of pods, 1 association, 1',
    'ServiceAccount.',
  ]);
});

test('keeps within a narrow terminal where words allow', async () => {
  const { told } = await scanned([temporaryFolder(FILES)], 40);
  const long = told.filter((line) => line.length > 40 && line.trim().split(' ').length > 1 && !line.includes('warning'));
  // What is to be copied is not broken.
  expect(long).toEqual(['      provider  module.eks.oidc_provider_arn']);
});

test('answers programs in the documented shape, the same every time', async () => {
  const folder = temporaryFolder(FILES);
  const { code, data } = await scanned([folder, '--json', '--exit-zero']);
  expect(code).toBe(0);
  const answer = JSON.parse(data) as Inventory & { readonly version: number; readonly findings: readonly unknown[] };
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(answerSchema('scan'));
  validate(answer);
  expect(validate.errors ?? []).toEqual([]);
  expect(answer.version).toBe(1);
  const ids = [answer.roles, answer.clusters, answer.serviceAccounts, answer.associations, answer.oidcProviders].flat().map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect((await scanned([folder, '--json', '--exit-zero'])).data).toBe(data);
});

test('an empty folder is nothing to complain of', async () => {
  const { code, told } = await scanned([temporaryFolder()]);
  expect(code).toBe(0);
  expect(told.join(' ')).toContain('Found: 0 folders of Terraform');
});
