/** What those may do that carry metrics, traces and logs away. */
import { describe, expect, test } from '@jest/globals';
import { findAddOn } from '../../src/catalog/index.ts';
import {
  complaintOf,
  identityOf,
  inputsOf,
  LINES,
  ownStatementsOf,
  permissionsOf,
  statementsEverywhere,
  statementsOf,
  valuesOf,
} from './asking.ts';
import { showText } from './show.ts';

const WS = 'ws-12345678-1234-1234-1234-123456789012';

describe('Prometheus for Amazon Managed Service for Prometheus', () => {
  const WORKSPACES = `arn:<partition>:aps:<region>:<accountId>:workspace/${WS}, <aws_prometheus_workspace.main.arn>`;
  const workspaces = [WS, { ref: 'aws_prometheus_workspace.main.arn' }];

  test.each(LINES)('only writes on %s, though the module has a policy that reads too', (line) => {
    expect(permissionsOf('amazon-managed-prometheus', { workspaces, query: false }, line).inputs).toBeUndefined();
    expect(statementsOf('amazon-managed-prometheus', { workspaces, query: false }, line)).toEqual([
      `PrometheusWrite: aps:RemoteWrite on ${WORKSPACES}`,
    ]);
  });

  test.each(LINES)('has the module’s policy on %s where it may query', (line) => {
    expect(inputsOf('amazon-managed-prometheus', { workspaces, query: true }, line)).toEqual({
      attach_amazon_managed_service_prometheus_policy: true,
      amazon_managed_service_prometheus_workspace_arns: WORKSPACES.split(', '),
    });
    expect(statementsOf('amazon-managed-prometheus', { workspaces, query: true }, line)).toEqual([]);
  });

  test('may do the same without a module', () => {
    expect(ownStatementsOf('amazon-managed-prometheus', { workspaces, query: false })).toEqual([
      `PrometheusWrite: aps:RemoteWrite on ${WORKSPACES}`,
    ]);
    expect(ownStatementsOf('amazon-managed-prometheus', { workspaces, query: true })).toEqual([
      `PrometheusWrite: aps:RemoteWrite on ${WORKSPACES}`,
      `PrometheusQuery: aps:GetLabels, aps:GetMetricMetadata, aps:GetSeries, aps:QueryMetrics on ${WORKSPACES}`,
    ]);
  });

  test('needs a workspace', () =>
    expect(complaintOf('amazon-managed-prometheus', { workspaces: [], query: false })).toContain('at least one workspace'));

  test('runs as AWS names it, which its chart is told', () => {
    expect(identityOf('amazon-managed-prometheus')).toEqual([
      'helm prometheus:amp-iamproxy-ingest-service-account',
      'prometheus serviceAccounts.server',
    ]);
  });
});

describe('AWS for Fluent Bit', () => {
  const group = 'arn:<partition>:logs:<region>:<accountId>:log-group:/eks/*';

  test('writes to streams of the named groups, and creates neither them nor others', () => {
    expect(statementsEverywhere('aws-for-fluent-bit', { logGroups: ['/eks/*'], manageLogGroups: false })).toEqual([
      `FluentBitWriteLogs: logs:CreateLogStream, logs:DescribeLogStreams, logs:PutLogEvents on ${group}:*`,
    ]);
  });

  test('creates the named groups where it may', () => {
    const logGroups = ['/eks/*', { ref: 'aws_cloudwatch_log_group.pods.arn' }];
    expect(statementsEverywhere('aws-for-fluent-bit', { logGroups, manageLogGroups: true })).toEqual([
      `FluentBitWriteLogs: logs:CreateLogStream, logs:DescribeLogStreams, logs:PutLogEvents on ${group}:*, <aws_cloudwatch_log_group.pods.arn>:*`,
      `FluentBitManageGroups: logs:CreateLogGroup, logs:PutRetentionPolicy on ${group}, <aws_cloudwatch_log_group.pods.arn>, ${group}:*, <aws_cloudwatch_log_group.pods.arn>:*`,
    ]);
  });

  test('puts objects into the named buckets, and reads none', () => {
    expect(statementsEverywhere('aws-for-fluent-bit', { buckets: ['my-logs'], manageLogGroups: false })).toEqual([
      'FluentBitWriteObjects: s3:AbortMultipartUpload, s3:PutObject on arn:<partition>:s3:::my-logs/*',
    ]);
  });

  test('uses the keys of those buckets by way of S3 only: CloudWatch uses the keys of log groups by itself', () => {
    const key = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
    expect(statementsEverywhere('aws-for-fluent-bit', { buckets: ['my-logs'], kmsKeys: [key], manageLogGroups: false })[1]).toBe(
      `FluentBitUseKeys: kms:Decrypt, kms:GenerateDataKey on ${key} if StringLike kms:ViaService s3.*`,
    );
    expect(complaintOf('aws-for-fluent-bit', { logGroups: ['/eks/*'], kmsKeys: [key], manageLogGroups: false })).toContain(
      'kmsKeys needs buckets',
    );
  });

  test.each([
    [{ manageLogGroups: false }, 'at least one of logGroups and buckets'],
    [{ logGroups: [], buckets: [], manageLogGroups: false }, 'at least one of logGroups and buckets'],
    [{ buckets: ['my-logs'], manageLogGroups: true }, 'manageLogGroups needs logGroups'],
  ])('refuses %j', (said, message) => expect(complaintOf('aws-for-fluent-bit', said)).toContain(message));

  test('runs as its chart names it, and is told the region', () => {
    expect(identityOf('aws-for-fluent-bit')).toEqual([
      'helm kube-system:aws-for-fluent-bit',
      'blueprints kube-system:aws-for-fluent-bit-sa',
      'aws-for-fluent-bit serviceAccount',
    ]);
    expect(valuesOf('aws-for-fluent-bit')).toEqual({ cloudWatchLogs: { region: 'eu-west-1' } });
  });
});

describe('Amazon CloudWatch Observability', () => {
  test.each(LINES)('has the policies of AWS on %s, by the module’s flag', (line) => {
    expect(inputsOf('amazon-cloudwatch-observability', {}, line)).toEqual({ attach_cloudwatch_observability_policy: true });
    expect(statementsOf('amazon-cloudwatch-observability', {}, line)).toEqual([]);
  });

  test('has the same without a module, in every partition', () => {
    const own = findAddOn('amazon-cloudwatch-observability')?.withoutModule({}, { clusterNames: [] });
    expect(own?.statements).toBeUndefined();
    expect(own?.managedPolicies?.map(showText)).toEqual([
      'arn:<partition>:iam::aws:policy/CloudWatchAgentServerPolicy',
      'arn:<partition>:iam::aws:policy/AWSXrayWriteOnlyAccess',
    ]);
  });

  test('runs as the agent, however it is installed', () => {
    expect(identityOf('amazon-cloudwatch-observability')).toEqual([
      'helm amazon-cloudwatch:cloudwatch-agent',
      'eks-addon amazon-cloudwatch:cloudwatch-agent',
      'amazon-cloudwatch-observability agent.serviceAccount',
    ]);
    expect(valuesOf('amazon-cloudwatch-observability')).toEqual({ clusterName: '<module.eks.cluster_name>', region: 'eu-west-1' });
  });
});

describe('Fluent Bit of the community', () => {
  test('may do what that of AWS may', () => {
    for (const told of [
      { logGroups: ['/eks/*'], manageLogGroups: true },
      { buckets: ['my-logs'], manageLogGroups: false },
    ]) {
      expect(statementsEverywhere('fluent-bit', told)).toEqual(statementsEverywhere('aws-for-fluent-bit', told));
    }
    expect(complaintOf('fluent-bit', { manageLogGroups: false })).toBe('fluent-bit needs at least one of logGroups and buckets.');
  });

  /** https://github.com/fluent/helm-charts/blob/main/charts/fluent-bit/templates/_helpers.tpl, 2026-11-26 */
  test('runs as its chart names it after its release, which is the subject of the EKS add-on, too', () => {
    expect(identityOf('fluent-bit')).toEqual(['helm fluent-bit:fluent-bit', 'fluent-bit serviceAccount']);
  });
});
