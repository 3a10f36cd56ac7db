/** Whom to look at: one pod, one ServiceAccount, a namespace or all. */
import type { Outcome } from '../problem.ts';
import { error } from '../problem.ts';
import type { Subject } from './view.ts';
import type { World } from './world.ts';

export type Wanted =
  | { readonly kind: 'all' }
  | { readonly kind: 'namespace'; readonly namespace: string }
  | { readonly kind: 'service-account'; readonly namespace: string; readonly name: string }
  | { readonly kind: 'pod'; readonly namespace: string; readonly pod: string };

/** @param word `shop/orders-5d9`, `shop:orders` or `shop`; absent: all */
export function wantedBy(word: string | undefined): Outcome<Wanted> {
  if (word === undefined) return { value: { kind: 'all' }, problems: [] };
  const [, namespace = '', sign, name = ''] =
    /^(?:system:serviceaccount:)?([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)(?:([:/])([a-z0-9][a-z0-9.-]{0,252}))?$/.exec(word) ?? [];
  if (namespace === '') {
    return {
      problems: [
        error(
          'subject-not-read',
          [],
          `\`${word}\` is neither a pod nor a ServiceAccount nor a namespace.`,
          'Write shop/orders-5d9f for a pod, shop:orders for a ServiceAccount, shop for a namespace, or --all.',
        ),
      ],
    };
  }
  if (sign === '/') return { value: { kind: 'pod', namespace, pod: name }, problems: [] };
  return { value: sign === ':' ? { kind: 'service-account', namespace, name } : { kind: 'namespace', namespace }, problems: [] };
}

/** A pod has to be there; a ServiceAccount that is not is a finding. */
export function subjectsOf(world: World, wanted: Wanted): Outcome<readonly Subject[]> {
  if (wanted.kind === 'service-account') return { value: [{ namespace: wanted.namespace, name: wanted.name }], problems: [] };
  if (wanted.kind === 'pod') {
    const pod = world.pods.find(({ namespace, name }) => namespace === wanted.namespace && name === wanted.pod);
    if (pod !== undefined) return { value: [{ namespace: pod.namespace, name: pod.serviceAccount, pod: pod.name }], problems: [] };
    const message = `There is no pod ${wanted.pod} in ${wanted.namespace}.`;
    return {
      problems: [error('pod-not-seen', [], message, `See \`kubectl -n ${wanted.namespace} get pods\`, or name its ServiceAccount.`)],
    };
  }
  return { value: withRoles(world).filter(({ namespace }) => wanted.kind === 'all' || namespace === wanted.namespace), problems: [] };
}

/** Those that have a role, or an annotation that looks like one. */
function withRoles({ serviceAccounts, associations = [], pods }: World): readonly Subject[] {
  const annotated = serviceAccounts.filter(({ annotations }) => Object.keys(annotations).some((key) => /role/i.test(key)));
  // An association may wait for its ServiceAccount.
  const associated = associations.filter(
    ({ namespace, serviceAccount }) =>
      serviceAccounts.some((one) => one.namespace === namespace && one.name === serviceAccount) ||
      pods.some((pod) => pod.namespace === namespace && pod.serviceAccount === serviceAccount),
  );
  const named = [...annotated, ...associated.map(({ namespace, serviceAccount: name }) => ({ namespace, name }))];
  const unique = new Map(named.map(({ namespace, name }) => [`${namespace}:${name}`, { namespace, name }]));
  return [...unique.keys()].sort().map((key) => unique.get(key) as Subject);
}
