import { bucket } from '../../iam/resources.ts';
import { writtenLogGroup } from '../../iam/operator-resources.ts';
import { allow } from '../../iam/statement.ts';
import { text } from '../../iam/text.ts';
import { defineAddOn } from '../add-on.ts';
import { arnsOf, named } from '../named.ts';
import type { ResourceName } from '../option.ts';

interface Destinations {
  readonly logGroups?: readonly ResourceName[];
  readonly buckets?: readonly ResourceName[];
  readonly manageLogGroups: boolean;
}

export const awsForFluentBit = defineAddOn('aws-for-fluent-bit', () => ({
  title: 'AWS for Fluent Bit',
  group: 'Observability',
  summary: 'Sends the logs of containers to CloudWatch Logs and S3.',
  link: 'https://docs.fluentbit.io/manual/data-pipeline/outputs/cloudwatch#permissions',
  compared: '2026-11-26',
  subjects: {
    helm: { namespace: 'kube-system', serviceAccount: 'aws-for-fluent-bit' },
    blueprints: { namespace: 'kube-system', serviceAccount: 'aws-for-fluent-bit-sa' },
  },
  options: {
    logGroups: {
      kind: 'resources',
      ask: 'Which CloudWatch log groups may it write to?',
      help: 'Names (/aws/eks/fluentbit-cloudwatch/* for those of the chart), ARNs without :* at the end, or Terraform references. At least one group or bucket.',
      required: false,
      ...named(writtenLogGroup),
    },
    buckets: {
      kind: 'resources',
      ask: 'Which S3 buckets may it write to?',
      help: 'Names, ARNs or Terraform references. At least one group or bucket.',
      required: false,
      ...named(bucket),
    },
    manageLogGroups: {
      kind: 'flag',
      ask: 'May it create these log groups, and set how long they keep logs?',
      help: 'The chart asks for it (autoCreateGroup); say false where Terraform makes the groups.',
      required: false,
      default: false,
      example: 'true',
    },
  },
  check: ({ logGroups = [], buckets = [], manageLogGroups }) => {
    if (logGroups.length + buckets.length === 0) return 'aws-for-fluent-bit needs at least one of logGroups and buckets.';
    if (manageLogGroups && logGroups.length === 0) return 'manageLogGroups needs logGroups: they say which ones it may create.';
    return;
  },
  // No module line has a flag for it.
  permissions: (options) => ({ statements: write(options) }),
  withoutModule: (options) => ({ statements: write(options) }),
  // Of 2.x. https://github.com/aws/aws-for-fluent-bit/pull/888
  podIdentity: { since: 'v2.32.5' },
  helm: {
    chart: 'aws-for-fluent-bit',
    repository: 'https://aws.github.io/eks-charts',
    serviceAccount: ['serviceAccount'],
    values: ({ region }) => ({ cloudWatchLogs: { map: { region } } }),
  },
  notes: [
    'The chart creates its log groups (cloudWatchLogs.autoCreateGroup), which manageLogGroups: true allows; else set autoCreateGroup: false.',
    'Its pods read the logs of the node, so whoever may change its configuration reads those of every pod there.',
  ],
}));

/** Streams are below the ARN of their group. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html */
const write = ({ logGroups, buckets, manageLogGroups }: Destinations) => {
  const groups = arnsOf(logGroups, writtenLogGroup);
  const bucketArns = arnsOf(buckets, bucket);
  return [
    ...(groups.length === 0
      ? []
      : [
          allow(
            'FluentBitWriteLogs',
            ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
            groups.map((arn) => text`${arn}:*`),
          ),
        ]),
    ...(manageLogGroups
      ? [
          allow(
            'FluentBitManageGroups',
            ['logs:CreateLogGroup', 'logs:PutRetentionPolicy'],
            [...groups, ...groups.map((arn) => text`${arn}:*`)],
          ),
        ]
      : []),
    ...(bucketArns.length === 0
      ? []
      : [
          allow(
            'FluentBitWriteObjects',
            ['s3:AbortMultipartUpload', 's3:PutObject'],
            bucketArns.map((arn) => text`${arn}/*`),
          ),
        ]),
  ];
};
