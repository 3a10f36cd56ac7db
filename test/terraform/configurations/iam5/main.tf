# By hand: the roles of two workloads and Karpenter on the older lines, in one repository with its cluster.
terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.95, < 6.0"
    }
    kubernetes = {
      source  = "hashicorp/kubernetes"
      version = "~> 2.20"
    }
  }
}

provider "aws" {
  region = "eu-central-1"

  default_tags {
    tags = { team = "platform" }
  }
}

provider "kubernetes" {
  host                   = module.eks.cluster_endpoint
  cluster_ca_certificate = base64decode(module.eks.cluster_certificate_authority_data)

  exec {
    api_version = "client.authentication.k8s.io/v1"
    command     = "aws"
    args        = ["eks", "get-token", "--cluster-name", module.eks.cluster_name]
  }
}

module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "20.37.2"

  cluster_name    = "production"
  cluster_version = "1.33"
  vpc_id          = "vpc-0123456789abcdef0"
  subnet_ids      = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  enable_irsa     = true
}

module "external_dns" {
  source  = "terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks"
  version = "5.60.0"

  role_name                     = "production-external-dns"
  attach_external_dns_policy    = true
  external_dns_hosted_zone_arns = ["arn:aws:route53:::hostedzone/Z0123456789ABC"]

  oidc_providers = {
    production = {
      provider_arn               = module.eks.oidc_provider_arn
      namespace_service_accounts = ["external-dns:external-dns"]
    }
  }
}

data "aws_iam_policy_document" "my_app" {
  statement {
    sid       = "Objects"
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::my-bucket/*"]
  }
}

resource "aws_iam_policy" "my_app" {
  name   = "production-my-app"
  policy = data.aws_iam_policy_document.my_app.json
}

module "my_app" {
  source  = "terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks"
  version = "5.60.0"

  role_name        = "production-my-app"
  role_policy_arns = { own = aws_iam_policy.my_app.arn }

  oidc_providers = {
    production = {
      provider_arn               = module.eks.oidc_provider_arn
      namespace_service_accounts = ["production:my-app-sa"]
    }
  }
}

module "karpenter" {
  source  = "terraform-aws-modules/eks/aws//modules/karpenter"
  version = "20.37.2"

  cluster_name                    = module.eks.cluster_name
  enable_v1_permissions           = true
  enable_pod_identity             = false
  enable_irsa                     = true
  irsa_oidc_provider_arn          = module.eks.oidc_provider_arn
  irsa_namespace_service_accounts = ["kube-system:karpenter"]
}

resource "kubernetes_namespace_v1" "production" {
  metadata {
    name = "production"
  }
}

resource "kubernetes_service_account_v1" "my_app" {
  metadata {
    name        = "my-app-sa"
    namespace   = kubernetes_namespace_v1.production.metadata[0].name
    annotations = { "eks.amazonaws.com/role-arn" = module.my_app.iam_role_arn }
  }
}

output "role_arns" {
  value = {
    external_dns = module.external_dns.iam_role_arn
    karpenter    = module.karpenter.iam_role_arn
    my_app       = module.my_app.iam_role_arn
  }
}
