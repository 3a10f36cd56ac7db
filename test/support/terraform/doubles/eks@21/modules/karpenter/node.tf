# What Karpenter's nodes are made with, and the queue by which it learns of interruptions.

data "aws_partition" "current" {}

locals {
  create_node_role = var.create && var.create_node_iam_role
  create_queue     = var.create && var.enable_spot_termination
  node_role_name   = coalesce(var.node_iam_role_name, "Karpenter-${var.cluster_name}")
  node_policies    = ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly", "AmazonEKS_CNI_Policy"]

  events = {
    health_event          = { name = "HealthEvent", source = "aws.health", type = "AWS Health Event" }
    spot_interrupt        = { name = "SpotInterrupt", source = "aws.ec2", type = "EC2 Spot Instance Interruption Warning" }
    instance_rebalance    = { name = "InstanceRebalance", source = "aws.ec2", type = "EC2 Instance Rebalance Recommendation" }
    instance_state_change = { name = "InstanceStateChange", source = "aws.ec2", type = "EC2 Instance State-change Notification" }
  }

  outputs = {
    iam_role_arn            = try(aws_iam_role.controller[0].arn, null)
    iam_role_name           = try(aws_iam_role.controller[0].name, null)
    iam_role_unique_id      = try(aws_iam_role.controller[0].unique_id, null)
    queue_arn               = try(aws_sqs_queue.this[0].arn, null)
    queue_name              = try(aws_sqs_queue.this[0].name, null)
    queue_url               = try(aws_sqs_queue.this[0].url, null)
    event_rules             = aws_cloudwatch_event_rule.this
    node_iam_role_arn       = try(aws_iam_role.node[0].arn, var.node_iam_role_arn)
    node_iam_role_name      = try(aws_iam_role.node[0].name, null)
    node_iam_role_unique_id = try(aws_iam_role.node[0].unique_id, null)
    node_access_entry_arn   = try(aws_eks_access_entry.node[0].access_entry_arn, null)
    instance_profile_arn    = try(aws_iam_instance_profile.this[0].arn, null)
    instance_profile_id     = try(aws_iam_instance_profile.this[0].id, null)
    instance_profile_name   = try(aws_iam_instance_profile.this[0].name, null)
    instance_profile_unique = try(aws_iam_instance_profile.this[0].unique_id, null)
    namespace               = var.namespace
    service_account         = var.service_account
  }
}

data "aws_iam_policy_document" "node_assume_role" {
  count = local.create_node_role ? 1 : 0

  statement {
    sid     = "EKSNodeAssumeRole"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "node" {
  count = local.create_node_role ? 1 : 0

  name        = var.node_iam_role_use_name_prefix ? null : local.node_role_name
  name_prefix = var.node_iam_role_use_name_prefix ? "${local.node_role_name}-" : null
  path        = var.node_iam_role_path
  description = var.node_iam_role_description

  assume_role_policy    = data.aws_iam_policy_document.node_assume_role[0].json
  max_session_duration  = var.node_iam_role_max_session_duration
  permissions_boundary  = var.node_iam_role_permissions_boundary
  force_detach_policies = true

  tags = merge(var.tags, var.node_iam_role_tags)
}

resource "aws_iam_role_policy_attachment" "node" {
  for_each = local.create_node_role ? toset(local.node_policies) : []

  role       = aws_iam_role.node[0].name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/${each.value}"
}

resource "aws_iam_role_policy_attachment" "node_additional" {
  for_each = { for key, arn in var.node_iam_role_additional_policies : key => arn if local.create_node_role }

  role       = aws_iam_role.node[0].name
  policy_arn = each.value
}

resource "aws_iam_instance_profile" "this" {
  count = var.create && var.create_instance_profile ? 1 : 0

  name = local.node_role_name
  role = aws_iam_role.node[0].name
  tags = var.tags
}

resource "aws_eks_access_entry" "node" {
  count = var.create && var.create_access_entry ? 1 : 0

  cluster_name  = var.cluster_name
  principal_arn = var.create_node_iam_role ? aws_iam_role.node[0].arn : var.node_iam_role_arn
  type          = var.access_entry_type

  tags = var.tags
}

resource "aws_sqs_queue" "this" {
  count = local.create_queue ? 1 : 0

  name                      = coalesce(var.queue_name, "Karpenter-${var.cluster_name}")
  message_retention_seconds = 300
  sqs_managed_sse_enabled   = var.queue_managed_sse_enabled ? true : null
  kms_master_key_id         = var.queue_kms_master_key_id

  tags = var.tags
}

data "aws_iam_policy_document" "queue" {
  count = local.create_queue ? 1 : 0

  statement {
    sid       = "SqsWrite"
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.this[0].arn]

    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com", "sqs.amazonaws.com"]
    }
  }
}

resource "aws_sqs_queue_policy" "this" {
  count = local.create_queue ? 1 : 0

  queue_url = aws_sqs_queue.this[0].url
  policy    = data.aws_iam_policy_document.queue[0].json
}

resource "aws_cloudwatch_event_rule" "this" {
  for_each = { for key, event in local.events : key => event if local.create_queue }

  name_prefix   = "${var.rule_name_prefix}${each.value.name}-"
  event_pattern = jsonencode({ source = [each.value.source], detail-type = [each.value.type] })

  tags = merge({ "ClusterName" : var.cluster_name }, var.tags)
}

resource "aws_cloudwatch_event_target" "this" {
  for_each = { for key, event in local.events : key => event if local.create_queue }

  rule      = aws_cloudwatch_event_rule.this[each.key].name
  target_id = "KarpenterInterruptionQueueTarget"
  arn       = aws_sqs_queue.this[0].arn
}
