import { allow } from '../../iam/statement.ts';
import type { Condition, Statement } from '../../iam/statement.ts';
import { fact, text } from '../../iam/text.ts';
import type { Text } from '../../iam/text.ts';
import { defineAddOn, FROM_THE_FIRST } from '../add-on.ts';
import { makeServiceLinkedRole, serviceLinkedRoles } from './service-linked-role.ts';

/** Of FSx itself, and of its links to S3. https://docs.aws.amazon.com/fsx/latest/LustreGuide/using-service-linked-roles.html */
const [FSX, S3_LINK] = ['fsx.amazonaws.com', 's3.data-source.lustre.fsx.amazonaws.com'];

export const awsFsxCsiDriver = defineAddOn('aws-fsx-csi-driver', () => ({
  title: 'Amazon FSx for Lustre CSI driver',
  group: 'Storage',
  summary: 'Makes FSx for Lustre file systems for PersistentVolumeClaims.',
  link: 'https://github.com/kubernetes-sigs/aws-fsx-csi-driver/blob/master/docs/install.md#set-up-driver-permission',
  compared: '2026-11-26',
  subjects: {
    helm: { namespace: 'kube-system', serviceAccount: 'fsx-csi-controller-sa' },
    'eks-addon': { namespace: 'kube-system', serviceAccount: 'fsx-csi-controller-sa' },
    blueprints: { namespace: 'kube-system', serviceAccount: 'aws-fsx-csi-controller-sa' },
  },
  options: {},
  permissions: () => ({
    inputs: {
      attach_fsx_lustre_csi_policy: true,
      // The default of both lines is of the partition aws, and of any account.
      fsx_lustre_csi_service_role_arns: [serviceLinkedRoles(S3_LINK)],
    },
  }),
  withoutModule: () => ({ statements: makeFileSystems() }),
  podIdentity: {
    since: 'v1.2.0',
    permissions: () => ({
      inputs: {
        attach_aws_fsx_lustre_csi_policy: true,
        // The default of both lines is of any account.
        aws_fsx_lustre_csi_service_role_arns: [serviceLinkedRoles(S3_LINK)],
      },
      policyName: 'aws_fsx_lustre_csi_policy_name',
    }),
    // https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html#add-ons-aws-fsx-csi-driver, 2026-11-26
    eksAddOnSince: FROM_THE_FIRST,
    notes: ['EKS asks for the Pod Identity agent before its add-on makes any volume.'],
  },
  helm: {
    chart: 'aws-fsx-csi-driver',
    repository: 'https://kubernetes-sigs.github.io/aws-fsx-csi-driver',
    serviceAccount: ['controller', 'serviceAccount'],
  },
  eksAddOn: 'aws-fsx-csi-driver',
  notes: [
    'Only the controller needs the role, for dynamic provisioning; the node DaemonSet (fsx-csi-node-sa) mounts without one.',
    'The policy of the modules may change and delete every FSx file system of the account, and list every bucket, as the driver’s own does: a permissionsBoundary narrows it.',
  ],
}));

/** The driver gives every file system that it makes this tag. https://github.com/kubernetes-sigs/aws-fsx-csi-driver/blob/master/pkg/cloud/cloud.go */
const tagged = (tags: 'ResourceTag' | 'RequestTag'): Condition => ({
  operator: 'StringLike',
  key: `aws:${tags}/CSIVolumeName`,
  values: ['*'],
});

const fileSystem = (id: string): Text => text`arn:${fact('partition')}:fsx:${fact('region')}:${fact('accountId')}:file-system/${id}`;

/**
 * What is being made has no id yet: FSx asks for file-system/*, and the policy variable is that asterisk itself. So
 * nothing that exists can be given the tag by which the driver may delete it; FSx has no key for the action that tags.
 * https://github.com/kubernetes-sigs/aws-fsx-csi-driver/issues/214
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars
 */
const NEW_ONE = fileSystem('${*}');

const makeFileSystems = (): readonly Statement[] => [
  allow('FsxRead', ['fsx:DescribeFileSystems'], ['*'], { reason: 'Describe calls of FSx know no resources.' }),
  allow('FsxCreate', ['fsx:CreateFileSystem'], [fileSystem('*')], { conditions: [tagged('RequestTag')] }),
  allow('FsxTagNew', ['fsx:TagResource'], [NEW_ONE], { conditions: [tagged('RequestTag')] }),
  allow('FsxChangeOwn', ['fsx:DeleteFileSystem', 'fsx:UpdateFileSystem'], [fileSystem('*')], { conditions: [tagged('ResourceTag')] }),
  allow('FsxFindData', ['s3:ListBucket'], [text`arn:${fact('partition')}:s3:::*`]),
  makeServiceLinkedRole('FsxServiceRole', FSX),
  // FSx writes into the role what it may read of the bucket that is linked.
  allow('FsxLinkRole', ['iam:AttachRolePolicy', 'iam:CreateServiceLinkedRole', 'iam:PutRolePolicy'], [serviceLinkedRoles(S3_LINK)]),
];
