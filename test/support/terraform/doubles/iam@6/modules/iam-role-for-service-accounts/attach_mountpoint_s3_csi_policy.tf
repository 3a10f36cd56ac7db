data "aws_iam_policy_document" "mountpoint_s3_csi" {
  count = var.attach_mountpoint_s3_csi_policy ? 1 : 0

  dynamic "statement" {
    for_each = try([local.added_actions.attach_mountpoint_s3_csi_policy], [])

    content {
      actions   = statement.value
      resources = ["*"]
    }
  }

  statement {
    actions   = ["s3:ListBucket"]
    resources = coalescelist(var.mountpoint_s3_csi_bucket_arns, ["*"])
  }

  statement {
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = var.mountpoint_s3_csi_path_arns
  }

  dynamic "statement" {
    for_each = length(var.mountpoint_s3_csi_kms_arns) > 0 ? [1] : []

    content {
      actions   = ["kms:Decrypt"]
      resources = var.mountpoint_s3_csi_kms_arns
    }
  }
}
