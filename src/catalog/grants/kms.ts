import { resourceArn } from '../../iam/arn.ts';
import { kmsKey as keyKind } from '../../iam/resources.ts';
import { allow } from '../../iam/statement.ts';
import { defineGrant } from '../grant.ts';
import { named } from '../named.ts';

/** For what an app encrypts or signs itself; data that a service encrypts is the kmsKey of that service's grant. */
export const kms = defineGrant('kms', () => ({
  title: 'AWS KMS',
  summary: 'Encrypts, decrypts, signs or verifies with one key of your own.',
  link: 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_kms.html',
  options: {
    key: {
      kind: 'resource',
      ask: 'Which key?',
      help: 'Key id, ARN or Terraform reference; not its alias, which IAM does not look behind.',
      required: true,
      ...named(keyKind),
    },
    access: {
      kind: 'choice',
      ask: 'What may it do with the key?',
      help: 'encrypt makes data keys too; sign and verify are of asymmetric and HMAC keys.',
      required: true,
      choices: ['encrypt', 'decrypt', 'encrypt-decrypt', 'sign', 'verify'],
      example: 'encrypt-decrypt',
    },
  },
  statements: ({ key, access }) => {
    const keyArn = resourceArn(key, keyKind);
    const all: readonly (readonly [boolean, string, readonly string[]])[] = [
      [access.startsWith('encrypt'), 'KmsEncrypt', ENCRYPT],
      [access.endsWith('decrypt'), 'KmsDecrypt', ['kms:Decrypt']],
      [access === 'sign', 'KmsSign', ['kms:GenerateMac', 'kms:GetPublicKey', 'kms:Sign']],
      [access === 'verify', 'KmsVerify', ['kms:GetPublicKey', 'kms:Verify', 'kms:VerifyMac']],
    ];
    return [
      allow('KmsDescribe', ['kms:DescribeKey'], [keyArn]),
      ...all.flatMap(([may, sid, actions]) => (may ? [allow(sid, actions, [keyArn])] : [])),
    ];
  },
}));

const ENCRYPT = ['kms:Encrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext'];
