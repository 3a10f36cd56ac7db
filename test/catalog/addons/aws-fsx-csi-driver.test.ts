/** What the FSx for Lustre driver may do. */
import { expect, test } from '@jest/globals';
import { findAddOn } from '../../../src/catalog/index.ts';
import { allows, type PolicyDocument } from '../../support/allows.ts';
import { policyJson } from '../show.ts';
import { chartOf, inputsOf, ownStatementsOf, roleLines, statementsOf, subjectsOf } from '../facts.ts';

const LINK = 'arn:<partition>:iam::<accountId>:role/aws-service-role/s3.data-source.lustre.fsx.amazonaws.com/*';

test.each(roleLines)('names its service-linked role on %s, whose default is of the partition aws and any account', (line) => {
  expect(inputsOf('aws-fsx-csi-driver', {}, line)).toEqual({
    attach_fsx_lustre_csi_policy: true,
    fsx_lustre_csi_service_role_arns: [LINK],
  });
  expect(statementsOf('aws-fsx-csi-driver', {}, line)).toEqual([]);
});

test('deletes only file systems that it made, where no module says otherwise', () => {
  expect(ownStatementsOf('aws-fsx-csi-driver', {})).toEqual([
    'FsxRead: fsx:DescribeFileSystems on *',
    'FsxCreate: fsx:CreateFileSystem on arn:<partition>:fsx:<region>:<accountId>:file-system/* if StringLike aws:RequestTag/CSIVolumeName *',
    // The asterisk itself, in whose name FSx asks for what has no id yet: https://github.com/kubernetes-sigs/aws-fsx-csi-driver/issues/214
    'FsxTagNew: fsx:TagResource on arn:<partition>:fsx:<region>:<accountId>:file-system/${*} if StringLike aws:RequestTag/CSIVolumeName *',
    'FsxChangeOwn: fsx:DeleteFileSystem, fsx:UpdateFileSystem on arn:<partition>:fsx:<region>:<accountId>:file-system/* if StringLike aws:ResourceTag/CSIVolumeName *',
    'FsxFindData: s3:ListBucket on arn:<partition>:s3:::*',
    'FsxServiceRole: iam:CreateServiceLinkedRole on arn:<partition>:iam::<accountId>:role/aws-service-role/fsx.amazonaws.com/* if StringEquals iam:AWSServiceName fsx.amazonaws.com',
    `FsxLinkRole: iam:AttachRolePolicy, iam:CreateServiceLinkedRole, iam:PutRolePolicy on ${LINK}`,
  ]);
});

test('runs as its controller, which the blueprints call otherwise', () => {
  expect(subjectsOf('aws-fsx-csi-driver')).toEqual({
    helm: 'kube-system:fsx-csi-controller-sa',
    'eks-addon': 'kube-system:fsx-csi-controller-sa',
    blueprints: 'kube-system:aws-fsx-csi-controller-sa',
  });
  expect(chartOf('aws-fsx-csi-driver')).toBe(
    'https://kubernetes-sigs.github.io/aws-fsx-csi-driver aws-fsx-csi-driver controller.serviceAccount',
  );
  expect(findAddOn('aws-fsx-csi-driver')?.eksAddOn).toBe('aws-fsx-csi-driver');
});

test('tags only what it makes: so nothing that exists can be made its own, and then deleted', () => {
  const fileSystems = 'arn:<partition>:fsx:<region>:<accountId>:file-system';
  const statements = findAddOn('aws-fsx-csi-driver')?.withoutModule({}, { clusterNames: [] })?.statements ?? [];
  const policy = JSON.parse(policyJson(statements, (hole) => `<${hole}>`)) as PolicyDocument;
  const may = (action: string, id: string, tags: 'RequestTag' | 'ResourceTag') =>
    allows(policy, { action: `fsx:${action}`, resource: `${fileSystems}/${id}`, context: { [`aws:${tags}/CSIVolumeName`]: 'pvc-1' } });
  expect([may('CreateFileSystem', '*', 'RequestTag'), may('TagResource', '*', 'RequestTag')]).toEqual([true, true]);
  expect([may('TagResource', 'fs-0123456789abcdef0', 'RequestTag'), may('TagResource', 'fs-0123456789abcdef0', 'ResourceTag')]).toEqual([
    false,
    false,
  ]);
  expect([may('DeleteFileSystem', 'fs-0123456789abcdef0', 'ResourceTag'), may('DeleteFileSystem', 'fs-1', 'RequestTag')]).toEqual([
    true,
    false,
  ]);
});
