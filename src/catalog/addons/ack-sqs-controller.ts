import { managedQueue } from '../../iam/operator-resources.ts';
import { allow } from '../../iam/statement.ts';
import { ackController, startingWith } from '../ack-controller.ts';
import { arnsOf, named } from '../named.ts';

export const ackSqsController = ackController('sqs', () => ({
  title: 'ACK controller for SQS',
  summary: 'Makes SQS queues from Kubernetes resources.',
  resources: { ask: 'Which SQS queues may it make, change and delete?', help: startingWith('queues'), ...named(managedQueue) },
  statements: (queues) => [
    allow(
      'AckManageQueues',
      [
        'sqs:CreateQueue',
        'sqs:DeleteQueue',
        'sqs:GetQueueAttributes',
        'sqs:GetQueueUrl',
        'sqs:ListQueueTags',
        'sqs:SetQueueAttributes',
        'sqs:TagQueue',
        'sqs:UntagQueue',
      ],
      arnsOf(queues, managedQueue),
    ),
  ],
  podIdentitySince: 'v1.0.7',
  notes: ['It may write the policies of these queues, and so let others in; it reads and sends no messages.'],
}));
