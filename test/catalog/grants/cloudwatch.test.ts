import { expect, test } from '@jest/globals';
import { complaint, optionComplaint, statementsOf } from '../ask-grant.ts';

test('publishes into one namespace', () => {
  expect(statementsOf('cloudwatch', { access: 'publish', namespace: 'Shop/Orders' })).toEqual([
    'CloudwatchPublish: cloudwatch:PutMetricData on * if StringEquals cloudwatch:namespace Shop/Orders',
  ]);
});

test('reads', () => {
  expect(statementsOf('cloudwatch', { access: 'read' })).toEqual([
    'CloudwatchRead: cloudwatch:GetMetricData, cloudwatch:GetMetricStatistics, cloudwatch:ListMetrics on *',
  ]);
});

test('wants a namespace of publishers, and none of readers', () => {
  expect(complaint('cloudwatch', { access: 'publish' })).toContain('needs a namespace');
  expect(complaint('cloudwatch', { access: 'read', namespace: 'Shop' })).toContain('access read has none');
  expect(optionComplaint('cloudwatch', 'namespace', 'AWS/EC2')).toContain('not beginning with AWS/');
});
