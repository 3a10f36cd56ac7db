/** Which databases the ACK controller for RDS manages. */
import { expect, test } from '@jest/globals';
import { complaintOf, identityOf, statementsEverywhere } from '../asking.ts';

const rds = (resource: string): string => `arn:<partition>:rds:<region>:<accountId>:${resource}`;
const ALL = ['cluster', 'cluster-endpoint', 'cluster-pg', 'cluster-snapshot', 'db', 'pg', 'snapshot', 'subgrp'];

const resourcesOf = (said: readonly unknown[]): string[] =>
  /^AckManageDatabases: .* on (.*)$/.exec(statementsEverywhere('ack-rds-controller', { resources: said })[0] ?? '')?.[1]?.split(', ') ?? [];

test('a name stands for the database and all that is made with it, an ARN or reference for itself', () => {
  expect(resourcesOf(['my-app-*'])).toEqual(ALL.map((kind) => rds(`${kind}:my-app-*`)));
  expect(resourcesOf(['arn:aws:rds:eu-west-1:111122223333:cluster:shop', { ref: 'aws_db_instance.orders.arn' }])).toEqual([
    'arn:aws:rds:eu-west-1:111122223333:cluster:shop',
    '<aws_db_instance.orders.arn>',
  ]);
});

test('creates with the default groups of AWS, reads defaults of engines, and makes the role of RDS', () => {
  const [manage = '', ...others] = statementsEverywhere('ack-rds-controller', { resources: ['shop'] });
  expect(others).toEqual([
    `AckUseDefaultGroups: rds:CreateDBCluster, rds:CreateDBInstance, rds:ModifyDBCluster, rds:ModifyDBInstance on ${['cluster-pg:default*', 'og:default*', 'pg:default*', 'subgrp:default'].map(rds).join(', ')}`,
    'AckReadDefaults: rds:DescribeEngineDefaultClusterParameters, rds:DescribeEngineDefaultParameters on *',
    'AckServiceRole: iam:CreateServiceLinkedRole on arn:<partition>:iam::<accountId>:role/aws-service-role/rds.amazonaws.com/* if StringEquals iam:AWSServiceName rds.amazonaws.com',
  ]);
  const verbs = [...manage.matchAll(/rds:([A-Z][a-z]+)/g)].map(([, verb]) => verb);
  expect([...new Set(verbs)]).toEqual(['Add', 'Create', 'Delete', 'Describe', 'List', 'Modify', 'Remove', 'Reset', 'Restore']);
  expect(verbs).toHaveLength(41);
});

test('manages nothing unnamed, and runs as its chart says', () => {
  expect(complaintOf('ack-rds-controller', { resources: [] })).toContain('at least one name');
  expect(identityOf('ack-rds-controller')).toEqual(['helm ack-system:ack-rds-controller', 'rds-chart serviceAccount']);
});
