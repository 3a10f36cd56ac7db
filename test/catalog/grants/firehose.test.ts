import { expect, test } from '@jest/globals';
import { statementsOf } from '../ask-grant.ts';

test('puts records', () => {
  expect(statementsOf('firehose', { stream: { ref: 'aws_kinesis_firehose_delivery_stream.o.name' } })).toEqual([
    'FirehosePut: firehose:DescribeDeliveryStream, firehose:PutRecord, firehose:PutRecordBatch on arn:<partition>:firehose:<region>:<accountId>:deliverystream/<aws_kinesis_firehose_delivery_stream.o.name>',
  ]);
});
