data "aws_iam_policy_document" "aws_gateway_controller" {
  count = var.attach_aws_gateway_controller_policy ? 1 : 0

  statement {
    actions   = ["vpc-lattice:CreateService"]
    resources = ["*"]
  }
}
