data "aws_iam_policy_document" "efs_csi" {
  count = var.attach_efs_csi_policy ? 1 : 0

  statement {
    actions   = ["elasticfilesystem:CreateAccessPoint", "elasticfilesystem:DescribeFileSystems"]
    resources = ["*"]
  }
}
