/**
 * What the webhook of EKS puts into pods when they are made: variables and a token.
 * https://github.com/aws/amazon-eks-pod-identity-webhook
 */
import { restartCommand } from '../restart.ts';
import { nodeOf, some, takesPodIdentity, type View } from '../view.ts';
import { SET } from '../redact.ts';
import type { SeenContainer, SeenPod } from '../world.ts';
import { injectionCauses as causes } from './injection-causes.ts';
import { link, type Found } from './link.ts';

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

/** Where the webhook mounts what it puts into these variables. */
const TOKENS = ['AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE'];

/** Files elsewhere are somebody's own, and not seen. */
const lacksToken = ({ env, mounts }: SeenContainer): boolean =>
  TOKENS.some((name) => {
    const [, folder] = /^(\/.+)\/[^/]+$/.exec(env[name] ?? '') ?? [];
    return folder !== undefined && !mounts.some((path) => path.replace(/\/$/, '') === folder);
  });

/** The webhook sets both or, where it finds one, none. */
const isByHand = (container: SeenContainer): boolean =>
  !isGiven(container) && [...TOKENS, 'AWS_ROLE_ARN'].some((name) => container.env[name] !== undefined);

const namesOther = ({ env }: SeenContainer, role: string | undefined): boolean => ![undefined, SET, role].includes(env['AWS_ROLE_ARN']);

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
    if (asked.some(lacksToken)) return 'token-not-mounted';
    if (way === 'pod-identity')
      return asked.some(({ env }) => env['AWS_CONTAINER_CREDENTIALS_FULL_URI'] === undefined)
        ? 'pod-before-association'
        : skipNote(pod, asked);
    if (!asked.some((container) => namesOther(container, roleArn))) return skipNote(pod, asked);
    // The webhook gave the pod what the annotation named by then, unless the template did.
    const since = serviceAccount?.annotatedAt;
    return since !== undefined && !isBefore(pod, since) ? 'variables-by-hand' : 'pod-with-other-role';
  }
  if (pod.labels['eks.amazonaws.com/skip-pod-identity-webhook'] !== undefined) return 'webhook-skipped';
  if (!asked.some(({ init }) => init !== true)) return 'containers-skipped';
  if (asked.some(isByHand)) return 'variables-by-hand';
  if (asked.some(isGiven)) return 'container-not-given';
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
  const { serviceAccount, association, roleArn } = view;
  const restart = 'Restart the workload, so that its pods are made anew.';
  const commands = first === undefined ? [] : [restartCommand(first)];
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
    'container-not-given': {
      message: 'Some containers of the pods have no variables and no token.',
      evidence: [...evidence, `without: ${some(containersOf(first, (container) => !isGiven(container)))}`],
      fix: 'Nothing to do, if those need no role; else let what puts them in come before the webhook.',
    },
    'variables-by-hand': {
      message: 'The template of the pods sets variables of the webhook itself.',
      evidence: [
        ...evidence,
        `by hand: ${some(containersOf(first, (container) => isByHand(container) || namesOther(container, roleArn)))}`,
        `named by the ServiceAccount: ${roleArn}`,
      ],
      fix: 'Take AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE out of the template: the webhook sets them.',
    },
    'token-not-mounted': {
      message: 'The variables name a token that is not mounted.',
      evidence: [...evidence, `without the volume: ${some(containersOf(first, lacksToken))}`],
      fix: 'Take the variables out of the template, and let the webhook set them with their volume; then restart the workload.',
      commands,
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
        `theirs: ${first?.containers.find((container) => namesOther(container, roleArn))?.env['AWS_ROLE_ARN']}`,
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

const containersOf = (pod: SeenPod | undefined, which: (container: SeenContainer) => boolean): readonly string[] =>
  (pod?.containers ?? []).filter(which).map(({ name }) => name);
