import { allow } from '../../iam/statement.ts';
import type { Statement } from '../../iam/statement.ts';
import { fact, text, type Text } from '../../iam/text.ts';
import { defineAddOn } from '../add-on.ts';
import { makeServiceLinkedRole } from './service-linked-role.ts';

export const awsGatewayApiController = defineAddOn('aws-gateway-api-controller', () => ({
  title: 'AWS Gateway API Controller',
  group: 'Networking',
  summary: 'Connects services across clusters and VPCs by VPC Lattice.',
  link: 'https://www.gateway-api-controller.eks.aws.dev/latest/guides/deploy/',
  compared: '2026-11-26',
  subjects: {
    helm: { namespace: 'aws-application-networking-system', serviceAccount: 'gateway-api-controller' },
    blueprints: { namespace: 'aws-application-networking-system', serviceAccount: 'gateway-api-controller' },
  },
  options: {},
  permissions: () => ({ inputs: { attach_aws_gateway_controller_policy: true }, statements: [newerActions()] }),
  withoutModule: () => ({ statements: [...runLattice(), newerActions()] }),
  podIdentity: {
    since: 'v1.0.4',
    permissions: () => ({
      inputs: { attach_aws_gateway_controller_policy: true },
      policyName: 'aws_gateway_controller_policy_name',
      statements: [newerActions()],
    }),
  },
  helm: {
    chart: 'aws-gateway-controller-chart',
    repository: 'oci://public.ecr.aws/aws-application-networking-k8s',
    serviceAccount: ['serviceAccount'],
    needsVpcId: 'clusterVpcId',
    values: ({ clusterName, region, vpcId }) => ({
      clusterName,
      awsRegion: region,
      ...(vpcId === undefined ? {} : { clusterVpcId: vpcId }),
    }),
  },
  notes: [
    'Where the IMDS hop limit is 1 its pods cannot ask IMDS for account and VPC: set awsAccountId and clusterVpcId in the chart values.',
    'The security groups of the nodes have to let the prefix list of VPC Lattice in, or its targets stay unhealthy.',
    'The policy of the modules may do everything in VPC Lattice (vpc-lattice:*) and read and write the policies of buckets for access logs, as the project’s own does: a permissionsBoundary narrows it.',
  ],
}));

const POLICY =
  'https://github.com/aws/aws-application-networking-k8s/blob/main/files/controller-installation/recommended-inline-policy.json';

/**
 * What the project's own policy has (tags since 2.0, certificates since 2026-03-26) and iam 5.60 and both lines
 * of eks-pod-identity lack; iam 6.x has the tags from 6.4 on, but a repository may hold an older one.
 */
const newerActions = (): Statement =>
  allow('GatewayTagAndFindCertificates', ['acm:ListCertificates', 'tag:TagResources', 'tag:UntagResources'], ['*'], {
    reason: `Neither ACM’s list nor the tagging API knows resources; tagging needs vpc-lattice:TagResource on each, too. The controller asks since 2.0 (${POLICY}).`,
  });

/**
 * The ARNs of listeners and rules begin with that of their service. Other accounts may share their service networks,
 * and whose account is in the ARN of an association with one is not written anywhere.
 * https://github.com/aws/aws-application-networking-k8s/blob/main/docs/guides/ram-sharing.md
 */
const ofLattice = (account: Text, type: string): Text => text`arn:${fact('partition')}:vpc-lattice:${fact('region')}:${account}:${type}/*`;

/** Its services, target groups and networks, and the logs of access to them. */
const runLattice = (): readonly Statement[] => [
  allow(
    'GatewayRead',
    ['ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeTags', 'ec2:DescribeVpcs', 'tag:GetResources'],
    ['*'],
    { reason: 'Describe calls of EC2 and the tagging API know no resources.' },
  ),
  allow('GatewayListLattice', LISTS, ['*'], { reason: 'Lists of VPC Lattice know no resources, nor do the tags of what is in them.' }),
  allow('GatewayLattice', CHANGES_AND_READS, [
    ...['accesslogsubscription', 'service', 'targetgroup'].map((type) => ofLattice(fact('accountId'), type)),
    ...['servicenetwork', 'servicenetworkserviceassociation', 'servicenetworkvpcassociation'].map((type) => ofLattice('*', type)),
  ]),
  allow(
    'GatewayDeliverLogs',
    [
      'logs:CreateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:DescribeLogGroups',
      'logs:DescribeResourcePolicies',
      'logs:GetLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:UpdateLogDelivery',
    ],
    ['*'],
    { reason: 'Deliveries of logs know no resources, nor do the policies and the list of log groups.' },
  ),
  // An AccessLogPolicy names where the logs go, which nobody knows beforehand.
  allow(
    'GatewayTagStreams',
    ['firehose:TagDeliveryStream'],
    [text`arn:${fact('partition')}:firehose:${fact('region')}:${fact('accountId')}:deliverystream/*`],
  ),
  allow('GatewayOpenBuckets', ['s3:GetBucketPolicy', 's3:PutBucketPolicy'], [text`arn:${fact('partition')}:s3:::*`], {
    conditions: [{ operator: 'StringEquals', key: 'aws:ResourceAccount', values: [fact('accountId')] }],
  }),
  makeServiceLinkedRole('GatewayServiceRoles', 'vpc-lattice.amazonaws.com', 'delivery.logs.amazonaws.com'),
];

/** Each call that version 2.1.3 makes, instead of the project’s vpc-lattice:*; BatchUpdateRule asks for UpdateRule. */
const CHANGES_AND_READS = [
  'vpc-lattice:CreateAccessLogSubscription',
  'vpc-lattice:CreateListener',
  'vpc-lattice:CreateRule',
  'vpc-lattice:CreateService',
  'vpc-lattice:CreateServiceNetwork',
  'vpc-lattice:CreateServiceNetworkServiceAssociation',
  'vpc-lattice:CreateServiceNetworkVpcAssociation',
  'vpc-lattice:CreateTargetGroup',
  'vpc-lattice:DeleteAccessLogSubscription',
  'vpc-lattice:DeleteAuthPolicy',
  'vpc-lattice:DeleteListener',
  'vpc-lattice:DeleteRule',
  'vpc-lattice:DeleteService',
  'vpc-lattice:DeleteServiceNetwork',
  'vpc-lattice:DeleteServiceNetworkServiceAssociation',
  'vpc-lattice:DeleteServiceNetworkVpcAssociation',
  'vpc-lattice:DeleteTargetGroup',
  'vpc-lattice:DeregisterTargets',
  'vpc-lattice:GetAccessLogSubscription',
  'vpc-lattice:GetAuthPolicy',
  'vpc-lattice:GetListener',
  'vpc-lattice:GetRule',
  'vpc-lattice:GetService',
  'vpc-lattice:GetServiceNetwork',
  'vpc-lattice:GetServiceNetworkServiceAssociation',
  'vpc-lattice:GetServiceNetworkVpcAssociation',
  'vpc-lattice:GetTargetGroup',
  'vpc-lattice:ListTargets',
  'vpc-lattice:PutAuthPolicy',
  'vpc-lattice:RegisterTargets',
  'vpc-lattice:TagResource',
  'vpc-lattice:UntagResource',
  'vpc-lattice:UpdateAccessLogSubscription',
  'vpc-lattice:UpdateListener',
  'vpc-lattice:UpdateRule',
  'vpc-lattice:UpdateService',
  'vpc-lattice:UpdateServiceNetwork',
  'vpc-lattice:UpdateServiceNetworkVpcAssociation',
  'vpc-lattice:UpdateTargetGroup',
];

const LISTS = [
  'vpc-lattice:ListAccessLogSubscriptions',
  'vpc-lattice:ListListeners',
  'vpc-lattice:ListRules',
  'vpc-lattice:ListServiceNetworkServiceAssociations',
  'vpc-lattice:ListServiceNetworkVpcAssociations',
  'vpc-lattice:ListServiceNetworks',
  'vpc-lattice:ListServices',
  'vpc-lattice:ListTagsForResource',
  'vpc-lattice:ListTargetGroups',
];
