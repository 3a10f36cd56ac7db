/** What controllers may do that make or watch resources of AWS. */
import { describe, expect, test } from '@jest/globals';
import { findAddOn } from '../../src/catalog/index.ts';
import { complaintOf, identityOf, statementsEverywhere, valuesOf } from './asking.ts';

const WS = 'ws-12345678-1234-1234-1234-123456789012';

describe('KEDA', () => {
  test('reads what is named for its scalers, and assumes the named roles', () => {
    const said = { queues: ['orders'], workspaces: [WS], roles: ['worker', { ref: 'aws_iam_role.api.arn' }], cloudWatch: true };
    expect(statementsEverywhere('keda', said)).toEqual([
      'KedaReadQueues: sqs:GetQueueAttributes on arn:<partition>:sqs:<region>:<accountId>:orders',
      `KedaQueryPrometheus: aps:QueryMetrics on arn:<partition>:aps:<region>:<accountId>:workspace/${WS}`,
      'KedaAssumeRoles: sts:AssumeRole on arn:<partition>:iam::<accountId>:role/worker, <aws_iam_role.api.arn>',
      'KedaReadMetrics: cloudwatch:GetMetricData on *',
    ]);
  });

  test('gets nothing that was not asked for', () => {
    expect(statementsEverywhere('keda', { queues: ['orders'], cloudWatch: false })).toHaveLength(1);
    expect(statementsEverywhere('keda', { cloudWatch: true })).toEqual(['KedaReadMetrics: cloudwatch:GetMetricData on *']);
  });

  test.each([{ cloudWatch: false }, { queues: [], workspaces: [], roles: [], cloudWatch: false }])('refuses %j', (said) =>
    expect(complaintOf('keda', said)).toContain('at least one of queues, workspaces, roles and cloudWatch'),
  );

  test('runs as its chart names its operator', () => {
    expect(identityOf('keda')).toEqual(['helm keda:keda-operator', 'keda serviceAccount.operator']);
  });
});

describe('a controller of ACK', () => {
  test('for SQS manages the named queues, and touches no message', () => {
    expect(statementsEverywhere('ack-sqs-controller', { resources: ['shop-*', { ref: 'aws_sqs_queue.orders.arn' }] })).toEqual([
      'AckManageQueues: sqs:CreateQueue, sqs:DeleteQueue, sqs:GetQueueAttributes, sqs:GetQueueUrl, sqs:ListQueueTags, sqs:SetQueueAttributes, sqs:TagQueue, sqs:UntagQueue on arn:<partition>:sqs:<region>:<accountId>:shop-*, <aws_sqs_queue.orders.arn>',
    ]);
  });

  test('for SNS manages the named topics and their subscriptions, and publishes nothing', () => {
    expect(statementsEverywhere('ack-sns-controller', { resources: ['shop-*'] })).toEqual([
      'AckManageTopics: sns:CreateTopic, sns:DeleteTopic, sns:GetTopicAttributes, sns:ListTagsForResource, sns:SetTopicAttributes, sns:Subscribe, sns:TagResource, sns:UntagResource on arn:<partition>:sns:<region>:<accountId>:shop-*',
      'AckManageSubscriptions: sns:GetSubscriptionAttributes, sns:SetSubscriptionAttributes, sns:Unsubscribe on arn:<partition>:sns:<region>:<accountId>:shop-*:*',
    ]);
  });

  test('for DynamoDB manages the named tables and their backups, and touches no item', () => {
    const table = 'arn:<partition>:dynamodb:<region>:<accountId>:table/shop-*';
    expect(statementsEverywhere('ack-dynamodb-controller', { resources: ['shop-*'] })).toEqual([
      `AckManageTables: ${'CreateBackup CreateTable DeleteResourcePolicy DeleteTable DescribeContinuousBackups DescribeContributorInsights DescribeTable DescribeTimeToLive GetResourcePolicy ListTagsOfResource PutResourcePolicy TagResource UntagResource UpdateContinuousBackups UpdateContributorInsights UpdateTable UpdateTimeToLive'
        .split(' ')
        .map((action) => `dynamodb:${action}`)
        .join(', ')} on ${table}`,
      `AckManageBackups: dynamodb:DeleteBackup, dynamodb:DescribeBackup on ${table}/backup/*`,
      `AckDescribeIndexes: dynamodb:DescribeContributorInsights, dynamodb:UpdateContributorInsights on ${table}/index/*`,
    ]);
  });

  test('for S3 manages the named buckets and how they are configured, and touches no object', () => {
    const bucket = 'arn:<partition>:s3:::shop-*';
    const configured = `AccelerateConfiguration AnalyticsConfiguration BucketAbac BucketAcl BucketCORS BucketLogging BucketNotification
      BucketObjectLockConfiguration BucketOwnershipControls BucketPolicy BucketPublicAccessBlock BucketRequestPayment BucketTagging BucketVersioning
      BucketWebsite EncryptionConfiguration IntelligentTieringConfiguration InventoryConfiguration LifecycleConfiguration MetricsConfiguration ReplicationConfiguration`.split(
      /\s+/,
    );
    const all = (verb: string) => configured.map((name) => `s3:${verb}${name}`).join(', ');
    expect(statementsEverywhere('ack-s3-controller', { resources: ['shop-*'] })).toEqual([
      `AckManageBuckets: s3:CreateBucket, s3:DeleteBucket, s3:ListBucket, s3:ListTagsForResource, s3:TagResource, s3:UntagResource, s3:DeleteBucketPolicy, s3:DeleteBucketWebsite on ${bucket}`,
      `AckReadConfiguration: ${all('Get')} on ${bucket}`,
      `AckWriteConfiguration: ${all('Put')} on ${bucket}`,
      'AckFindBuckets: s3:ListAllMyBuckets on *',
    ]);
  });

  test.each(['dynamodb', 's3', 'sns', 'sqs'])('for %s is told what it manages, and its region', (service) => {
    const id = `ack-${service}-controller`;
    expect(identityOf(id)).toEqual([`helm ack-system:${id}`, `${service}-chart serviceAccount`]);
    expect(valuesOf(id)).toEqual({ aws: { region: 'eu-west-1' } });
    expect(complaintOf(id, { resources: [] })).toContain('at least one name');
    const { check } = findAddOn(id)!.options['resources']!;
    expect([check?.('*'), check?.('shop-*'), check?.('shop-orders')]).toEqual([expect.any(String), undefined, undefined]);
  });
});
