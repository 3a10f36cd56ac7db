data "aws_iam_policy_document" "velero" {
  count = var.create_role && var.attach_velero_policy ? 1 : 0

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

resource "aws_iam_policy" "velero" {
  count = var.create_role && var.attach_velero_policy ? 1 : 0

  name_prefix = "${var.policy_name_prefix}Velero_Policy-"
  path        = var.role_path
  description = "Permissions of velero"
  policy      = data.aws_iam_policy_document.velero[0].json

  tags = var.tags
}

resource "aws_iam_role_policy_attachment" "velero" {
  count = var.create_role && var.attach_velero_policy ? 1 : 0

  role       = aws_iam_role.this[0].name
  policy_arn = aws_iam_policy.velero[0].arn
}
