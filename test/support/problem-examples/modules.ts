import { owned } from '../../repo/support/owned.ts';
import { beside, ofCluster, spec, withApp, withCluster, withNew, VPC, type ExamplesOf } from './example.ts';

const KARPENTER = 'addOns:\n  karpenter: {}\n';
const eks = (version: string): string => `module "eks" {\n  source  = "terraform-aws-modules/eks/aws"\n  version = "${version}"\n}\n`;
const lock = (version: string): string => `provider "registry.terraform.io/hashicorp/aws" {\n  version = "${version}"\n}\n`;
const aws = (alias: string, region: string): string =>
  `provider "aws" {\n${alias === '' ? '' : `  alias  = "${alias}"\n`}  region = "${region}"\n}\n`;

export const modules: ExamplesOf<'Modules and providers'> = {
  'no-module-line': spec(withCluster('terraform: { modules: { iam: { source: ./modules/iam } } }\n')),
  'unknown-module-line': spec(withCluster('terraform: { modules: { iam: { version: "4.24.1" } } }\n')),
  'contradictory-module': spec(withCluster('terraform: { modules: { iam: { line: 5, version: "6.5.0" } } }\n')),
  'version-of-source': spec(withCluster('terraform: { modules: { iam: { source: ./modules/iam, version: "5.60.0" } } }\n')),
  'module-line-unknown': beside({ 'main.tf': eks('~> 19.0') }, ofCluster('from: { module: eks }') + KARPENTER),
  'module-without-contract': spec(withApp('', 'terraform: { modules: { iam: { version: "5.57.0" } } }\n')),
  'module-policy-older': spec(
    withCluster('terraform: { modules: { iam: { version: "5.30.0" } } }\naddOns:\n  aws-load-balancer-controller: {}\n'),
  ),
  'module-unknown-input': spec(
    withCluster(
      'terraform: { modules: { iam: { version: "5.30.0" } } }\naddOns:\n  karpenter:\n    nodeRole: arn:aws:iam::111122223333:role/nodes\n    queue: arn:aws:sqs:us-east-1:111122223333:karpenter\n',
    ),
  ),
  'versions-unsatisfiable': beside({ 'main.tf': eks('~> 20.37') }, withApp('', 'terraform: { modules: { iam: 6 } }\n')),
  'lock-file-outdated': beside({ 'main.tf': eks('~> 20.37'), '.terraform.lock.hcl': lock('5.40.0') }, withApp('')),
  'provider-gone': {
    ...beside(
      {
        'irsa-providers.tf': owned('provider "kubernetes" {\n  alias = "irsa_green"\n}\n'),
        'irsa-my-app.tf': owned('resource "kubernetes_service_account_v1" "irsa_my_app_green" {\n  provider = kubernetes.irsa_green\n}\n'),
      },
      withApp(''),
    ),
    setting: 'The files were generated when the spec had a cluster green too.',
  },
  'provider-not-found': spec(ofCluster('providers: { aws: aws.use1 }')),
  'provider-other-region': beside({ 'providers.tf': aws('', 'eu-west-1') }, withApp('')),
  'provider-ambiguous': beside({ 'providers.tf': `${aws('blue', 'us-east-1')}\n${aws('green', 'us-east-1')}` }, withApp('')),
  'provider-from-caller': {
    files: {
      'modules/irsa/irsa.yaml': withApp(''),
      'main.tf': 'module "irsa" {\n  source = "./modules/irsa"\n}\n',
    },
    before: ['git init --quiet'],
    argv: ['generate', 'modules/irsa'],
  },
  'provider-one-account': spec(
    'version: 1\nprimary: one\nclusters:\n  one: { region: us-east-1, accountId: "111122223333" }\n  two: { region: us-east-1, accountId: "444455556666" }\n',
  ),
  'not-in-stack': beside(
    { 'main.tf': eks('~> 21.0') },
    `${ofCluster('from: { module: eks }')}terraform: { format: cdktf }\n${withApp('').slice(withApp('').indexOf('apps:'))}`,
  ),
};

const GROUP = 'nodes:\n  default: { instanceTypes: [m6i.large], min: 2, max: 4 }\n';

export const newClusters: ExamplesOf<'New clusters'> = {
  'no-network': spec(withNew('nodes: auto\n')),
  'no-nodes': spec(withNew(`${VPC}nodes: {}\n`)),
  'two-networks': spec(withNew(`vpcId: vpc-0123456789abcdef0\n${VPC}nodes: auto\n`)),
  'two-architectures': spec(withNew(`${VPC}nodes:\n  default: { instanceTypes: [m6i.large, m7g.large], min: 2, max: 4 }\n`)),
  'several-instance-types': spec(
    withNew(`${VPC}nodes:\n  own: { selfManaged: true, instanceTypes: [m6i.large, m5.large], min: 2, max: 4 }\n`),
  ),
  'node-group-size': spec(withNew(`${VPC}nodes:\n  default: { instanceTypes: [m6i.large], min: 4, max: 2 }\n`)),
  'auto-mode-does-it': spec(`${withNew(`${VPC}nodes: auto\n`)}addOns:\n  aws-load-balancer-controller: {}\n`),
  'built-in-add-on': spec(withNew(`${VPC}nodes: auto\naddOns: [coredns]\n`)),
  'add-on-needs-role': spec(withNew(`${VPC}${GROUP}addOns: [coredns, kube-proxy, vpc-cni, aws-ebs-csi-driver]\n`)),
  'add-on-after-nodes': spec(`${withNew(`${VPC}${GROUP}`)}addOns:\n  vpc-cni: { installer: eks-addon }\n`),
  'provider-of-new-cluster': spec(
    withNew(`${VPC}nodes: auto\n`).replace('    from:', '    providers: { kubernetes: kubernetes }\n    from:'),
  ),
  'cluster-name-too-long': spec(
    withNew(`${VPC}nodes: auto\n`).replace('    region:', '    name: a-cluster-of-a-very-long-name\n    region:'),
  ),
  'new-clusters-across-accounts': beside(
    { 'providers.tf': `${aws('one', 'us-east-1')}\n${aws('two', 'us-east-1')}` },
    `version: 1\nprimary: one\nclusters:\n${[
      ['one', '111122223333'],
      ['two', '444455556666'],
    ]
      .map(
        ([key, account]) =>
          `  ${key}:\n    region: us-east-1\n    accountId: "${account}"\n    providers: { aws: aws.${key} }\n    from: { new: { kubernetesVersion: "1.33", vpcId: vpc-0123456789abcdef0, subnetIds: [subnet-0123456789abcdef0, subnet-0123456789abcdef1], nodes: auto } }\n`,
      )
      .join('')}`,
  ),
  'invalid-ami-type': spec(withNew(`${VPC}nodes:\n  default: { instanceTypes: [m6i.large], min: 2, max: 4, amiType: ami-0123456789 }\n`)),
  'invalid-cidr': spec(withNew('vpc: { cidr: 10.0.1.0/16, zones: [us-east-1a, us-east-1b] }\nnodes: auto\n')),
  'invalid-eks-add-on': spec(withNew(`${VPC}${GROUP}addOns: [CoreDNS]\n`)),
  'invalid-instance-type': spec(withNew(`${VPC}nodes:\n  default: { instanceTypes: [large], min: 2, max: 4 }\n`)),
  'invalid-kubernetes-version': spec(withNew(`${VPC}nodes: auto\n`).replace('1.33', 'v1.33')),
  'invalid-node-group-name': spec(withNew(`${VPC}nodes:\n  Default: { instanceTypes: [m6i.large], min: 2, max: 4 }\n`)),
  'number-of-zones': spec(withNew('vpc: { cidr: 10.0.0.0/16, zones: [us-east-1a] }\nnodes: auto\n')),
  'too-few-subnets': spec(withNew('vpcId: vpc-0123456789abcdef0\nsubnetIds: [subnet-0123456789abcdef0]\nnodes: auto\n')),
  'invalid-subnet-id': spec(withNew('vpcId: vpc-0123456789abcdef0\nsubnetIds: [private-a, subnet-0123456789abcdef1]\nnodes: auto\n')),
  'invalid-vpc-id': spec(withNew('vpcId: main\nsubnetIds: [subnet-0123456789abcdef0, subnet-0123456789abcdef1]\nnodes: auto\n')),
  'invalid-zone': spec(withNew('vpc: { cidr: 10.0.0.0/16, zones: [a, us-east-1b] }\nnodes: auto\n')),
};
