import { queue, role } from '../../iam/resources.ts';
import { workspace } from '../../iam/operator-resources.ts';
import { allow } from '../../iam/statement.ts';
import { defineAddOn } from '../add-on.ts';
import { arnsOf, named } from '../named.ts';
import type { ResourceName } from '../option.ts';

interface Watched {
  readonly queues?: readonly ResourceName[];
  readonly workspaces?: readonly ResourceName[];
  readonly roles?: readonly ResourceName[];
  readonly cloudWatch: boolean;
}

export const keda = defineAddOn('keda', () => ({
  title: 'KEDA',
  group: 'Scaling',
  summary: 'Scales workloads by what waits for them, such as messages in a queue.',
  link: 'https://keda.sh/docs/latest/authentication-providers/aws/',
  compared: '2026-11-26',
  subjects: {
    helm: { namespace: 'keda', serviceAccount: 'keda-operator' },
  },
  options: {
    queues: {
      kind: 'resources',
      ask: 'The lengths of which SQS queues may it read?',
      help: 'Names, ARNs or Terraform references, for the scaler aws-sqs-queue. At least one of all four options.',
      required: false,
      ...named(queue),
    },
    workspaces: {
      kind: 'resources',
      ask: 'Which Prometheus workspaces of AWS may it query?',
      help: 'Ids (ws-…), ARNs or Terraform references, for the scaler prometheus. At least one of all four options.',
      required: false,
      ...named(workspace),
    },
    roles: {
      kind: 'resources',
      ask: 'Which roles may it assume, to read what their workloads may read?',
      help: 'Names, ARNs or Terraform references, for podIdentity with roleArn or identityOwner: workload. At least one of all four options.',
      required: false,
      ...named(role),
    },
    cloudWatch: {
      kind: 'flag',
      ask: 'May it read the metrics of CloudWatch?',
      help: 'For the scaler aws-cloudwatch. AWS cannot limit it to some metrics. At least one of all four options.',
      required: false,
      default: false,
      example: 'true',
    },
  },
  check: ({ queues = [], workspaces = [], roles = [], cloudWatch }) =>
    queues.length + workspaces.length + roles.length === 0 && !cloudWatch
      ? 'keda needs at least one of queues, workspaces, roles and cloudWatch: without, its role may do nothing.'
      : undefined,
  // No module line has a flag for it.
  permissions: (options) => ({ statements: watch(options) }),
  withoutModule: (options) => ({ statements: watch(options) }),
  // No line of eks-pod-identity has a flag for it.
  podIdentity: {
    since: 'v2.13.0',
    permissions: (options) => ({ statements: watch(options, ['sts:AssumeRole', 'sts:TagSession']) }),
    notes: [
      'identityOwner: workload reads the annotation of IRSA on the workload’s ServiceAccount: with Pod Identity say roleArn (https://github.com/kedacore/keda/issues/6418).',
      'The tags of its session go along into a role that it assumes, so that one has to trust it with sts:TagSession beside sts:AssumeRole.',
    ],
  },
  helm: {
    chart: 'keda',
    repository: 'https://kedacore.github.io/charts',
    serviceAccount: ['serviceAccount', 'operator'],
  },
  notes: [
    'Whoever may create a ScaledObject reads with this role all that is named here: a TriggerAuthentication with podIdentity: { provider: aws } and no roleArn uses it.',
    'A role that it assumes has to trust this one: add its ARN to the trust policy there, with sts:AssumeRole.',
    'Leave podIdentity.aws.irsa of the chart disabled: it would write the annotations a second time.',
  ],
}));

/** The dataset of an account is all of its metrics. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetDataset.html */
const METRICS = 'Metrics are no resources to IAM, which knows none smaller than the one dataset of an account.';

/** One statement for each kind of scaler. */
const watch = ({ queues, workspaces, roles, cloudWatch }: Watched, assume: readonly string[] = ['sts:AssumeRole']) => [
  ...(queues?.length ? [allow('KedaReadQueues', ['sqs:GetQueueAttributes'], arnsOf(queues, queue))] : []),
  ...(workspaces?.length ? [allow('KedaQueryPrometheus', ['aps:QueryMetrics'], arnsOf(workspaces, workspace))] : []),
  ...(roles?.length ? [allow('KedaAssumeRoles', assume, arnsOf(roles, role))] : []),
  ...(cloudWatch ? [allow('KedaReadMetrics', ['cloudwatch:GetMetricData'], ['*'], { reason: METRICS })] : []),
];
