import { fact, text } from '../../iam/text.ts';
import { defineAddOn } from '../add-on.ts';

/** AWS's own: it writes to whatever its users turn on, in names that it makes itself. */
const POLICIES = ['CloudWatchAgentServerPolicy', 'AWSXrayWriteOnlyAccess'];

export const amazonCloudwatchObservability = defineAddOn('amazon-cloudwatch-observability', () => ({
  title: 'Amazon CloudWatch Observability',
  group: 'Observability',
  summary: 'Sends metrics, logs and traces of the cluster to CloudWatch and X-Ray.',
  link: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/install-CloudWatch-Observability-EKS-addon.html',
  compared: '2026-11-26',
  subjects: {
    helm: { namespace: 'amazon-cloudwatch', serviceAccount: 'cloudwatch-agent' },
    'eks-addon': { namespace: 'amazon-cloudwatch', serviceAccount: 'cloudwatch-agent' },
  },
  options: {},
  permissions: () => ({ inputs: { attach_cloudwatch_observability_policy: true } }),
  withoutModule: () => ({ managedPolicies: POLICIES.map((name) => text`arn:${fact('partition')}:iam::aws:policy/${name}`) }),
  podIdentity: {
    since: 'v3.1.0 of the EKS add-on',
    permissions: () => ({ inputs: { attach_aws_cloudwatch_observability_policy: true } }),
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/install-CloudWatch-Observability-EKS-addon.html, 2026-11-26
    eksAddOnSince: 'v3.1.0',
    notes: ['The ServiceAccount of the association is cloudwatch-agent: EKS refuses it for any other of the add-on.'],
  },
  helm: {
    chart: 'amazon-cloudwatch-observability',
    repository: 'https://aws-observability.github.io/helm-charts',
    serviceAccount: ['agent', 'serviceAccount'],
    // Version 6.4.0 takes its name only.
    annotatedByOthers: true,
    values: ({ clusterName, region }) => ({ clusterName, region }),
  },
  eksAddOn: 'amazon-cloudwatch-observability',
  notes: [
    'Agent and Fluent Bit share the ServiceAccount, so both may do the same; the operator (amazon-cloudwatch-observability-controller-manager) needs no role.',
    'The chart cannot annotate its ServiceAccount: install it first, apply, then restart the pods of amazon-cloudwatch. The EKS add-on takes the role by itself.',
    'The policies are AWS’s own, for every log group and metric of the account: a permissionsBoundary narrows them.',
    'iam 5.x knows it since 5.33: an older release in the repository has no flag for it.',
  ],
}));
