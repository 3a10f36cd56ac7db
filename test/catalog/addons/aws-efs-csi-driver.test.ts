/** What the EFS driver may do. */
import { describe, expect, test } from '@jest/globals';
import { findAddOn } from '../../../src/catalog/index.ts';
import { chartOf, inputsOf, ownStatementsOf, roleLines, statementsOf, subjectsOf } from '../facts.ts';

describe('the EFS driver', () => {
  const s3Files = 'arn:<partition>:s3files:<region>:<accountId>:file-system/*';
  const s3FilesStatements = [
    'S3FilesFind: s3files:ListFileSystems on *',
    `S3FilesRead: s3files:ListAccessPoints on ${s3Files}`,
    `S3FilesCreate: s3files:CreateAccessPoint on ${s3Files} if StringEquals aws:RequestTag/efs.csi.aws.com/cluster true`,
    `S3FilesTag: s3files:TagResource on ${s3Files} if StringEquals s3files:CreateAction CreateAccessPoint and StringEquals aws:RequestTag/efs.csi.aws.com/cluster true`,
    `S3FilesDelete: s3files:DeleteAccessPoint on ${s3Files}/access-point/* if StringEquals aws:ResourceTag/efs.csi.aws.com/cluster true`,
  ];

  test.each(roleLines)('has the flag of %s, and S3 Files, which no module knows, only when asked', (line) => {
    expect(inputsOf('aws-efs-csi-driver', { s3Files: false }, line)).toEqual({ attach_efs_csi_policy: true });
    expect(statementsOf('aws-efs-csi-driver', { s3Files: false }, line)).toEqual([]);
    expect(inputsOf('aws-efs-csi-driver', { s3Files: true }, line)).toEqual({ attach_efs_csi_policy: true });
    expect(statementsOf('aws-efs-csi-driver', { s3Files: true }, line)).toEqual(s3FilesStatements);
  });

  test('finds its mount targets, which the policy of eksctl forgets', () => {
    const found = [
      'EfsFindZones: ec2:DescribeAvailabilityZones on *',
      'EfsFindMountTargets: elasticfilesystem:DescribeMountTargets on arn:<partition>:elasticfilesystem:<region>:<accountId>:file-system/*',
    ];
    expect(findAddOn('aws-efs-csi-driver')?.withoutModule({ s3Files: false }, { clusterNames: [] })?.wellKnown).toBe('efsCSIController');
    expect(ownStatementsOf('aws-efs-csi-driver', { s3Files: false })).toEqual(found);
    expect(ownStatementsOf('aws-efs-csi-driver', { s3Files: true })).toEqual([...found, ...s3FilesStatements]);
  });

  test('runs as its controller, whoever installs it', () => {
    expect(subjectsOf('aws-efs-csi-driver')).toEqual({
      helm: 'kube-system:efs-csi-controller-sa',
      'eks-addon': 'kube-system:efs-csi-controller-sa',
      blueprints: 'kube-system:efs-csi-controller-sa',
    });
    expect(chartOf('aws-efs-csi-driver')).toBe(
      'https://kubernetes-sigs.github.io/aws-efs-csi-driver aws-efs-csi-driver controller.serviceAccount',
    );
    expect(findAddOn('aws-efs-csi-driver')?.eksAddOn).toBe('aws-efs-csi-driver');
  });
});
