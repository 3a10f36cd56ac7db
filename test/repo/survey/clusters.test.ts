/** Clusters, and how each root names them. */
import { expect, test } from '@jest/globals';
import { edgesFrom, inventoryOf } from '../support/surveyed.ts';

const MODULE =
  'module "eks" {\n  source  = "terraform-aws-modules/eks/aws"\n  version = "~> 20.31"\n  cluster_name = local.name\n}\nlocals {\n  name = "blue"\n}\n';

test('a module in the root is named by its outputs', async () => {
  const { clusters } = await inventoryOf({ 'main.tf': MODULE });
  expect(clusters).toEqual([
    {
      id: '#module.eks',
      at: { file: 'main.tf', line: 1 },
      root: '.',
      address: 'module.eks',
      form: 'module',
      name: 'blue',
      makesOidcProvider: true,
      references: [
        {
          root: '.',
          name: 'module.eks.cluster_name',
          issuer: 'module.eks.cluster_oidc_issuer_url',
          oidcProviderArn: 'module.eks.oidc_provider_arn',
          missing: [],
        },
      ],
    },
  ]);
});

test('enable_irsa = false makes no provider', async () => {
  const { clusters, oidcProviders } = await inventoryOf({
    'main.tf': MODULE.replace('local.name\n', 'local.name\n  enable_irsa = false\n'),
  });
  expect(clusters).toMatchObject([{ makesOidcProvider: false }]);
  expect(oidcProviders).toEqual([]);
});

test('across local modules: by the outputs that are there, and what is to be added for those that are not', async () => {
  const { clusters, roots } = await inventoryOf({
    'live/main.tf': 'module "platform" {\n  source = "../modules/platform"\n}\n',
    'modules/platform/main.tf': `${MODULE}output "cluster" {\n  value = module.eks.cluster_name\n}\n`,
  });
  expect(clusters[0]?.id).toBe('live#module.platform.module.eks');
  expect(clusters[0]?.references[1]).toEqual({
    root: 'live',
    name: 'module.platform.cluster',
    issuer: 'module.platform.cluster_oidc_issuer_url',
    oidcProviderArn: 'module.platform.oidc_provider_arn',
    missing: [
      { module: 'modules/platform', output: 'cluster_oidc_issuer_url', value: 'module.eks.cluster_oidc_issuer_url' },
      { module: 'modules/platform', output: 'oidc_provider_arn', value: 'module.eks.oidc_provider_arn' },
    ],
  });
  expect(roots.map(({ folder, kind, calledBy }) => [folder, kind, calledBy])).toEqual([
    ['live', 'root', []],
    ['modules/platform', 'module', ['live#module.platform']],
  ]);
});

test('a resource is named with the provider that is made of its issuer', async () => {
  const inventory = await inventoryOf({
    'main.tf': `resource "aws_eks_cluster" "this" {
  name = "green"
}
data "aws_eks_cluster" "other" {
  name = "red"
}
resource "aws_iam_openid_connect_provider" "this" {
  url            = aws_eks_cluster.this.identity[0].oidc[0].issuer
  client_id_list = ["sts.amazonaws.com"]
}
`,
  });
  expect(inventory.clusters.map(({ form, references }) => [form, references[0]?.oidcProviderArn])).toEqual([
    ['resource', 'aws_iam_openid_connect_provider.this.arn'],
    ['data', undefined],
  ]);
  expect(inventory.oidcProviders).toMatchObject([{ audiences: ['sts.amazonaws.com'] }]);
  expect(edgesFrom(inventory, '#aws_iam_openid_connect_provider.this')).toEqual(['oidc-provider-cluster #aws_eks_cluster.this']);
});

test('releases that are asked for, locked and installed; the engine', async () => {
  const { roots, modules, providers } = await inventoryOf({
    'main.tf': `${MODULE}terraform {
  required_version = ">= 1.6"
  required_providers {
    aws = { source = "hashicorp/aws", version = "~> 5.95" }
  }
  backend "s3" {}
}
provider "aws" {
  alias  = "use1"
  region = "us-east-1"
}
`,
    '.terraform.lock.hcl': 'provider "registry.opentofu.org/hashicorp/aws" {\n  version = "5.100.0"\n}\n',
    '.terraform/modules/modules.json': JSON.stringify({
      Modules: [
        { Key: 'eks', Source: 'registry.terraform.io/terraform-aws-modules/eks/aws', Version: '20.37.2', Dir: '.terraform/modules/eks' },
      ],
    }),
    '.terraform/modules/eks/main.tf': 'resource "aws_eks_cluster" "not_ours" {}\n',
    'x.tofu': 'locals {}\n',
  });
  expect(roots).toMatchObject([
    {
      engine: 'opentofu',
      requiredVersion: { value: '>= 1.6' },
      requiredProviders: [{ name: 'aws', source: 'hashicorp/aws', version: '~> 5.95' }],
      lockedProviders: { aws: '5.100.0' },
      backend: { file: 'main.tf', line: 14 },
    },
  ]);
  expect(modules).toMatchObject([{ label: 'eks', version: { value: '~> 20.31', at: { line: 3 } }, resolved: '20.37.2' }]);
  expect(providers).toMatchObject([{ name: 'aws', alias: 'use1', region: 'us-east-1' }]);
});

test('a cluster of another root is named by the outputs of its state that are read here', async () => {
  const { clusters } = await inventoryOf({
    'main.tf': `data "terraform_remote_state" "platform" {
  backend = "s3"
}
data "terraform_remote_state" "network" {
  backend = "s3"
}
module "irsa" {
  source         = "terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts"
  name           = "\${data.terraform_remote_state.platform.outputs.cluster_name}-dns"
  oidc_providers = { main = { provider_arn = data.terraform_remote_state.platform.outputs.eks["oidc_provider_arn"], namespace_service_accounts = ["a:b"] } }
}
locals {
  vpc = data.terraform_remote_state.network.outputs.vpc_id
}
`,
  });
  expect(clusters).toMatchObject([
    {
      form: 'remote-state',
      address: 'data.terraform_remote_state.platform',
      references: [{ name: 'data.terraform_remote_state.platform.outputs.cluster_name' }],
    },
  ]);
});
