import { kmsKey, queue } from '../../iam/resources.ts';
import { allow } from '../../iam/statement.ts';
import type { Statement } from '../../iam/statement.ts';
import { fact, text } from '../../iam/text.ts';
import type { Text } from '../../iam/text.ts';
import { defineAddOn } from '../add-on.ts';
import { arnsOf, named } from '../named.ts';

export const awsNodeTerminationHandler = defineAddOn('aws-node-termination-handler', () => ({
  title: 'AWS Node Termination Handler',
  group: 'Scaling',
  summary: 'Drains nodes before EC2 takes them away, told by an SQS queue.',
  link: 'https://github.com/aws/aws-node-termination-handler#5-create-an-iam-role-for-the-pods',
  compared: '2026-11-26',
  subjects: {
    helm: { namespace: 'kube-system', serviceAccount: 'aws-node-termination-handler' },
    blueprints: { namespace: 'aws-node-termination-handler', serviceAccount: 'aws-node-termination-handler-sa' },
  },
  options: {
    queues: {
      kind: 'resources',
      ask: 'Which SQS queue tells it of interruptions?',
      help: 'Name, ARN or Terraform reference of what its queueURL means.',
      required: true,
      ...named(queue),
    },
    kmsKeys: {
      kind: 'resources',
      ask: 'Which customer managed KMS keys encrypt the queue?',
      help: 'Key ids, ARNs or Terraform references. Not needed for SSE-SQS.',
      required: false,
      ...named(kmsKey),
    },
    heartbeats: {
      kind: 'flag',
      ask: 'May it prolong the termination of nodes (heartbeatInterval)?',
      help: 'For pods that take longer than the lifecycle hook waits. Default: no.',
      required: false,
      default: false,
      example: 'true',
    },
  },
  // The default of 5.x is every queue; an empty list makes a statement without Resource, which IAM refuses on apply.
  check: ({ queues }) => (queues.length === 0 ? 'queues needs at least one queue.' : undefined),
  permissions: ({ queues, kmsKeys, heartbeats }) => ({
    inputs: { attach_node_termination_handler_policy: true, node_termination_handler_sqs_queue_arns: arnsOf(queues, queue) },
    // Neither line has keys or heartbeats.
    statements: [...useKeys(arnsOf(kmsKeys, kmsKey)), ...(heartbeats ? prolong() : [])],
  }),
  withoutModule: ({ queues, kmsKeys, heartbeats }) => ({
    statements: [...drain(arnsOf(queues, queue)), ...useKeys(arnsOf(kmsKeys, kmsKey)), ...(heartbeats ? prolong() : [])],
  }),
  podIdentity: {
    since: 'v1.22.0',
    permissions: ({ queues, kmsKeys, heartbeats }) => ({
      inputs: { attach_aws_node_termination_handler_policy: true, aws_node_termination_handler_sqs_queue_arns: arnsOf(queues, queue) },
      policyName: 'aws_node_termination_handler_policy_name',
      statements: [...useKeys(arnsOf(kmsKeys, kmsKey)), ...(heartbeats ? prolong() : [])],
    }),
  },
  helm: {
    chart: 'aws-node-termination-handler',
    repository: 'oci://public.ecr.aws/aws-ec2/helm',
    serviceAccount: ['serviceAccount'],
    // The other mode asks IMDS on every node, and needs no role.
    values: ({ region }) => ({ enableSqsTerminationDraining: true, awsRegion: region }),
  },
  inAutoMode: 'drains nodes that EC2 takes away',
  notes: [
    'Set queueURL in the chart values to the URL of the queue: queue mode does not start without it.',
    'It drains only instances tagged aws-node-termination-handler/managed, unless checkTagBeforeDraining is false.',
    'Managed node groups and Karpenter drain nodes themselves: it is for self-managed Auto Scaling groups.',
  ],
}));

const GROUPS = text`arn:${fact('partition')}:autoscaling:${fact('region')}:${fact('accountId')}:autoScalingGroup:*:autoScalingGroupName/*`;

const drain = (queues: readonly Text[]): readonly Statement[] => [
  allow('HandlerRead', ['autoscaling:DescribeAutoScalingInstances', 'autoscaling:DescribeTags', 'ec2:DescribeInstances'], ['*'], {
    reason: 'Describe calls of Auto Scaling and EC2 know no resources.',
  }),
  allow('HandlerComplete', ['autoscaling:CompleteLifecycleAction'], [GROUPS]),
  allow('HandlerReceive', ['sqs:DeleteMessage', 'sqs:ReceiveMessage'], queues),
];

/** https://github.com/aws/aws-node-termination-handler#issuing-lifecycle-heartbeats */
const prolong = (): readonly Statement[] => [
  allow('HandlerReadHooks', ['autoscaling:DescribeLifecycleHooks'], ['*'], { reason: 'Describe calls of Auto Scaling know no resources.' }),
  allow('HandlerProlong', ['autoscaling:RecordLifecycleActionHeartbeat'], [GROUPS]),
];

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html */
const useKeys = (keys: readonly Text[]): readonly Statement[] =>
  keys.length === 0
    ? []
    : [
        allow('HandlerDecrypt', ['kms:Decrypt'], keys, {
          conditions: [{ operator: 'StringLike', key: 'kms:ViaService', values: ['sqs.*'] }],
        }),
      ];
