data "aws_iam_policy_document" "vpc_cni" {
  count = var.create_role && var.attach_vpc_cni_policy ? 1 : 0

  dynamic "statement" {
    for_each = try([local.added_actions.attach_vpc_cni_policy], [])

    content {
      actions   = statement.value
      resources = ["*"]
    }
  }

  dynamic "statement" {
    for_each = var.vpc_cni_enable_ipv4 ? [1] : []

    content {
      actions   = ["ec2:AssignPrivateIpAddresses"]
      resources = ["*"]
    }
  }

  dynamic "statement" {
    for_each = var.vpc_cni_enable_ipv6 ? [1] : []

    content {
      actions   = ["ec2:AssignIpv6Addresses"]
      resources = ["*"]
    }
  }

  dynamic "statement" {
    for_each = var.vpc_cni_enable_cloudwatch_logs ? [1] : []

    content {
      actions   = ["logs:PutLogEvents"]
      resources = ["*"]
    }
  }

  statement {
    actions   = ["ec2:CreateTags"]
    resources = ["*"]
  }
}

resource "aws_iam_policy" "vpc_cni" {
  count = var.create_role && var.attach_vpc_cni_policy ? 1 : 0

  name_prefix = "${var.policy_name_prefix}CNI_Policy-"
  path        = var.role_path
  description = "Permissions of vpc cni"
  policy      = data.aws_iam_policy_document.vpc_cni[0].json

  tags = var.tags
}

resource "aws_iam_role_policy_attachment" "vpc_cni" {
  count = var.create_role && var.attach_vpc_cni_policy ? 1 : 0

  role       = aws_iam_role.this[0].name
  policy_arn = aws_iam_policy.vpc_cni[0].arn
}
