import { defineAddOn } from '../add-on.ts';
import { destinations, writeTo, wrongDestinations } from './fluent-bit-destinations.ts';

export const awsForFluentBit = defineAddOn('aws-for-fluent-bit', () => ({
  title: 'AWS for Fluent Bit',
  group: 'Observability',
  summary: 'Sends the logs of containers to CloudWatch Logs and S3.',
  link: 'https://docs.fluentbit.io/manual/data-pipeline/outputs/cloudwatch#permissions',
  compared: '2026-11-26',
  subjects: {
    helm: { namespace: 'kube-system', serviceAccount: 'aws-for-fluent-bit' },
    blueprints: { namespace: 'kube-system', serviceAccount: 'aws-for-fluent-bit-sa' },
  },
  options: destinations,
  check: wrongDestinations('aws-for-fluent-bit'),
  // No module line has a flag for it.
  permissions: (options) => ({ statements: writeTo(options) }),
  withoutModule: (options) => ({ statements: writeTo(options) }),
  // Of 2.x. https://github.com/aws/aws-for-fluent-bit/pull/888
  podIdentity: { since: 'v2.32.5' },
  helm: {
    chart: 'aws-for-fluent-bit',
    repository: 'https://aws.github.io/eks-charts',
    serviceAccount: ['serviceAccount'],
    values: ({ region }) => ({ cloudWatchLogs: { map: { region } } }),
  },
  notes: [
    'The chart creates its log groups (cloudWatchLogs.autoCreateGroup), which manageLogGroups: true allows; else set autoCreateGroup: false.',
    'Firehose, Kinesis and OpenSearch are not among its options: write them as statements of the add-on.',
    'The community’s chart of Fluent Bit (fluent/fluent-bit) is the add-on fluent-bit.',
    'Its pods read the logs of the node, so whoever may change its configuration reads those of every pod there.',
  ],
}));
