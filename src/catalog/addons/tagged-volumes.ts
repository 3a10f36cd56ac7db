/**
 * What the EBS CSI driver may do where it keeps to the volumes and snapshots that bear its tag, as AWS recommends since
 * 2026-04-15: AmazonEBSCSIDriverPolicyV2, in statements, as no module line has it and its ARN is not of every partition.
 * https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/AmazonEBSCSIDriverPolicyV2.json
 */
import { allow } from '../../iam/statement.ts';
import type { Condition, Statement } from '../../iam/statement.ts';
import { fact, text } from '../../iam/text.ts';
import type { Text } from '../../iam/text.ts';

const TAG = 'ebs.csi.aws.com/cluster';
const OF_DRIVER: Condition = { operator: 'StringEquals', key: `ec2:ResourceTag/${TAG}`, values: ['true'] };
const FOR_DRIVER: Condition = { operator: 'StringEquals', key: `aws:RequestTag/${TAG}`, values: ['true'] };
/** Volumes that Kubernetes made itself before there was a driver. */
const MIGRATED: Condition = { operator: 'StringLike', key: 'ec2:ResourceTag/kubernetes.io/created-for/pvc/name', values: ['*'] };

const ours = (resource: string): Text => text`arn:${fact('partition')}:ec2:${fact('region')}:${fact('accountId')}:${resource}`;
/** ARNs of snapshots have no account. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html */
const snapshots = text`arn:${fact('partition')}:ec2:${fact('region')}::snapshot/*`;

const CHANGE = ['ec2:AttachVolume', 'ec2:DeleteVolume', 'ec2:DetachVolume', 'ec2:ModifyVolume'];

export const keepToTaggedVolumes = (): readonly Statement[] => [
  allow(
    'EbsRead',
    [
      'ec2:DescribeAvailabilityZones',
      'ec2:DescribeInstanceTypes',
      'ec2:DescribeInstances',
      'ec2:DescribeSnapshots',
      'ec2:DescribeVolumeStatus',
      'ec2:DescribeVolumes',
      'ec2:DescribeVolumesModifications',
    ],
    ['*'],
    { reason: 'Describe calls of EC2 know no resources.' },
  ),
  allow('EbsCreate', ['ec2:CopyVolumes', 'ec2:CreateVolume'], [ours('volume/*')], { conditions: [FOR_DRIVER] }),
  allow('EbsSnapshot', ['ec2:CreateSnapshot'], [snapshots], { conditions: [FOR_DRIVER] }),
  allow('EbsTagNew', ['ec2:CreateTags'], [ours('volume/*'), snapshots], {
    conditions: [{ operator: 'StringEquals', key: 'ec2:CreateAction', values: ['CreateVolume', 'CreateSnapshot', 'CopyVolumes'] }],
  }),
  allow('EbsChangeOwn', [...CHANGE, 'ec2:CreateSnapshot'], [ours('volume/*')], { conditions: [OF_DRIVER] }),
  allow('EbsChangeMigrated', CHANGE, [ours('volume/*')], { conditions: [MIGRATED] }),
  // A copy that has no id yet is not meant: it is asked for its tags above.
  allow('EbsCopyOwn', ['ec2:CopyVolumes'], [ours('volume/vol-*')], { conditions: [OF_DRIVER] }),
  allow('EbsCopyMigrated', ['ec2:CopyVolumes'], [ours('volume/vol-*')], { conditions: [MIGRATED] }),
  allow('EbsUseSnapshots', ['ec2:CreateVolume', 'ec2:DeleteSnapshot', 'ec2:EnableFastSnapshotRestores', 'ec2:LockSnapshot'], [snapshots], {
    conditions: [OF_DRIVER],
  }),
  // A volume is attached where both it and the instance are allowed.
  allow('EbsAttachTo', ['ec2:AttachVolume', 'ec2:DetachVolume'], [ours('instance/*')]),
  allow('EbsRetag', ['ec2:CreateTags', 'ec2:DeleteTags'], [ours('volume/*')], {
    conditions: [
      OF_DRIVER,
      { operator: 'Null', key: 'aws:TagKeys', values: ['false'] },
      {
        operator: 'ForAllValues:StringNotEquals',
        key: 'aws:TagKeys',
        values: [TAG, 'ebs.csi.aws.com/cluster-name', 'kubernetes.io/created-for/pvc/name'],
      },
    ],
  }),
];
