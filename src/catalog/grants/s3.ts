import { resourceArn } from '../../iam/arn.ts';
import { bucket as bucketKind, kmsKey as keyKind } from '../../iam/resources.ts';
import { allow } from '../../iam/statement.ts';
import { text } from '../../iam/text.ts';
import { defineGrant } from '../grant.ts';
import { named } from '../named.ts';
import { useKey } from './use-key.ts';

/**
 * `write` creates and overwrites objects and finishes or aborts multipart uploads; it does not
 * delete them, as losing data is no part of writing it: `deletes` asks for that.
 */
export const s3 = defineGrant('s3', () => ({
  title: 'Amazon S3',
  summary: 'Reads or writes the objects of one bucket, or of one prefix in it.',
  link: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_id-based-policy-examples.html',
  options: {
    bucket: { kind: 'resource', ask: 'Which bucket?', help: 'Name, ARN or Terraform reference.', required: true, ...named(bucketKind) },
    prefix: {
      kind: 'text',
      ask: 'Only below which prefix?',
      help: 'Ends with a slash. Default: the whole bucket.',
      required: false,
      check: (prefix) =>
        PREFIX.test(prefix)
          ? undefined
          : `"${prefix}" cannot be a prefix: expected something like my-app/, with a slash at the end and none at the start, without * ? $, in letters and signs of Latin-1 (IAM takes no others in a policy).`,
      example: 'my-app/',
    },
    access: {
      kind: 'choice',
      ask: 'What may it do with the objects?',
      help: 'read gets and lists; write creates and overwrites, but does not delete.',
      required: true,
      choices: ['read', 'write', 'read-write'],
      example: 'read',
    },
    deletes: {
      kind: 'flag',
      ask: 'May it delete objects, too?',
      help: 'With access: write or read-write. Default: no. In a bucket with versions it hides them, and removes none.',
      required: false,
      default: false,
      example: 'true',
    },
    kmsKey: {
      kind: 'resource',
      ask: 'Which customer managed KMS key encrypts the bucket?',
      help: 'Key id, ARN or Terraform reference. Not needed for SSE-S3 or the AWS managed key.',
      required: false,
      ...named(keyKind),
    },
  },
  check: ({ access, deletes }) => (deletes && access === 'read' ? 'deletes goes with access: write or read-write.' : undefined),
  statements: ({ bucket, prefix = '', access, deletes, kmsKey }) => {
    const bucketArn = resourceArn(bucket, bucketKind);
    const objects = text`${bucketArn}/${prefix}*`;
    const [reads, writes] = [access !== 'write', access !== 'read'];
    return [
      ...(reads
        ? [
            allow('S3ReadObjects', ['s3:GetObject'], [objects]),
            allow('S3ListBucket', ['s3:ListBucket'], [bucketArn], {
              conditions: prefix === '' ? [] : [{ operator: 'StringLike', key: 's3:prefix', values: [`${prefix}*`] }],
            }),
          ]
        : []),
      ...(writes ? [allow('S3WriteObjects', ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'], [objects])] : []),
      // Not s3:DeleteObjectVersion, which is for good.
      ...(deletes ? [allow('S3DeleteObjects', ['s3:DeleteObject'], [objects])] : []),
      // Multipart uploads are decrypted and encrypted again when they are put together.
      ...useKey('S3UseKey', kmsKey, 's3', writes ? ['kms:Decrypt', 'kms:GenerateDataKey'] : ['kms:Decrypt']),
    ];
  },
}));

/**
 * A prefix without a slash at its end would also open its neighbours: my-app and my-app-secrets. Keys of objects may
 * be in any script, policies may not; the soft hyphen is a character that nobody sees.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html
 */
const PREFIX = /^(?!\/)(?:(?![*?$])[ -~\u00A1-\u00AC\u00AE-\u00FF])*\/$/;
