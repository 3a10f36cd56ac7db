/** What the Mountpoint driver may do. */
import { describe, expect, test } from '@jest/globals';
import { findAddOn } from '../../../src/catalog/index.ts';
import { chartOf, complaint, inputsOf, ownStatementsOf, permissionsOf, roleLines, statementsOf, subjectsOf } from '../facts.ts';

const ID = 'aws-mountpoint-s3-csi-driver';
const KEY = 'arn:<partition>:kms:<region>:<accountId>:key/mrk-1234abcd12ab34cd56ef1234567890ab';
const buckets = ['my-bucket', { ref: 'aws_s3_bucket.data.arn' }];
const kmsKeys = ['mrk-1234abcd12ab34cd56ef1234567890ab'];

describe.each(roleLines)('on %s', (line) => {
  test('names buckets and their objects, as an empty list is every bucket, or no Resource at all', () => {
    const inputs = {
      attach_mountpoint_s3_csi_policy: true,
      mountpoint_s3_csi_bucket_arns: ['arn:<partition>:s3:::my-bucket', '<aws_s3_bucket.data.arn>'],
      mountpoint_s3_csi_path_arns: ['arn:<partition>:s3:::my-bucket/*', '<aws_s3_bucket.data.arn>/*'],
    };
    expect(inputsOf(ID, { buckets, access: 'read-write' }, line)).toEqual(inputs);
    expect(statementsOf(ID, { buckets, access: 'read-write' }, line)).toEqual([]);
    expect(inputsOf(ID, { buckets, access: 'read-write', kmsKeys }, line)).toEqual({ ...inputs, mountpoint_s3_csi_kms_arns: [KEY] });
  });

  test('has statements of its own to read, as the flag writes and deletes, too', () => {
    expect(permissionsOf(ID, { buckets, access: 'read' }, line).inputs).toBeUndefined();
    expect(statementsOf(ID, { buckets, access: 'read', kmsKeys }, line)).toEqual([
      'MountList: s3:ListBucket on arn:<partition>:s3:::my-bucket, <aws_s3_bucket.data.arn>',
      'MountObjects: s3:GetObject on arn:<partition>:s3:::my-bucket/*, <aws_s3_bucket.data.arn>/*',
      `MountUseKeys: kms:Decrypt on ${KEY}`,
    ]);
  });
});

test('may do the same without a module', () => {
  expect(ownStatementsOf(ID, { buckets: ['my-bucket'], access: 'read-write', kmsKeys })).toEqual([
    'MountList: s3:ListBucket on arn:<partition>:s3:::my-bucket',
    'MountObjects: s3:AbortMultipartUpload, s3:DeleteObject, s3:GetObject, s3:PutObject on arn:<partition>:s3:::my-bucket/*',
    `MountUseKeys: kms:Decrypt, kms:GenerateDataKey on ${KEY}`,
  ]);
});

test('refuses no bucket, and directory buckets, which the ARN of a name would not mean', () => {
  expect(complaint(ID, { buckets: [], access: 'read' })).toContain('at least one bucket');
  expect(complaint(ID, { buckets, access: 'read' })).toBeUndefined();
  const check = findAddOn(ID)?.options['buckets']?.check;
  expect(check?.('fast--usw2-az1--x-s3')).toContain('directory bucket');
  expect(check?.('my-bucket')).toBeUndefined();
});

test('mounts as the node’s ServiceAccount, whoever installs it', () => {
  expect(subjectsOf(ID)).toEqual({ helm: 'kube-system:s3-csi-driver-sa', 'eks-addon': 'kube-system:s3-csi-driver-sa' });
  expect(chartOf(ID)).toBe('https://awslabs.github.io/mountpoint-s3-csi-driver aws-mountpoint-s3-csi-driver node.serviceAccount');
  expect(findAddOn(ID)?.eksAddOn).toBe(ID);
});
