import { managedTopic } from '../../iam/operator-resources.ts';
import { allow } from '../../iam/statement.ts';
import { text } from '../../iam/text.ts';
import { ackController, startingWith } from '../ack-controller.ts';
import { arnsOf, named } from '../named.ts';

export const ackSnsController = ackController('sns', () => ({
  title: 'ACK controller for SNS',
  summary: 'Makes SNS topics and subscriptions from Kubernetes resources.',
  resources: { ask: 'Which SNS topics may it make, change and delete?', help: startingWith('topics'), ...named(managedTopic) },
  statements: (topics) => [
    allow(
      'AckManageTopics',
      [
        'sns:CreateTopic',
        'sns:DeleteTopic',
        'sns:GetTopicAttributes',
        'sns:ListTagsForResource',
        'sns:SetTopicAttributes',
        'sns:Subscribe',
        'sns:TagResource',
        'sns:UntagResource',
      ],
      arnsOf(topics, managedTopic),
    ),
    // A subscription's ARN is the topic's and an id.
    allow(
      'AckManageSubscriptions',
      ['sns:GetSubscriptionAttributes', 'sns:SetSubscriptionAttributes', 'sns:Unsubscribe'],
      arnsOf(topics, managedTopic).map((arn) => text`${arn}:*`),
    ),
  ],
  podIdentitySince: 'v1.0.6',
  notes: [
    'It may subscribe any endpoint to these topics, and write their policies; it publishes nothing.',
    'It makes no platform applications or endpoints with this role: add statements for those.',
  ],
}));
