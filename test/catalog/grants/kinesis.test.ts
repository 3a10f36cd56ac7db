import { expect, test } from '@jest/globals';
import { complaint, KEY, statementsOf } from '../ask-grant.ts';

test('produces', () => {
  expect(statementsOf('kinesis', { stream: 'orders', access: 'produce', fanOut: false, kmsKey: KEY })).toEqual([
    'KinesisDescribe: kinesis:DescribeStream, kinesis:DescribeStreamSummary, kinesis:ListShards on arn:<partition>:kinesis:<region>:<accountId>:stream/orders',
    'KinesisProduce: kinesis:PutRecord, kinesis:PutRecords on arn:<partition>:kinesis:<region>:<accountId>:stream/orders',
    `KinesisUseKey: kms:GenerateDataKey on ${KEY} if StringLike kms:ViaService kinesis.*`,
  ]);
});

test('consumes, by consumers of its own too', () => {
  expect(
    statementsOf('kinesis', { stream: { ref: 'aws_kinesis_stream.orders.id' }, access: 'consume', fanOut: true, kmsKey: KEY }),
  ).toEqual([
    'KinesisDescribe: kinesis:DescribeStream, kinesis:DescribeStreamSummary, kinesis:ListShards on <aws_kinesis_stream.orders.id>',
    'KinesisConsume: kinesis:GetRecords, kinesis:GetShardIterator on <aws_kinesis_stream.orders.id>',
    'KinesisRegisterConsumer: kinesis:ListStreamConsumers, kinesis:RegisterStreamConsumer on <aws_kinesis_stream.orders.id>',
    'KinesisFanOut: kinesis:DeregisterStreamConsumer, kinesis:DescribeStreamConsumer, kinesis:SubscribeToShard on <aws_kinesis_stream.orders.id>/consumer/*',
    `KinesisUseKey: kms:Decrypt on ${KEY} if StringLike kms:ViaService kinesis.*`,
  ]);
});

test('does both', () => {
  expect(statementsOf('kinesis', { stream: 'orders', access: 'produce-consume', fanOut: false, kmsKey: KEY })).toEqual([
    'KinesisDescribe: kinesis:DescribeStream, kinesis:DescribeStreamSummary, kinesis:ListShards on arn:<partition>:kinesis:<region>:<accountId>:stream/orders',
    'KinesisProduce: kinesis:PutRecord, kinesis:PutRecords on arn:<partition>:kinesis:<region>:<accountId>:stream/orders',
    'KinesisConsume: kinesis:GetRecords, kinesis:GetShardIterator on arn:<partition>:kinesis:<region>:<accountId>:stream/orders',
    `KinesisUseKey: kms:Decrypt, kms:GenerateDataKey on ${KEY} if StringLike kms:ViaService kinesis.*`,
  ]);
});

test('refuses consumers of a producer', () => {
  expect(complaint('kinesis', { stream: 'orders', access: 'produce', fanOut: true })).toContain('fanOut is of consumers');
});
