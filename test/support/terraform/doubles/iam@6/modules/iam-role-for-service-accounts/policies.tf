# Two add-ons on one role share its one policy, named and described after the first; descriptions are those of 5.x, as published.

locals {
  policy_name = try(coalesce(var.policy_name,
    var.attach_load_balancer_controller_policy ? "AWS_Load_Balancer_Controller" : "",
    var.attach_ebs_csi_policy ? "EBS_CSI" : "",
    var.attach_external_dns_policy ? "External_DNS" : "",
    var.attach_cluster_autoscaler_policy ? "Cluster_Autoscaler" : "",
    var.attach_external_secrets_policy ? "External_Secrets" : "",
    var.attach_cert_manager_policy ? "Cert_Manager" : "",
    var.attach_amazon_managed_service_prometheus_policy ? "Amazon_Managed_Service_Prometheus" : "",
    var.attach_load_balancer_controller_targetgroup_binding_only_policy ? "AWS_LBC_TargetGroup_Binding_Only" : "",
    var.attach_efs_csi_policy ? "EFS_CSI" : "",
    var.attach_fsx_lustre_csi_policy ? "FSX_Lustre_CSI" : "",
    var.attach_fsx_openzfs_csi_policy ? "FSX_OpenZFS_CSI" : "",
    var.attach_mountpoint_s3_csi_policy ? "Mountpoint_S3_CSI" : "",
    var.attach_velero_policy ? "Velero" : "",
    var.attach_vpc_cni_policy ? "VPC_CNI_${var.vpc_cni_enable_ipv4 ? "IPv4" : "IPv6"}" : "",
    var.attach_aws_gateway_controller_policy ? "AWS_Gateway_Controller" : "",
    var.attach_node_termination_handler_policy ? "Node_Termination_Handler" : "",
  ), "${var.name}-permissions")
  policy_description = try(coalesce(var.policy_description,
    var.attach_load_balancer_controller_policy ? "Permissions of load balancer controller" : "",
    var.attach_ebs_csi_policy ? "Permissions of ebs csi" : "",
    var.attach_external_dns_policy ? "Permissions of external dns" : "",
    var.attach_cluster_autoscaler_policy ? "Permissions of cluster autoscaler" : "",
    var.attach_external_secrets_policy ? "Permissions of external secrets" : "",
    var.attach_cert_manager_policy ? "Permissions of cert manager" : "",
    var.attach_amazon_managed_service_prometheus_policy ? "Permissions of amazon managed service prometheus" : "",
    var.attach_load_balancer_controller_targetgroup_binding_only_policy ? "Permissions of load balancer controller, target groups only" : "",
    var.attach_efs_csi_policy ? "Permissions of efs csi" : "",
    var.attach_fsx_lustre_csi_policy ? "Permissions of fsx lustre csi" : "",
    var.attach_fsx_openzfs_csi_policy ? "Permissions of fsx openzfs csi" : "",
    var.attach_mountpoint_s3_csi_policy ? "Permissions of mountpoint s3 csi" : "",
    var.attach_velero_policy ? "Permissions of velero" : "",
    var.attach_vpc_cni_policy ? "Permissions of vpc cni" : "",
    var.attach_aws_gateway_controller_policy ? "Permissions of aws gateway controller" : "",
    var.attach_node_termination_handler_policy ? "Permissions of node termination handler" : "",
  ), null)
  own_documents = concat(
    data.aws_iam_policy_document.load_balancer_controller[*].json,
    data.aws_iam_policy_document.ebs_csi[*].json,
    data.aws_iam_policy_document.external_dns[*].json,
    data.aws_iam_policy_document.cluster_autoscaler[*].json,
    data.aws_iam_policy_document.external_secrets[*].json,
    data.aws_iam_policy_document.cert_manager[*].json,
    data.aws_iam_policy_document.amazon_managed_service_prometheus[*].json,
    data.aws_iam_policy_document.load_balancer_controller_targetgroup_only[*].json,
    data.aws_iam_policy_document.efs_csi[*].json,
    data.aws_iam_policy_document.fsx_lustre_csi[*].json,
    data.aws_iam_policy_document.fsx_openzfs_csi[*].json,
    data.aws_iam_policy_document.mountpoint_s3_csi[*].json,
    data.aws_iam_policy_document.velero[*].json,
    data.aws_iam_policy_document.vpc_cni[*].json,
    data.aws_iam_policy_document.aws_gateway_controller[*].json,
    data.aws_iam_policy_document.node_termination_handler[*].json,
  )
  create_policy = var.create && var.create_policy && (length(local.own_documents) + length(var.source_policy_documents) + length(var.override_policy_documents) + length(coalesce(var.permissions, {})) > 0)
}

data "aws_iam_policy_document" "load_balancer_controller" {
  count = var.attach_load_balancer_controller_policy ? 1 : 0

  dynamic "statement" {
    for_each = try([local.added_actions.attach_load_balancer_controller_policy], [])

    content {
      actions   = statement.value
      resources = ["*"]
    }
  }

  statement {
    actions   = ["elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:DescribeLoadBalancers"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "ebs_csi" {
  count = var.attach_ebs_csi_policy ? 1 : 0

  dynamic "statement" {
    for_each = try([local.added_actions.attach_ebs_csi_policy], [])

    content {
      actions   = statement.value
      resources = ["*"]
    }
  }

  statement {
    actions   = ["ec2:CreateSnapshot", "ec2:AttachVolume", "ec2:DetachVolume"]
    resources = ["*"]
  }

  dynamic "statement" {
    for_each = length(var.ebs_csi_kms_cmk_arns) > 0 ? [1] : []

    content {
      actions   = ["kms:Encrypt", "kms:Decrypt"]
      resources = var.ebs_csi_kms_cmk_arns
    }
  }
}

data "aws_iam_policy_document" "external_dns" {
  count = var.attach_external_dns_policy ? 1 : 0

  dynamic "statement" {
    for_each = try([local.added_actions.attach_external_dns_policy], [])

    content {
      actions   = statement.value
      resources = ["*"]
    }
  }

  statement {
    actions   = ["route53:ChangeResourceRecordSets"]
    resources = var.external_dns_hosted_zone_arns
  }

  statement {
    actions   = ["route53:ListHostedZones", "route53:ListResourceRecordSets"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "cluster_autoscaler" {
  count = var.attach_cluster_autoscaler_policy ? 1 : 0

  dynamic "statement" {
    for_each = try([local.added_actions.attach_cluster_autoscaler_policy], [])

    content {
      actions   = statement.value
      resources = ["*"]
    }
  }

  statement {
    actions   = ["autoscaling:DescribeAutoScalingGroups"]
    resources = ["*"]
  }

  dynamic "statement" {
    for_each = var.cluster_autoscaler_cluster_names

    content {
      actions   = ["autoscaling:SetDesiredCapacity"]
      resources = ["*"]

      condition {
        test     = "StringEquals"
        variable = "autoscaling:ResourceTag/kubernetes.io/cluster/${statement.value}"
        values   = ["owned"]
      }
    }
  }
}

data "aws_iam_policy_document" "external_secrets" {
  count = var.attach_external_secrets_policy ? 1 : 0

  dynamic "statement" {
    for_each = try([local.added_actions.attach_external_secrets_policy], [])

    content {
      actions   = statement.value
      resources = ["*"]
    }
  }

  dynamic "statement" {
    for_each = length(var.external_secrets_ssm_parameter_arns) > 0 ? [1] : []

    content {
      actions   = ["ssm:GetParameter"]
      resources = var.external_secrets_ssm_parameter_arns
    }
  }

  dynamic "statement" {
    for_each = length(var.external_secrets_secrets_manager_arns) > 0 ? [1] : []

    content {
      actions   = ["secretsmanager:GetSecretValue"]
      resources = var.external_secrets_secrets_manager_arns
    }
  }

  dynamic "statement" {
    for_each = length(var.external_secrets_kms_key_arns) > 0 ? [1] : []

    content {
      actions   = ["kms:Decrypt"]
      resources = var.external_secrets_kms_key_arns
    }
  }
}

data "aws_iam_policy_document" "this" {
  count = local.create_policy ? 1 : 0

  source_policy_documents   = concat(local.own_documents, var.source_policy_documents)
  override_policy_documents = var.override_policy_documents

  dynamic "statement" {
    for_each = coalesce(var.permissions, {})

    content {
      sid           = try(coalesce(statement.value.sid, statement.key))
      effect        = statement.value.effect
      actions       = statement.value.actions
      not_actions   = statement.value.not_actions
      resources     = statement.value.resources
      not_resources = statement.value.not_resources
    }
  }
}

resource "aws_iam_policy" "this" {
  count = local.create_policy ? 1 : 0

  name        = var.use_name_prefix ? null : local.policy_name
  name_prefix = var.use_name_prefix ? "${local.policy_name}-" : null
  path        = coalesce(var.policy_path, var.path)
  description = local.policy_description
  policy      = data.aws_iam_policy_document.this[0].json

  tags = var.tags
}

resource "aws_iam_role_policy_attachment" "this" {
  count = local.create_policy ? 1 : 0

  role       = aws_iam_role.this[0].name
  policy_arn = aws_iam_policy.this[0].arn
}
