# By hand: roles for a cluster that is there already, applied for real.
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.95, < 6.0"
    }
  }
}

provider "aws" {
  region = "us-east-1"
}

data "aws_eks_cluster" "production" {
  name = "production"
}

resource "aws_iam_openid_connect_provider" "production" {
  url             = data.aws_eks_cluster.production.identity[0].oidc[0].issuer
  client_id_list  = ["sts.amazonaws.com"]
  thumbprint_list = ["9e99a48a9960b14926bb7f3b02e22da2b0ab7280"]
}

module "external_dns" {
  source  = "terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks"
  version = "5.60.0"

  role_name                     = "production-external-dns"
  attach_external_dns_policy    = true
  external_dns_hosted_zone_arns = ["arn:aws:route53:::hostedzone/Z0123456789ABC"]
  role_policy_arns              = { extra = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess" }

  oidc_providers = {
    production = {
      provider_arn               = aws_iam_openid_connect_provider.production.arn
      namespace_service_accounts = ["external-dns:external-dns"]
    }
  }
}

module "karpenter" {
  source  = "terraform-aws-modules/eks/aws//modules/karpenter"
  version = "20.37.2"

  cluster_name                    = "production"
  enable_v1_permissions           = true
  enable_pod_identity             = false
  enable_irsa                     = true
  irsa_oidc_provider_arn          = aws_iam_openid_connect_provider.production.arn
  irsa_namespace_service_accounts = ["kube-system:karpenter"]
  iam_role_name                   = "production-karpenter"
  iam_role_use_name_prefix        = false
  create_access_entry             = false

  # The provider watches a queue for minutes, to be sure that it came and went.
  enable_spot_termination = false
}
