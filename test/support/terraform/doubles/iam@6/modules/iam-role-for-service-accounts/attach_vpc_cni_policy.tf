data "aws_iam_policy_document" "vpc_cni" {
  count = var.attach_vpc_cni_policy ? 1 : 0

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
