# Our own double of the cluster module: the cluster and its OIDC provider, by the published addresses.

locals {
  cluster = try(aws_eks_cluster.this[0], null)

  outputs = {
    cluster_arn                        = try(local.cluster.arn, null)
    cluster_certificate_authority_data = try(local.cluster.certificate_authority[0].data, null)
    cluster_endpoint                   = try(local.cluster.endpoint, null)
    cluster_name                       = try(local.cluster.name, "")
    cluster_oidc_issuer_url            = try(local.cluster.identity[0].oidc[0].issuer, null)
    cluster_version                    = try(local.cluster.version, null)
    cluster_iam_role_arn               = try(aws_iam_role.this[0].arn, null)
    cluster_iam_role_name              = try(aws_iam_role.this[0].name, null)
    oidc_provider                      = try(replace(local.cluster.identity[0].oidc[0].issuer, "https://", ""), null)
    oidc_provider_arn                  = try(aws_iam_openid_connect_provider.oidc_provider[0].arn, null)
  }
}

resource "aws_iam_role" "this" {
  count = var.create && var.create_iam_role ? 1 : 0

  name_prefix = "${var.name}-cluster-"
  tags        = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Principal = { Service = "eks.amazonaws.com" }
    }]
  })
}

resource "aws_eks_cluster" "this" {
  count = var.create ? 1 : 0

  name     = var.name
  version  = var.kubernetes_version
  role_arn = var.create_iam_role ? aws_iam_role.this[0].arn : var.iam_role_arn
  tags     = var.tags

  vpc_config {
    subnet_ids = coalescelist(var.control_plane_subnet_ids, var.subnet_ids)
  }
}

resource "aws_eks_addon" "this" {
  for_each = { for name, addon in coalesce(var.addons, {}) : name => addon if var.create }

  cluster_name             = aws_eks_cluster.this[0].name
  addon_name               = each.key
  service_account_role_arn = try(each.value.service_account_role_arn, null)
  tags                     = var.tags
}

data "tls_certificate" "this" {
  count = var.create && var.enable_irsa ? 1 : 0

  url = aws_eks_cluster.this[0].identity[0].oidc[0].issuer
}

resource "aws_iam_openid_connect_provider" "oidc_provider" {
  count = var.create && var.enable_irsa ? 1 : 0

  url             = aws_eks_cluster.this[0].identity[0].oidc[0].issuer
  client_id_list  = ["sts.amazonaws.com"]
  thumbprint_list = data.tls_certificate.this[0].certificates[*].sha1_fingerprint
  tags            = var.tags
}
