variable "vpc_id" {
  type = string
}

variable "subnet_ids" {
  type = list(string)
}

module "cluster" {
  source  = "terraform-aws-modules/eks/aws"
  version = "~> 21.0"

  name               = "virginia"
  kubernetes_version = "1.33"
  vpc_id             = var.vpc_id
  subnet_ids         = var.subnet_ids
}

# Another team's cluster, in another state.
data "aws_eks_cluster" "frankfurt" {
  provider = aws.frankfurt
  name     = "frankfurt"
}
