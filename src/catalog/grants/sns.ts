import { resourceArn } from '../../iam/arn.ts';
import { kmsKey as keyKind, topic as topicKind } from '../../iam/resources.ts';
import { allow } from '../../iam/statement.ts';
import { defineGrant } from '../grant.ts';
import { named } from '../named.ts';
import { useKey } from './use-key.ts';

export const sns = defineGrant('sns', () => ({
  title: 'Amazon SNS',
  summary: 'Publishes to one topic, or subscribes to it.',
  link: 'https://docs.aws.amazon.com/sns/latest/dg/sns-using-identity-based-policies.html',
  options: {
    topic: { kind: 'resource', ask: 'Which topic?', help: 'Name, ARN or Terraform reference.', required: true, ...named(topicKind) },
    access: {
      kind: 'choice',
      ask: 'What may it do with the topic?',
      help: 'subscribe adds subscriptions and lists them; the queue or endpoint has permissions of its own.',
      required: true,
      choices: ['publish', 'subscribe'],
      example: 'publish',
    },
    kmsKey: {
      kind: 'resource',
      ask: 'Which customer managed KMS key encrypts the topic?',
      help: 'Key id, ARN or Terraform reference; only for publish.',
      required: false,
      ...named(keyKind),
    },
  },
  check: ({ access, kmsKey }) =>
    access === 'subscribe' && kmsKey !== undefined
      ? 'kmsKey is for publish: SNS itself decrypts what it delivers to subscribers.'
      : undefined,
  statements: ({ topic, access, kmsKey }) => {
    const topicArn = resourceArn(topic, topicKind);
    if (access === 'subscribe') return [allow('SnsSubscribe', ['sns:ListSubscriptionsByTopic', 'sns:Subscribe'], [topicArn])];
    return [
      allow('SnsPublish', ['sns:Publish'], [topicArn]),
      // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
      ...useKey('SnsUseKey', kmsKey, 'sns', ['kms:Decrypt', 'kms:GenerateDataKey']),
    ];
  },
}));
