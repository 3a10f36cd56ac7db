# Our own double of the network module: a VPC and its subnets, enough for a cluster to be put in.

locals {
  outputs = {
    vpc_id          = aws_vpc.this[0].id
    private_subnets = aws_subnet.private[*].id
    public_subnets  = aws_subnet.public[*].id
  }
}

resource "aws_vpc" "this" {
  count = 1

  cidr_block = var.cidr
  tags       = merge({ Name = var.name }, var.tags)
}

resource "aws_subnet" "private" {
  count = length(var.private_subnets)

  vpc_id            = aws_vpc.this[0].id
  cidr_block        = var.private_subnets[count.index]
  availability_zone = element(var.azs, count.index)
}

resource "aws_subnet" "public" {
  count = length(var.public_subnets)

  vpc_id            = aws_vpc.this[0].id
  cidr_block        = var.public_subnets[count.index]
  availability_zone = element(var.azs, count.index)
}
