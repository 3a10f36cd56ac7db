import { expect, test } from '@jest/globals';
import { statementsOf } from '../ask-grant.ts';

test('writes', () => {
  expect(statementsOf('logs', { logGroup: '/shop/orders', access: 'write' })).toEqual([
    'LogsDescribe: logs:DescribeLogStreams on arn:<partition>:logs:<region>:<accountId>:log-group:/shop/orders:*',
    'LogsWrite: logs:CreateLogStream, logs:PutLogEvents on arn:<partition>:logs:<region>:<accountId>:log-group:/shop/orders:*',
  ]);
});

test('reads and queries', () => {
  expect(statementsOf('logs', { logGroup: { ref: 'aws_cloudwatch_log_group.o.arn' }, access: 'read' })).toEqual([
    'LogsDescribe: logs:DescribeLogStreams on <aws_cloudwatch_log_group.o.arn>:*',
    'LogsRead: logs:FilterLogEvents, logs:GetLogEvents, logs:GetLogRecord, logs:GetQueryResults, logs:StartQuery on <aws_cloudwatch_log_group.o.arn>:*',
  ]);
});
