/** Terragrunt: what it writes into a root before each run is known, though no file of it is there. */
import { expect, test } from '@jest/globals';
import { inventoryOf } from '../support/surveyed.ts';

const ROOT = `generate "provider" {
  path      = "provider.tf"
  if_exists = "overwrite_terragrunt"
  contents  = <<EOF
provider "aws" {
  region = "\${local.region}"
}
terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "~> 6.0" }
  }
}
EOF
}
remote_state {
  backend  = "s3"
  generate = { path = "backend.tf", if_exists = "overwrite" }
}
`;

const UNIT = (include: string) => `include "root" {
  path = ${include}
}
terraform {
  source = "../../modules/eks"
}
dependency "vpc" {
  config_path = "../vpc"
}
inputs = {
  cluster_name = "blue"
  vpc_id       = dependency.vpc.outputs.vpc_id
}
`;

test.each([
  ['terragrunt.hcl', 'find_in_parent_folders()'],
  ['root.hcl', 'find_in_parent_folders("root.hcl")'],
  ['root.hcl', '"../../root.hcl"'],
  ['common/root.hcl', '"${get_repo_root()}/common/root.hcl"'],
  ['common/root.hcl', '"${dirname(find_in_parent_folders("account.hcl"))}/common/root.hcl"'],
])('reads %s, which a unit includes by %s', async (file, include) => {
  const { roots, providers } = await inventoryOf({ [file]: ROOT, 'account.hcl': 'locals {}\n', 'live/eks/terragrunt.hcl': UNIT(include) });
  expect(roots).toMatchObject([
    {
      folder: 'live/eks',
      requiredProviders: [{ name: 'aws', version: '~> 6.0', at: { file, line: 10 } }],
      terragrunt: {
        file: 'live/eks/terragrunt.hcl',
        includes: [file],
        generates: [{ path: 'provider.tf', at: { file, line: 1 } }, { path: 'backend.tf' }],
        dependencies: [{ name: 'vpc', folder: 'live/vpc', at: { line: 7 } }],
        source: { value: '../../modules/eks' },
        inputs: ['cluster_name', 'vpc_id'],
      },
    },
  ]);
  expect(providers).toMatchObject([{ name: 'aws', generated: true, root: 'live/eks', at: { file, line: 5 } }]);
});

test('a file that others include is no root by itself', async () => {
  expect((await inventoryOf({ 'terragrunt.hcl': ROOT })).roots).toEqual([]);
});

test('beside Terraform of its own', async () => {
  const { roots } = await inventoryOf({
    'root.hcl': ROOT,
    'a/main.tf': 'resource "aws_eks_cluster" "x" {}\n',
    'a/terragrunt.hcl': 'include {\n  path = find_in_parent_folders("root.hcl")\n}\n',
  });
  expect(roots).toMatchObject([{ folder: 'a', at: { file: 'a/main.tf' }, terragrunt: { includes: ['root.hcl'] } }]);
});
