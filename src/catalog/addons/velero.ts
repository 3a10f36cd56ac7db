import { bucket, kmsKey } from '../../iam/resources.ts';
import { allow } from '../../iam/statement.ts';
import type { Condition, Statement } from '../../iam/statement.ts';
import { fact, text } from '../../iam/text.ts';
import type { Text } from '../../iam/text.ts';
import { defineAddOn } from '../add-on.ts';
import { arnsOf, named } from '../named.ts';

export const velero = defineAddOn('velero', () => ({
  title: 'Velero',
  group: 'Storage',
  summary: 'Backs up clusters to S3 and their EBS volumes as snapshots.',
  link: 'https://github.com/vmware-tanzu/velero-plugin-for-aws#set-permissions-for-velero',
  compared: '2026-11-26',
  subjects: {
    helm: { namespace: 'velero', serviceAccount: 'velero-server' },
    blueprints: { namespace: 'velero', serviceAccount: 'velero-server' },
  },
  options: {
    buckets: {
      kind: 'resources',
      ask: 'Which buckets hold the backups?',
      help: 'Names, ARNs or Terraform references: one for each BackupStorageLocation.',
      required: true,
      ...named(bucket),
    },
    kmsKeys: {
      kind: 'resources',
      ask: 'Which customer managed KMS keys encrypt the backups?',
      help: 'Key ids, ARNs or Terraform references, of buckets and of volumes. Not needed for SSE-S3 or AWS managed keys.',
      required: false,
      ...named(kmsKey),
    },
  },
  // The default of 5.x is every bucket; an empty list makes statements without Resource, which IAM refuses on apply.
  check: ({ buckets }) => (buckets.length === 0 ? 'buckets needs at least one bucket.' : undefined),
  permissions: ({ buckets, kmsKeys }) => ({
    // Each ARN becomes two: of the bucket, and of its objects.
    inputs: { attach_velero_policy: true, velero_s3_bucket_arns: arnsOf(buckets, bucket) },
    // Neither line has keys.
    statements: useKeys(arnsOf(kmsKeys, kmsKey)),
  }),
  withoutModule: ({ buckets, kmsKeys }) => ({
    statements: [...keepBackups(arnsOf(buckets, bucket)), ...snapshotVolumes(), ...useKeys(arnsOf(kmsKeys, kmsKey))],
  }),
  podIdentity: {
    since: 'v1.10.0 of velero-plugin-for-aws',
    permissions: ({ buckets, kmsKeys }) => ({
      inputs: {
        attach_velero_policy: true,
        // Without a bucket it lists all of them, and without a path IAM refuses the policy on apply.
        velero_s3_bucket_arns: arnsOf(buckets, bucket),
        velero_s3_bucket_path_arns: arnsOf(buckets, bucket).map(objectsOf),
      },
      policyName: 'velero_policy_name',
      // 1.x has no keys, and 2.x lets it give grants on them to anybody.
      statements: useKeys(arnsOf(kmsKeys, kmsKey)),
    }),
  },
  helm: {
    chart: 'velero',
    repository: 'https://vmware-tanzu.github.io/helm-charts',
    serviceAccount: ['serviceAccount', 'server'],
    // Otherwise the plugin reads a file of static keys, which the SDK prefers to the role.
    values: () => ({ credentials: { map: { useSecret: false } } }),
  },
  notes: [
    'velero install names the ServiceAccount velero, the chart velero-server: with the command line set serviceAccount: velero.',
    'The plugin velero-plugin-for-aws has to be among initContainers, in a version for this Velero.',
    'The modules let it delete every EBS snapshot of the account, as the plugin’s own policy does; node-agent backups use the same ServiceAccount.',
  ],
}));

const keepBackups = (buckets: readonly Text[]): readonly Statement[] => [
  allow('VeleroList', ['s3:ListBucket'], buckets),
  allow(
    'VeleroKeepBackups',
    ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject', 's3:PutObjectTagging'],
    buckets.map(objectsOf),
  ),
];

const objectsOf = (bucketArn: Text): Text => text`${bucketArn}/*`;

const ec2 = (resource: string): Text => text`arn:${fact('partition')}:ec2:${fact('region')}:*:${resource}`;

/** The plugin gives every snapshot that it makes this tag. https://github.com/vmware-tanzu/velero-plugin-for-aws */
const OF_VELERO: Condition = { operator: 'StringLike', key: 'aws:ResourceTag/velero.io/backup', values: ['*'] };

const snapshotVolumes = (): readonly Statement[] => [
  allow('VeleroReadVolumes', ['ec2:DescribeSnapshots', 'ec2:DescribeVolumes'], ['*'], {
    reason: 'Describe calls of EC2 know no resources.',
  }),
  // Snapshots have no account in their ARNs.
  allow('VeleroSnapshot', ['ec2:CreateSnapshot', 'ec2:CreateVolume'], [ec2('volume/*'), ec2('snapshot/*')]),
  allow('VeleroTagNew', ['ec2:CreateTags'], [ec2('volume/*'), ec2('snapshot/*')], {
    conditions: [{ operator: 'StringEquals', key: 'ec2:CreateAction', values: ['CreateSnapshot', 'CreateVolume'] }],
  }),
  allow('VeleroDeleteOwn', ['ec2:DeleteSnapshot'], [ec2('snapshot/*')], { conditions: [OF_VELERO] }),
];

/** https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html */
const useKeys = (keys: readonly Text[]): readonly Statement[] =>
  keys.length === 0
    ? []
    : [
        allow('VeleroUseKeys', ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'], keys),
        allow('VeleroGrantKeys', ['kms:CreateGrant'], keys, {
          conditions: [{ operator: 'Bool', key: 'kms:GrantIsForAWSResource', values: ['true'] }],
        }),
      ];
