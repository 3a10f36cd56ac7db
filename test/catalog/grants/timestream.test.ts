import { expect, test } from '@jest/globals';
import { optionComplaint, statementsOf } from '../ask-grant.ts';

test('reads and writes every table of a database', () => {
  expect(statementsOf('timestream', { database: 'sensors', access: 'read-write' })).toEqual([
    'TimestreamFind: timestream:DescribeEndpoints on *',
    'TimestreamDescribe: timestream:DescribeTable on arn:<partition>:timestream:<region>:<accountId>:database/sensors/table/*',
    'TimestreamRead: timestream:ListMeasures, timestream:Select on arn:<partition>:timestream:<region>:<accountId>:database/sensors/table/*',
    'TimestreamWrite: timestream:WriteRecords on arn:<partition>:timestream:<region>:<accountId>:database/sensors/table/*',
  ]);
});

test('reads one', () => {
  expect(
    statementsOf('timestream', { database: { ref: 'aws_timestreamwrite_database.s.arn' }, table: 'temperatures', access: 'read' }),
  ).toEqual([
    'TimestreamFind: timestream:DescribeEndpoints on *',
    'TimestreamDescribe: timestream:DescribeTable on <aws_timestreamwrite_database.s.arn>/table/temperatures',
    'TimestreamRead: timestream:ListMeasures, timestream:Select on <aws_timestreamwrite_database.s.arn>/table/temperatures',
  ]);
});

test('refuses a table that would be several', () => {
  expect(optionComplaint('timestream', 'table', 'temp*')).toContain('cannot be a table');
});
