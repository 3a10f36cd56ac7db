import { defineAddOn } from '../add-on.ts';
import { destinations, writeTo, wrongDestinations } from './fluent-bit-destinations.ts';

export const fluentBit = defineAddOn('fluent-bit', () => ({
  title: 'Fluent Bit',
  group: 'Observability',
  summary: 'Sends the logs of containers to CloudWatch Logs and S3; the community’s chart.',
  link: 'https://docs.fluentbit.io/manual/data-pipeline/outputs/cloudwatch#permissions',
  compared: '2026-11-26',
  subjects: {
    helm: { namespace: 'fluent-bit', serviceAccount: 'fluent-bit' },
  },
  options: destinations,
  check: wrongDestinations('fluent-bit'),
  // No module line has a flag for it.
  permissions: (options) => ({ statements: writeTo(options) }),
  withoutModule: (options) => ({ statements: writeTo(options) }),
  podIdentity: {
    // https://github.com/fluent/fluent-bit/pull/10115; 4.0 has it from its first version on.
    since: 'v3.2.10',
    notes: [
      'The community add-on of EKS refuses an association of its own (https://github.com/aws/containers-roadmap/issues/2827): one that stands alone works with it, too.',
    ],
  },
  helm: {
    chart: 'fluent-bit',
    repository: 'https://fluent.github.io/helm-charts',
    serviceAccount: ['serviceAccount'],
  },
  notes: [
    'The chart sends nothing to AWS as it is: config.outputs needs [OUTPUT] sections of cloudwatch_logs or s3, with the region in each.',
    'The chart names the ServiceAccount after the release: another release name than fluent-bit needs serviceAccount.name, or the pods silently use the node role.',
    'EKS gives its community add-on fluent-bit no role: with that one, say serviceAccount: { owner: annotate }.',
    'Its pods read the logs of the node, so whoever may change its configuration reads those of every pod there.',
    'Firehose, Kinesis and OpenSearch are not among its options: write them as statements of the add-on.',
  ],
}));
