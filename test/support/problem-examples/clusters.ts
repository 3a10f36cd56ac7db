import { beside, ofCluster, spec, withCluster, type ExamplesOf } from './example.ts';

const BLUE_GREEN = 'version: 1\nclusters:\n  blue: { region: us-east-1 }\n  green: { region: us-east-1 }\n';
const PROVIDER =
  'from: { literal: { oidcProviderArn: "arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-west-2.amazonaws.com/id/0123456789ABCDEF" } }';
const EKS = 'module "eks" {\n  source  = "terraform-aws-modules/eks/aws"\n  version = "~> 21.0"\n}\n';

export const clusters: ExamplesOf<'Clusters and groups'> = {
  'no-cluster': spec('version: 1\nclusters: {}\n'),
  'several-sources': spec(ofCluster('from: { module: eks, data: true }')),
  'contradictory-region': spec(ofCluster(PROVIDER)),
  'contradictory-account': spec(`version: 1\nclusters:\n  production: { region: us-west-2, accountId: "444455556666", ${PROVIDER} }\n`),
  'contradictory-partition': spec(
    'version: 1\nclusters:\n  beijing: { region: cn-north-1 }\npermissionsBoundary: arn:aws:iam::111122223333:policy/boundary\n',
  ),
  'contradictory-oidc-provider': spec(ofCluster('oidcProvider: create, from: { variables: true }')),
  'unknown-cluster': spec(withCluster('addOns:\n  cluster-autoscaler: { clusters: [prodution] }\n')),
  'unknown-primary': spec(withCluster('primary: prodution\n')),
  'primary-not-said': spec(BLUE_GREEN),
  'repeated-group': spec(
    `${BLUE_GREEN}primary: one\nshareRoles:\n  - { name: one, clusters: [blue] }\n  - { name: one, clusters: [green] }\n`,
  ),
  'cluster-in-two-groups': spec(
    `${BLUE_GREEN}primary: one\nshareRoles:\n  - { name: one, clusters: [blue, green] }\n  - { name: two, clusters: [green] }\n`,
  ),
  'group-across-accounts': spec(
    'version: 1\nclusters:\n  blue: { region: us-east-1, accountId: "111122223333" }\n  green: { region: us-east-1, accountId: "444455556666" }\nshareRoles:\n  - { name: production, clusters: [blue, green] }\n',
  ),
  'cluster-not-found': beside({ 'main.tf': EKS }, ofCluster('from: { module: cluster }')),
  'output-missing': beside(
    { 'main.tf': 'module "platform" {\n  source = "./platform"\n}\n', 'platform/eks.tf': EKS },
    ofCluster('from: { expressions: { oidcProviderArn: module.platform.oidc_provider_arn } }'),
  ),
  'cluster-for-each': beside(
    { 'main.tf': EKS.replace('{\n', '{\n  for_each = toset(["blue", "green"])\n\n') },
    ofCluster('from: { module: eks }'),
  ),
  'cluster-label-clash': spec('version: 1\nprimary: a-b\nclusters:\n  a-b: { region: us-east-1 }\n  a_b: { region: us-east-1 }\n'),
  'address-clash': spec(
    'version: 1\nprimary: home\nclusters:\n  home: { region: us-east-1 }\n  eu-west: { region: eu-west-1 }\n  west: { region: us-west-2 }\naddOns: {}\napps:\n  api: { namespace: api, clusters: [eu-west], grants: [{ sqs: { queue: a, access: consume } }] }\n  api-eu: { namespace: api, clusters: [west], grants: [{ sqs: { queue: a, access: consume } }] }\n',
  ),
  'irsa-disabled': beside({ 'main.tf': EKS.replace('{\n', '{\n  enable_irsa = false\n') }, ofCluster('from: { module: eks }')),
  'oidc-provider-owner': beside({ 'main.tf': EKS }, ofCluster('oidcProvider: create, from: { module: eks }')),
  'thumbprint-required': beside(
    {
      'versions.tf':
        'terraform {\n  required_providers {\n    aws = {\n      source  = "hashicorp/aws"\n      version = "~> 5.70"\n    }\n  }\n}\n',
    },
    ofCluster('oidcProvider: create, thumbprints: none'),
  ),
};
