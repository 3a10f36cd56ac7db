/** A repository of Terraform as people write it: roots with a cluster, roles in several forms, and much that is neither. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const EKS = `module "eks" {
  source       = "terraform-aws-modules/eks/aws"
  version      = "~> 20.31"
  cluster_name = local.name
  vpc_id       = module.vpc.vpc_id
  subnet_ids   = module.vpc.private_subnets
}

locals {
  name = "production"
}
`;

const irsa = (i) => `module "irsa_${i}" {
  source                     = "terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks"
  version                    = "~> 5.60"
  role_name                  = "\${local.name}-app-${i}"
  attach_external_dns_policy = true

  oidc_providers = {
    main = {
      provider_arn               = module.eks.oidc_provider_arn
      namespace_service_accounts = ["team-${i}:app-${i}"]
    }
  }
}

resource "kubernetes_service_account_v1" "app_${i}" {
  metadata {
    name        = "app-${i}"
    namespace   = "team-${i}"
    annotations = { "eks.amazonaws.com/role-arn" = module.irsa_${i}.iam_role_arn }
  }
}
`;

const raw = (i) => `data "aws_iam_policy_document" "trust_${i}" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [module.eks.oidc_provider_arn]
    }
    condition {
      test     = "StringEquals"
      variable = "\${module.eks.oidc_provider}:sub"
      values   = ["system:serviceaccount:team-${i}:app-${i}"]
    }
  }
}

resource "aws_iam_role" "app_${i}" {
  name               = "raw-${i}"
  assume_role_policy = data.aws_iam_policy_document.trust_${i}.json
}
`;

const other = (i) => `resource "aws_security_group" "sg_${i}" {
  name        = "sg-${i}"
  description = "Traffic of service ${i}"
  vpc_id      = module.vpc.vpc_id

${[80, 443, 8080, 9090]
  .map(
    (port) => `  ingress {
    description = "port ${port}"
    from_port   = ${port}
    to_port     = ${port}
    protocol    = "tcp"
    cidr_blocks = ["10.${i % 200}.0.0/16"]
  }
`,
  )
  .join('\n')}
  tags = merge(local.tags, { Name = "sg-${i}" })
}

resource "aws_s3_bucket" "data_${i}" {
  bucket = "acme-\${var.stage}-data-${i}"
  tags   = local.tags
}

output "bucket_${i}" {
  value = aws_s3_bucket.data_${i}.arn
}
`;

/** @returns how many files were made: roots of ten files each, of which two hold roles */
export function makeRepository(folder, files) {
  for (let i = 0; i < files; i++) {
    const root = join(folder, 'live', `root-${Math.floor(i / 10)}`);
    mkdirSync(root, { recursive: true });
    const text = i % 10 === 0 ? EKS : i % 10 === 1 ? irsa(i) : i % 10 === 2 ? raw(i) : other(i);
    writeFileSync(join(root, `file-${i}.tf`), text);
  }
}
