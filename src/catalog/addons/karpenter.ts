import { resourceArn } from '../../iam/arn.ts';
import { parameter, queue as queueKind, role } from '../../iam/resources.ts';
import { fact, text } from '../../iam/text.ts';
import { defineAddOn } from '../add-on.ts';
import { arnsOf, named, namedByArn } from '../named.ts';
import type { ResourceName } from '../option.ts';
import { karpenterController, karpenterNewerReads } from './karpenter-controller.ts';
import type { KarpenterScope } from './karpenter-controller.ts';

export const karpenter = defineAddOn('karpenter', () => ({
  title: 'Karpenter',
  group: 'Scaling',
  summary: 'Launches the EC2 instances that pending pods need, and removes them.',
  link: 'https://karpenter.sh/docs/reference/cloudformation/',
  compared: '2026-11-26',
  subjects: {
    helm: { namespace: 'kube-system', serviceAccount: 'karpenter' },
    blueprints: { namespace: 'karpenter', serviceAccount: 'karpenter' },
  },
  options: {
    nodeRole: {
      kind: 'resource',
      ask: 'Which role do its nodes have already?',
      help: 'With queue: only a controller role is made. Default: node role, queue and rules are made with it.',
      required: false,
      ...named(role),
    },
    queue: {
      kind: 'resource',
      ask: 'Which SQS queue tells it of interruptions already?',
      help: 'With nodeRole: only a controller role is made. Default: node role, queue and rules are made with it.',
      required: false,
      ...named(queueKind),
    },
    ssmParameters: {
      kind: 'resources',
      ask: 'Which SSM parameters name its AMIs?',
      help: 'ARNs or Terraform references; only with nodeRole and queue. Default: the public ones of AWS.',
      required: false,
      ...namedByArn(parameter),
    },
    instanceProfiles: {
      kind: 'flag',
      ask: 'May it make instance profiles for its nodes?',
      help: 'Needed where an EC2NodeClass says role; false where all say instanceProfile. Only with nodeRole and queue.',
      required: false,
      default: true,
      example: 'false',
    },
  },
  check: ({ nodeRole, queue, ssmParameters, instanceProfiles }) => {
    if ((nodeRole === undefined) !== (queue === undefined)) {
      return `nodeRole and queue go together: ${nodeRole === undefined ? 'nodeRole' : 'queue'} is missing.`;
    }
    if (nodeRole === undefined && (ssmParameters !== undefined || !instanceProfiles)) {
      return 'ssmParameters and instanceProfiles need nodeRole and queue: the module that makes those has settings of its own.';
    }
    return ssmParameters?.length === 0 ? 'ssmParameters, where given, needs at least one ARN.' : undefined;
  },
  // A queue and the nodes that it tells of belong to one cluster.
  perCluster: true,
  ownModule: ({ nodeRole, queue }) => (nodeRole === undefined || queue === undefined ? 'eks-karpenter' : undefined),
  permissions: ({ nodeRole, queue, ssmParameters, instanceProfiles }, { clusterNames: [clusterName = ''] }, line) => {
    if (nodeRole === undefined || queue === undefined) return {};
    const scope = scopeOf(nodeRole, queue, ssmParameters, instanceProfiles);
    // 6.x has no flag for it.
    if (line === 'iam-6') return { statements: karpenterController(clusterName, scope) };
    return {
      inputs: {
        attach_karpenter_controller_policy: true,
        karpenter_controller_cluster_name: clusterName,
        // The default, karpenter.sh/discovery, is a tag that Karpenter >= 1.0 gives to nothing it launches, so it could never terminate it.
        karpenter_tag_key: 'eks:eks-cluster-name',
        karpenter_controller_node_iam_role_arns: [scope.nodeRole],
        karpenter_controller_ssm_parameter_arns: scope.amiParameters,
        karpenter_sqs_queue_arn: scope.queue,
        ...(instanceProfiles && { enable_karpenter_instance_profile_creation: true }),
      },
      statements: karpenterNewerReads(clusterName),
    };
  },
  // eks 21.x has these calls, in each release with a contract.
  besideOwnModule: ({ clusterNames: [clusterName = ''] }, line) => (line === 'eks-20' ? karpenterNewerReads(clusterName) : []),
  // Without them, a queue, rules and a node role have to be made too, and eksctl makes none.
  withoutModule: ({ nodeRole, queue, ssmParameters, instanceProfiles }, { clusterNames: [clusterName = ''] }) =>
    nodeRole === undefined || queue === undefined
      ? undefined
      : { statements: karpenterController(clusterName, scopeOf(nodeRole, queue, ssmParameters, instanceProfiles)) },
  // No line of eks-pod-identity has a flag for it; the module of eks that makes its role makes the association, too.
  podIdentity: {
    since: 'v0.32.2',
    notes: ['With Pod Identity it runs on a managed node group: there is no agent on Fargate.'],
  },
  helm: {
    chart: 'karpenter',
    repository: 'oci://public.ecr.aws/karpenter',
    serviceAccount: ['serviceAccount'],
    values: ({ clusterName, queueName }) => ({
      settings: { map: { clusterName, ...(queueName === undefined ? {} : { interruptionQueue: queueName }) } },
    }),
  },
  inAutoMode: 'launches and removes nodes',
  notes: [
    'The permissions are those of Karpenter 1.0 and later; before 0.33 the chart lived in the namespace karpenter.',
    'With nodeRole and queue on iam 5.x the policy is that of the module, written for Karpenter 0.19: it may tag any EC2 resource and change any instance profile. modules: { iam: 6 } gives the narrow one.',
    'With a queue of your own, set settings.interruptionQueue to its name, or spot interruptions go unnoticed.',
    'Karpenter must not run on nodes that it manages: use a managed node group or Fargate for it.',
  ],
}));

/** AWS's own parameters, with the ids of its AMIs. */
const publicParameters = text`arn:${fact('partition')}:ssm:${fact('region')}::parameter/aws/service/*`;

const scopeOf = (
  nodeRole: ResourceName,
  queue: ResourceName,
  ssmParameters: readonly ResourceName[] | undefined,
  instanceProfiles: boolean,
): KarpenterScope => ({
  nodeRole: resourceArn(nodeRole, role),
  queue: resourceArn(queue, queueKind),
  amiParameters: ssmParameters ? arnsOf(ssmParameters, parameter) : [publicParameters],
  instanceProfiles,
});
