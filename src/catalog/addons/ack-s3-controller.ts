import { managedBucket } from '../../iam/operator-resources.ts';
import { allow } from '../../iam/statement.ts';
import { ackController, startingWith } from '../ack-controller.ts';
import { arnsOf, named } from '../named.ts';

/**
 * Each is a Get and a Put; deleting one is a Put to IAM, save for those of DELETED. In the case of AWS's list of actions:
 * its page on the call says s3:PutBucketABAC, which is the same to IAM.
 */
const CONFIGURED = [
  'AccelerateConfiguration',
  'AnalyticsConfiguration',
  'BucketAbac',
  'BucketAcl',
  'BucketCORS',
  'BucketLogging',
  'BucketNotification',
  'BucketObjectLockConfiguration',
  'BucketOwnershipControls',
  'BucketPolicy',
  'BucketPublicAccessBlock',
  'BucketRequestPayment',
  'BucketTagging',
  'BucketVersioning',
  'BucketWebsite',
  'EncryptionConfiguration',
  'IntelligentTieringConfiguration',
  'InventoryConfiguration',
  'LifecycleConfiguration',
  'MetricsConfiguration',
  'ReplicationConfiguration',
];

/** Of buckets with ABAC. https://docs.aws.amazon.com/AmazonS3/latest/userguide/buckets-tagging.html */
const TAGS = ['s3:ListTagsForResource', 's3:TagResource', 's3:UntagResource'];
const DELETED = ['s3:DeleteBucketPolicy', 's3:DeleteBucketWebsite'];

export const ackS3Controller = ackController('s3', () => ({
  title: 'ACK controller for S3',
  summary: 'Makes S3 buckets from Kubernetes resources.',
  resources: { ask: 'Which S3 buckets may it make, change and delete?', help: startingWith('buckets'), ...named(managedBucket) },
  statements: (buckets) => [
    allow('AckManageBuckets', ['s3:CreateBucket', 's3:DeleteBucket', 's3:ListBucket', ...TAGS, ...DELETED], arnsOf(buckets, managedBucket)),
    allow(
      'AckReadConfiguration',
      CONFIGURED.map((name) => `s3:Get${name}`),
      arnsOf(buckets, managedBucket),
    ),
    allow(
      'AckWriteConfiguration',
      CONFIGURED.map((name) => `s3:Put${name}`),
      arnsOf(buckets, managedBucket),
    ),
    allow('AckFindBuckets', ['s3:ListAllMyBuckets'], ['*'], {
      reason: 'It finds a bucket by looking at the names of all; it may change only those above.',
    }),
  ],
  podIdentitySince: 'v1.0.7',
  notes: [
    'It may write the policies and public access blocks of these buckets, and so open them to anyone; it reads and writes no objects.',
    'Replication passes a role to S3: add a statement with iam:PassRole on that role where a Bucket has spec.replication.',
  ],
}));
