import { expect, test } from '@jest/globals';
import { complaint, statementsOf } from '../ask-grant.ts';

test('produces, idempotently too', () => {
  expect(statementsOf('msk', { cluster: 'orders', topics: ['paid', 'shop-*'], access: 'produce' })).toEqual([
    'MskConnect: kafka-cluster:Connect, kafka-cluster:DescribeCluster, kafka-cluster:WriteDataIdempotently on arn:<partition>:kafka:<region>:<accountId>:cluster/orders/*',
    'MskTopics: kafka-cluster:DescribeTopic, kafka-cluster:WriteData on arn:<partition>:kafka:<region>:<accountId>:topic/orders/*/paid, arn:<partition>:kafka:<region>:<accountId>:topic/orders/*/shop-*',
  ]);
});

test('consumes as a member of groups', () => {
  expect(
    statementsOf('msk', { cluster: { ref: 'aws_msk_cluster.c.cluster_name' }, topics: ['paid'], groups: ['shop'], access: 'consume' }),
  ).toEqual([
    'MskConnect: kafka-cluster:Connect, kafka-cluster:DescribeCluster on arn:<partition>:kafka:<region>:<accountId>:cluster/<aws_msk_cluster.c.cluster_name>/*',
    'MskTopics: kafka-cluster:DescribeTopic, kafka-cluster:ReadData on arn:<partition>:kafka:<region>:<accountId>:topic/<aws_msk_cluster.c.cluster_name>/*/paid',
    'MskGroups: kafka-cluster:AlterGroup, kafka-cluster:DescribeGroup on arn:<partition>:kafka:<region>:<accountId>:group/<aws_msk_cluster.c.cluster_name>/*/shop',
  ]);
});

test('does both, by ARN', () => {
  expect(
    statementsOf('msk', {
      cluster: 'arn:aws:kafka:eu-west-1:111122223333:cluster/orders/0b1f-7',
      topics: ['paid'],
      groups: ['shop'],
      access: 'produce-consume',
    }),
  ).toEqual([
    'MskConnect: kafka-cluster:Connect, kafka-cluster:DescribeCluster, kafka-cluster:WriteDataIdempotently on arn:aws:kafka:eu-west-1:111122223333:cluster/orders/0b1f-7',
    'MskTopics: kafka-cluster:DescribeTopic, kafka-cluster:ReadData, kafka-cluster:WriteData on arn:aws:kafka:eu-west-1:111122223333:topic/orders/0b1f-7/paid',
    'MskGroups: kafka-cluster:AlterGroup, kafka-cluster:DescribeGroup on arn:aws:kafka:eu-west-1:111122223333:group/orders/0b1f-7/shop',
  ]);
});

test('wants groups of consumers, and none of producers', () => {
  expect(complaint('msk', { cluster: 'c', topics: ['t'], access: 'consume' })).toContain('needs groups');
  expect(complaint('msk', { cluster: 'c', topics: ['t'], access: 'produce', groups: ['g'] })).toContain('access produce has none');
});
