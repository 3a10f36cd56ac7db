# Our own double of the role module: addresses, names and the trust policy are the published module's,
# the permissions are a token of each add-on's.

data "aws_partition" "current" {}

locals {
  partition = data.aws_partition.current.partition
  name      = try(coalesce(var.role_name, var.role_name_prefix), null)

  outputs = {
    iam_role_arn       = try(aws_iam_role.this[0].arn, "")
    iam_role_name      = try(aws_iam_role.this[0].name, "")
    iam_role_path      = try(aws_iam_role.this[0].path, "")
    iam_role_unique_id = try(aws_iam_role.this[0].unique_id, "")
  }
}

data "aws_iam_policy_document" "this" {
  count = var.create_role ? 1 : 0

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
        test     = var.assume_role_condition_test
        variable = "${replace(statement.value.provider_arn, "/^(.*provider/)/", "")}:sub"
        values   = [for subject in statement.value.namespace_service_accounts : "system:serviceaccount:${subject}"]
      }

      condition {
        test     = var.assume_role_condition_test
        variable = "${replace(statement.value.provider_arn, "/^(.*provider/)/", "")}:aud"
        values   = ["sts.amazonaws.com"]
      }
    }
  }
}

resource "aws_iam_role" "this" {
  count = var.create_role ? 1 : 0

  name        = var.role_name
  name_prefix = var.role_name_prefix
  path        = var.role_path
  description = var.role_description

  assume_role_policy    = data.aws_iam_policy_document.this[0].json
  max_session_duration  = var.max_session_duration
  permissions_boundary  = var.role_permissions_boundary_arn
  force_detach_policies = var.force_detach_policies

  tags = var.tags
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each = { for key, arn in var.role_policy_arns : key => arn if var.create_role }

  role       = aws_iam_role.this[0].name
  policy_arn = each.value
}
