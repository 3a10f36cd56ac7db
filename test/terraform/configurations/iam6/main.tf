# By hand: one role shared by two clusters of two regions, Karpenter in one of them, on the newer lines.
terraform {
  required_version = ">= 1.5.7"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.28"
    }
  }
}

provider "aws" {
  region = "us-gov-west-1"
}

provider "aws" {
  alias  = "east"
  region = "us-gov-east-1"
}

data "aws_eks_cluster" "blue" {
  name = "blue"
}

data "aws_eks_cluster" "green" {
  provider = aws.east

  name = "green"
}

data "aws_iam_openid_connect_provider" "blue" {
  url = data.aws_eks_cluster.blue.identity[0].oidc[0].issuer
}

data "aws_iam_openid_connect_provider" "green" {
  provider = aws.east

  url = data.aws_eks_cluster.green.identity[0].oidc[0].issuer
}

module "external_dns" {
  source  = "terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts"
  version = "6.5.0"

  name                          = "production-external-dns"
  use_name_prefix               = false
  policy_name                   = "production-external-dns"
  attach_external_dns_policy    = true
  external_dns_hosted_zone_arns = ["arn:aws-us-gov:route53:::hostedzone/Z0123456789ABC"]

  oidc_providers = {
    blue = {
      provider_arn               = data.aws_iam_openid_connect_provider.blue.arn
      namespace_service_accounts = ["external-dns:external-dns"]
    }
    green = {
      provider_arn               = data.aws_iam_openid_connect_provider.green.arn
      namespace_service_accounts = ["external-dns:external-dns"]
    }
  }
}

locals {
  green_issuer = replace(data.aws_iam_openid_connect_provider.green.arn, "/^(.*provider/)/", "")
}

data "aws_iam_policy_document" "karpenter" {
  statement {
    sid     = "PodIdentity"
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [data.aws_iam_openid_connect_provider.green.arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.green_issuer}:sub"
      values   = ["system:serviceaccount:kube-system:karpenter"]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.green_issuer}:aud"
      values   = ["sts.amazonaws.com"]
    }
  }
}

module "karpenter" {
  source  = "terraform-aws-modules/eks/aws//modules/karpenter"
  version = "21.19.0"

  providers = {
    aws = aws.east
  }

  cluster_name                              = "green"
  iam_role_name                             = "green-karpenter"
  iam_role_use_name_prefix                  = false
  iam_role_override_assume_policy_documents = [data.aws_iam_policy_document.karpenter.json]
  iam_policy_name                           = "green-karpenter"
  iam_policy_use_name_prefix                = false
  node_iam_role_name                        = "green-karpenter-node"
  node_iam_role_use_name_prefix             = false
  create_pod_identity_association           = false
}
