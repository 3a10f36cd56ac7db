import { allow } from '../../iam/statement.ts';
import type { Statement } from '../../iam/statement.ts';
import { fact, text } from '../../iam/text.ts';
import type { Text } from '../../iam/text.ts';
import { defineAddOn } from '../add-on.ts';

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html */
const CLUSTER_NAME = /^[0-9A-Za-z][\w-]{0,99}$/;

export const clusterAutoscaler = defineAddOn('cluster-autoscaler', () => ({
  title: 'Cluster Autoscaler',
  group: 'Scaling',
  summary: 'Resizes the Auto Scaling groups behind node groups.',
  link: 'https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md#iam-policy',
  compared: '2026-11-26',
  subjects: {
    helm: { namespace: 'kube-system', serviceAccount: 'cluster-autoscaler' },
    blueprints: { namespace: 'kube-system', serviceAccount: 'cluster-autoscaler-sa' },
  },
  options: {
    clusterNames: {
      kind: 'names',
      ask: 'The Auto Scaling groups of which clusters may it resize?',
      help: 'EKS cluster names. Default: the clusters that the role serves.',
      required: false,
      check: (name) =>
        CLUSTER_NAME.test(name)
          ? undefined
          : `"${name}" cannot name an EKS cluster: expected up to 100 letters, digits, hyphens and underscores.`,
      example: 'production',
    },
  },
  // Without a name the module's policy is read-only, and nothing says so.
  check: ({ clusterNames }) => (clusterNames?.length === 0 ? 'clusterNames, where given, needs at least one name.' : undefined),
  permissions: ({ clusterNames }, cluster) => ({
    inputs: { attach_cluster_autoscaler_policy: true, cluster_autoscaler_cluster_names: clusterNames ?? cluster.clusterNames },
  }),
  withoutModule: ({ clusterNames }, cluster) => ({ statements: resizeGroups(clusterNames ?? cluster.clusterNames) }),
  podIdentity: {
    since: 'v1.29.0',
    permissions: ({ clusterNames }, cluster) => ({
      inputs: { attach_cluster_autoscaler_policy: true, cluster_autoscaler_cluster_names: clusterNames ?? cluster.clusterNames },
      policyName: 'cluster_autoscaler_policy_name',
    }),
    notes: ['Of older lines 1.28.3, 1.27.6 and 1.26.7 ask the agent, too.'],
  },
  helm: {
    chart: 'cluster-autoscaler',
    repository: 'https://kubernetes.github.io/autoscaler',
    serviceAccount: ['rbac', 'serviceAccount'],
    values: ({ clusterName, region }) => ({ autoDiscovery: { map: { clusterName } }, awsRegion: region }),
  },
  inAutoMode: 'launches and removes nodes',
  notes: [
    'It may resize only Auto Scaling groups tagged kubernetes.io/cluster/<cluster> = owned: EKS tags managed node groups so, self-managed ones need the tag.',
    'The chart’s own ServiceAccount name is <release>-aws-cluster-autoscaler: without rbac.serviceAccount.name the pods silently use the node role.',
  ],
}));

/** They have names that nobody knows beforehand: the tag says whose they are. */
const groups = text`arn:${fact('partition')}:autoscaling:${fact('region')}:${fact('accountId')}:autoScalingGroup:*:autoScalingGroupName/*`;

const resizeGroups = (clusterNames: readonly Text[]): readonly Statement[] => [
  allow(
    'ReadGroups',
    [
      'autoscaling:DescribeAutoScalingGroups',
      'autoscaling:DescribeAutoScalingInstances',
      'autoscaling:DescribeLaunchConfigurations',
      'autoscaling:DescribeScalingActivities',
      'autoscaling:DescribeTags',
      'ec2:DescribeImages',
      'ec2:DescribeInstanceTypes',
      'ec2:DescribeLaunchTemplateVersions',
      'ec2:GetInstanceTypesFromInstanceRequirements',
    ],
    ['*'],
    { reason: 'Describe calls of Auto Scaling and EC2 know no resources.' },
  ),
  allow(
    'ReadNodeGroups',
    ['eks:DescribeNodegroup'],
    clusterNames.map((name) => text`arn:${fact('partition')}:eks:${fact('region')}:${fact('accountId')}:nodegroup/${name}/*/*`),
  ),
  ...clusterNames.map((name, i) =>
    allow(
      `ResizeGroups${clusterNames.length === 1 ? '' : i + 1}`,
      ['autoscaling:SetDesiredCapacity', 'autoscaling:TerminateInstanceInAutoScalingGroup'],
      [groups],
      { conditions: [{ operator: 'StringEquals', key: text`aws:ResourceTag/kubernetes.io/cluster/${name}`, values: ['owned'] }] },
    ),
  ),
];
