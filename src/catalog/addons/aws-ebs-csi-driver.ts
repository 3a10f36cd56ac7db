import { kmsKey } from '../../iam/resources.ts';
import { allow } from '../../iam/statement.ts';
import type { Condition, Statement } from '../../iam/statement.ts';
import { fact, text } from '../../iam/text.ts';
import type { Text } from '../../iam/text.ts';
import { defineAddOn, type PodIdentityLine, type RoleLine } from '../add-on.ts';
import { arnsOf, named } from '../named.ts';
import { keepToTaggedVolumes } from './tagged-volumes.ts';

export const awsEbsCsiDriver = defineAddOn('aws-ebs-csi-driver', () => ({
  title: 'Amazon EBS CSI driver',
  group: 'Storage',
  summary: 'Provisions EBS volumes for PersistentVolumeClaims.',
  link: 'https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/install.md#set-up-driver-permissions',
  compared: '2026-11-26',
  subjects: {
    helm: { namespace: 'kube-system', serviceAccount: 'ebs-csi-controller-sa' },
    'eks-addon': { namespace: 'kube-system', serviceAccount: 'ebs-csi-controller-sa' },
  },
  options: {
    kmsKeys: {
      kind: 'resources',
      ask: 'Which customer managed KMS keys encrypt its volumes?',
      help: 'Key ids, ARNs or Terraform references. Not needed for the AWS managed key aws/ebs.',
      required: false,
      ...named(kmsKey),
    },
    onlyTagged: {
      kind: 'flag',
      ask: 'May it touch only the volumes and snapshots that bear its tag?',
      help: 'As AWS recommends since April 2026: what it makes has the tag ebs.csi.aws.com/cluster = true, and what was imported needs it by hand. Default: no, any volume of the account, as the modules have it.',
      required: false,
      default: false,
      example: 'true',
    },
  },
  permissions: ({ kmsKeys = [], onlyTagged }, _cluster, line) => {
    if (onlyTagged) return { statements: keepToTagged(arnsOf(kmsKeys, kmsKey)) };
    return {
      inputs: {
        attach_ebs_csi_policy: true,
        // Called ids in 5.x, but put into Resource: ARNs on both lines.
        ...(kmsKeys.length > 0 && { [line === 'iam-5' ? 'ebs_csi_kms_cmk_ids' : 'ebs_csi_kms_cmk_arns']: arnsOf(kmsKeys, kmsKey) }),
      },
      statements: newerActions(line),
    };
  },
  // AWS's own AmazonEBSCSIDriverPolicy, which knows no keys of customers.
  withoutModule: ({ kmsKeys = [], onlyTagged }) =>
    onlyTagged
      ? { statements: keepToTagged(arnsOf(kmsKeys, kmsKey)) }
      : { wellKnown: 'ebsCSIController', statements: useKeys(arnsOf(kmsKeys, kmsKey)) },
  podIdentity: {
    since: 'v1.26.0',
    permissions: ({ kmsKeys = [], onlyTagged }, _cluster, line) => {
      if (onlyTagged) return { statements: keepToTagged(arnsOf(kmsKeys, kmsKey)) };
      return {
        inputs: {
          attach_aws_ebs_csi_policy: true,
          ...(kmsKeys.length > 0 && { aws_ebs_csi_kms_arns: arnsOf(kmsKeys, kmsKey) }),
        },
        policyName: 'aws_ebs_csi_policy_name',
        // 2.8 has them all. https://github.com/terraform-aws-modules/terraform-aws-eks-pod-identity/pull/59
        statements: line === 'pod-identity-2' ? [] : newerActions(line),
      };
    },
    eksAddOnSince: 'v1.26.0',
  },
  helm: {
    chart: 'aws-ebs-csi-driver',
    repository: 'https://kubernetes-sigs.github.io/aws-ebs-csi-driver',
    serviceAccount: ['controller', 'serviceAccount'],
  },
  eksAddOn: 'aws-ebs-csi-driver',
  inAutoMode: 'provisions EBS volumes',
  notes: [
    'Only the controller needs the role; the node DaemonSet (ebs-csi-node-sa) works without one.',
    'AWS has called its policy for any volume of the account the older one since April 2026 (https://github.com/kubernetes-sigs/aws-ebs-csi-driver/issues/2918), and the modules and eksctl still have that one: onlyTagged: true gives the newer one, where no volume or snapshot without the tag is in use.',
    'A StorageClass with kmsKeyId whose key is missing in kmsKeys leaves volumes in Pending with AccessDenied in the controller log.',
  ],
}));

const keepToTagged = (keys: readonly Text[]): readonly Statement[] => [...keepToTaggedVolumes(), ...useKeys(keys)];

const POLICY = 'https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/example-iam-policy.json';

const ours = (kind: string): Text => text`arn:${fact('partition')}:ec2:*:${fact('accountId')}:${kind}/*`;
const OF_DRIVER: Condition = { operator: 'StringEquals', key: 'ec2:ResourceTag/ebs.csi.aws.com/cluster', values: ['true'] };
const FOR_DRIVER: Condition = { operator: 'StringEquals', key: 'aws:RequestTag/ebs.csi.aws.com/cluster', values: ['true'] };

/**
 * What the driver's own policy has, and the modules' lack: looking at volumes' health, cloning volumes and
 * locking snapshots. The driver gives all that it makes the tag that the conditions ask for.
 */
const newerActions = (line: RoleLine | PodIdentityLine): readonly Statement[] => [
  allow('EbsNewerReads', [...(line === 'iam-6' ? [] : ['ec2:DescribeInstanceTypes']), 'ec2:DescribeVolumeStatus'], ['*'], {
    reason: `Describe calls of EC2 know no resources. ${LACKING}`,
  }),
  allow('EbsCloneFrom', ['ec2:CopyVolumes'], [text`arn:${fact('partition')}:ec2:*:${fact('accountId')}:volume/vol-*`], { reason: LACKING }),
  allow('EbsCloneTo', ['ec2:CopyVolumes'], [ours('volume')], { conditions: [FOR_DRIVER], reason: LACKING }),
  allow('EbsTagClones', ['ec2:CreateTags'], [ours('volume')], {
    conditions: [{ operator: 'StringEquals', key: 'ec2:CreateAction', values: ['CopyVolumes'] }],
    reason: LACKING,
  }),
  // ARNs of snapshots have no account. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
  allow('EbsLockSnapshots', ['ec2:LockSnapshot'], [text`arn:${fact('partition')}:ec2:*::snapshot/*`], {
    conditions: [OF_DRIVER],
    reason: LACKING,
  }),
];

const LACKING = `The driver’s own policy has it, the module’s lacks it (${POLICY}).`;

/** https://docs.aws.amazon.com/eks/latest/userguide/ebs-csi.html */
const useKeys = (keys: readonly Text[]): readonly Statement[] =>
  keys.length === 0
    ? []
    : [
        allow('EbsGrantKeys', ['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant'], keys, {
          conditions: [{ operator: 'Bool', key: 'kms:GrantIsForAWSResource', values: ['true'] }],
        }),
        allow('EbsUseKeys', ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'], keys),
      ];
