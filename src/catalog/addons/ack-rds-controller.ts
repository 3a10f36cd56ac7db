import { resourceArn } from '../../iam/arn.ts';
import { managedDatabase } from '../../iam/operator-resources.ts';
import { allow } from '../../iam/statement.ts';
import { fact, text } from '../../iam/text.ts';
import type { Text } from '../../iam/text.ts';
import { ackController, startingWith } from '../ack-controller.ts';
import { named } from '../named.ts';
import type { ResourceName } from '../option.ts';
import { makeServiceLinkedRole } from './service-linked-role.ts';

/** What belongs to a database, each by its word in ARNs. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Tagging.ARN.Constructing.html */
const KINDS = ['cluster', 'cluster-endpoint', 'cluster-pg', 'cluster-snapshot', 'db', 'pg', 'snapshot', 'subgrp'];

/** AWS's own groups, which whatever names none uses. */
const DEFAULTS = ['cluster-pg:default*', 'og:default*', 'pg:default*', 'subgrp:default'];

const rds = (resource: Text): Text => text`arn:${fact('partition')}:rds:${fact('region')}:${fact('accountId')}:${resource}`;

/** A name stands for everything of that name; an ARN or reference for itself. */
const arnsOfAll = (databases: readonly ResourceName[]): readonly Text[] =>
  databases.flatMap((database) =>
    typeof database === 'string' && !database.startsWith('arn:')
      ? KINDS.map((kind) => rds(`${kind}:${database}`))
      : [resourceArn(database, managedDatabase)],
  );

export const ackRdsController = ackController('rds', () => ({
  title: 'ACK controller for RDS',
  summary: 'Makes RDS instances and Aurora clusters from Kubernetes resources.',
  resources: {
    ask: 'Which databases may it make, change and delete?',
    help: `${startingWith('instances and clusters')} A name covers snapshots and groups of that name, too.`,
    ...named(managedDatabase),
  },
  statements: (databases) => [
    allow('AckManageDatabases', MANAGE, arnsOfAll(databases)),
    allow(
      'AckUseDefaultGroups',
      ['rds:CreateDBCluster', 'rds:CreateDBInstance', 'rds:ModifyDBCluster', 'rds:ModifyDBInstance'],
      DEFAULTS.map(rds),
    ),
    allow('AckReadDefaults', ['rds:DescribeEngineDefaultClusterParameters', 'rds:DescribeEngineDefaultParameters'], ['*'], {
      reason: 'The defaults of an engine are nobody’s resources.',
    }),
    makeServiceLinkedRole('AckServiceRole', 'rds.amazonaws.com'),
  ],
  podIdentitySince: 'v1.1.9',
  notes: [
    'It may delete these databases with or without a final snapshot, and restore snapshots under these names; it reads no data in them.',
    'Names of ACK resources that are not these (groups, snapshots, endpoints) stay AccessDenied: name them alike, such as my-app-*.',
    'Add statements for proxies, global clusters, customer managed keys (kms) and manageMasterUserPassword (secretsmanager:CreateSecret, kms).',
  ],
}));

/** Each call of its version 1.11, save those on proxies and global clusters. */
const MANAGE = [
  'rds:AddTagsToResource',
  'rds:CreateDBCluster',
  'rds:CreateDBClusterEndpoint',
  'rds:CreateDBClusterParameterGroup',
  'rds:CreateDBClusterSnapshot',
  'rds:CreateDBInstance',
  'rds:CreateDBInstanceReadReplica',
  'rds:CreateDBParameterGroup',
  'rds:CreateDBSnapshot',
  'rds:CreateDBSubnetGroup',
  'rds:DeleteDBCluster',
  'rds:DeleteDBClusterEndpoint',
  'rds:DeleteDBClusterParameterGroup',
  'rds:DeleteDBClusterSnapshot',
  'rds:DeleteDBInstance',
  'rds:DeleteDBParameterGroup',
  'rds:DeleteDBSnapshot',
  'rds:DeleteDBSubnetGroup',
  'rds:DescribeDBClusterEndpoints',
  'rds:DescribeDBClusterParameterGroups',
  'rds:DescribeDBClusterParameters',
  'rds:DescribeDBClusterSnapshots',
  'rds:DescribeDBClusters',
  'rds:DescribeDBInstances',
  'rds:DescribeDBParameterGroups',
  'rds:DescribeDBParameters',
  'rds:DescribeDBSnapshots',
  'rds:DescribeDBSubnetGroups',
  'rds:ListTagsForResource',
  'rds:ModifyDBCluster',
  'rds:ModifyDBClusterEndpoint',
  'rds:ModifyDBClusterParameterGroup',
  'rds:ModifyDBInstance',
  'rds:ModifyDBParameterGroup',
  'rds:ModifyDBSubnetGroup',
  'rds:RemoveTagsFromResource',
  'rds:ResetDBClusterParameterGroup',
  'rds:ResetDBParameterGroup',
  'rds:RestoreDBClusterFromSnapshot',
  'rds:RestoreDBClusterToPointInTime',
  'rds:RestoreDBInstanceFromDBSnapshot',
];
