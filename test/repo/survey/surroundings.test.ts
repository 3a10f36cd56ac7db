/** What a root module has around it, as far as new roles have to fit in with it. */
import { posix } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { seenFrom } from '../../../src/survey/surroundings/seen-from.ts';
import { surroundingsOf } from '../../../src/survey/surroundings/surroundings.ts';
import { inventoryOf } from '../support/surveyed.ts';

const around = async (files: Readonly<Record<string, string>>, root = 'live') => surroundingsOf(await inventoryOf(files), root);

const EKS = 'module "eks" {\n  source       = "terraform-aws-modules/eks/aws"\n  version      = "~> 21.0"\n  cluster_name = var.name\n}\n';

const role = (label: string, more = '', provider = 'module.eks.oidc_provider_arn'): string => `
module "${label}" {
  source    = "terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks"
  version   = "~> 5.0"
  role_name = "acme-${label}"
  oidc_providers = {
    main = { provider_arn = ${provider}, namespace_service_accounts = ["apps:${label}"] }
  }
${more}
}
`;

test('places are the way from the root to the file', () => {
  const step = fc.constantFrom('a', 'b', 'live', 'x.y');
  const folder = fc.array(step, { maxLength: 4 }).map((steps) => steps.join('/') || '.');
  const file = fc.array(step, { minLength: 1, maxLength: 5 }).map((steps) => `${steps.join('/')}.tf`);
  fc.assert(
    fc.property(folder, file, fc.nat(), (root, path, line) => {
      const seen = seenFrom(root)({ file: path, line });
      expect(posix.join(root, seen.file)).toBe(path);
      expect(seen.line).toBe(line);
    }),
  );
});

describe('clusters that a root does not make itself', () => {
  test('are those of modules that it calls, by their outputs and those that they lack', async () => {
    const { clusters } = await around({
      'live/main.tf': 'module "platform" {\n  source = "../modules/platform"\n  name   = "prod"\n}\n',
      'modules/platform/main.tf': `variable "name" {}\n\n${EKS}`,
      'modules/platform/outputs.tf': 'output "cluster" {\n  value = module.eks.cluster_name\n}\n',
    });
    expect(clusters).toEqual([
      {
        address: 'module.platform.module.eks',
        at: { file: '../modules/platform/main.tf', line: 3 },
        name: 'prod',
        from: { oidcProviderArn: 'module.platform.oidc_provider_arn', clusterName: 'module.platform.cluster' },
        by: 'module',
        missing: [{ module: 'modules/platform', output: 'oidc_provider_arn', value: 'module.eks.oidc_provider_arn' }],
      },
    ]);
  });

  test('have the provider that is made beside the eks module where that makes none', async () => {
    const { clusters } = await around({
      'live/main.tf': 'module "platform" {\n  source = "../platform"\n}\n',
      'platform/main.tf': `${EKS.replace('}', '  enable_irsa = false\n}')}
resource "aws_iam_openid_connect_provider" "eks" {
  url            = module.eks.cluster_oidc_issuer_url
  client_id_list = ["sts.amazonaws.com"]
}

output "provider" {
  value = aws_iam_openid_connect_provider.eks.arn
}
`,
    });
    expect(clusters).toMatchObject([{ from: { oidcProviderArn: 'module.platform.provider' } }]);
  });

  test('are in the state of another root, by outputs of whichever name', async () => {
    const { clusters } = await around({
      'live/main.tf': `
data "terraform_remote_state" "eks" {
  backend = "s3"
}

locals {
  provider = data.terraform_remote_state.eks.outputs.aws_iam_openid_connect_provider_arn
  cluster  = data.terraform_remote_state.eks.outputs.cluster_id
}
`,
      'eks/main.tf': `variable "name" {\n  default = "prod"\n}\n\n${EKS}`,
    });
    expect(clusters).toMatchObject([
      {
        address: 'data.terraform_remote_state.eks',
        // The only one of the repository.
        name: 'prod',
        by: 'remote-state',
        from: {
          oidcProviderArn: 'data.terraform_remote_state.eks.outputs.aws_iam_openid_connect_provider_arn',
          clusterName: 'data.terraform_remote_state.eks.outputs.cluster_id',
        },
      },
    ]);
  });

  test('are those whose provider other roles trust, with the name of the one that is looked up', async () => {
    const { clusters } = await around({
      'live/main.tf': `variable "oidc_provider_arn" {}\n\ndata "aws_eks_cluster" "this" {\n  name = var.cluster\n}\n${role('dns', '', 'var.oidc_provider_arn')}`,
    });
    expect(clusters).toEqual([
      {
        address: 'module.dns',
        at: { file: 'main.tf', line: 7 },
        from: { oidcProviderArn: 'var.oidc_provider_arn', clusterName: 'data.aws_eks_cluster.this.name' },
        by: 'neighbour',
        missing: [],
      },
    ]);
  });

  test('are none of what stands in a module alone, nor of pipelines', async () => {
    const trust = (provider: string): string => `
resource "aws_iam_role" "ci" {
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = ${provider} }
    }]
  })
}
`;
    const { clusters } = await around({
      'live/main.tf': `module "roles" {\n  source = "../roles"\n}\n${trust('aws_iam_openid_connect_provider.github.arn')}`,
      'roles/main.tf': role('dns', '', 'aws_iam_openid_connect_provider.eks.arn'),
    });
    expect(clusters).toEqual([]);
  });

  test('in modules count where the root hands the provider over', async () => {
    const { clusters } = await around({
      'live/main.tf': 'variable "arn" {}\n\nmodule "roles" {\n  source = "../roles"\n  arn    = var.arn\n}\n',
      'roles/main.tf': `variable "arn" {}\n${role('dns', '', 'var.arn')}`,
    });
    expect(clusters).toMatchObject([{ by: 'neighbour', from: { oidcProviderArn: 'var.arn' } }]);
  });
});

test('clusters of the root and its provider are called as defaults of variables say', async () => {
  const { names, region } = await around({
    'live/main.tf': `variable "name" {\n  default = "prod"\n}\n\nvariable "region" {\n  default = "eu-west-1"\n}\n\nprovider "aws" {\n  region = var.region\n}\n\n${EKS}`,
  });
  expect(names).toEqual({ 'module.eks': 'prod' });
  expect(region).toEqual({ region: 'eu-west-1', at: { file: 'main.tf', line: 9 } });
  const byFolder = await around({ 'live/main.tf': EKS.replace('var.name', '"ex-${basename(path.cwd)}"') });
  expect(byFolder.names).toEqual({ 'module.eks': 'ex-live' });
});

describe('habits', () => {
  const tags = (team: string): string => `  tags = merge(local.tags, { Name = "x", team = "${team}" })`;
  const LOCALS = 'locals {\n  tags = { costs = "42", stage = terraform.workspace }\n}\n';

  test('are tags that more than half of the roles have, and no one’s own', async () => {
    const { habits } = await around({
      'live/main.tf': LOCALS + role('dns', tags('a')) + role('mail', tags('a')) + role('web', tags('b')),
    });
    expect(habits.tags).toMatchObject({
      value: { costs: '42', team: 'a' },
      address: 'module.dns',
      at: { file: 'main.tf', line: 5 },
      more: 1,
    });
  });

  test('are one of tags that IAM takes for the same', async () => {
    const twins = '  tags = { team = "a", Team = "b" }';
    expect((await around({ 'live/main.tf': role('dns', twins) + role('mail', twins) })).habits.tags?.value).toEqual({ team: 'a' });
  });

  test('are no tags of one role alone', async () => {
    expect((await around({ 'live/main.tf': LOCALS + role('dns', tags('a')) })).habits.tags).toBeUndefined();
  });

  test('are a boundary and a path, even of one role', async () => {
    const boundary = 'arn:aws:iam::111122223333:policy/boundary';
    const { habits } = await around({
      'live/main.tf': role('dns', `  role_permissions_boundary_arn = "${boundary}"\n  role_path = "/pods/"`),
    });
    expect(habits).toMatchObject({ permissionsBoundary: { value: boundary, more: 0 }, path: { value: '/pods/' } });
    expect(habits.boundaryExpression).toBeUndefined();
  });

  test('say a boundary that only Terraform knows as it is written', async () => {
    const { habits } = await around({ 'live/main.tf': role('dns', '  role_permissions_boundary_arn = aws_iam_policy.limit.arn') });
    expect(habits.boundaryExpression).toMatchObject({ value: '${aws_iam_policy.limit.arn}' });
    expect(habits.permissionsBoundary).toBeUndefined();
  });

  test('are what names of two roles or more begin with, up to the end of a word', async () => {
    expect((await around({ 'live/main.tf': role('dns') + role('dnssec') })).habits.prefix).toMatchObject({ value: 'acme-', more: 1 });
    expect((await around({ 'live/main.tf': role('dns') })).habits.prefix).toBeUndefined();
  });

  test('come from the rest of the repository only where the root has no roles', async () => {
    const path = '  role_path = "/other/"';
    const other = { 'other/main.tf': role('dns', path) + role('mail', path) };
    expect((await around({ ...other, 'live/main.tf': EKS })).habits.path).toMatchObject({
      value: '/other/',
      at: { file: '../other/main.tf', line: 2 },
    });
    expect((await around({ ...other, 'live/main.tf': role('web') })).habits.path).toBeUndefined();
    expect((await around({ 'other/main.tf': role('dns', path), 'live/main.tf': EKS })).habits.path).toBeUndefined();
  });
});

test('the only cluster of the repository is known to roots that make none', async () => {
  const config = 'apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata:\n  name: prod\n  region: eu-west-1\n';
  const root = { 'live/main.tf': 'resource "aws_s3_bucket" "own" {}\n' };
  expect((await around({ ...root, 'eks/cluster.yaml': config })).onlyCluster).toEqual({ name: 'prod', region: 'eu-west-1' });
  const made = EKS.replace('var.name', '"prod"');
  const provider = 'provider "aws" {\n  region = "us-east-1"\n}\n';
  expect((await around({ ...root, 'eks/main.tf': provider + made })).onlyCluster).toEqual({ name: 'prod', region: 'us-east-1' });
  const two = { 'eks/main.tf': made, 'more/main.tf': made.replace('prod', 'dev') };
  expect((await around({ ...root, ...two })).onlyCluster).toBeUndefined();
});

test('namespaces, ServiceAccounts without a role, and what other roots make are there', async () => {
  const found = await around({
    'live/main.tf': 'resource "aws_s3_bucket" "own" {\n  bucket = "own"\n}\n',
    'other/main.tf':
      'resource "aws_s3_bucket" "orders" {\n  bucket = "acme-orders"\n}\n\nresource "kubernetes_namespace_v1" "web" {\n  metadata {\n    name = "web"\n  }\n}\n',
    'k8s/mail.yaml': 'kind: Namespace\napiVersion: v1\nmetadata:\n  name: mail\n',
    'k8s/shop.yaml':
      'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n---\napiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: orders\n  namespace: shop\n---\napiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: mail\n  namespace: shop\n  annotations:\n    eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/mail\n',
  });
  expect(found.namespaces).toEqual([
    { name: 'web', at: { file: '../other/main.tf', line: 5 } },
    { name: 'mail', at: { file: '../k8s/mail.yaml', line: 1 } },
    { name: 'shop', at: { file: '../k8s/shop.yaml', line: 1 } },
  ]);
  expect(found.accounts).toEqual([{ namespace: 'shop', name: 'orders', at: { file: '../k8s/shop.yaml', line: 6 } }]);
  expect(found.targets).toEqual([{ type: 'aws_s3_bucket', name: 'acme-orders', at: { file: '../other/main.tf', line: 1 } }]);
});
