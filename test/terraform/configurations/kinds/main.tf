# By hand: one of each kind of resource that stands beside roles for pods.
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.28"
    }
    kubernetes = {
      source  = "hashicorp/kubernetes"
      version = "~> 2.38"
    }
    tls = {
      source  = "hashicorp/tls"
      version = "~> 4.0"
    }
  }
}

provider "aws" {
  region = "cn-north-1"
}

data "aws_partition" "irsa" {}
data "aws_caller_identity" "irsa" {}
data "aws_region" "irsa" {}

data "aws_eks_cluster" "irsa" {
  name = "production"
}

data "aws_eks_cluster_auth" "irsa" {
  name = data.aws_eks_cluster.irsa.name
}

provider "kubernetes" {
  host                   = data.aws_eks_cluster.irsa.endpoint
  cluster_ca_certificate = base64decode(data.aws_eks_cluster.irsa.certificate_authority[0].data)
  token                  = data.aws_eks_cluster_auth.irsa.token
}

data "tls_certificate" "irsa" {
  url = data.aws_eks_cluster.irsa.identity[0].oidc[0].issuer
}

resource "aws_iam_openid_connect_provider" "irsa" {
  url             = data.aws_eks_cluster.irsa.identity[0].oidc[0].issuer
  client_id_list  = ["sts.amazonaws.com"]
  thumbprint_list = [data.tls_certificate.irsa.certificates[0].sha1_fingerprint]
}

resource "aws_s3_bucket" "orders" {
  bucket = "orders"
}

resource "aws_dynamodb_table" "orders" {
  name         = "orders"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_route53_zone" "example" {
  name = "example.com"
}

resource "aws_sqs_queue" "orders" {
  name = "orders"
}

resource "aws_sns_topic" "orders" {
  name = "orders"
}

resource "aws_secretsmanager_secret" "orders" {
  name = "orders"
}

resource "aws_kms_key" "orders" {
  description = "orders"
}

resource "aws_eks_addon" "ebs_csi" {
  cluster_name             = data.aws_eks_cluster.irsa.name
  addon_name               = "aws-ebs-csi-driver"
  service_account_role_arn = "arn:${data.aws_partition.irsa.partition}:iam::${data.aws_caller_identity.irsa.account_id}:role/ebs-csi"
}

resource "kubernetes_annotations" "aws_node" {
  api_version = "v1"
  kind        = "ServiceAccount"

  metadata {
    name      = "aws-node"
    namespace = "kube-system"
  }

  annotations = { "eks.amazonaws.com/role-arn" = "arn:aws-cn:iam::123456789012:role/aws-node" }
}

resource "kubernetes_deployment_v1" "orders" {
  metadata {
    name   = "orders"
    labels = { app = "orders" }
  }

  spec {
    selector {
      match_labels = { app = "orders" }
    }

    template {
      metadata {
        labels = { app = "orders" }
      }

      spec {
        service_account_name = "orders"

        container {
          name  = "orders"
          image = "orders:1"
        }
      }
    }
  }
}

resource "terraform_data" "built_in" {
  input = data.aws_region.irsa.region
}

output "arns" {
  value = {
    bucket  = aws_s3_bucket.orders.arn
    key     = aws_kms_key.orders.arn
    queue   = aws_sqs_queue.orders.arn
    secret  = aws_secretsmanager_secret.orders.arn
    table   = aws_dynamodb_table.orders.arn
    topic   = aws_sns_topic.orders.arn
    trusted = aws_iam_openid_connect_provider.irsa.arn
    zone    = aws_route53_zone.example.arn
  }
}
