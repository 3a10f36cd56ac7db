/** What the FSx for Lustre driver may do. */
import { expect, test } from '@jest/globals';
import { findAddOn } from '../../../src/catalog/index.ts';
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
    'FsxCreate: fsx:CreateFileSystem, fsx:TagResource on arn:<partition>:fsx:<region>:<accountId>:*',
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
