import { resourceArn } from '../../iam/arn.ts';
import { kmsKey as keyKind } from '../../iam/resources.ts';
import { stream as streamKind } from '../../iam/message-resources.ts';
import { allow } from '../../iam/statement.ts';
import { text } from '../../iam/text.ts';
import { defineGrant } from '../grant.ts';
import { named } from '../named.ts';
import { useKey } from './use-key.ts';

export const kinesis = defineGrant('kinesis', () => ({
  title: 'Amazon Kinesis Data Streams',
  summary: 'Puts records into one stream, or reads them.',
  link: 'https://docs.aws.amazon.com/streams/latest/dev/controlling-access.html',
  options: {
    stream: { kind: 'resource', ask: 'Which stream?', help: 'Name, ARN or Terraform reference.', required: true, ...named(streamKind) },
    access: {
      kind: 'choice',
      ask: 'What may it do with records?',
      help: 'consume reads every shard; the lease table and metrics of the Kinesis Client Library are grants of their own.',
      required: true,
      choices: ['produce', 'consume', 'produce-consume'],
      example: 'consume',
    },
    fanOut: {
      kind: 'flag',
      ask: 'May it read as a consumer of its own (enhanced fan-out)?',
      help: 'Registers consumers of the stream and subscribes them to its shards.',
      required: false,
      default: false,
      example: 'true',
    },
    kmsKey: {
      kind: 'resource',
      ask: 'Which customer managed KMS key encrypts the stream?',
      help: 'Key id, ARN or Terraform reference. Not needed for the AWS managed key aws/kinesis.',
      required: false,
      ...named(keyKind),
    },
  },
  check: ({ access, fanOut }) =>
    fanOut && access === 'produce' ? 'fanOut is of consumers: it needs access consume or produce-consume.' : undefined,
  statements: ({ stream, access, fanOut, kmsKey }) => {
    const streamArn = resourceArn(stream, streamKind);
    const [produces, consumes] = [access !== 'consume', access !== 'produce'];
    return [
      allow('KinesisDescribe', ['kinesis:DescribeStream', 'kinesis:DescribeStreamSummary', 'kinesis:ListShards'], [streamArn]),
      ...(produces ? [allow('KinesisProduce', ['kinesis:PutRecord', 'kinesis:PutRecords'], [streamArn])] : []),
      ...(consumes ? [allow('KinesisConsume', ['kinesis:GetRecords', 'kinesis:GetShardIterator'], [streamArn])] : []),
      ...(fanOut
        ? [
            allow('KinesisRegisterConsumer', ['kinesis:ListStreamConsumers', 'kinesis:RegisterStreamConsumer'], [streamArn]),
            allow(
              'KinesisFanOut',
              ['kinesis:DeregisterStreamConsumer', 'kinesis:DescribeStreamConsumer', 'kinesis:SubscribeToShard'],
              [text`${streamArn}/consumer/*`],
            ),
          ]
        : []),
      // https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html
      ...useKey('KinesisUseKey', kmsKey, 'kinesis', [...(consumes ? ['kms:Decrypt'] : []), ...(produces ? ['kms:GenerateDataKey'] : [])]),
    ];
  },
}));
