import { workspace } from '../../iam/operator-resources.ts';
import { allow } from '../../iam/statement.ts';
import { defineAddOn } from '../add-on.ts';
import { arnsOf, named } from '../named.ts';

export const amazonManagedPrometheus = defineAddOn('amazon-managed-prometheus', () => ({
  title: 'Prometheus for Amazon Managed Service for Prometheus',
  group: 'Observability',
  summary: 'Writes what Prometheus scrapes to workspaces of AWS (remote write).',
  link: 'https://docs.aws.amazon.com/prometheus/latest/userguide/set-up-irsa.html',
  compared: '2026-11-26',
  subjects: {
    helm: { namespace: 'prometheus', serviceAccount: 'amp-iamproxy-ingest-service-account' },
  },
  options: {
    workspaces: {
      kind: 'resources',
      ask: 'Which Prometheus workspaces may it write to?',
      help: 'Ids (ws-…), ARNs or Terraform references.',
      required: true,
      ...named(workspace),
    },
    query: {
      kind: 'flag',
      ask: 'May it also read the metrics of these workspaces?',
      help: 'For rules or dashboards that query with its role; remote write alone does not.',
      required: false,
      default: false,
      example: 'true',
    },
  },
  // An empty list is a statement without Resource: a green plan, and an apply that IAM refuses.
  check: ({ workspaces }) => (workspaces.length === 0 ? 'workspaces needs at least one workspace.' : undefined),
  // The modules' own policy reads too, so it is theirs only where that is asked for.
  permissions: ({ workspaces, query }) =>
    query
      ? {
          inputs: {
            attach_amazon_managed_service_prometheus_policy: true,
            amazon_managed_service_prometheus_workspace_arns: arnsOf(workspaces, workspace),
          },
        }
      : { statements: [allow('PrometheusWrite', WRITE, arnsOf(workspaces, workspace))] },
  withoutModule: ({ workspaces, query }) => ({
    statements: [
      allow('PrometheusWrite', WRITE, arnsOf(workspaces, workspace)),
      ...(query ? [allow('PrometheusQuery', QUERY, arnsOf(workspaces, workspace))] : []),
    ],
  }),
  podIdentity: {
    since: 'v2.49.0 of Prometheus',
    permissions: ({ workspaces, query }) =>
      query
        ? {
            inputs: {
              attach_amazon_managed_service_prometheus_policy: true,
              amazon_managed_service_prometheus_workspace_arns: arnsOf(workspaces, workspace),
            },
            policyName: 'amazon_managed_service_prometheus_policy_name',
          }
        : { statements: [allow('PrometheusWrite', WRITE, arnsOf(workspaces, workspace))] },
  },
  helm: {
    chart: 'prometheus',
    repository: 'https://prometheus-community.github.io/helm-charts',
    serviceAccount: ['serviceAccounts', 'server'],
  },
  notes: [
    'Prometheus writes once server.remoteWrite of the chart has the workspace’s URL, and sigv4: { region } beside it, without which requests are not signed.',
    'With kube-prometheus-stack the ServiceAccount is another: say serviceAccount and namespace, and put the values under prometheus.serviceAccount.',
  ],
}));

const WRITE = ['aps:RemoteWrite'];
const QUERY = ['aps:GetLabels', 'aps:GetMetricMetadata', 'aps:GetSeries', 'aps:QueryMetrics'];
