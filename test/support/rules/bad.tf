// Breaks each rule at least once.

terraform {
  required_providers {
    aws    = { source = "hashicorp/aws" }
    random = { source = "hashicorp/random", version = "~> 3.0" }
  }
}

provider "aws" {
  access_key = "AKIAIOSFODNN7EXAMPLE"
  secret_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
}

variable "Unused" {}

output "bad" {
  value = 1
}

data "aws_iam_policy_document" "bad" {
  statement {
    actions   = ["*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
  }
}

data "aws_iam_policy_document" "escalating" {
  statement {
    actions   = ["iam:PutRolePolicy"]
    resources = ["*"]
  }
}

module "bad" {
  source = "terraform-aws-modules/iam/aws"
}

module "worse" {
  source = "git::https://example.com/x.git"
}
