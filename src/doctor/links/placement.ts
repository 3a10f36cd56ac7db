/** Whether pods run as the ServiceAccount at all. */
import { IRSA_PODS } from '../pages.ts';
import { ROLE_ANNOTATION, some, type View } from '../view.ts';
import { link, type Found } from './link.ts';

const causes = {
  'pod-runs-as-default': {
    severity: 'error',
    means: 'The pod names no ServiceAccount and runs as default, which has no role: it acts with the role of its node.',
    link: IRSA_PODS,
  },
  'pods-run-as-default': {
    severity: 'warning',
    means: 'No pod runs as the ServiceAccount that has the role, and others of the namespace run as default.',
    link: IRSA_PODS,
  },
  'service-account-unused': { severity: 'note', means: 'No pod runs as the ServiceAccount now.', link: IRSA_PODS },
} as const;

export const placementLink = link({ name: 'placement', needs: [], causes, look });

function look({ world, subject, way, pods, serviceAccount }: View): readonly Found<typeof causes>[] {
  const withRole = [
    ...world.serviceAccounts.filter(({ annotations }) => annotations[ROLE_ANNOTATION] !== undefined),
    ...(world.associations ?? []).map(({ namespace, serviceAccount: name }) => ({ namespace, name })),
  ].flatMap(({ namespace, name }) => (namespace === subject.namespace ? [name] : []));
  if (subject.pod !== undefined) {
    if (subject.name !== 'default' || way !== 'none' || withRole.length === 0) return [];
    const names = [...new Set(withRole)];
    return [
      {
        code: 'pod-runs-as-default',
        message: `The pod ${subject.pod} runs as default, which has no role.`,
        evidence: [`with a role in ${subject.namespace}: ${some(names)}`],
        fix: `Set serviceAccountName${names.length === 1 ? `: ${names[0]}` : ''} in the pod’s spec, which means in its Deployment.`,
        commands: [`kubectl -n ${subject.namespace} get pod ${subject.pod} -o jsonpath={.spec.serviceAccountName}`],
      },
    ];
  }
  if (serviceAccount === undefined || way === 'none' || pods.length > 0) return [];
  const byDefault = world.pods.filter((pod) => pod.namespace === subject.namespace && pod.serviceAccount === 'default');
  if (byDefault.length === 0) {
    return [
      {
        code: 'service-account-unused',
        message: `No pod runs as ${subject.name} now.`,
        evidence: [`pods of ${subject.namespace}: ${world.pods.filter(({ namespace }) => namespace === subject.namespace).length}`],
        fix: 'Nothing to do, if its pods come and go.',
      },
    ];
  }
  return [
    {
      code: 'pods-run-as-default',
      message: `No pod runs as ${subject.name}.`,
      evidence: [`pods that run as default: ${some(byDefault.map(({ name }) => name))}`],
      fix: `Set serviceAccountName: ${subject.name} in the spec of the pods that are meant.`,
    },
  ];
}
