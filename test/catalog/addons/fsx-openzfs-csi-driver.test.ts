/** What the FSx for OpenZFS driver may do. */
import { expect, test } from '@jest/globals';
import { findAddOn } from '../../../src/catalog/index.ts';
import { chartOf, inputsOf, ownStatementsOf, roleLines, statementsOf, subjectsOf } from '../facts.ts';

const SERVICE_ROLE = 'arn:<partition>:iam::<accountId>:role/aws-service-role/fsx.amazonaws.com/*';

test.each(roleLines)('names its service-linked role on %s, whose default is of the partition aws and any account', (line) => {
  expect(inputsOf('fsx-openzfs-csi-driver', {}, line)).toEqual({
    attach_fsx_openzfs_csi_policy: true,
    fsx_openzfs_csi_service_role_arns: [SERVICE_ROLE],
  });
  expect(statementsOf('fsx-openzfs-csi-driver', {}, line)).toEqual([]);
});

test('changes FSx in its own account and region only, where no module says otherwise', () => {
  expect(ownStatementsOf('fsx-openzfs-csi-driver', {})).toEqual([
    'OpenZfsRead: fsx:DescribeFileSystems, fsx:DescribeSnapshots, fsx:DescribeVolumes on *',
    'OpenZfsReadTags: fsx:ListTagsForResource on arn:<partition>:fsx:<region>:<accountId>:file-system/*, arn:<partition>:fsx:<region>:<accountId>:volume/*',
    'OpenZfsChange: fsx:CreateFileSystem, fsx:CreateSnapshot, fsx:CreateVolume, fsx:DeleteFileSystem, fsx:DeleteSnapshot, fsx:DeleteVolume, fsx:TagResource, fsx:UpdateFileSystem on arn:<partition>:fsx:<region>:<accountId>:*',
    `OpenZfsServiceRole: iam:CreateServiceLinkedRole on ${SERVICE_ROLE} if StringEquals iam:AWSServiceName fsx.amazonaws.com`,
  ]);
});

test('runs as its controller, from a chart that is called otherwise, and is no EKS add-on', () => {
  expect(subjectsOf('fsx-openzfs-csi-driver')).toEqual({ helm: 'kube-system:fsx-openzfs-csi-controller-sa' });
  expect(chartOf('fsx-openzfs-csi-driver')).toBe(
    'https://kubernetes-sigs.github.io/aws-fsx-openzfs-csi-driver aws-fsx-openzfs-csi-driver controller.serviceAccount',
  );
  expect(findAddOn('fsx-openzfs-csi-driver')?.eksAddOn).toBeUndefined();
});
