import { allow } from '../../iam/statement.ts';
import type { Statement } from '../../iam/statement.ts';
import { fact, text } from '../../iam/text.ts';
import { defineAddOn } from '../add-on.ts';
import { makeServiceLinkedRole, serviceLinkedRoles } from './service-linked-role.ts';

const FSX = 'fsx.amazonaws.com';

export const fsxOpenzfsCsiDriver = defineAddOn('fsx-openzfs-csi-driver', () => ({
  title: 'Amazon FSx for OpenZFS CSI driver',
  group: 'Storage',
  summary: 'Makes FSx for OpenZFS file systems, volumes and snapshots for PersistentVolumeClaims.',
  link: 'https://github.com/kubernetes-sigs/aws-fsx-openzfs-csi-driver/blob/main/docs/example-iam-policy.json',
  compared: '2026-11-26',
  subjects: {
    helm: { namespace: 'kube-system', serviceAccount: 'fsx-openzfs-csi-controller-sa' },
  },
  options: {},
  permissions: () => ({
    inputs: {
      attach_fsx_openzfs_csi_policy: true,
      // The default of both lines is of the partition aws, and of any account.
      fsx_openzfs_csi_service_role_arns: [serviceLinkedRoles(FSX)],
    },
  }),
  withoutModule: () => ({ statements: makeVolumes() }),
  // No line of eks-pod-identity has a flag for it.
  podIdentity: { since: 'v1.2.0' },
  helm: {
    chart: 'aws-fsx-openzfs-csi-driver',
    repository: 'https://kubernetes-sigs.github.io/aws-fsx-openzfs-csi-driver',
    serviceAccount: ['controller', 'serviceAccount'],
  },
  notes: [
    'Only the controller needs the role; the node DaemonSet (fsx-openzfs-csi-node-sa) mounts without one.',
    'The policy of the modules may change and delete every FSx file system, volume and snapshot of the account, as the driver’s own does: a permissionsBoundary narrows it.',
    'iam 5.x knows it since 5.58: an older release in the repository has no flag for it.',
  ],
}));

const ofFsx = (resource: string) => text`arn:${fact('partition')}:fsx:${fact('region')}:${fact('accountId')}:${resource}`;

const makeVolumes = (): readonly Statement[] => [
  allow('OpenZfsRead', ['fsx:DescribeFileSystems', 'fsx:DescribeSnapshots', 'fsx:DescribeVolumes'], ['*'], {
    reason: 'Describe calls of FSx know no resources.',
  }),
  // Their tags say how the StorageClass wants them deleted.
  // https://github.com/kubernetes-sigs/aws-fsx-openzfs-csi-driver/blob/main/pkg/cloud/cloud.go
  allow('OpenZfsReadTags', ['fsx:ListTagsForResource'], ['file-system/*', 'volume/*'].map(ofFsx)),
  // Not by tag: with a file system goes its root volume, which FSx makes without one.
  allow(
    'OpenZfsChange',
    [
      'fsx:CreateFileSystem',
      'fsx:CreateSnapshot',
      'fsx:CreateVolume',
      'fsx:DeleteFileSystem',
      'fsx:DeleteSnapshot',
      'fsx:DeleteVolume',
      'fsx:TagResource',
      'fsx:UpdateFileSystem',
    ],
    [ofFsx('*')],
  ),
  makeServiceLinkedRole('OpenZfsServiceRole', FSX),
];
