data "aws_iam_policy_document" "velero" {
  count = var.attach_velero_policy ? 1 : 0

  dynamic "statement" {
    for_each = try([local.added_actions.attach_velero_policy], [])

    content {
      actions   = statement.value
      resources = ["*"]
    }
  }

  statement {
    actions   = ["ec2:CreateSnapshot"]
    resources = ["*"]
  }

  statement {
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = [for arn in var.velero_s3_bucket_arns : "${arn}/*"]
  }

  statement {
    actions   = ["s3:ListBucket"]
    resources = var.velero_s3_bucket_arns
  }
}
