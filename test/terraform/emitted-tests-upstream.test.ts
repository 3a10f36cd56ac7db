/** The tests that are emitted, where a cluster and all that leads to it stand in the same root: nothing of it is asked of AWS. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { exampleNames, examplesDir, exampleWithoutOutput, generateInto, temporaryFolder, writeFiles } from '../support/generate.ts';
import { judgedWithModules } from '../support/terraform/available.ts';
import { awsProviders, terraformTest } from '../support/terraform/test-command.ts';

// Three runs, each of which starts the AWS provider, besides init.
jest.setTimeout(400_000);

/** The strictest at hand: it answers nothing by itself. */
const aws = awsProviders.at(-1) ?? 'ours';

const PASSED = { passed: true, failures: [], errors: [] };

const VERSIONS = `terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.95, < 6.0"
    }
    tls = {
      source  = "hashicorp/tls"
      version = "~> 4.0"
    }
  }
}

provider "aws" {
  region = "us-east-1"

  assume_role {
    role_arn = "arn:aws:iam::444455556666:role/terraform"
  }
}
`;

/** A network as people write it: zones cut from a list, ranges computed, ids of resources. */
const NETWORK = `
variable "cidr" {
  type = string
}

variable "unrelated" {
  type = object({ a = string })
}

data "aws_availability_zones" "all" {}

data "aws_vpc" "peer" {
  default = true
}

locals {
  zones = slice(data.aws_availability_zones.all.names, 0, 2)
}

module "network" {
  source = "./network"
  zones  = local.zones
  peer   = data.aws_vpc.peer.id
}

resource "aws_iam_role" "cluster" {
  name               = "cluster"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}

resource "aws_security_group" "cluster" {
  name   = "cluster"
  vpc_id = module.network.vpc_id

  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [cidrsubnet(var.cidr, 8, 1)]
  }
}
`;

const NETWORK_MODULE = `
variable "zones" {
  type = list(string)
}

variable "peer" {
  type = string
}

data "aws_vpc" "this" {
  id = var.peer
}

output "vpc_id" {
  value = data.aws_vpc.this.id
}

output "private_subnets" {
  value = [for zone in var.zones : "subnet-\${zone}"]
}
`;

const CLUSTER = `
resource "aws_eks_cluster" "main" {
  name     = "main"
  role_arn = aws_iam_role.cluster.arn

  vpc_config {
    subnet_ids         = module.network.private_subnets
    security_group_ids = [aws_security_group.cluster.id]
  }
}
`;

const OIDC = `
data "tls_certificate" "main" {
  url = aws_eks_cluster.main.identity[0].oidc[0].issuer
}

resource "aws_iam_openid_connect_provider" "main" {
  url            = aws_eks_cluster.main.identity[0].oidc[0].issuer
  client_id_list = ["sts.amazonaws.com"]

  thumbprint_list = [data.tls_certificate.main.certificates[0].sha1_fingerprint]
}
`;

const MODULE_CALL = `
module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "20.37.2"

  cluster_name = "main"
  vpc_id       = module.network.vpc_id
  subnet_ids   = module.network.private_subnets
}
`;

const specOf = (clusters: string) => `version: 1
outputs: [terraform, tests]
primary: main
clusters:
${clusters}
apps:
  orders:
    namespace: shop
    serviceAccount: { name: orders, owner: none }
    managedPolicies: [arn:aws:iam::aws:policy/ReadOnlyAccess]
`;

interface Case {
  readonly clusters: string;
  readonly own: Readonly<Record<string, string>>;
  readonly vars?: Readonly<Record<string, unknown>>;
}

const network = { 'versions.tf': VERSIONS, 'network.tf': NETWORK, 'network/main.tf': NETWORK_MODULE };

const CASES: Readonly<Record<string, Case>> = {
  'by a module of the root': {
    clusters: '  main: { region: us-east-1, from: { module: eks } }',
    own: { ...network, 'eks.tf': MODULE_CALL },
  },
  'by a resource of the root, with its OIDC provider': {
    clusters: '  main: { region: us-east-1, from: { resource: main } }',
    own: { ...network, 'eks.tf': CLUSTER + OIDC },
    vars: { cidr: '10.0.0.0/16' },
  },
  'by a resource of the root, with an OIDC provider that is looked up': {
    clusters: '  main: { region: us-east-1, from: { resource: main } }',
    own: { ...network, 'eks.tf': CLUSTER },
    vars: { cidr: '10.0.0.0/16' },
  },
  'by the outputs of another state, two clusters of one': {
    clusters: `  main: { region: us-east-1, from: { expressions: { oidcProviderArn: data.terraform_remote_state.eks.outputs.main.arn } } }
  other: { region: us-east-1, from: { expressions: { oidcProviderArn: data.terraform_remote_state.eks.outputs.other.arn } } }`,
    own: {
      'versions.tf': `${VERSIONS}\ndata "terraform_remote_state" "eks" {\n  backend = "s3"\n\n  config = {\n    bucket = "state"\n    key    = "eks"\n    region = "us-east-1"\n  }\n}\n`,
    },
  },
  'by a variable of the root': {
    clusters: '  main: { region: us-east-1, from: { expressions: { oidcProviderArn: var.issuer_arn } } }',
    own: { 'versions.tf': `${VERSIONS}\nvariable "issuer_arn" {\n  type = string\n}\n` },
  },
  'by one instance of a repeated module': {
    clusters: `  main: { region: us-east-1, from: { expressions: { oidcProviderArn: 'module.clusters["a"].oidc_provider_arn' } } }
  other: { region: us-east-1, from: { expressions: { oidcProviderArn: 'module.clusters["b"].oidc_provider_arn' } } }`,
    own: {
      'versions.tf': `${VERSIONS}\nmodule "clusters" {\n  source   = "./cluster"\n  for_each = toset(["a", "b"])\n}\n`,
      'cluster/main.tf': 'data "aws_vpc" "this" {}\n\noutput "oidc_provider_arn" {\n  value = data.aws_vpc.this.arn\n}\n',
    },
  },
};

judgedWithModules('emitted tests pass over clusters known', (modules) => {
  test.each(Object.entries(CASES))('%s', async (_name, { clusters, own, vars = {} }) => {
    const dir = writeFiles(temporaryFolder(), own);
    await generateInto(dir, { spec: specOf(clusters) });
    expect(await terraformTest(dir, { modules, aws, vars })).toMatchObject(PASSED);
  });
});

const withTests = exampleNames.filter((name) => readdirSync(join(examplesDir, name)).includes('tests'));

judgedWithModules('emitted tests pass over', (modules) => {
  test.each(withTests)('example %s', async (name) => {
    const dir = exampleWithoutOutput(name);
    await generateInto(dir);
    // Their roots ask for AWS provider 6, which no mirror has here.
    expect(await terraformTest(dir, { modules })).toMatchObject(PASSED);
  });
});
