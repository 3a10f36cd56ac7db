/**
 * What the webhook of EKS puts into pods when they are made: variables and a token.
 * https://github.com/aws/amazon-eks-pod-identity-webhook
 */
import { IRSA_PODS, POD_IDENTITY_ASSOCIATION } from '../pages.ts';
import { nodeOf, some, takesPodIdentity, type View } from '../view.ts';
import type { SeenContainer, SeenPod } from '../world.ts';
import { link, type Found } from './link.ts';

const WEBHOOK = 'https://github.com/aws/amazon-eks-pod-identity-webhook';

const causes = {
  'webhook-skipped': {
    severity: 'error',
    means: 'A label of the pod tells the webhook to leave it alone.',
    link: `${WEBHOOK}#readme`,
  },
  'webhook-missing': {
    severity: 'error',
    means: 'The cluster has no configuration of the webhook that gives pods their variables and token.',
    link: `${WEBHOOK}/issues/68`,
  },
  'containers-skipped': {
    severity: 'error',
    means: 'An annotation tells the webhook to leave out every container of the pod.',
    link: `${WEBHOOK}#readme`,
  },
  'container-skipped': {
    severity: 'note',
    means: 'An annotation tells the webhook to leave out some of the containers.',
    link: `${WEBHOOK}#readme`,
  },
  'pod-before-annotation': {
    severity: 'error',
    means: 'The pod was made before the ServiceAccount was annotated: only new pods are given variables and token.',
    link: IRSA_PODS,
  },
  'pod-before-association': {
    severity: 'error',
    means: 'The pod was made before its association: only new pods are given variables and token.',
    link: POD_IDENTITY_ASSOCIATION,
  },
  'pod-with-other-role': {
    severity: 'error',
    means: 'The pod was given another role than the ServiceAccount names now.',
    link: IRSA_PODS,
  },
  'webhook-did-not-act': {
    severity: 'error',
    means:
      'The pod was given no variables and no token, though nothing forbids it: the webhook did not answer, or the pod raced its ServiceAccount.',
    link: `${WEBHOOK}/issues/174`,
  },
} as const;

type Code = keyof typeof causes;

export const injectionLink = link({ name: 'injection', needs: ['service-account'], causes, look });

function look(view: View): readonly Found<typeof causes>[] {
  const codes = new Map<Code, SeenPod[]>();
  for (const pod of view.pods) {
    const code = codeOf(pod, view);
    if (code !== undefined) codes.set(code, [...(codes.get(code) ?? []), pod]);
  }
  return [...codes].map(([code, pods]) => told(code, pods, view));
}

/** Of both ways; which one it is, the variables say. */
const isGiven = ({ env }: SeenContainer): boolean =>
  (env['AWS_ROLE_ARN'] !== undefined && env['AWS_WEB_IDENTITY_TOKEN_FILE'] !== undefined) ||
  env['AWS_CONTAINER_CREDENTIALS_FULL_URI'] !== undefined;

function codeOf(pod: SeenPod, view: View): Code | undefined {
  const { world, way, association, serviceAccount, roleArn } = view;
  // Nothing can give these a role by an association; `agent` says so.
  if (way === 'pod-identity' && !takesPodIdentity(nodeOf(world, pod))) return undefined;
  const skipped = (pod.annotations['eks.amazonaws.com/skip-containers'] ?? '').split(',').map((name) => name.trim());
  const asked = pod.containers.filter(({ name }) => !skipped.includes(name));
  if (asked.length > 0 && asked.every(isGiven)) {
    const byToken = asked.find(({ env }) => env['AWS_ROLE_ARN'] !== undefined);
    if (way === 'pod-identity')
      return asked.some(({ env }) => env['AWS_CONTAINER_CREDENTIALS_FULL_URI'] === undefined)
        ? 'pod-before-association'
        : skipNote(pod, asked);
    return byToken !== undefined && byToken.env['AWS_ROLE_ARN'] !== roleArn ? 'pod-with-other-role' : skipNote(pod, asked);
  }
  if (pod.labels['eks.amazonaws.com/skip-pod-identity-webhook'] !== undefined) return 'webhook-skipped';
  if (asked.length === 0) return 'containers-skipped';
  if (world.webhook?.there === false) return 'webhook-missing';
  if (way === 'pod-identity') return isBefore(pod, association?.createdAt) ? 'pod-before-association' : 'webhook-did-not-act';
  return isBefore(pod, serviceAccount?.annotatedAt) ? 'pod-before-annotation' : 'webhook-did-not-act';
}

const skipNote = (pod: SeenPod, asked: readonly SeenContainer[]): Code | undefined =>
  asked.length < pod.containers.length ? 'container-skipped' : undefined;

const isBefore = ({ createdAt }: SeenPod, then: string | undefined): boolean => then !== undefined && createdAt < then;

function told(code: Code, pods: readonly SeenPod[], view: View): Found<typeof causes> {
  const names = some(pods.map(({ name }) => name));
  const [first] = pods;
  const { subject, serviceAccount, association, roleArn } = view;
  const restart = 'Restart the workload, so that its pods are made anew.';
  const commands = [`kubectl -n ${subject.namespace} rollout restart ${workloadOf(first)}`];
  const evidence = [`pods: ${names}`];
  const when = (what: string, at: string | undefined) => (at === undefined ? [] : [`made ${first?.createdAt}, ${what} ${at}`]);
  const found: Readonly<Record<Code, Omit<Found<typeof causes>, 'code'>>> = {
    'webhook-skipped': {
      message: 'A label keeps the webhook from the pods.',
      evidence: [...evidence, 'label: eks.amazonaws.com/skip-pod-identity-webhook'],
      fix: 'Take the label out of the pod’s template, which restarts the pods.',
    },
    'webhook-missing': {
      message: 'There is no webhook that gives pods their role.',
      evidence: ['no MutatingWebhookConfiguration pod-identity-webhook'],
      fix: 'EKS keeps it in every cluster: ask AWS Support how it went; in other clusters, install it.',
      commands: ['kubectl get mutatingwebhookconfigurations'],
      ofAll: true,
    },
    'containers-skipped': {
      message: 'An annotation keeps the webhook from every container of the pods.',
      evidence: [...evidence, `eks.amazonaws.com/skip-containers: ${first?.containers.map(({ name }) => name).join(', ')}`],
      fix: 'Take out of the annotation the container that needs the role.',
    },
    'container-skipped': {
      message: 'An annotation keeps the webhook from some containers of the pods.',
      evidence,
      fix: 'Nothing to do, if those need no role.',
    },
    'pod-before-annotation': {
      message: 'The pods are older than the annotation of their ServiceAccount.',
      evidence: [...evidence, ...when('annotated', serviceAccount?.annotatedAt)],
      fix: restart,
      commands,
    },
    'pod-before-association': {
      message: 'The pods are older than their association.',
      evidence: [...evidence, ...when('associated', association?.createdAt)],
      fix: restart,
      commands,
    },
    'pod-with-other-role': {
      message: 'The pods have another role than their ServiceAccount names now.',
      evidence: [
        ...evidence,
        `theirs: ${first?.containers.find(({ env }) => env['AWS_ROLE_ARN'])?.env['AWS_ROLE_ARN']}`,
        `named: ${roleArn}`,
      ],
      fix: restart,
      commands,
    },
    'webhook-did-not-act': {
      message: 'The pods were given no variables and no token.',
      evidence: [...evidence, 'neither AWS_WEB_IDENTITY_TOKEN_FILE nor AWS_CONTAINER_CREDENTIALS_FULL_URI'],
      fix: restart,
      commands,
    },
  };
  return { code, ...found[code] };
}

/** Names of pods of a Deployment end in two hashes. */
const workloadOf = (pod: SeenPod | undefined): string => `deployment/${(pod?.name ?? 'NAME').replace(/-[0-9a-z]{5,10}-[0-9a-z]{5}$/, '')}`;
