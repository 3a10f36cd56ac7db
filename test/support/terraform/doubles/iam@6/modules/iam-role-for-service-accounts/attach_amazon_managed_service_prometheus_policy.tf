data "aws_iam_policy_document" "amazon_managed_service_prometheus" {
  count = var.attach_amazon_managed_service_prometheus_policy ? 1 : 0

  dynamic "statement" {
    for_each = try([local.added_actions.attach_amazon_managed_service_prometheus_policy], [])

    content {
      actions   = statement.value
      resources = ["*"]
    }
  }

  statement {
    actions   = ["aps:RemoteWrite", "aps:QueryMetrics"]
    resources = var.amazon_managed_service_prometheus_workspace_arns
  }
}
