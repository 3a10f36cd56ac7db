import { bucket, kmsKey } from '../../iam/resources.ts';
import { allow } from '../../iam/statement.ts';
import type { Statement } from '../../iam/statement.ts';
import { text } from '../../iam/text.ts';
import type { Text } from '../../iam/text.ts';
import { defineAddOn } from '../add-on.ts';
import { arnsOf, named } from '../named.ts';

const ofBuckets = named(bucket);

export const awsMountpointS3CsiDriver = defineAddOn('aws-mountpoint-s3-csi-driver', () => ({
  title: 'Mountpoint for Amazon S3 CSI driver',
  group: 'Storage',
  summary: 'Mounts S3 buckets into pods.',
  link: 'https://github.com/awslabs/mountpoint-s3-csi-driver/blob/main/docs/CONFIGURATION.md#aws-credentials',
  compared: '2026-11-26',
  subjects: {
    helm: { namespace: 'kube-system', serviceAccount: 's3-csi-driver-sa' },
    'eks-addon': { namespace: 'kube-system', serviceAccount: 's3-csi-driver-sa' },
  },
  options: {
    buckets: {
      kind: 'resources',
      ask: 'Which buckets may it mount?',
      help: 'Names, ARNs or Terraform references of general purpose buckets.',
      required: true,
      ...ofBuckets,
      // Their ARNs are of s3express, and a session has actions of its own: a name here would grant nothing.
      check: (literal) =>
        literal.endsWith('--x-s3')
          ? `"${literal}" is a directory bucket: allow s3express:CreateSession on it by statements of the add-on instead.`
          : ofBuckets.check(literal),
    },
    access: {
      kind: 'choice',
      ask: 'What may pods do with the objects?',
      help: 'read gets and lists; read-write creates, overwrites and deletes, too.',
      required: true,
      choices: ['read', 'read-write'],
      example: 'read',
    },
    kmsKeys: {
      kind: 'resources',
      ask: 'Which customer managed KMS keys encrypt the buckets?',
      help: 'Key ids, ARNs or Terraform references. Not needed for SSE-S3 or the AWS managed key.',
      required: false,
      ...named(kmsKey),
    },
  },
  // Without a bucket the modules let it list all of them, and without a path IAM refuses the policy on apply.
  check: ({ buckets }) => (buckets.length === 0 ? 'buckets needs at least one bucket.' : undefined),
  permissions: ({ buckets, access, kmsKeys }) => {
    const [bucketArns, keyArns] = [arnsOf(buckets, bucket), arnsOf(kmsKeys, kmsKey)];
    // The policy of both lines writes and deletes, too.
    if (access === 'read') return { statements: mount(bucketArns, false, keyArns) };
    return {
      inputs: {
        attach_mountpoint_s3_csi_policy: true,
        mountpoint_s3_csi_bucket_arns: bucketArns,
        mountpoint_s3_csi_path_arns: bucketArns.map(objectsOf),
        ...(keyArns.length > 0 && { mountpoint_s3_csi_kms_arns: keyArns }),
      },
    };
  },
  withoutModule: ({ buckets, access, kmsKeys }) => ({
    statements: mount(arnsOf(buckets, bucket), access === 'read-write', arnsOf(kmsKeys, kmsKey)),
  }),
  podIdentity: {
    since: 'v2.0.0',
    permissions: ({ buckets, access, kmsKeys }) => {
      const [bucketArns, keyArns] = [arnsOf(buckets, bucket), arnsOf(kmsKeys, kmsKey)];
      if (access === 'read') return { statements: mount(bucketArns, false, keyArns) };
      return {
        inputs: {
          attach_mountpoint_s3_csi_policy: true,
          mountpoint_s3_csi_bucket_arns: bucketArns,
          mountpoint_s3_csi_bucket_path_arns: bucketArns.map(objectsOf),
        },
        policyName: 'mountpoint_s3_csi_policy_name',
        // Neither line has keys.
        statements: useKeys(true, keyArns),
      };
    },
    // https://github.com/awslabs/mountpoint-s3-csi-driver/issues/504
    eksAddOnSince: 'v2.0.0',
    notes: [
      'Version 1 of the driver mounts on the host, out of reach of the Pod Identity agent: leave it on IRSA until it is upgraded to 2.',
      'With authenticationSource: pod, too, version 2 takes the association of the pod’s own ServiceAccount.',
    ],
  },
  helm: {
    chart: 'aws-mountpoint-s3-csi-driver',
    repository: 'https://awslabs.github.io/mountpoint-s3-csi-driver',
    serviceAccount: ['node', 'serviceAccount'],
  },
  eksAddOn: 'aws-mountpoint-s3-csi-driver',
  notes: [
    'Every pod that mounts a volume uses this role, so all of them may do the same. With authenticationSource: pod in the PersistentVolume each uses its own ServiceAccount instead: make those pods apps with an s3 grant, and name here only what is left.',
    'The controller (s3-csi-driver-controller-sa) and the pods in mount-s3 need no role.',
    'Pods overwrite and delete files only with the mount options allow-overwrite and allow-delete.',
    'Directory buckets (S3 Express One Zone) are not among its options: their ARNs are of s3express.',
  ],
}));

const objectsOf = (bucketArn: Text): Text => text`${bucketArn}/*`;

/** https://github.com/awslabs/mountpoint-s3/blob/main/doc/CONFIGURATION.md#iam-permissions */
const mount = (buckets: readonly Text[], writes: boolean, keys: readonly Text[]): readonly Statement[] => [
  allow('MountList', ['s3:ListBucket'], buckets),
  allow(
    'MountObjects',
    writes ? ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:PutObject'] : ['s3:GetObject'],
    buckets.map(objectsOf),
  ),
  ...useKeys(writes, keys),
];

const useKeys = (writes: boolean, keys: readonly Text[]): readonly Statement[] =>
  keys.length === 0 ? [] : [allow('MountUseKeys', writes ? ['kms:Decrypt', 'kms:GenerateDataKey'] : ['kms:Decrypt'], keys)];
