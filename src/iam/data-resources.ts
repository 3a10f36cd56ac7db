/** Databases, caches, catalogs, logs and whatever else holds data of apps, but for buckets, tables and secrets. */
import type { ArnKind } from './arn.ts';
import { byModule, byType, regional } from './resource-shorthand.ts';

/**
 * A database as its users' ARNs name it: by its resource id, which stays when it is renamed.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html
 */
export const databaseUsers: ArnKind = {
  what: 'a database for IAM authentication',
  service: 'rds-db',
  scope: 'regional',
  resource: 'dbuser:{}',
  name: /^(?:db|cluster|prx)-[A-Za-z0-9]{10,60}$/,
  nameRule: 'the resource id that begins with db-, cluster- or (of a proxy) prx-',
  uselessAttribute: /(?:^|_)(?:arn|identifier|endpoint)$/,
  attributes: { arn: [], name: ['cluster_resource_id', 'resource_id'] },
  madeBy: [
    byType('aws_rds_cluster', 'cluster_resource_id'),
    byType('aws_db_instance', 'resource_id'),
    byModule('rds-aurora', 'cluster_resource_id'),
    byModule('rds', 'db_instance_resource_id'),
  ],
  example: { name: 'cluster-ABCDEFGHIJKL01234', arn: regional('rds-db', 'dbuser:cluster-ABCDEFGHIJKL01234') },
};

/** https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html */
export const cacheUser: ArnKind = {
  what: 'an ElastiCache user',
  service: 'elasticache',
  scope: 'regional',
  resource: 'user:{}',
  name: /^[a-z][a-z0-9-]{0,39}$/,
  nameRule: 'up to 40 lower-case letters, digits and hyphens: its id, which is its name too',
  attributes: { arn: ['arn'], name: ['user_id', 'id'] },
  madeBy: [byType('aws_elasticache_user')],
  example: { name: 'orders', arn: regional('elasticache', 'user:orders') },
};

/** A replication group or a serverless cache, which have ARNs of two types. */
export const cache: ArnKind = {
  what: 'a cache',
  service: 'elasticache',
  scope: 'regional',
  resource: '{}',
  name: /^(?:replicationgroup|serverlesscache):[a-z][a-z0-9-]{0,39}$/,
  nameRule: 'replicationgroup:<id> or serverlesscache:<name>',
  arnAttribute: /./,
  attributes: { arn: ['arn'], name: [] },
  madeBy: [byType('aws_elasticache_replication_group'), byType('aws_elasticache_serverless_cache')],
  example: { name: 'replicationgroup:sessions', arn: regional('elasticache', 'replicationgroup:sessions') },
};

/** https://docs.aws.amazon.com/opensearch-service/latest/APIReference/API_CreateDomain.html */
export const searchDomain: ArnKind = {
  what: 'an OpenSearch domain',
  service: 'es',
  scope: 'regional',
  resource: 'domain/{}',
  name: /^[a-z][a-z0-9-]{2,27}$/,
  nameRule: '3 to 28 lower-case letters, digits and hyphens',
  uselessAttribute: /(?:^|_)endpoint$/,
  // Its id is its ARN.
  attributes: { arn: ['arn', 'id'], name: ['domain_name'] },
  madeBy: [byType('aws_opensearch_domain'), byType('aws_elasticsearch_domain'), byModule('opensearch', 'domain_arn')],
  example: { name: 'products', arn: regional('es', 'domain/products') },
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
export const logGroup: ArnKind = {
  what: 'a log group',
  service: 'logs',
  scope: 'regional',
  resource: 'log-group:{}',
  name: /^[\w./#-]{1,512}$/,
  nameRule: 'up to 512 letters, digits and _./#-',
  attributes: { arn: ['arn'], name: ['name', 'id'] },
  madeBy: [byType('aws_cloudwatch_log_group')],
  example: { name: '/shop/orders', arn: regional('logs', 'log-group:/shop/orders') },
};

/** https://docs.aws.amazon.com/athena/latest/APIReference/API_CreateWorkGroup.html */
export const workgroup: ArnKind = {
  what: 'an Athena workgroup',
  service: 'athena',
  scope: 'regional',
  resource: 'workgroup/{}',
  name: /^[\w.-]{1,128}$/,
  nameRule: 'up to 128 letters, digits, underscores, hyphens and dots',
  attributes: { arn: ['arn'], name: ['name', 'id'] },
  madeBy: [byType('aws_athena_workgroup')],
  example: { name: 'reports', arn: regional('athena', 'workgroup/reports') },
};

/**
 * By its name, as its tables and its catalog have ARNs beside its own.
 * https://docs.aws.amazon.com/athena/latest/ug/tables-databases-columns-names.html
 */
export const glueDatabase: ArnKind = {
  what: 'a database of Glue',
  service: 'glue',
  scope: 'regional',
  resource: 'database/{}',
  name: /^[a-z0-9_-]{1,255}$/,
  nameRule: 'up to 255 lower-case letters, digits, underscores and hyphens',
  uselessAttribute: /(?:^|_)(?:arn|id)$/,
  attributes: { arn: [], name: ['name'] },
  madeBy: [byType('aws_glue_catalog_database', 'name')],
  example: { name: 'sales', arn: regional('glue', 'database/sales') },
};

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolType.html */
export const userPool: ArnKind = {
  what: 'a user pool',
  service: 'cognito-idp',
  scope: 'regional',
  resource: 'userpool/{}',
  name: /^[a-z0-9-]+_[A-Za-z0-9]+$/,
  nameRule: 'the id of a pool: its region, an underscore, letters and digits',
  attributes: { arn: ['arn'], name: ['id'] },
  madeBy: [byType('aws_cognito_user_pool')],
  example: { name: 'us-east-1_AbCdEf123', arn: regional('cognito-idp', 'userpool/us-east-1_AbCdEf123') },
};

/** https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_Environment.html */
export const configurationEnvironment: ArnKind = {
  what: 'an environment of AppConfig',
  service: 'appconfig',
  scope: 'regional',
  resource: 'application/{}',
  name: /^[a-z0-9]{4,7}\/environment\/[a-z0-9]{4,7}$/,
  nameRule: 'the ids of application and environment with /environment/ between them',
  // Its own ids do not say whose it is.
  arnAttribute: /./,
  attributes: { arn: ['arn'], name: [] },
  madeBy: [byType('aws_appconfig_environment')],
  example: { name: 'abc1234/environment/def5678', arn: regional('appconfig', 'application/abc1234/environment/def5678') },
};

/** https://docs.aws.amazon.com/timestream/latest/developerguide/API_CreateDatabase.html */
export const timeSeriesDatabase: ArnKind = {
  what: 'a Timestream database',
  service: 'timestream',
  scope: 'regional',
  resource: 'database/{}',
  name: /^[A-Za-z0-9_.-]{3,256}$/,
  nameRule: '3 to 256 letters, digits, underscores, hyphens and dots',
  attributes: { arn: ['arn'], name: ['database_name', 'id'] },
  madeBy: [byType('aws_timestreamwrite_database')],
  example: { name: 'sensors', arn: regional('timestream', 'database/sensors') },
};
