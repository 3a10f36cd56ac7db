# Our own double of the role module: addresses, names and the trust policy are the published module's,
# the permissions are a token of each add-on's.

locals {
  outputs = {
    arn            = try(aws_iam_role.this[0].arn, null)
    name           = try(aws_iam_role.this[0].name, null)
    path           = try(aws_iam_role.this[0].path, null)
    unique_id      = try(aws_iam_role.this[0].unique_id, null)
    iam_policy     = try(aws_iam_policy.this[0].policy, null)
    iam_policy_arn = try(aws_iam_policy.this[0].arn, null)
  }
}

data "aws_iam_policy_document" "assume" {
  count = var.create ? 1 : 0

  dynamic "statement" {
    for_each = var.oidc_providers

    content {
      effect  = "Allow"
      actions = ["sts:AssumeRoleWithWebIdentity"]

      principals {
        type        = "Federated"
        identifiers = [statement.value.provider_arn]
      }

      condition {
        test     = var.trust_condition_test
        variable = "${replace(statement.value.provider_arn, "/^(.*provider/)/", "")}:sub"
        values   = [for subject in statement.value.namespace_service_accounts : "system:serviceaccount:${subject}"]
      }

      condition {
        test     = var.trust_condition_test
        variable = "${replace(statement.value.provider_arn, "/^(.*provider/)/", "")}:aud"
        values   = ["sts.amazonaws.com"]
      }
    }
  }
}

resource "aws_iam_role" "this" {
  count = var.create ? 1 : 0

  name        = var.use_name_prefix ? null : var.name
  name_prefix = var.use_name_prefix ? "${var.name}-" : null
  path        = var.path
  description = var.description

  assume_role_policy    = data.aws_iam_policy_document.assume[0].json
  max_session_duration  = var.max_session_duration
  permissions_boundary  = var.permissions_boundary
  force_detach_policies = true

  tags = var.tags
}

resource "aws_iam_role_policy_attachment" "additional" {
  for_each = { for key, arn in var.policies : key => arn if var.create }

  role       = aws_iam_role.this[0].name
  policy_arn = each.value
}
