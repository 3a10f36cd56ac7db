data "aws_iam_policy_document" "cert_manager" {
  count = var.attach_cert_manager_policy ? 1 : 0

  dynamic "statement" {
    for_each = try([local.added_actions.attach_cert_manager_policy], [])

    content {
      actions   = statement.value
      resources = ["*"]
    }
  }

  statement {
    actions   = ["route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets"]
    resources = var.cert_manager_hosted_zone_arns
  }

  statement {
    actions   = ["route53:GetChange", "route53:ListHostedZonesByName"]
    resources = ["*"]
  }
}
