/** What the controller of VPC Lattice may do. */
import { expect, test } from '@jest/globals';
import { findAddOn } from '../../../src/catalog/index.ts';
import { policyJson } from '../show.ts';
import { chartOf, inputsOf, ownStatementsOf, roleLines, statementsOf, subjectsOf, valuesOf } from '../facts.ts';

const ID = 'aws-gateway-api-controller';
const newer = 'GatewayTagAndFindCertificates: acm:ListCertificates, tag:TagResources, tag:UntagResources on *';

/** Of the controller 2.1.3, in the order of the alphabet. */
const CALLS = `
  CreateAccessLogSubscription CreateListener CreateRule CreateService CreateServiceNetwork CreateServiceNetworkServiceAssociation CreateServiceNetworkVpcAssociation CreateTargetGroup
  DeleteAccessLogSubscription DeleteAuthPolicy DeleteListener DeleteRule DeleteService DeleteServiceNetwork DeleteServiceNetworkServiceAssociation DeleteServiceNetworkVpcAssociation DeleteTargetGroup
  DeregisterTargets
  GetAccessLogSubscription GetAuthPolicy GetListener GetRule GetService GetServiceNetwork GetServiceNetworkServiceAssociation GetServiceNetworkVpcAssociation GetTargetGroup
  ListTargets
  PutAuthPolicy
  RegisterTargets
  TagResource
  UntagResource
  UpdateAccessLogSubscription UpdateListener UpdateRule UpdateService UpdateServiceNetwork UpdateServiceNetworkVpcAssociation UpdateTargetGroup
`
  .trim()
  .split(/\s+/);

/** Those of its calls that know no resources. */
const LISTS =
  'ListAccessLogSubscriptions ListListeners ListRules ListServiceNetworkServiceAssociations ListServiceNetworkVpcAssociations ListServiceNetworks ListServices ListTagsForResource ListTargetGroups'.split(
    ' ',
  );

const ofLattice = (calls: readonly string[]): string => calls.map((call) => `vpc-lattice:${call}`).join(', ');

const at = (account: string, types: readonly string[]): readonly string[] =>
  types.map((type) => `arn:<partition>:vpc-lattice:<region>:${account}:${type}/*`);

test.each(roleLines)('has the flag of %s, and the newer actions that it lacks', (line) => {
  expect(inputsOf(ID, {}, line)).toEqual({ attach_aws_gateway_controller_policy: true });
  expect(statementsOf(ID, {}, line)).toEqual([newer]);
});

test('has the same without a module, call by call', () => {
  const [read, lists, lattice, deliver, streams, buckets, roles, more] = ownStatementsOf(ID, {});
  expect(read).toBe(
    'GatewayRead: ec2:DescribeSecurityGroups, ec2:DescribeSubnets, ec2:DescribeTags, ec2:DescribeVpcs, tag:GetResources on *',
  );
  expect(lists).toBe(`GatewayListLattice: ${ofLattice(LISTS)} on *`);
  const own = at('<accountId>', ['accesslogsubscription', 'service', 'targetgroup']);
  const shared = at('*', ['servicenetwork', 'servicenetworkserviceassociation', 'servicenetworkvpcassociation']);
  expect(lattice).toBe(`GatewayLattice: ${ofLattice(CALLS)} on ${[...own, ...shared].join(', ')}`);
  expect(deliver).toBe(
    'GatewayDeliverLogs: logs:CreateLogDelivery, logs:DeleteLogDelivery, logs:DescribeLogGroups, logs:DescribeResourcePolicies, logs:GetLogDelivery, logs:ListLogDeliveries, logs:PutResourcePolicy, logs:UpdateLogDelivery on *',
  );
  expect(streams).toBe('GatewayTagStreams: firehose:TagDeliveryStream on arn:<partition>:firehose:<region>:<accountId>:deliverystream/*');
  expect(buckets).toBe(
    'GatewayOpenBuckets: s3:GetBucketPolicy, s3:PutBucketPolicy on arn:<partition>:s3:::* if StringEquals aws:ResourceAccount <accountId>',
  );
  expect(roles).toBe(
    'GatewayServiceRoles: iam:CreateServiceLinkedRole on arn:<partition>:iam::<accountId>:role/aws-service-role/vpc-lattice.amazonaws.com/*, arn:<partition>:iam::<accountId>:role/aws-service-role/delivery.logs.amazonaws.com/* if StringEquals iam:AWSServiceName vpc-lattice.amazonaws.com or delivery.logs.amazonaws.com',
  );
  expect(more).toBe(newer);
  const statements = findAddOn(ID)?.withoutModule({}, { clusterNames: [] })?.statements ?? [];
  expect(policyJson(statements, () => '111122223333').length).toBeLessThanOrEqual(6144);
});

test('runs in its own namespace, and is told what it would ask IMDS for', () => {
  const subject = 'aws-application-networking-system:gateway-api-controller';
  expect(subjectsOf(ID)).toEqual({ helm: subject, blueprints: subject });
  expect(chartOf(ID)).toBe('oci://public.ecr.aws/aws-application-networking-k8s aws-gateway-controller-chart serviceAccount');
  expect(valuesOf(ID)).toEqual({ clusterName: '<module.eks.cluster_name>', awsRegion: 'eu-west-1' });
  expect(valuesOf(ID, 'vpc-0123456789abcdef0')).toMatchObject({ clusterVpcId: 'vpc-0123456789abcdef0' });
});
