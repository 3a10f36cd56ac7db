data "aws_iam_policy_document" "fsx_openzfs_csi" {
  count = var.create_role && var.attach_fsx_openzfs_csi_policy ? 1 : 0

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

resource "aws_iam_policy" "fsx_openzfs_csi" {
  count = var.create_role && var.attach_fsx_openzfs_csi_policy ? 1 : 0

  name_prefix = "${var.policy_name_prefix}FSx_OpenZFS_CSI_Policy-"
  path        = var.role_path
  description = "Permissions of fsx openzfs csi"
  policy      = data.aws_iam_policy_document.fsx_openzfs_csi[0].json

  tags = var.tags
}

resource "aws_iam_role_policy_attachment" "fsx_openzfs_csi" {
  count = var.create_role && var.attach_fsx_openzfs_csi_policy ? 1 : 0

  role       = aws_iam_role.this[0].name
  policy_arn = aws_iam_policy.fsx_openzfs_csi[0].arn
}
