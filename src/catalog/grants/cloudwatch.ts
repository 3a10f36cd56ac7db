import { allow } from '../../iam/statement.ts';
import { defineGrant } from '../grant.ts';

export const cloudwatch = defineGrant('cloudwatch', () => ({
  title: 'Amazon CloudWatch metrics',
  summary: 'Publishes metrics of one namespace, or reads metrics.',
  link: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html',
  options: {
    access: {
      kind: 'choice',
      ask: 'What may it do with metrics?',
      help: 'publish is of one namespace; read is of every metric of the account, as IAM cannot tell them apart.',
      required: true,
      choices: ['publish', 'read', 'publish-read'],
      example: 'read',
    },
    namespace: {
      kind: 'text',
      ask: 'In which namespace does it publish?',
      help: 'As metrics of the app have it. Needed to publish.',
      required: false,
      check: (namespace) =>
        NAMESPACE.test(namespace)
          ? undefined
          : `"${namespace}" cannot be a namespace: expected letters, digits and ._/#:- such as Shop/Orders, not beginning with AWS/.`,
      example: 'Shop/Orders',
    },
  },
  check: ({ access, namespace }) => {
    if (access === 'read') return namespace === undefined ? undefined : 'namespace is of what is published: access read has none.';
    return namespace === undefined ? `access ${access} needs a namespace: without, it could publish as any service.` : undefined;
  },
  statements: ({ access, namespace = '' }) => [
    ...(access !== 'read'
      ? [
          allow('CloudwatchPublish', ['cloudwatch:PutMetricData'], ['*'], {
            conditions: [{ operator: 'StringEquals', key: 'cloudwatch:namespace', values: [namespace] }],
            reason: 'Metrics are no resources to IAM: the namespace is what tells them apart.',
          }),
        ]
      : []),
    ...(access !== 'publish'
      ? [
          allow('CloudwatchRead', ['cloudwatch:GetMetricData', 'cloudwatch:GetMetricStatistics', 'cloudwatch:ListMetrics'], ['*'], {
            reason:
              'Metrics are no resources to IAM, which knows none smaller than the one dataset of an account, and reading has no condition on the namespace.',
          }),
        ]
      : []),
  ],
}));

const NAMESPACE = /^(?!AWS\/)[\w./#:-]{1,255}$/;
