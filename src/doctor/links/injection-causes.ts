/** All that may have kept variables and token from a pod. */
import { IRSA_PODS, POD_IDENTITY_ASSOCIATION } from '../pages.ts';

const WEBHOOK = 'https://github.com/aws/amazon-eks-pod-identity-webhook';

export const injectionCauses = {
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
  'container-not-given': {
    severity: 'note',
    means: 'Some containers were given variables and token, and others not: these came into the pod after the webhook, as sidecars do.',
    link: `${WEBHOOK}#readme`,
  },
  'variables-by-hand': {
    severity: 'error',
    means: 'The pod’s template sets variables that are the webhook’s to set: it leaves those alone, and adds none beside them.',
    link: `${WEBHOOK}#readme`,
  },
  'token-not-mounted': {
    severity: 'error',
    means: 'The variables name the file of a token, and no volume puts one there.',
    link: IRSA_PODS,
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
