data "aws_partition" "current" {}

resource "aws_iam_role_policy_attachment" "amazon_cloudwatch_observability" {
  for_each = toset(var.create && var.attach_cloudwatch_observability_policy ? ["CloudWatchAgentServerPolicy", "AWSXrayWriteOnlyAccess"] : [])

  role       = aws_iam_role.this[0].name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/${each.key}"
}
