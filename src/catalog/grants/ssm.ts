import { resourceArn } from '../../iam/arn.ts';
import { kmsKey as keyKind, parameter as parameterKind } from '../../iam/resources.ts';
import { allow } from '../../iam/statement.ts';
import { defineGrant } from '../grant.ts';
import { named } from '../named.ts';
import { withoutSlash } from '../parameter-name.ts';
import { useKey } from './use-key.ts';

/** `write` creates parameters and new versions of them; it neither deletes nor tags. */
export const ssm = defineGrant('ssm', () => ({
  title: 'AWS Systems Manager Parameter Store',
  summary: 'Reads or writes one parameter, or those of one path.',
  link: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html',
  options: {
    parameter: {
      kind: 'resource',
      ask: 'Which parameter?',
      help: 'Name (my-app/* for a path), ARN or Terraform reference to its ARN.',
      required: true,
      ...named(parameterKind),
    },
    access: {
      kind: 'choice',
      ask: 'What may it do with the value?',
      help: 'write creates and overwrites; it does not delete.',
      required: true,
      choices: ['read', 'write', 'read-write'],
      example: 'read',
    },
    kmsKey: {
      kind: 'resource',
      ask: 'Which customer managed KMS key encrypts the value?',
      help: 'Key id, ARN or Terraform reference. Not needed for the AWS managed key aws/ssm.',
      required: false,
      ...named(keyKind),
    },
  },
  statements: ({ parameter, access, kmsKey }) => {
    const name = withoutSlash(parameter);
    const arn = resourceArn(name, parameterKind);
    const [reads, writes] = [access !== 'write', access !== 'read'];
    return [
      ...(reads ? [allow('SsmRead', ['ssm:GetParameter', 'ssm:GetParameters'], [arn])] : []),
      // A path is asked for by its own name, and whoever may read it may read all below.
      ...(reads && typeof name === 'string' && name.endsWith('/*')
        ? [allow('SsmReadPath', ['ssm:GetParametersByPath'], [resourceArn(name.slice(0, -2), parameterKind)])]
        : []),
      ...(writes ? [allow('SsmWrite', ['ssm:PutParameter'], [arn])] : []),
      ...useKey('SsmUseKey', kmsKey, 'ssm', [...(reads ? ['kms:Decrypt'] : []), ...(writes ? WRITE_KEY : [])]),
    ];
  },
}));

// Encrypt is of standard parameters, GenerateDataKey of advanced ones.
// https://docs.aws.amazon.com/systems-manager/latest/userguide/secure-string-parameter-kms-encryption.html
const WRITE_KEY = ['kms:Encrypt', 'kms:GenerateDataKey'];
