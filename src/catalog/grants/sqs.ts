import { resourceArn } from '../../iam/arn.ts';
import { kmsKey as keyKind, queue as queueKind } from '../../iam/resources.ts';
import { allow } from '../../iam/statement.ts';
import { defineGrant } from '../grant.ts';
import { named } from '../named.ts';
import { useKey } from './use-key.ts';

export const sqs = defineGrant('sqs', () => ({
  title: 'Amazon SQS',
  summary: 'Sends messages to one queue, or receives them.',
  link: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html',
  options: {
    queue: {
      kind: 'resource',
      ask: 'Which queue?',
      help: 'Name, ARN or Terraform reference (.arn or .name).',
      required: true,
      ...named(queueKind),
    },
    access: {
      kind: 'choice',
      ask: 'What may it do with messages?',
      help: 'produce sends; consume receives, prolongs and deletes.',
      required: true,
      choices: ['produce', 'consume', 'produce-consume'],
      example: 'consume',
    },
    kmsKey: {
      kind: 'resource',
      ask: 'Which customer managed KMS key encrypts the queue?',
      help: 'Key id, ARN or Terraform reference. Not needed for SSE-SQS.',
      required: false,
      ...named(keyKind),
    },
  },
  statements: ({ queue, access, kmsKey }) => {
    const queueArn = resourceArn(queue, queueKind);
    const produces = access !== 'consume';
    return [
      allow('SqsFind', ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl'], [queueArn]),
      ...(produces ? [allow('SqsProduce', ['sqs:SendMessage'], [queueArn])] : []),
      ...(access !== 'produce'
        ? [allow('SqsConsume', ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:ReceiveMessage'], [queueArn])]
        : []),
      // SQS caches the data key of a producer, and decrypts it again.
      // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
      ...useKey('SqsUseKey', kmsKey, 'sqs', produces ? ['kms:Decrypt', 'kms:GenerateDataKey'] : ['kms:Decrypt']),
    ];
  },
}));
