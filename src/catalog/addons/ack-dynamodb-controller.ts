import { managedTable } from '../../iam/operator-resources.ts';
import { allow } from '../../iam/statement.ts';
import { text } from '../../iam/text.ts';
import { ackController, startingWith } from '../ack-controller.ts';
import { arnsOf, named } from '../named.ts';

export const ackDynamodbController = ackController('dynamodb', () => ({
  title: 'ACK controller for DynamoDB',
  summary: 'Makes DynamoDB tables and backups from Kubernetes resources.',
  resources: { ask: 'Which DynamoDB tables may it make, change and delete?', help: startingWith('tables'), ...named(managedTable) },
  statements: (tables) => [
    allow(
      'AckManageTables',
      [
        'dynamodb:CreateBackup',
        'dynamodb:CreateTable',
        'dynamodb:DeleteResourcePolicy',
        'dynamodb:DeleteTable',
        'dynamodb:DescribeContinuousBackups',
        'dynamodb:DescribeContributorInsights',
        'dynamodb:DescribeTable',
        'dynamodb:DescribeTimeToLive',
        'dynamodb:GetResourcePolicy',
        'dynamodb:ListTagsOfResource',
        'dynamodb:PutResourcePolicy',
        'dynamodb:TagResource',
        'dynamodb:UntagResource',
        'dynamodb:UpdateContinuousBackups',
        'dynamodb:UpdateContributorInsights',
        'dynamodb:UpdateTable',
        'dynamodb:UpdateTimeToLive',
      ],
      arnsOf(tables, managedTable),
    ),
    allow(
      'AckManageBackups',
      ['dynamodb:DeleteBackup', 'dynamodb:DescribeBackup'],
      arnsOf(tables, managedTable).map((arn) => text`${arn}/backup/*`),
    ),
    allow(
      'AckDescribeIndexes',
      ['dynamodb:DescribeContributorInsights', 'dynamodb:UpdateContributorInsights'],
      arnsOf(tables, managedTable).map((arn) => text`${arn}/index/*`),
    ),
  ],
  podIdentitySince: 'v1.2.6',
  notes: [
    'It may write the resource policies of these tables, and so let others in; it reads and writes no items.',
    'It makes no global tables (replicas, GlobalTable) with this role: add statements for those.',
  ],
}));
