data "aws_iam_policy_document" "aws_gateway_controller" {
  count = var.attach_aws_gateway_controller_policy ? 1 : 0

  dynamic "statement" {
    for_each = try([local.added_actions.attach_aws_gateway_controller_policy], [])

    content {
      actions   = statement.value
      resources = ["*"]
    }
  }

  statement {
    actions   = ["vpc-lattice:CreateService"]
    resources = ["*"]
  }
}
