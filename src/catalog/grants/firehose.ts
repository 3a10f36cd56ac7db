import { resourceArn } from '../../iam/arn.ts';
import { deliveryStream as streamKind } from '../../iam/message-resources.ts';
import { allow } from '../../iam/statement.ts';
import { defineGrant } from '../grant.ts';
import { named } from '../named.ts';

/** Firehose encrypts with grants of its own on the key, and delivers with a role of its own: producers need neither. */
export const firehose = defineGrant('firehose', () => ({
  title: 'Amazon Data Firehose',
  summary: 'Puts records into one Firehose stream.',
  link: 'https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html',
  options: {
    stream: {
      kind: 'resource',
      ask: 'Which Firehose stream?',
      help: 'Name, ARN or Terraform reference.',
      required: true,
      ...named(streamKind),
    },
  },
  statements: ({ stream }) => [
    allow(
      'FirehosePut',
      ['firehose:DescribeDeliveryStream', 'firehose:PutRecord', 'firehose:PutRecordBatch'],
      [resourceArn(stream, streamKind)],
    ),
  ],
}));
