import { expect, test } from '@jest/globals';
import { optionComplaint, statementsOf } from '../ask-grant.ts';

test('puts events of some sources', () => {
  expect(statementsOf('eventbridge', { bus: 'default', sources: ['shop.orders', 'shop.payments'] })).toEqual([
    'EventbridgePut: events:PutEvents on arn:<partition>:events:<region>:<accountId>:event-bus/default if StringEquals events:source shop.orders or shop.payments',
  ]);
});

test('puts events of any source', () => {
  expect(statementsOf('eventbridge', { bus: { ref: 'aws_cloudwatch_event_bus.b.arn' } })).toEqual([
    'EventbridgePut: events:PutEvents on <aws_cloudwatch_event_bus.b.arn>',
  ]);
});

test('refuses sources that are AWS’s own', () => {
  expect(optionComplaint('eventbridge', 'sources', 'aws.s3')).toContain('not beginning with aws.');
});
