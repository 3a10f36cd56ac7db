import { expect, test } from '@jest/globals';
import { KEY, statementsOf } from '../ask-grant.ts';

test('encrypts and decrypts', () => {
  expect(statementsOf('kms', { key: KEY, access: 'encrypt-decrypt' })).toEqual([
    `KmsDescribe: kms:DescribeKey on ${KEY}`,
    `KmsEncrypt: kms:Encrypt, kms:GenerateDataKey, kms:GenerateDataKeyWithoutPlaintext on ${KEY}`,
    `KmsDecrypt: kms:Decrypt on ${KEY}`,
  ]);
});

test('encrypts without decrypting', () => {
  expect(statementsOf('kms', { key: { ref: 'aws_kms_alias.a.target_key_arn' }, access: 'encrypt' })).toEqual([
    'KmsDescribe: kms:DescribeKey on <aws_kms_alias.a.target_key_arn>',
    'KmsEncrypt: kms:Encrypt, kms:GenerateDataKey, kms:GenerateDataKeyWithoutPlaintext on <aws_kms_alias.a.target_key_arn>',
  ]);
});

test('decrypts without encrypting', () => {
  expect(statementsOf('kms', { key: KEY, access: 'decrypt' })).toEqual([
    `KmsDescribe: kms:DescribeKey on ${KEY}`,
    `KmsDecrypt: kms:Decrypt on ${KEY}`,
  ]);
});

test('signs', () => {
  expect(statementsOf('kms', { key: { ref: 'aws_kms_key.k.key_id' }, access: 'sign' })).toEqual([
    'KmsDescribe: kms:DescribeKey on arn:<partition>:kms:<region>:<accountId>:key/<aws_kms_key.k.key_id>',
    'KmsSign: kms:GenerateMac, kms:GetPublicKey, kms:Sign on arn:<partition>:kms:<region>:<accountId>:key/<aws_kms_key.k.key_id>',
  ]);
});

test('verifies', () => {
  expect(statementsOf('kms', { key: { ref: 'aws_kms_key.k.arn' }, access: 'verify' })).toEqual([
    'KmsDescribe: kms:DescribeKey on <aws_kms_key.k.arn>',
    'KmsVerify: kms:GetPublicKey, kms:Verify, kms:VerifyMac on <aws_kms_key.k.arn>',
  ]);
});
