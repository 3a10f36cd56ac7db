# Our own double of the module: role, trust and associations stand where the published module has them,
# the permissions are a token of each add-on's.

locals {
  outputs = {
    iam_role_arn       = try(aws_iam_role.this[0].arn, null)
    iam_role_name      = try(aws_iam_role.this[0].name, null)
    iam_role_path      = try(aws_iam_role.this[0].path, null)
    iam_role_unique_id = try(aws_iam_role.this[0].unique_id, null)
    associations       = aws_eks_pod_identity_association.this
  }
}

data "aws_iam_policy_document" "assume" {
  count = var.create ? 1 : 0

  statement {
    effect  = "Allow"
    actions = ["sts:AssumeRole", "sts:TagSession"]

    principals {
      type        = "Service"
      identifiers = ["pods.eks.amazonaws.com"]
    }

    dynamic "condition" {
      for_each = var.trust_policy_conditions

      content {
        test     = condition.value.test
        variable = condition.value.variable
        values   = condition.value.values
      }
    }
  }

  dynamic "statement" {
    for_each = var.trust_policy_statements == null ? [] : var.trust_policy_statements

    content {
      sid     = try(statement.value.sid, null)
      effect  = try(statement.value.effect, "Allow")
      actions = statement.value.actions

      dynamic "principals" {
        for_each = statement.value.principals

        content {
          type        = principals.value.type
          identifiers = principals.value.identifiers
        }
      }

      dynamic "condition" {
        for_each = statement.value.condition

        content {
          test     = condition.value.test
          variable = condition.value.variable
          values   = condition.value.values
        }
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
  permissions_boundary  = var.permissions_boundary_arn
  force_detach_policies = true

  tags = var.tags
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each = { for key, arn in var.additional_policy_arns : key => arn if var.create }

  role       = aws_iam_role.this[0].name
  policy_arn = each.value
}

resource "aws_eks_pod_identity_association" "this" {
  for_each = { for key, association in var.associations : key => association if var.create }

  cluster_name         = each.value.cluster_name
  namespace            = each.value.namespace
  service_account      = each.value.service_account
  role_arn             = aws_iam_role.this[0].arn
  target_role_arn      = each.value.target_role_arn
  disable_session_tags = each.value.disable_session_tags

  tags = var.tags
}
