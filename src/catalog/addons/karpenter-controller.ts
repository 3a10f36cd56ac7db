/**
 * What the controller of Karpenter >= 1.0 may do where no module has an input for it. It launches
 * anything that it tags as its cluster's, and changes or deletes only what bears that tag. It has to
 * fit into one managed policy (6,144 characters) for any name of a cluster.
 * https://karpenter.sh/docs/reference/cloudformation/#karpentercontrollerpolicy
 */
import { allow } from '../../iam/statement.ts';
import type { Condition, Statement } from '../../iam/statement.ts';
import { fact, text } from '../../iam/text.ts';
import type { Text } from '../../iam/text.ts';

export interface KarpenterScope {
  readonly nodeRole: Text;
  readonly queue: Text;
  readonly amiParameters: readonly Text[];
  readonly instanceProfiles: boolean;
}

export const karpenterController = (clusterName: Text, scope: KarpenterScope): readonly Statement[] => [
  ...ofCluster(clusterName, scope),
  ...reads(),
  ...companions(scope),
];

/** What the policies of iam 5.x, written for Karpenter 0.19, and of eks 20.x, for 1.0, lack for 1.14. */
export const karpenterNewerReads = (clusterName: Text): readonly Statement[] => [
  allow(
    'Karpenter1Reads',
    ['ec2:DescribeCapacityReservations', 'ec2:DescribeInstanceStatus', 'ec2:DescribePlacementGroups', 'iam:ListInstanceProfiles'],
    ['*'],
    { reason: `Karpenter 1.x also makes these calls, which know no resources; the policy of the module is older (${POLICY}).` },
  ),
  allow('Karpenter1ZonalShift', ['arc-zonal-shift:GetManagedResource'], [clusterArn(clusterName)], {
    reason: `Karpenter 1.x asks which zones the cluster has shifted away from; the policy of the module is older (${POLICY}).`,
  }),
];

const POLICY = 'https://karpenter.sh/docs/reference/cloudformation/#karpentercontrollerpolicy';

const clusterArn = (name: Text): Text => text`arn:${fact('partition')}:eks:${fact('region')}:${fact('accountId')}:cluster/${name}`;

const ec2 = (kind: string): Text => text`arn:${fact('partition')}:ec2:${fact('region')}:*:${kind}/*`;
const amazonEc2 = (kind: string): Text => text`arn:${fact('partition')}:ec2:${fact('region')}::${kind}/*`;
const equals = (key: Text, ...values: readonly Text[]): Condition => ({ operator: 'StringEquals', key, values });
const present = (key: string): Condition => ({ operator: 'StringLike', key, values: ['*'] });

const LAUNCH = ['ec2:CreateFleet', 'ec2:RunInstances'];
// Only what a launch makes can be tagged by it, so the conditions on its tags say which resources are meant.
const LAUNCHED = [ec2('*')];

/** Statements whose condition keys hold the cluster's name. */
function ofCluster(name: Text, { instanceProfiles }: KarpenterScope): readonly Statement[] {
  const owned = equals(text`aws:ResourceTag/kubernetes.io/cluster/${name}`, 'owned');
  const taggedOwned = equals(text`aws:RequestTag/kubernetes.io/cluster/${name}`, 'owned');
  const taggedName = equals('aws:RequestTag/eks:eks-cluster-name', name);
  const ofNodePool = present('aws:ResourceTag/karpenter.sh/nodepool');
  const taggedNodePool = present('aws:RequestTag/karpenter.sh/nodepool');
  return [
    allow('Launch', [...LAUNCH, 'ec2:CreateLaunchTemplate'], LAUNCHED, {
      conditions: [taggedOwned, taggedName, taggedNodePool],
    }),
    allow('TagLaunched', ['ec2:CreateTags'], LAUNCHED, {
      conditions: [
        taggedOwned,
        taggedName,
        equals('ec2:CreateAction', 'RunInstances', 'CreateFleet', 'CreateLaunchTemplate'),
        taggedNodePool,
      ],
    }),
    allow('TagNodes', ['ec2:CreateTags'], [ec2('instance')], {
      conditions: [
        owned,
        ofNodePool,
        { operator: 'StringEqualsIfExists', key: 'aws:RequestTag/eks:eks-cluster-name', values: [name] },
        { operator: 'ForAllValues:StringEquals', key: 'aws:TagKeys', values: ['eks:eks-cluster-name', 'karpenter.sh/nodeclaim', 'Name'] },
      ],
    }),
    // Launching from an owned launch template, and ending what was launched: one statement, as the quota is near.
    allow('UseOwned', [...LAUNCH, 'ec2:DeleteLaunchTemplate', 'ec2:TerminateInstances'], [ec2('instance'), ec2('launch-template')], {
      conditions: [owned, ofNodePool],
    }),
    allow('DiscoverCluster', ['eks:DescribeCluster', 'arc-zonal-shift:GetManagedResource'], [clusterArn(name)]),
    ...(instanceProfiles ? instanceProfilesOf(owned, taggedOwned, taggedName) : []),
  ];
}

function instanceProfilesOf(owned: Condition, taggedOwned: Condition, taggedName: Condition): readonly Statement[] {
  const inRegion = equals('aws:ResourceTag/topology.kubernetes.io/region', fact('region'));
  const taggedRegion = equals('aws:RequestTag/topology.kubernetes.io/region', fact('region'));
  const ofNodeClass = present('aws:ResourceTag/karpenter.k8s.aws/ec2nodeclass');
  const taggedNodeClass = present('aws:RequestTag/karpenter.k8s.aws/ec2nodeclass');
  return [
    allow('CreateProfiles', ['iam:CreateInstanceProfile'], [anyInstanceProfile], {
      conditions: [taggedOwned, taggedName, taggedRegion, taggedNodeClass],
    }),
    allow('TagProfiles', ['iam:TagInstanceProfile'], [anyInstanceProfile], {
      conditions: [owned, inRegion, ofNodeClass, taggedOwned, taggedName, taggedRegion, taggedNodeClass],
    }),
    allow(
      'ChangeProfiles',
      ['iam:AddRoleToInstanceProfile', 'iam:DeleteInstanceProfile', 'iam:RemoveRoleFromInstanceProfile'],
      [anyInstanceProfile],
      { conditions: [owned, inRegion, ofNodeClass] },
    ),
  ];
}

const anyInstanceProfile = text`arn:${fact('partition')}:iam::${fact('accountId')}:instance-profile/*`;

const reads = (): readonly Statement[] => [
  allow(
    'ReadEc2',
    [
      'ec2:DescribeAvailabilityZones',
      'ec2:DescribeCapacityReservations',
      'ec2:DescribeImages',
      'ec2:DescribeInstanceStatus',
      'ec2:DescribeInstanceTypeOfferings',
      'ec2:DescribeInstanceTypes',
      'ec2:DescribeInstances',
      'ec2:DescribeLaunchTemplates',
      'ec2:DescribePlacementGroups',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeSpotPriceHistory',
      'ec2:DescribeSubnets',
    ],
    ['*'],
    {
      conditions: [equals('aws:RequestedRegion', fact('region'))],
      reason: 'Describe calls of EC2 know no resources; they are held to the region.',
    },
  ),
  allow('ReadProfilesAndPrices', ['iam:GetInstanceProfile', 'iam:ListInstanceProfiles', 'pricing:GetProducts'], ['*'], {
    reason:
      'Prices and the list know no resources; Karpenter looks at every instance profile of the account to find its own, and a statement apart would make the policy too long for IAM.',
  }),
];

const companions = ({ nodeRole, queue, amiParameters }: KarpenterScope): readonly Statement[] => [
  allow('LaunchFrom', LAUNCH, [
    ...['image', 'snapshot'].map(amazonEc2),
    ...['capacity-reservation', 'placement-group', 'security-group', 'subnet'].map(ec2),
  ]),
  allow('ReadAmiParameters', ['ssm:GetParameter'], amiParameters),
  allow('ReadInterruptions', ['sqs:DeleteMessage', 'sqs:GetQueueUrl', 'sqs:ReceiveMessage'], [queue]),
  allow('PassNodeRole', ['iam:PassRole'], [nodeRole], {
    // EC2 has another name in China.
    conditions: [equals('iam:PassedToService', 'ec2.amazonaws.com', 'ec2.amazonaws.com.cn')],
  }),
];
