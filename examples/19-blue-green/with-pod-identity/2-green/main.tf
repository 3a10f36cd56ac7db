variable "vpc_id" {
  description = "VPC of the clusters."
  type        = string
}

variable "subnet_ids" {
  description = "Private subnets of the clusters, in at least two zones."
  type        = list(string)
}

module "blue" {
  source  = "terraform-aws-modules/eks/aws"
  version = "~> 21.0"
  # checkov:skip=CKV_TF_1: a registry source names a release by its version, not a commit

  name               = "production-blue"
  kubernetes_version = "1.32"
  vpc_id             = var.vpc_id
  subnet_ids         = var.subnet_ids
}

module "green" {
  source  = "terraform-aws-modules/eks/aws"
  version = "~> 21.0"
  # checkov:skip=CKV_TF_1: a registry source names a release by its version, not a commit

  name               = "production-green"
  kubernetes_version = "1.33"
  vpc_id             = var.vpc_id
  subnet_ids         = var.subnet_ids
}
