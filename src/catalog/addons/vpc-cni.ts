import { allow } from '../../iam/statement.ts';
import type { Statement } from '../../iam/statement.ts';
import { fact, text } from '../../iam/text.ts';
import { defineAddOn } from '../add-on.ts';

/** Since the plugin 1.22.1 finds subnets and security groups itself. */
const NEWER_READS = ['ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets'];

export const vpcCni = defineAddOn('vpc-cni', () => ({
  title: 'Amazon VPC CNI plugin',
  group: 'Networking',
  summary: 'Gives pods addresses of the VPC.',
  link: 'https://github.com/aws/amazon-vpc-cni-k8s/blob/master/docs/iam-policy.md',
  compared: '2026-11-26',
  subjects: {
    helm: { namespace: 'kube-system', serviceAccount: 'aws-node' },
    'eks-addon': { namespace: 'kube-system', serviceAccount: 'aws-node' },
  },
  options: {
    ipFamily: {
      kind: 'choice',
      ask: 'Which addresses do the pods of the cluster have?',
      help: 'The IP family the cluster was made with. Default: ipv4, as of EKS.',
      required: false,
      default: 'ipv4',
      choices: ['ipv4', 'ipv6'],
      example: 'ipv6',
    },
    policyLogs: {
      kind: 'flag',
      ask: 'May it write the logs of network policies to CloudWatch?',
      help: 'For enable-policy-event-logs with CloudWatch Logs. Default: no.',
      required: false,
      default: false,
      example: 'true',
    },
  },
  permissions: ({ ipFamily, policyLogs }) => ({
    inputs: {
      attach_vpc_cni_policy: true,
      // Without either, the modules' policy may do nothing but tag, and nothing says so.
      [ipFamily === 'ipv6' ? 'vpc_cni_enable_ipv6' : 'vpc_cni_enable_ipv4']: true,
      ...(policyLogs && { vpc_cni_enable_cloudwatch_logs: true }),
    },
    statements: [newerReads()],
  }),
  withoutModule: ({ ipFamily, policyLogs }) => ({
    statements: [...(ipFamily === 'ipv6' ? assignIpv6() : assignIpv4()), ...(policyLogs ? writeLogs() : [])],
  }),
  podIdentity: {
    since: 'v1.15.5',
    permissions: ({ ipFamily, policyLogs }, _cluster, line) => ({
      inputs: {
        attach_aws_vpc_cni_policy: true,
        [ipFamily === 'ipv6' ? 'aws_vpc_cni_enable_ipv6' : 'aws_vpc_cni_enable_ipv4']: true,
        ...(policyLogs && { aws_vpc_cni_enable_cloudwatch_logs: true }),
      },
      policyName: 'aws_vpc_cni_policy_name',
      // https://github.com/terraform-aws-modules/terraform-aws-eks-pod-identity/pull/61
      statements: line === 'pod-identity-2' && ipFamily === 'ipv4' ? [] : [newerReads()],
    }),
    eksAddOnSince: 'v1.15.5',
    notes: [
      'Associate it only once the Pod Identity agent runs on every node: without one aws-node crashes at its start, and new nodes never become Ready (https://github.com/aws/amazon-vpc-cni-k8s/issues/3840). So it comes last, and IRSA is the safer choice.',
    ],
  },
  helm: {
    chart: 'aws-vpc-cni',
    repository: 'https://aws.github.io/eks-charts',
    serviceAccount: ['serviceAccount'],
  },
  eksAddOn: 'vpc-cni',
  onNodeRole: true,
  beforeNodes: true,
  inAutoMode: 'gives pods their addresses',
  notes: [
    'Nodes become Ready only once it runs: take AmazonEKS_CNI_Policy (or your IPv6 policy) off the node role after its pods have restarted with this role, never before.',
    'EKS installs it into every new cluster: the chart has to adopt what is there, so installer: eks-addon is the simpler way.',
    'aws-node runs with hostNetwork, where a hop limit of 1 does not keep it from the node role: with a wrong annotation it works on unnoticed.',
    'Security groups for pods and custom networking need nothing more here; the cluster role needs AmazonEKSVPCResourceController for the former.',
  ],
}));

/**
 * Without them aws-node never becomes ready; neither iam 5.60 nor 6.5 has them (IPv4 lacks the first, and before
 * 5.39 the second, too; IPv6 both). eks-pod-identity has them for IPv4 since 2.8.1.
 * https://github.com/terraform-aws-modules/terraform-aws-iam/issues/647
 */
const newerReads = (): Statement =>
  allow('CniNewerReads', NEWER_READS, ['*'], {
    reason:
      'Describe calls of EC2 know no resources; the plugin asks at its start since 1.22.1 (https://github.com/aws/amazon-vpc-cni-k8s/issues/3705).',
  });

const tagInterfaces = (): Statement =>
  allow('CniTag', ['ec2:CreateTags'], [text`arn:${fact('partition')}:ec2:${fact('region')}:${fact('accountId')}:network-interface/*`]);

const READS = ['ec2:DescribeInstanceTypes', 'ec2:DescribeInstances', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeTags'];

const read = (): Statement => allow('CniRead', [...READS, ...NEWER_READS], ['*'], { reason: 'Describe calls of EC2 know no resources.' });

const assignIpv4 = (): readonly Statement[] => [
  read(),
  allow(
    'CniAssign',
    [
      'ec2:AssignPrivateIpAddresses',
      'ec2:AttachNetworkInterface',
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:DetachNetworkInterface',
      'ec2:ModifyNetworkInterfaceAttribute',
      'ec2:UnassignPrivateIpAddresses',
    ],
    // Subnets may be another account's, which shares them.
    ['instance/*', 'network-interface/*', 'security-group/*', 'subnet/*'].map(
      (resource) => text`arn:${fact('partition')}:ec2:${fact('region')}:*:${resource}`,
    ),
  ),
  tagInterfaces(),
];

const assignIpv6 = (): readonly Statement[] => [
  read(),
  allow(
    'CniAssign',
    ['ec2:AssignIpv6Addresses'],
    [text`arn:${fact('partition')}:ec2:${fact('region')}:${fact('accountId')}:network-interface/*`],
  ),
  tagInterfaces(),
];

/** https://docs.aws.amazon.com/eks/latest/userguide/network-policies-troubleshooting.html */
const writeLogs = (): readonly Statement[] => [
  allow('CniFindLogs', ['logs:DescribeLogGroups'], ['*'], { reason: 'It looks whether its group is there, among all of the account.' }),
  allow(
    'CniWriteLogs',
    ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
    [text`arn:${fact('partition')}:logs:${fact('region')}:${fact('accountId')}:log-group:/aws/eks/*`],
  ),
];
