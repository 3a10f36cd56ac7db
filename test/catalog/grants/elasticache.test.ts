import { expect, test } from '@jest/globals';
import { statementsOf } from '../ask-grant.ts';

test('connects as one user', () => {
  expect(
    statementsOf('elasticache', {
      cache: { ref: 'aws_elasticache_replication_group.s.arn' },
      user: { ref: 'aws_elasticache_user.o.user_id' },
    }),
  ).toEqual([
    'ElasticacheConnect: elasticache:Connect on <aws_elasticache_replication_group.s.arn>, arn:<partition>:elasticache:<region>:<accountId>:user:<aws_elasticache_user.o.user_id>',
  ]);
});

test('names replication groups and serverless caches apart', () => {
  expect(statementsOf('elasticache', { cache: 'serverlesscache:sessions', user: 'orders' })).toEqual([
    'ElasticacheConnect: elasticache:Connect on arn:<partition>:elasticache:<region>:<accountId>:serverlesscache:sessions, arn:<partition>:elasticache:<region>:<accountId>:user:orders',
  ]);
});
