data "aws_iam_policy_document" "fsx_openzfs_csi" {
  count = var.attach_fsx_openzfs_csi_policy ? 1 : 0

  dynamic "statement" {
    for_each = try([local.added_actions.attach_fsx_openzfs_csi_policy], [])

    content {
      actions   = statement.value
      resources = ["*"]
    }
  }

  statement {
    actions   = ["iam:CreateServiceLinkedRole"]
    resources = var.fsx_openzfs_csi_service_role_arns
  }

  statement {
    actions   = ["fsx:CreateVolume"]
    resources = ["*"]
  }
}
