/**
 * What the controller of Karpenter >= 1.0 may do where no module has an input for it. It launches
 * anything that it tags as its cluster's, and changes or deletes only what bears that tag.
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

export const karpenterController = (clusterNames: readonly Text[], scope: KarpenterScope): readonly Statement[] => [
  ...clusterNames.flatMap((name, i) => ofCluster(name, clusterNames.length === 1 ? '' : `${i + 1}`, scope)),
  ...reads(),
  ...companions(scope),
];

/** What the policy of the iam 5.x module, written for Karpenter 0.19, lacks for 1.x. */
export const karpenterNewerReads = (): readonly Statement[] => [
  allow(
    'KarpenterNewerReads',
    ['ec2:DescribeCapacityReservations', 'ec2:DescribeInstanceStatus', 'ec2:DescribePlacementGroups', 'iam:ListInstanceProfiles'],
    ['*'],
    { reason: 'Karpenter 1.x also makes these calls, which know no resources; the policy of the module is older.' },
  ),
];

const ec2 = (resource: string): Text => text`arn:${fact('partition')}:ec2:${fact('region')}:*:${resource}/*`;
const amazonEc2 = (resource: string): Text => text`arn:${fact('partition')}:ec2:${fact('region')}::${resource}/*`;
const equals = (key: Text, ...values: readonly Text[]): Condition => ({ operator: 'StringEquals', key, values });
const present = (key: string): Condition => ({ operator: 'StringLike', key, values: ['*'] });

const LAUNCH = ['ec2:CreateFleet', 'ec2:RunInstances'];
const LAUNCHED = ['fleet', 'instance', 'launch-template', 'network-interface', 'spot-instances-request', 'volume'];

/** Statements whose condition keys hold the cluster's name, so that there is a set for each cluster. */
function ofCluster(name: Text, suffix: string, { instanceProfiles }: KarpenterScope): readonly Statement[] {
  const owned = equals(text`aws:ResourceTag/kubernetes.io/cluster/${name}`, 'owned');
  const taggedOwned = equals(text`aws:RequestTag/kubernetes.io/cluster/${name}`, 'owned');
  const taggedName = equals('aws:RequestTag/eks:eks-cluster-name', name);
  const ofNodePool = present('aws:ResourceTag/karpenter.sh/nodepool');
  const taggedNodePool = present('aws:RequestTag/karpenter.sh/nodepool');
  const cluster = text`arn:${fact('partition')}:eks:${fact('region')}:${fact('accountId')}:cluster/${name}`;
  return [
    allow(`KarpenterLaunchTemplates${suffix}`, LAUNCH, [ec2('launch-template')], { conditions: [owned, ofNodePool] }),
    allow(`KarpenterLaunch${suffix}`, [...LAUNCH, 'ec2:CreateLaunchTemplate'], [...LAUNCHED, 'capacity-reservation'].map(ec2), {
      conditions: [taggedOwned, taggedName, taggedNodePool],
    }),
    allow(`KarpenterTagLaunched${suffix}`, ['ec2:CreateTags'], LAUNCHED.map(ec2), {
      conditions: [
        taggedOwned,
        taggedName,
        equals('ec2:CreateAction', 'RunInstances', 'CreateFleet', 'CreateLaunchTemplate'),
        taggedNodePool,
      ],
    }),
    allow(`KarpenterTagNodes${suffix}`, ['ec2:CreateTags'], [ec2('instance')], {
      conditions: [
        owned,
        ofNodePool,
        { operator: 'StringEqualsIfExists', key: 'aws:RequestTag/eks:eks-cluster-name', values: [name] },
        { operator: 'ForAllValues:StringEquals', key: 'aws:TagKeys', values: ['eks:eks-cluster-name', 'karpenter.sh/nodeclaim', 'Name'] },
      ],
    }),
    allow(
      `KarpenterTerminate${suffix}`,
      ['ec2:DeleteLaunchTemplate', 'ec2:TerminateInstances'],
      [ec2('instance'), ec2('launch-template')],
      {
        conditions: [owned, ofNodePool],
      },
    ),
    allow(`KarpenterDiscoverCluster${suffix}`, ['eks:DescribeCluster', 'arc-zonal-shift:GetManagedResource'], [cluster]),
    ...(instanceProfiles ? instanceProfilesOf(suffix, owned, taggedOwned, taggedName) : []),
  ];
}

function instanceProfilesOf(suffix: string, owned: Condition, taggedOwned: Condition, taggedName: Condition): readonly Statement[] {
  const inRegion = equals('aws:ResourceTag/topology.kubernetes.io/region', fact('region'));
  const taggedRegion = equals('aws:RequestTag/topology.kubernetes.io/region', fact('region'));
  const ofNodeClass = present('aws:ResourceTag/karpenter.k8s.aws/ec2nodeclass');
  const taggedNodeClass = present('aws:RequestTag/karpenter.k8s.aws/ec2nodeclass');
  const tagged = [taggedOwned, taggedName, taggedRegion, taggedNodeClass];
  return [
    allow(`KarpenterCreateProfiles${suffix}`, ['iam:CreateInstanceProfile'], [anyInstanceProfile], { conditions: tagged }),
    allow(`KarpenterTagProfiles${suffix}`, ['iam:TagInstanceProfile'], [anyInstanceProfile], {
      conditions: [owned, inRegion, ofNodeClass, ...tagged],
    }),
    allow(
      `KarpenterChangeProfiles${suffix}`,
      ['iam:AddRoleToInstanceProfile', 'iam:DeleteInstanceProfile', 'iam:RemoveRoleFromInstanceProfile'],
      [anyInstanceProfile],
      { conditions: [owned, inRegion, ofNodeClass] },
    ),
  ];
}

const anyInstanceProfile = text`arn:${fact('partition')}:iam::${fact('accountId')}:instance-profile/*`;

const reads = (): readonly Statement[] => [
  allow(
    'KarpenterReadEc2',
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
  allow('KarpenterReadPrices', ['iam:ListInstanceProfiles', 'pricing:GetProducts'], ['*'], {
    reason: 'Neither call knows resources, and prices are served from other regions.',
  }),
];

const companions = ({ nodeRole, queue, amiParameters }: KarpenterScope): readonly Statement[] => [
  allow('KarpenterLaunchFrom', LAUNCH, [
    ...['image', 'snapshot'].map(amazonEc2),
    ...['capacity-reservation', 'placement-group', 'security-group', 'subnet'].map(ec2),
  ]),
  allow('KarpenterReadAmiParameters', ['ssm:GetParameter'], amiParameters),
  allow('KarpenterReadProfiles', ['iam:GetInstanceProfile'], [anyInstanceProfile]),
  allow('KarpenterReadInterruptions', ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:ReceiveMessage'], [queue]),
  allow('KarpenterPassNodeRole', ['iam:PassRole'], [nodeRole], {
    // EC2 has another name in China.
    conditions: [equals('iam:PassedToService', 'ec2.amazonaws.com', 'ec2.amazonaws.com.cn')],
  }),
];
