# A policy for each flag, as published: its address, its name and what it is attached by.

data "aws_iam_policy_document" "amazon_managed_service_prometheus" {
  count = var.create && var.attach_amazon_managed_service_prometheus_policy ? 1 : 0

  statement {
    actions   = ["aps:RemoteWrite"]
    resources = var.amazon_managed_service_prometheus_workspace_arns
  }
}

resource "aws_iam_policy" "amazon_managed_service_prometheus" {
  count = var.create && var.attach_amazon_managed_service_prometheus_policy ? 1 : 0

  name        = coalesce(var.amazon_managed_service_prometheus_policy_name, "${var.policy_name_prefix}amazon_managed_service_prometheus")
  path        = var.path
  description = "Permissions for amazon_managed_service_prometheus"
  policy      = data.aws_iam_policy_document.amazon_managed_service_prometheus[0].json

  tags = var.tags
}

resource "aws_iam_role_policy_attachment" "amazon_managed_service_prometheus" {
  count = var.create && var.attach_amazon_managed_service_prometheus_policy ? 1 : 0

  role       = aws_iam_role.this[0].name
  policy_arn = aws_iam_policy.amazon_managed_service_prometheus[0].arn
}

data "aws_iam_policy_document" "ebs_csi" {
  count = var.create && var.attach_aws_ebs_csi_policy ? 1 : 0

  statement {
    actions   = ["ec2:CreateSnapshot"]
    resources = ["*"]
  }
}

resource "aws_iam_policy" "ebs_csi" {
  count = var.create && var.attach_aws_ebs_csi_policy ? 1 : 0

  name        = coalesce(var.aws_ebs_csi_policy_name, "${var.policy_name_prefix}ebs_csi")
  path        = var.path
  description = "Permissions for ebs_csi"
  policy      = data.aws_iam_policy_document.ebs_csi[0].json

  tags = var.tags
}

resource "aws_iam_role_policy_attachment" "ebs_csi" {
  count = var.create && var.attach_aws_ebs_csi_policy ? 1 : 0

  role       = aws_iam_role.this[0].name
  policy_arn = aws_iam_policy.ebs_csi[0].arn
}

data "aws_iam_policy_document" "efs_csi" {
  count = var.create && var.attach_aws_efs_csi_policy ? 1 : 0

  statement {
    actions   = ["elasticfilesystem:CreateAccessPoint"]
    resources = ["*"]
  }
}

resource "aws_iam_policy" "efs_csi" {
  count = var.create && var.attach_aws_efs_csi_policy ? 1 : 0

  name        = coalesce(var.aws_efs_csi_policy_name, "${var.policy_name_prefix}efs_csi")
  path        = var.path
  description = "Permissions for efs_csi"
  policy      = data.aws_iam_policy_document.efs_csi[0].json

  tags = var.tags
}

resource "aws_iam_role_policy_attachment" "efs_csi" {
  count = var.create && var.attach_aws_efs_csi_policy ? 1 : 0

  role       = aws_iam_role.this[0].name
  policy_arn = aws_iam_policy.efs_csi[0].arn
}

data "aws_iam_policy_document" "fsx_lustre_csi" {
  count = var.create && var.attach_aws_fsx_lustre_csi_policy ? 1 : 0

  statement {
    actions   = ["iam:CreateServiceLinkedRole"]
    resources = var.aws_fsx_lustre_csi_service_role_arns
  }
}

resource "aws_iam_policy" "fsx_lustre_csi" {
  count = var.create && var.attach_aws_fsx_lustre_csi_policy ? 1 : 0

  name        = coalesce(var.aws_fsx_lustre_csi_policy_name, "${var.policy_name_prefix}fsx_lustre_csi")
  path        = var.path
  description = "Permissions for fsx_lustre_csi"
  policy      = data.aws_iam_policy_document.fsx_lustre_csi[0].json

  tags = var.tags
}

resource "aws_iam_role_policy_attachment" "fsx_lustre_csi" {
  count = var.create && var.attach_aws_fsx_lustre_csi_policy ? 1 : 0

  role       = aws_iam_role.this[0].name
  policy_arn = aws_iam_policy.fsx_lustre_csi[0].arn
}

data "aws_iam_policy_document" "aws_gateway_controller" {
  count = var.create && var.attach_aws_gateway_controller_policy ? 1 : 0

  statement {
    actions   = ["vpc-lattice:CreateService"]
    resources = ["*"]
  }
}

resource "aws_iam_policy" "aws_gateway_controller" {
  count = var.create && var.attach_aws_gateway_controller_policy ? 1 : 0

  name        = coalesce(var.aws_gateway_controller_policy_name, "${var.policy_name_prefix}aws_gateway_controller")
  path        = var.path
  description = "Permissions for aws_gateway_controller"
  policy      = data.aws_iam_policy_document.aws_gateway_controller[0].json

  tags = var.tags
}

resource "aws_iam_role_policy_attachment" "aws_gateway_controller" {
  count = var.create && var.attach_aws_gateway_controller_policy ? 1 : 0

  role       = aws_iam_role.this[0].name
  policy_arn = aws_iam_policy.aws_gateway_controller[0].arn
}

data "aws_iam_policy_document" "lb_controller" {
  count = var.create && var.attach_aws_lb_controller_policy ? 1 : 0

  statement {
    actions   = ["elasticloadbalancing:CreateLoadBalancer"]
    resources = ["*"]
  }
}

resource "aws_iam_policy" "lb_controller" {
  count = var.create && var.attach_aws_lb_controller_policy ? 1 : 0

  name        = coalesce(var.aws_lb_controller_policy_name, "${var.policy_name_prefix}lb_controller")
  path        = var.path
  description = "Permissions for lb_controller"
  policy      = data.aws_iam_policy_document.lb_controller[0].json

  tags = var.tags
}

resource "aws_iam_role_policy_attachment" "lb_controller" {
  count = var.create && var.attach_aws_lb_controller_policy ? 1 : 0

  role       = aws_iam_role.this[0].name
  policy_arn = aws_iam_policy.lb_controller[0].arn
}

data "aws_iam_policy_document" "lb_controller_targetgroup_only" {
  count = var.create && var.attach_aws_lb_controller_targetgroup_binding_only_policy ? 1 : 0

  statement {
    actions   = ["elasticloadbalancing:RegisterTargets"]
    resources = var.aws_lb_controller_targetgroup_arns
  }
}

resource "aws_iam_policy" "lb_controller_targetgroup_only" {
  count = var.create && var.attach_aws_lb_controller_targetgroup_binding_only_policy ? 1 : 0

  name        = coalesce(var.aws_lb_controller_targetgroup_only_policy_name, "${var.policy_name_prefix}lb_controller_targetgroup_only")
  path        = var.path
  description = "Permissions for lb_controller_targetgroup_only"
  policy      = data.aws_iam_policy_document.lb_controller_targetgroup_only[0].json

  tags = var.tags
}

resource "aws_iam_role_policy_attachment" "lb_controller_targetgroup_only" {
  count = var.create && var.attach_aws_lb_controller_targetgroup_binding_only_policy ? 1 : 0

  role       = aws_iam_role.this[0].name
  policy_arn = aws_iam_policy.lb_controller_targetgroup_only[0].arn
}

data "aws_iam_policy_document" "node_termination_handler" {
  count = var.create && var.attach_aws_node_termination_handler_policy ? 1 : 0

  statement {
    actions   = ["sqs:ReceiveMessage"]
    resources = var.aws_node_termination_handler_sqs_queue_arns
  }
}

resource "aws_iam_policy" "node_termination_handler" {
  count = var.create && var.attach_aws_node_termination_handler_policy ? 1 : 0

  name        = coalesce(var.aws_node_termination_handler_policy_name, "${var.policy_name_prefix}node_termination_handler")
  path        = var.path
  description = "Permissions for node_termination_handler"
  policy      = data.aws_iam_policy_document.node_termination_handler[0].json

  tags = var.tags
}

resource "aws_iam_role_policy_attachment" "node_termination_handler" {
  count = var.create && var.attach_aws_node_termination_handler_policy ? 1 : 0

  role       = aws_iam_role.this[0].name
  policy_arn = aws_iam_policy.node_termination_handler[0].arn
}

data "aws_iam_policy_document" "aws_privateca_issuer" {
  count = var.create && var.attach_aws_privateca_issuer_policy ? 1 : 0

  statement {
    actions   = ["acm-pca:IssueCertificate"]
    resources = var.aws_privateca_issuer_acmca_arns
  }
}

resource "aws_iam_policy" "aws_privateca_issuer" {
  count = var.create && var.attach_aws_privateca_issuer_policy ? 1 : 0

  name        = coalesce(var.aws_privateca_issuer_policy_name, "${var.policy_name_prefix}aws_privateca_issuer")
  path        = var.path
  description = "Permissions for aws_privateca_issuer"
  policy      = data.aws_iam_policy_document.aws_privateca_issuer[0].json

  tags = var.tags
}

resource "aws_iam_role_policy_attachment" "aws_privateca_issuer" {
  count = var.create && var.attach_aws_privateca_issuer_policy ? 1 : 0

  role       = aws_iam_role.this[0].name
  policy_arn = aws_iam_policy.aws_privateca_issuer[0].arn
}

data "aws_iam_policy_document" "vpc_cni" {
  count = var.create && var.attach_aws_vpc_cni_policy ? 1 : 0

  statement {
    actions   = ["ec2:CreateTags"]
    resources = ["*"]
  }
}

resource "aws_iam_policy" "vpc_cni" {
  count = var.create && var.attach_aws_vpc_cni_policy ? 1 : 0

  name        = coalesce(var.aws_vpc_cni_policy_name, "${var.policy_name_prefix}vpc_cni")
  path        = var.path
  description = "Permissions for vpc_cni"
  policy      = data.aws_iam_policy_document.vpc_cni[0].json

  tags = var.tags
}

resource "aws_iam_role_policy_attachment" "vpc_cni" {
  count = var.create && var.attach_aws_vpc_cni_policy ? 1 : 0

  role       = aws_iam_role.this[0].name
  policy_arn = aws_iam_policy.vpc_cni[0].arn
}

data "aws_iam_policy_document" "cert_manager" {
  count = var.create && var.attach_cert_manager_policy ? 1 : 0

  statement {
    actions   = ["route53:ChangeResourceRecordSets"]
    resources = var.cert_manager_hosted_zone_arns
  }
}

resource "aws_iam_policy" "cert_manager" {
  count = var.create && var.attach_cert_manager_policy ? 1 : 0

  name        = coalesce(var.cert_manager_policy_name, "${var.policy_name_prefix}cert_manager")
  path        = var.path
  description = "Permissions for cert_manager"
  policy      = data.aws_iam_policy_document.cert_manager[0].json

  tags = var.tags
}

resource "aws_iam_role_policy_attachment" "cert_manager" {
  count = var.create && var.attach_cert_manager_policy ? 1 : 0

  role       = aws_iam_role.this[0].name
  policy_arn = aws_iam_policy.cert_manager[0].arn
}

data "aws_iam_policy_document" "cluster_autoscaler" {
  count = var.create && var.attach_cluster_autoscaler_policy ? 1 : 0

  statement {
    actions   = ["autoscaling:SetDesiredCapacity"]
    resources = ["*"]
  }
}

resource "aws_iam_policy" "cluster_autoscaler" {
  count = var.create && var.attach_cluster_autoscaler_policy ? 1 : 0

  name        = coalesce(var.cluster_autoscaler_policy_name, "${var.policy_name_prefix}cluster_autoscaler")
  path        = var.path
  description = "Permissions for cluster_autoscaler"
  policy      = data.aws_iam_policy_document.cluster_autoscaler[0].json

  tags = var.tags
}

resource "aws_iam_role_policy_attachment" "cluster_autoscaler" {
  count = var.create && var.attach_cluster_autoscaler_policy ? 1 : 0

  role       = aws_iam_role.this[0].name
  policy_arn = aws_iam_policy.cluster_autoscaler[0].arn
}

data "aws_iam_policy_document" "external_dns" {
  count = var.create && var.attach_external_dns_policy ? 1 : 0

  statement {
    actions   = ["route53:ChangeResourceRecordSets"]
    resources = var.external_dns_hosted_zone_arns
  }
}

resource "aws_iam_policy" "external_dns" {
  count = var.create && var.attach_external_dns_policy ? 1 : 0

  name        = coalesce(var.external_dns_policy_name, "${var.policy_name_prefix}external_dns")
  path        = var.path
  description = "Permissions for external_dns"
  policy      = data.aws_iam_policy_document.external_dns[0].json

  tags = var.tags
}

resource "aws_iam_role_policy_attachment" "external_dns" {
  count = var.create && var.attach_external_dns_policy ? 1 : 0

  role       = aws_iam_role.this[0].name
  policy_arn = aws_iam_policy.external_dns[0].arn
}

data "aws_iam_policy_document" "external_secrets" {
  count = var.create && var.attach_external_secrets_policy ? 1 : 0

  statement {
    actions   = ["secretsmanager:GetSecretValue"]
    resources = concat(var.external_secrets_secrets_manager_arns, var.external_secrets_ssm_parameter_arns)
  }
}

resource "aws_iam_policy" "external_secrets" {
  count = var.create && var.attach_external_secrets_policy ? 1 : 0

  name        = coalesce(var.external_secrets_policy_name, "${var.policy_name_prefix}external_secrets")
  path        = var.path
  description = "Permissions for external_secrets"
  policy      = data.aws_iam_policy_document.external_secrets[0].json

  tags = var.tags
}

resource "aws_iam_role_policy_attachment" "external_secrets" {
  count = var.create && var.attach_external_secrets_policy ? 1 : 0

  role       = aws_iam_role.this[0].name
  policy_arn = aws_iam_policy.external_secrets[0].arn
}

data "aws_iam_policy_document" "mountpoint_s3_csi" {
  count = var.create && var.attach_mountpoint_s3_csi_policy ? 1 : 0

  statement {
    actions   = ["s3:GetObject"]
    resources = var.mountpoint_s3_csi_bucket_path_arns
  }
}

resource "aws_iam_policy" "mountpoint_s3_csi" {
  count = var.create && var.attach_mountpoint_s3_csi_policy ? 1 : 0

  name        = coalesce(var.mountpoint_s3_csi_policy_name, "${var.policy_name_prefix}mountpoint_s3_csi")
  path        = var.path
  description = "Permissions for mountpoint_s3_csi"
  policy      = data.aws_iam_policy_document.mountpoint_s3_csi[0].json

  tags = var.tags
}

resource "aws_iam_role_policy_attachment" "mountpoint_s3_csi" {
  count = var.create && var.attach_mountpoint_s3_csi_policy ? 1 : 0

  role       = aws_iam_role.this[0].name
  policy_arn = aws_iam_policy.mountpoint_s3_csi[0].arn
}

data "aws_iam_policy_document" "velero" {
  count = var.create && var.attach_velero_policy ? 1 : 0

  statement {
    actions   = ["s3:PutObject"]
    resources = var.velero_s3_bucket_path_arns
  }
}

resource "aws_iam_policy" "velero" {
  count = var.create && var.attach_velero_policy ? 1 : 0

  name        = coalesce(var.velero_policy_name, "${var.policy_name_prefix}velero")
  path        = var.path
  description = "Permissions for velero"
  policy      = data.aws_iam_policy_document.velero[0].json

  tags = var.tags
}

resource "aws_iam_role_policy_attachment" "velero" {
  count = var.create && var.attach_velero_policy ? 1 : 0

  role       = aws_iam_role.this[0].name
  policy_arn = aws_iam_policy.velero[0].arn
}

data "aws_partition" "current" {}

resource "aws_iam_role_policy_attachment" "aws_cloudwatch_observability" {
  for_each = toset(var.create && var.attach_aws_cloudwatch_observability_policy ? ["CloudWatchAgentServerPolicy", "AWSXrayWriteOnlyAccess"] : [])

  role       = aws_iam_role.this[0].name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/${each.key}"
}
