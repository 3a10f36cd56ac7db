/** Kinds of resources that only add-ons are scoped to. */
import type { ArnKind } from './arn.ts';
import { bucket, queue, table, topic } from './resources.ts';

/** https://docs.aws.amazon.com/prometheus/latest/APIReference/API_WorkspaceDescription.html */
export const workspace: ArnKind = {
  what: 'a Prometheus workspace',
  service: 'aps',
  scope: 'regional',
  resource: 'workspace/{}',
  name: /^ws-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  nameRule: 'an id such as ws-12345678-1234-1234-1234-123456789012',
  attributes: { arn: ['arn'], name: ['id', 'workspace_id'] },
  madeBy: [{ type: 'aws_prometheus_workspace', attribute: 'arn' }],
  example: {
    name: 'ws-12345678-1234-1234-1234-123456789012',
    arn: 'arn:aws:aps:us-east-1:111122223333:workspace/ws-12345678-1234-1234-1234-123456789012',
  },
};

/** Those that a pod may write to, so a name may end in `*`. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
export const writtenLogGroup: ArnKind = {
  what: 'a log group',
  service: 'logs',
  scope: 'regional',
  resource: 'log-group:{}',
  name: /^(?!\*$)[\w./#-]{0,511}[\w./#*-]$/,
  nameRule: 'up to 512 letters, digits and _./#- (with "*" at the end for all that begin so)',
  attributes: { arn: ['arn'], name: ['name', 'id'] },
  madeBy: [{ type: 'aws_cloudwatch_log_group', attribute: 'arn' }],
  example: { name: '/eks/production/*', arn: 'arn:aws:logs:us-east-1:111122223333:log-group:/eks/production/*' },
};

/** https://docs.aws.amazon.com/privateca/latest/APIReference/API_CertificateAuthority.html */
export const certificateAuthority: ArnKind = {
  what: 'a private CA',
  service: 'acm-pca',
  scope: 'regional',
  resource: 'certificate-authority/{}',
  name: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  nameRule: 'an id such as 12345678-1234-1234-1234-123456789012',
  // Its id is its ARN.
  attributes: { arn: ['arn', 'id'], name: [] },
  arnAttribute: /^id$|(?:^|_)arn$/,
  madeBy: [{ type: 'aws_acmpca_certificate_authority', attribute: 'arn' }],
  example: {
    name: '12345678-1234-1234-1234-123456789012',
    arn: 'arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/12345678-1234-1234-1234-123456789012',
  },
};

/** Where a controller makes what does not exist yet: a name may end in `*`, but not be one. */
const managed = (kind: ArnKind, name: RegExp): ArnKind => ({
  ...kind,
  name,
  nameRule: `${kind.nameRule} (with "*" at the end for all that begin so)`,
});

export const managedBucket = managed(bucket, /^(?!.*\.\.)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9](?:[a-z0-9.-]{1,61}[a-z0-9]|[a-z0-9.-]{0,61}\*)$/);
export const managedTable = managed(table, /^(?!\*)[A-Za-z0-9_.-]{1,254}(?:[A-Za-z0-9_.-]{2}|\*)$/);
export const managedQueue = managed(queue, /^(?=.{1,80}$)[A-Za-z0-9_-]+(?:\.fifo|\*)?$/);
export const managedTopic = managed(topic, /^(?=.{1,256}$)[A-Za-z0-9_-]+(?:\.fifo|\*)?$/);

/** Instances and clusters are named alike. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html */
export const managedDatabase: ArnKind = {
  what: 'a database',
  service: 'rds',
  scope: 'regional',
  resource: 'db:{}',
  name: /^(?!.*--)[a-z](?:[a-z0-9-]{0,61}[a-z0-9*])?$/,
  nameRule: 'up to 63 lower-case letters, digits and hyphens, beginning with a letter (with "*" at the end for all that begin so)',
  arnResource: /^(?:db|cluster):[a-z][a-z0-9-]{0,62}\*?$/,
  attributes: { arn: ['arn'], name: [] },
  madeBy: [
    { type: 'aws_db_instance', attribute: 'arn' },
    { type: 'aws_rds_cluster', attribute: 'arn' },
  ],
  example: { name: 'my-app-*', arn: 'arn:aws:rds:us-east-1:111122223333:db:my-app' },
};
