import { describe, expect, test } from '@jest/globals';
import { findGrant, grants } from '../../src/catalog/index.ts';
import { complaint, KEY, optionComplaint, refComplaint, statementsOf } from './ask-grant.ts';

describe('s3', () => {
  test('reads a bucket: its objects, and their list', () => {
    expect(statementsOf('s3', { bucket: 'my-bucket', access: 'read' })).toEqual([
      'S3ReadObjects: s3:GetObject on arn:<partition>:s3:::my-bucket/*',
      'S3ListBucket: s3:ListBucket on arn:<partition>:s3:::my-bucket',
    ]);
  });

  test('lists no more than the prefix it reads', () => {
    expect(statementsOf('s3', { bucket: 'my-bucket', prefix: 'my-app/', access: 'read-write' })).toEqual([
      'S3ReadObjects: s3:GetObject on arn:<partition>:s3:::my-bucket/my-app/*',
      'S3ListBucket: s3:ListBucket on arn:<partition>:s3:::my-bucket if StringLike s3:prefix my-app/*',
      'S3WriteObjects: s3:PutObject, s3:AbortMultipartUpload, s3:ListMultipartUploadParts on arn:<partition>:s3:::my-bucket/my-app/*',
    ]);
  });

  test('writes without reading, listing or deleting', () => {
    const [write, ...more] = statementsOf('s3', { bucket: 'b', access: 'write' });
    expect(more).toEqual([]);
    expect(write).not.toMatch(/Delete|GetObject|ListBucket/);
  });

  test('deletes only where asked, below the prefix, and no version for good', () => {
    expect(statementsOf('s3', { bucket: 'my-bucket', prefix: 'my-app/', access: 'write', deletes: true })).toEqual([
      'S3WriteObjects: s3:PutObject, s3:AbortMultipartUpload, s3:ListMultipartUploadParts on arn:<partition>:s3:::my-bucket/my-app/*',
      'S3DeleteObjects: s3:DeleteObject on arn:<partition>:s3:::my-bucket/my-app/*',
    ]);
    expect(findGrant('s3')?.check?.({ bucket: 'my-bucket', access: 'read', deletes: true })).toBe(
      'deletes goes with access: write or read-write.',
    );
  });

  test('takes a bucket by ARN, and by reference to its ARN or name', () => {
    const read = (bucket: unknown) => statementsOf('s3', { bucket, access: 'read' })[1];
    expect(read('arn:aws-cn:s3:::my-bucket')).toBe('S3ListBucket: s3:ListBucket on arn:aws-cn:s3:::my-bucket');
    expect(read({ ref: 'aws_s3_bucket.b.arn' })).toBe('S3ListBucket: s3:ListBucket on <aws_s3_bucket.b.arn>');
    for (const name of ['aws_s3_bucket.b.id', 'aws_s3_bucket.b.bucket', 'module.b.name', 'var.bucket']) {
      expect(read({ ref: name })).toBe(`S3ListBucket: s3:ListBucket on arn:<partition>:s3:::<${name}>`);
    }
  });

  test('uses the key only through S3, in every partition', () => {
    expect(statementsOf('s3', { bucket: 'b', access: 'read', kmsKey: KEY }).at(-1)).toBe(
      `S3UseKey: kms:Decrypt on ${KEY} if StringLike kms:ViaService s3.*`,
    );
    expect(statementsOf('s3', { bucket: 'b', access: 'write', kmsKey: { ref: 'aws_kms_key.k.key_id' } }).at(-1)).toBe(
      'S3UseKey: kms:Decrypt, kms:GenerateDataKey on arn:<partition>:kms:<region>:<accountId>:key/<aws_kms_key.k.key_id> if StringLike kms:ViaService s3.*',
    );
  });

  test.each([
    'My-Bucket',
    'b',
    'a..b',
    '192.168.0.1',
    '-bucket',
    'bucket/path',
    '*',
    'b'.repeat(64),
    'arn:aws:s3:::my-bucket/*',
    'arn:aws:sqs:::my-bucket',
  ])('refuses %s for a bucket', (literal) => expect(optionComplaint('s3', 'bucket', literal)).toContain(`"${literal}"`));

  test.each(['my-app', '/my-app/', 'my-*/', '${aws:username}/', ''])('refuses %j for a prefix, as it opens something else', (prefix) => {
    expect(optionComplaint('s3', 'prefix', prefix)).toContain('with a slash at the end');
  });

  test.each(['データ/', 'a\u00AD/', 'a\u200B/', '\u{F0000}/', 'a\u0007/'])('refuses %j for a prefix, as IAM does in a policy', (prefix) => {
    expect(optionComplaint('s3', 'prefix', prefix)).toContain('of Latin-1');
    expect(optionComplaint('s3', 'prefix', 'été/')).toBeUndefined();
  });
});

describe('dynamodb', () => {
  test('reads items, and neither indexes nor the stream unless asked for', () => {
    expect(statementsOf('dynamodb', { table: 'orders', access: 'read', indexes: false, streams: false })).toEqual([
      'DynamodbDescribeTable: dynamodb:DescribeTable on arn:<partition>:dynamodb:<region>:<accountId>:table/orders',
      'DynamodbReadItems: dynamodb:BatchGetItem, dynamodb:ConditionCheckItem, dynamodb:GetItem, dynamodb:Query, dynamodb:Scan on arn:<partition>:dynamodb:<region>:<accountId>:table/orders',
    ]);
  });

  test('writes items, queries indexes and follows the stream', () => {
    expect(
      statementsOf('dynamodb', {
        table: { ref: 'aws_dynamodb_table.orders.arn' },
        access: 'read-write',
        indexes: true,
        streams: true,
        kmsKey: KEY,
      }).slice(2),
    ).toEqual([
      'DynamodbWriteItems: dynamodb:BatchWriteItem, dynamodb:DeleteItem, dynamodb:PutItem, dynamodb:UpdateItem on <aws_dynamodb_table.orders.arn>',
      'DynamodbReadIndexes: dynamodb:Query, dynamodb:Scan on <aws_dynamodb_table.orders.arn>/index/*',
      'DynamodbReadStream: dynamodb:DescribeStream, dynamodb:GetRecords, dynamodb:GetShardIterator on <aws_dynamodb_table.orders.arn>/stream/*',
      `DynamodbUseKey: kms:Decrypt, kms:DescribeKey, kms:Encrypt, kms:GenerateDataKey*, kms:ReEncrypt* on ${KEY} if StringLike kms:ViaService dynamodb.*`,
    ]);
  });

  test('refuses indexes that could only be written', () => {
    expect(complaint('dynamodb', { table: 'orders', access: 'write', indexes: true, streams: false })).toContain(
      'indexes are only ever read',
    );
  });

  test('refuses the ARN of the stream for that of the table', () => {
    expect(refComplaint('dynamodb', 'table', 'aws_dynamodb_table.orders.stream_arn')).toBe(
      'aws_dynamodb_table.orders.stream_arn is neither the name nor the ARN of a DynamoDB table: refer to its .arn.',
    );
  });
});

describe('secretsmanager', () => {
  test('reads a secret by name, whatever six characters AWS added', () => {
    expect(statementsOf('secretsmanager', { secret: 'my-app/db', access: 'read' })).toEqual([
      'SecretsmanagerDescribe: secretsmanager:DescribeSecret on arn:<partition>:secretsmanager:<region>:<accountId>:secret:my-app/db-??????',
      'SecretsmanagerRead: secretsmanager:GetSecretValue on arn:<partition>:secretsmanager:<region>:<accountId>:secret:my-app/db-??????',
    ]);
  });

  test('stores versions, and cannot reconfigure or delete', () => {
    expect(statementsOf('secretsmanager', { secret: { ref: 'aws_secretsmanager_secret.db.id' }, access: 'write', kmsKey: KEY })).toEqual([
      'SecretsmanagerDescribe: secretsmanager:DescribeSecret on <aws_secretsmanager_secret.db.id>',
      'SecretsmanagerWrite: secretsmanager:PutSecretValue on <aws_secretsmanager_secret.db.id>',
      `SecretsmanagerUseKey: kms:Decrypt, kms:GenerateDataKey on ${KEY} if StringLike kms:ViaService secretsmanager.*`,
    ]);
  });

  test('takes the name of a reference that is no ARN', () => {
    expect(statementsOf('secretsmanager', { secret: { ref: 'aws_secretsmanager_secret.db.name' }, access: 'read' })[0]).toContain(
      ':secret:<aws_secretsmanager_secret.db.name>-??????',
    );
  });

  test('refuses an ARN without the six characters, which would match nothing', () => {
    const arn = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:my-app/db';
    expect(optionComplaint('secretsmanager', 'secret', arn)).toContain('names something else');
    for (const ending of ['-a1B2c3', '-??????', '*']) expect(optionComplaint('secretsmanager', 'secret', arn + ending)).toBeUndefined();
  });
});

describe('sqs', () => {
  test('produces', () => {
    expect(statementsOf('sqs', { queue: 'orders.fifo', access: 'produce', kmsKey: KEY })).toEqual([
      'SqsFind: sqs:GetQueueAttributes, sqs:GetQueueUrl on arn:<partition>:sqs:<region>:<accountId>:orders.fifo',
      'SqsProduce: sqs:SendMessage on arn:<partition>:sqs:<region>:<accountId>:orders.fifo',
      `SqsUseKey: kms:Decrypt, kms:GenerateDataKey on ${KEY} if StringLike kms:ViaService sqs.*`,
    ]);
  });

  test('consumes, prolongs and deletes', () => {
    expect(statementsOf('sqs', { queue: { ref: 'aws_sqs_queue.orders.arn' }, access: 'consume', kmsKey: KEY })).toEqual([
      'SqsFind: sqs:GetQueueAttributes, sqs:GetQueueUrl on <aws_sqs_queue.orders.arn>',
      'SqsConsume: sqs:ChangeMessageVisibility, sqs:DeleteMessage, sqs:ReceiveMessage on <aws_sqs_queue.orders.arn>',
      `SqsUseKey: kms:Decrypt on ${KEY} if StringLike kms:ViaService sqs.*`,
    ]);
  });

  test.each(['aws_sqs_queue.orders.url', 'aws_sqs_queue.orders[0].id', 'module.queue.queue_url'])('refuses %s, a URL', (traversal) => {
    expect(refComplaint('sqs', 'queue', traversal)).toBe(
      `${traversal} is neither the name nor the ARN of an SQS queue: refer to its .arn.`,
    );
  });

  test('refuses a URL and a name that is too long', () => {
    expect(optionComplaint('sqs', 'queue', 'https://sqs.us-east-1.amazonaws.com/111122223333/orders')).toContain(
      'cannot name an SQS queue',
    );
    expect(optionComplaint('sqs', 'queue', 'q'.repeat(80))).toBeUndefined();
    expect(optionComplaint('sqs', 'queue', 'q'.repeat(81))).toContain('up to 80');
  });
});

describe('sns', () => {
  test('publishes', () => {
    expect(statementsOf('sns', { topic: 'orders', access: 'publish', kmsKey: KEY })).toEqual([
      'SnsPublish: sns:Publish on arn:<partition>:sns:<region>:<accountId>:orders',
      `SnsUseKey: kms:Decrypt, kms:GenerateDataKey on ${KEY} if StringLike kms:ViaService sns.*`,
    ]);
  });

  test('subscribes, without the key that SNS uses itself', () => {
    expect(statementsOf('sns', { topic: { ref: 'aws_sns_topic.orders.id' }, access: 'subscribe' })).toEqual([
      'SnsSubscribe: sns:ListSubscriptionsByTopic, sns:Subscribe on <aws_sns_topic.orders.id>',
    ]);
    expect(complaint('sns', { topic: 'orders', access: 'subscribe', kmsKey: KEY })).toContain('kmsKey is for publish');
  });
});

test('no grant takes an alias for a key, as IAM would match nothing', () => {
  const services = grants
    .all()
    .filter(({ options }) => 'kmsKey' in options)
    .map(({ service }) => service);
  expect(services).toEqual(expect.arrayContaining(['dynamodb', 's3', 'secretsmanager', 'sns', 'sqs']));
  for (const service of services) {
    expect(optionComplaint(service, 'kmsKey', 'alias/orders')).toContain('an alias does not work in a policy');
    expect(optionComplaint(service, 'kmsKey', 'arn:aws:kms:us-east-1:111122223333:alias/orders')).toContain('names something else');
  }
});
