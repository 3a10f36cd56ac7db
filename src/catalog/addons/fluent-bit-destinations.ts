/** Where Fluent Bit sends logs, whoever packages it. https://docs.fluentbit.io/manual/data-pipeline/outputs/cloudwatch#permissions */
import { writtenLogGroup } from '../../iam/operator-resources.ts';
import { bucket, kmsKey } from '../../iam/resources.ts';
import { allow } from '../../iam/statement.ts';
import type { Statement } from '../../iam/statement.ts';
import { text } from '../../iam/text.ts';
import { arnsOf, named } from '../named.ts';
import type { Options, ResourceName } from '../option.ts';

interface Destinations {
  readonly logGroups?: readonly ResourceName[];
  readonly buckets?: readonly ResourceName[];
  readonly kmsKeys?: readonly ResourceName[];
  readonly manageLogGroups: boolean;
}

export const destinations = {
  logGroups: {
    kind: 'resources',
    ask: 'Which CloudWatch log groups may it write to?',
    help: 'Names (/aws/eks/fluentbit-cloudwatch/* for all that begin so), ARNs without :* at the end, or Terraform references. At least one group or bucket.',
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
  kmsKeys: {
    kind: 'resources',
    ask: 'Which customer managed KMS keys encrypt the buckets?',
    help: 'Key ids, ARNs or Terraform references. Not needed for SSE-S3, the AWS managed key, or log groups, whose keys CloudWatch uses itself.',
    required: false,
    ...named(kmsKey),
  },
  manageLogGroups: {
    kind: 'flag',
    ask: 'May it create these log groups, and set how long they keep logs?',
    help: 'Its configuration asks for it (autoCreateGroup, auto_create_group); say false where Terraform makes the groups.',
    required: false,
    default: false,
    example: 'true',
  },
} as const satisfies Options;

/** @param id whose options they are */
export const wrongDestinations =
  (id: string) =>
  ({ logGroups = [], buckets = [], kmsKeys = [], manageLogGroups }: Destinations): string | undefined => {
    if (logGroups.length + buckets.length === 0) return `${id} needs at least one of logGroups and buckets.`;
    if (manageLogGroups && logGroups.length === 0) return 'manageLogGroups needs logGroups: they say which ones it may create.';
    if (kmsKeys.length > 0 && buckets.length === 0) return 'kmsKeys needs buckets: CloudWatch uses the keys of log groups by itself.';
    return;
  };

/** Streams are below the ARN of their group. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html */
export const writeTo = ({ logGroups, buckets, kmsKeys, manageLogGroups }: Destinations): readonly Statement[] => {
  const groups = arnsOf(logGroups, writtenLogGroup);
  const streams = groups.map((arn) => text`${arn}:*`);
  const objects = arnsOf(buckets, bucket).map((arn) => text`${arn}/*`);
  const keys = arnsOf(kmsKeys, kmsKey);
  return [
    ...(streams.length === 0
      ? []
      : [allow('FluentBitWriteLogs', ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'], streams)]),
    ...(manageLogGroups
      ? [allow('FluentBitManageGroups', ['logs:CreateLogGroup', 'logs:PutRetentionPolicy'], [...groups, ...streams])]
      : []),
    ...(objects.length === 0 ? [] : [allow('FluentBitWriteObjects', ['s3:AbortMultipartUpload', 's3:PutObject'], objects)]),
    // Multipart uploads are decrypted and encrypted again when they are put together.
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
    ...(keys.length === 0
      ? []
      : [
          allow('FluentBitUseKeys', ['kms:Decrypt', 'kms:GenerateDataKey'], keys, {
            conditions: [{ operator: 'StringLike', key: 'kms:ViaService', values: ['s3.*'] }],
          }),
        ]),
  ];
};
