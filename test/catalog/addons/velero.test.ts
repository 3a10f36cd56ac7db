/** What Velero may do. */
import { expect, test } from '@jest/globals';
import { chartOf, complaint, inputsOf, ownStatementsOf, roleLines, statementsOf, subjectsOf, valuesOf } from '../facts.ts';

const KEY = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const buckets = ['backups', { ref: 'aws_s3_bucket.backups.arn' }];
const keyStatements = [
  `VeleroUseKeys: kms:Decrypt, kms:DescribeKey, kms:GenerateDataKey*, kms:ReEncrypt* on ${KEY}`,
  `VeleroGrantKeys: kms:CreateGrant on ${KEY} if Bool kms:GrantIsForAWSResource true`,
];

test.each(roleLines)('is always told its buckets on %s, where the default is all of them or no Resource', (line) => {
  expect(inputsOf('velero', { buckets }, line)).toEqual({
    attach_velero_policy: true,
    velero_s3_bucket_arns: ['arn:<partition>:s3:::backups', '<aws_s3_bucket.backups.arn>'],
  });
  expect(statementsOf('velero', { buckets }, line)).toEqual([]);
});

test.each(roleLines)('uses keys by statements of its own on %s, which has no input for them', (line) => {
  expect(statementsOf('velero', { buckets, kmsKeys: [KEY] }, line)).toEqual(keyStatements);
});

test('deletes only snapshots that it made, where no module says otherwise', () => {
  const volumesAndSnapshots = 'arn:<partition>:ec2:<region>:*:volume/*, arn:<partition>:ec2:<region>:*:snapshot/*';
  expect(ownStatementsOf('velero', { buckets: ['backups'], kmsKeys: [KEY] })).toEqual([
    'VeleroList: s3:ListBucket on arn:<partition>:s3:::backups',
    'VeleroKeepBackups: s3:AbortMultipartUpload, s3:DeleteObject, s3:GetObject, s3:ListMultipartUploadParts, s3:PutObject, s3:PutObjectTagging on arn:<partition>:s3:::backups/*',
    'VeleroReadVolumes: ec2:DescribeSnapshots, ec2:DescribeVolumes on *',
    `VeleroSnapshot: ec2:CreateSnapshot, ec2:CreateVolume on ${volumesAndSnapshots}`,
    `VeleroTagNew: ec2:CreateTags on ${volumesAndSnapshots} if StringEquals ec2:CreateAction CreateSnapshot or CreateVolume`,
    'VeleroDeleteOwn: ec2:DeleteSnapshot on arn:<partition>:ec2:<region>:*:snapshot/* if StringLike aws:ResourceTag/velero.io/backup *',
    ...keyStatements,
  ]);
});

test('refuses no bucket', () => {
  expect(complaint('velero', { buckets: [] })).toContain('at least one bucket');
  expect(complaint('velero', { buckets })).toBeUndefined();
});

test('runs as the server of the chart, without static keys', () => {
  expect(subjectsOf('velero')).toEqual({ helm: 'velero:velero-server', blueprints: 'velero:velero-server' });
  expect(chartOf('velero')).toBe('https://vmware-tanzu.github.io/helm-charts velero serviceAccount.server');
  expect(valuesOf('velero')).toEqual({ credentials: { useSecret: false } });
});
