data "aws_iam_policy_document" "efs_csi" {
  count = var.attach_efs_csi_policy ? 1 : 0

  dynamic "statement" {
    for_each = try([local.added_actions.attach_efs_csi_policy], [])

    content {
      actions   = statement.value
      resources = ["*"]
    }
  }

  statement {
    actions   = ["elasticfilesystem:CreateAccessPoint", "elasticfilesystem:DescribeFileSystems"]
    resources = ["*"]
  }
}
