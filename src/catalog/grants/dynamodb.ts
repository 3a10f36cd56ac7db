import { resourceArn } from '../../iam/arn.ts';
import { kmsKey as keyKind, table as tableKind } from '../../iam/resources.ts';
import { allow } from '../../iam/statement.ts';
import { text } from '../../iam/text.ts';
import { defineGrant } from '../grant.ts';
import { named } from '../named.ts';
import { useKey } from './use-key.ts';

export const dynamodb = defineGrant('dynamodb', () => ({
  title: 'Amazon DynamoDB',
  summary: 'Reads or writes the items of one table, with its indexes and stream where asked for.',
  link: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/security_iam_id-based-policy-examples.html',
  options: {
    table: { kind: 'resource', ask: 'Which table?', help: 'Name, ARN or Terraform reference.', required: true, ...named(tableKind) },
    access: {
      kind: 'choice',
      ask: 'What may it do with the items?',
      help: 'write puts, updates and deletes items; none may change the table itself.',
      required: true,
      choices: ['read', 'write', 'read-write'],
      example: 'read',
    },
    indexes: {
      kind: 'flag',
      ask: 'May it query the indexes?',
      help: 'Query and Scan on every index of the table; they are written by DynamoDB itself.',
      required: false,
      default: false,
      example: 'true',
    },
    streams: {
      kind: 'flag',
      ask: 'May it read the stream?',
      help: 'The records of the table’s stream, from its ARN (DescribeTable tells it).',
      required: false,
      default: false,
      example: 'true',
    },
    kmsKey: {
      kind: 'resource',
      ask: 'Which customer managed KMS key encrypts the table?',
      help: 'Key id, ARN or Terraform reference. Not needed for keys owned or managed by AWS.',
      required: false,
      ...named(keyKind),
    },
  },
  check: ({ access, indexes }) =>
    indexes && access === 'write' ? 'indexes are only ever read: they need access read or read-write.' : undefined,
  statements: ({ table, access, indexes, streams, kmsKey }) => {
    const tableArn = resourceArn(table, tableKind);
    return [
      allow('DynamodbDescribeTable', ['dynamodb:DescribeTable'], [tableArn]),
      ...(access !== 'write' ? [allow('DynamodbReadItems', READ, [tableArn])] : []),
      ...(access !== 'read' ? [allow('DynamodbWriteItems', WRITE, [tableArn])] : []),
      ...(indexes ? [allow('DynamodbReadIndexes', ['dynamodb:Query', 'dynamodb:Scan'], [text`${tableArn}/index/*`])] : []),
      ...(streams
        ? [
            allow(
              'DynamodbReadStream',
              ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
              [text`${tableArn}/stream/*`],
            ),
          ]
        : []),
      ...useKey('DynamodbUseKey', kmsKey, 'dynamodb', access === 'read' ? READ_KEY : [...READ_KEY, ...WRITE_KEY]),
    ];
  },
}));

const READ = ['dynamodb:BatchGetItem', 'dynamodb:ConditionCheckItem', 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan'];
const WRITE = ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];

// DynamoDB checks the caller's own right to the key of a table.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
const READ_KEY = ['kms:Decrypt', 'kms:DescribeKey'];
const WRITE_KEY = ['kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'];
