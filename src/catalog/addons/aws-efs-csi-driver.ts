import { allow } from '../../iam/statement.ts';
import type { Condition, Statement } from '../../iam/statement.ts';
import { fact, text } from '../../iam/text.ts';
import { defineAddOn } from '../add-on.ts';

export const awsEfsCsiDriver = defineAddOn('aws-efs-csi-driver', () => ({
  title: 'Amazon EFS CSI driver',
  group: 'Storage',
  summary: 'Makes access points of EFS file systems for PersistentVolumeClaims.',
  link: 'https://github.com/kubernetes-sigs/aws-efs-csi-driver/blob/master/docs/iam-policy-create.md',
  compared: '2026-11-26',
  subjects: {
    helm: { namespace: 'kube-system', serviceAccount: 'efs-csi-controller-sa' },
    'eks-addon': { namespace: 'kube-system', serviceAccount: 'efs-csi-controller-sa' },
    blueprints: { namespace: 'kube-system', serviceAccount: 'efs-csi-controller-sa' },
  },
  options: {
    s3Files: {
      kind: 'flag',
      ask: 'Should it make access points of S3 file systems, too?',
      help: 'S3 Files, which version 3.0 of the driver and later mount. Default: only EFS.',
      required: false,
      default: false,
      example: 'true',
    },
  },
  permissions: ({ s3Files }) => ({
    inputs: { attach_efs_csi_policy: true },
    // Neither line knows S3 Files.
    statements: s3Files ? s3FilesAccessPoints() : [],
  }),
  withoutModule: ({ s3Files }) => ({
    wellKnown: 'efsCSIController',
    // eksctl's policy lacks them; the driver looks for the mount target in its own zone.
    // https://github.com/eksctl-io/eksctl/blob/main/pkg/cfn/builder/statement.go
    statements: [
      allow('EfsFindZones', ['ec2:DescribeAvailabilityZones'], ['*'], { reason: 'Describe calls of EC2 know no resources.' }),
      allow('EfsFindMountTargets', ['elasticfilesystem:DescribeMountTargets'], [fileSystems('elasticfilesystem')]),
      ...(s3Files ? s3FilesAccessPoints() : []),
    ],
  }),
  podIdentity: {
    since: 'v2.0.3',
    permissions: ({ s3Files }) => ({
      inputs: { attach_aws_efs_csi_policy: true },
      policyName: 'aws_efs_csi_policy_name',
      // Neither line knows S3 Files.
      statements: s3Files ? s3FilesAccessPoints() : [],
    }),
    eksAddOnSince: 'v2.0.5',
    notes: [
      'The EKS add-on takes an association for efs-csi-controller-sa alone: where nodes mount with IAM, efs-csi-node-sa needs one that stands alone.',
    ],
  },
  helm: {
    chart: 'aws-efs-csi-driver',
    repository: 'https://kubernetes-sigs.github.io/aws-efs-csi-driver',
    serviceAccount: ['controller', 'serviceAccount'],
  },
  eksAddOn: 'aws-efs-csi-driver',
  notes: [
    'Only the controller needs the role, for dynamic provisioning; the node DaemonSet (efs-csi-node-sa) mounts EFS without one, unless the file system’s policy asks for IAM.',
    'With s3Files, nodes mount as efs-csi-node-sa: it needs a role of its own with s3files:ClientMount and s3files:ClientWrite, and to read the buckets.',
    'It may make access points of every file system of the account; the StorageClass says of which, so who may create StorageClasses decides.',
  ],
}));

/** StorageClasses name them by their ids, which nobody knows beforehand. */
const fileSystems = (service: 'elasticfilesystem' | 's3files') =>
  text`arn:${fact('partition')}:${service}:${fact('region')}:${fact('accountId')}:file-system/*`;

const FOR_DRIVER: Condition = { operator: 'StringEquals', key: 'aws:RequestTag/efs.csi.aws.com/cluster', values: ['true'] };
const OF_DRIVER: Condition = { operator: 'StringEquals', key: 'aws:ResourceTag/efs.csi.aws.com/cluster', values: ['true'] };

const SINCE_3 =
  'The driver asks since 3.0 (https://github.com/kubernetes-sigs/aws-efs-csi-driver/blob/master/docs/iam-policy-example.json).';

/**
 * What the driver's own policy has since 2026-04-07, and the modules lack. The ARNs of access points begin with that
 * of their file system. https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonS3FilesCSIDriverPolicy.html
 */
const s3FilesAccessPoints = (): readonly Statement[] => [
  allow('S3FilesFind', ['s3files:ListFileSystems'], ['*'], {
    reason: `It finds the file system of a StorageClass in the list of all of the account, which names none. ${SINCE_3}`,
  }),
  allow('S3FilesRead', ['s3files:ListAccessPoints'], [fileSystems('s3files')], { reason: SINCE_3 }),
  allow('S3FilesCreate', ['s3files:CreateAccessPoint'], [fileSystems('s3files')], {
    conditions: [FOR_DRIVER],
    reason: `The StorageClass names the file system; the tag says that the access point is the driver’s. ${SINCE_3}`,
  }),
  allow('S3FilesTag', ['s3files:TagResource'], [fileSystems('s3files')], {
    conditions: [{ operator: 'StringEquals', key: 's3files:CreateAction', values: ['CreateAccessPoint'] }, FOR_DRIVER],
    reason: `Only with the creation of an access point of the driver. ${SINCE_3}`,
  }),
  allow('S3FilesDelete', ['s3files:DeleteAccessPoint'], [text`${fileSystems('s3files')}/access-point/*`], {
    conditions: [OF_DRIVER],
    reason: `Access points have ids that nobody knows beforehand; the tag says whose they are. ${SINCE_3}`,
  }),
];
