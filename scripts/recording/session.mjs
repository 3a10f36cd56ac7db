/** The recorded session as data: where it is, what is waited for, and what is typed then. Also played by the tests. */

export const COLUMNS = 100;
export const ROWS = 32;

export const files = {
  '.git/HEAD': 'ref: refs/heads/main\n',
  'main.tf': `terraform {
  required_providers {
    aws        = { source = "hashicorp/aws", version = "~> 5.0" }
    kubernetes = { source = "hashicorp/kubernetes" }
  }
}

provider "aws" { region = "us-east-1" }
provider "kubernetes" { config_path = "~/.kube/config" }

module "eks" {
  source       = "terraform-aws-modules/eks/aws"
  version      = "~> 20.0"
  cluster_name = "production"
}

resource "aws_s3_bucket" "orders" {
  bucket = "example-orders"
}
`,
};

export const steps = [
  {
    sees: 'Which EKS cluster?',
    frame: ['1-cluster', 'The wizard has found module "eks" in main.tf and proposes it as the cluster.'],
    types: '\r',
  },
  { sees: 'Which add-ons need permissions?', types: 'dns' },
  {
    sees: 'Route 53 records',
    frame: ['2-add-ons', 'Typing "dns" leaves ExternalDNS of all add-ons, with a line of what it does.'],
    types: '\u007f\u007f\u007f',
  },
  { sees: 'aws-load-balancer-controller', types: '\r' },
  { sees: 'Which applications of yours', types: 'orders:shop/orders\r' },
  {
    sees: 'What may orders use?',
    frame: ['3-grants', 'What an application may use: the bucket of the repository is among what is offered.'],
    types: 'example-orders',
  },
  { sees: 'example-orders', types: ' ' },
  { sees: '(1 picked)', types: '\r' },
  { sees: 'with the objects', types: '\r' },
  {
    sees: 'not all of them shown?',
    frame: ['4-preview', 'Before anything is written: the spec, each file with the number of its lines, and the question.'],
    types: '\r',
  },
];

export const end = {
  sees: 'The same without questions',
  frame: ['5-written', 'All files are written; what to run next, and the command line that repeats the run without questions.'],
};
