/** What the Node Termination Handler may do. */
import { expect, test } from '@jest/globals';
import { chartOf, complaint, inputsOf, ownStatementsOf, roleLines, statementsOf, subjectsOf, valuesOf } from '../facts.ts';

const ID = 'aws-node-termination-handler';
const KEY = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const GROUPS = 'arn:<partition>:autoscaling:<region>:<accountId>:autoScalingGroup:*:autoScalingGroupName/*';
const queues = ['interruptions', { ref: 'aws_sqs_queue.nth.arn' }];
const more = [
  `HandlerDecrypt: kms:Decrypt on ${KEY} if StringLike kms:ViaService sqs.*`,
  'HandlerReadHooks: autoscaling:DescribeLifecycleHooks on *',
  `HandlerProlong: autoscaling:RecordLifecycleActionHeartbeat on ${GROUPS}`,
];

test.each(roleLines)('is always told its queue on %s, where the default is every queue or no Resource', (line) => {
  expect(inputsOf(ID, { queues, heartbeats: false }, line)).toEqual({
    attach_node_termination_handler_policy: true,
    node_termination_handler_sqs_queue_arns: ['arn:<partition>:sqs:<region>:<accountId>:interruptions', '<aws_sqs_queue.nth.arn>'],
  });
  expect(statementsOf(ID, { queues, heartbeats: false }, line)).toEqual([]);
});

test.each(roleLines)('decrypts and prolongs by statements of its own on %s, which has no inputs for them', (line) => {
  expect(statementsOf(ID, { queues, kmsKeys: [KEY], heartbeats: true }, line)).toEqual(more);
});

test('completes terminations in its own account and region, where no module says otherwise', () => {
  expect(ownStatementsOf(ID, { queues: ['interruptions'], kmsKeys: [KEY], heartbeats: true })).toEqual([
    'HandlerRead: autoscaling:DescribeAutoScalingInstances, autoscaling:DescribeTags, ec2:DescribeInstances on *',
    `HandlerComplete: autoscaling:CompleteLifecycleAction on ${GROUPS}`,
    'HandlerReceive: sqs:DeleteMessage, sqs:ReceiveMessage on arn:<partition>:sqs:<region>:<accountId>:interruptions',
    ...more,
  ]);
});

test('refuses no queue', () => {
  expect(complaint(ID, { queues: [], heartbeats: false })).toContain('at least one queue');
  expect(complaint(ID, { queues, heartbeats: false })).toBeUndefined();
});

test('runs in queue mode, and the blueprints call it otherwise', () => {
  expect(subjectsOf(ID)).toEqual({
    helm: 'kube-system:aws-node-termination-handler',
    blueprints: 'aws-node-termination-handler:aws-node-termination-handler-sa',
  });
  expect(chartOf(ID)).toBe('oci://public.ecr.aws/aws-ec2/helm aws-node-termination-handler serviceAccount');
  expect(valuesOf(ID)).toEqual({ enableSqsTerminationDraining: true, awsRegion: 'eu-west-1' });
});
