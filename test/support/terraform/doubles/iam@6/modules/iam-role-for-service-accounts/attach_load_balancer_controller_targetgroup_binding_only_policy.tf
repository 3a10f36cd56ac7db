data "aws_iam_policy_document" "load_balancer_controller_targetgroup_only" {
  count = var.attach_load_balancer_controller_targetgroup_binding_only_policy ? 1 : 0

  dynamic "statement" {
    for_each = try([local.added_actions.attach_load_balancer_controller_targetgroup_binding_only_policy], [])

    content {
      actions   = statement.value
      resources = ["*"]
    }
  }

  statement {
    actions   = ["elasticloadbalancing:RegisterTargets"]
    resources = var.load_balancer_controller_targetgroup_arns
  }
}
