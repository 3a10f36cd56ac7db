resource "aws_route53_zone" "main" {
  name = "example.com"
}

resource "aws_s3_bucket" "orders" {
  bucket = "example-orders"
}

resource "aws_kms_key" "orders" {
  description = "Encrypts the orders"
}

# Somebody had the same idea for a name.
data "aws_partition" "irsa" {}

resource "aws_iam_policy" "legacy_reports" {
  name = "legacy-reports"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["s3:GetObject"]
      Resource = "arn:${data.aws_partition.irsa.partition}:s3:::example-reports/*"
    }]
  })
}
