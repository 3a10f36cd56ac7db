data "aws_iam_policy_document" "node_termination_handler" {
  count = var.attach_node_termination_handler_policy ? 1 : 0

  dynamic "statement" {
    for_each = try([local.added_actions.attach_node_termination_handler_policy], [])

    content {
      actions   = statement.value
      resources = ["*"]
    }
  }

  statement {
    actions   = ["autoscaling:CompleteLifecycleAction"]
    resources = ["*"]
  }

  statement {
    actions   = ["sqs:ReceiveMessage", "sqs:DeleteMessage"]
    resources = var.node_termination_handler_sqs_queue_arns
  }
}
