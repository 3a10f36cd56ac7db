import { resourceArn } from '../../iam/arn.ts';
import { kmsKey as keyKind, secret as secretKind } from '../../iam/resources.ts';
import { allow } from '../../iam/statement.ts';
import { defineGrant } from '../grant.ts';
import { named } from '../named.ts';
import { useKey } from './use-key.ts';

/** `write` stores new versions of a secret that exists; it neither creates nor deletes nor reconfigures it. */
export const secretsmanager = defineGrant('secretsmanager', () => ({
  title: 'AWS Secrets Manager',
  summary: 'Reads or rotates the value of one secret.',
  link: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html',
  options: {
    secret: {
      kind: 'resource',
      ask: 'Which secret?',
      help: 'Name (my-app/* for a folder), ARN or Terraform reference.',
      required: true,
      ...named(secretKind),
    },
    access: {
      kind: 'choice',
      ask: 'What may it do with the value?',
      help: 'write stores new versions; it neither creates nor deletes the secret.',
      required: true,
      choices: ['read', 'write', 'read-write'],
      example: 'read',
    },
    kmsKey: {
      kind: 'resource',
      ask: 'Which customer managed KMS key encrypts the secret?',
      help: 'Key id, ARN or Terraform reference. Not needed for the AWS managed key aws/secretsmanager.',
      required: false,
      ...named(keyKind),
    },
  },
  statements: ({ secret, access, kmsKey }) => {
    const secretArn = resourceArn(secret, secretKind);
    const writes = access !== 'read';
    return [
      allow('SecretsmanagerDescribe', ['secretsmanager:DescribeSecret'], [secretArn]),
      ...(access !== 'write' ? [allow('SecretsmanagerRead', ['secretsmanager:GetSecretValue'], [secretArn])] : []),
      ...(writes ? [allow('SecretsmanagerWrite', ['secretsmanager:PutSecretValue'], [secretArn])] : []),
      // PutSecretValue compares with the version before, so it decrypts too.
      ...useKey('SecretsmanagerUseKey', kmsKey, 'secretsmanager', writes ? ['kms:Decrypt', 'kms:GenerateDataKey'] : ['kms:Decrypt']),
    ];
  },
}));
