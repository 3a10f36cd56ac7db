import { expect, test } from '@jest/globals';
import { optionComplaint, refComplaint, statementsOf } from '../ask-grant.ts';

test('connects as one user', () => {
  expect(statementsOf('rds', { database: { ref: 'aws_rds_cluster.main.cluster_resource_id' }, user: 'orders' })).toEqual([
    'RdsConnect: rds-db:connect on arn:<partition>:rds-db:<region>:<accountId>:dbuser:<aws_rds_cluster.main.cluster_resource_id>/orders',
  ]);
});

test('refuses what names the database to its owner, not to its users', () => {
  expect(refComplaint('rds', 'database', 'aws_db_instance.main.arn')).toBe(
    'aws_db_instance.main.arn is neither the name nor the ARN of a database for IAM authentication: refer to its .cluster_resource_id or .resource_id.',
  );
  expect(optionComplaint('rds', 'database', 'orders')).toContain('the resource id');
  expect(optionComplaint('rds', 'user', '*')).toContain('"*" cannot be a user');
});
