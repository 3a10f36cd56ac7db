/** What `kubectl get serviceaccounts,pods -A -o json` says of who has an identity of its own. Pure. */
import { items, loose, string, type Loose } from '../../../spec/loose.ts';

export interface Dweller {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly pods: number;
  /** Some of its pods use the node's network: a hop limit does not keep those from the node role. */
  readonly hostNetwork: boolean;
  /** Its ServiceAccount names a role, and its pods were not started since. */
  readonly annotated: boolean;
}

export interface Dump {
  /** `namespace/name` of every ServiceAccount that runs pods. */
  readonly subjects: readonly string[];
  /** Whose pods come by no credentials but those of the node. */
  readonly dwellers: readonly Dweller[];
}

/** @returns nothing if it is something else */
export function readDump(json: unknown): Dump | undefined {
  const objects = items(loose(json)['items']).map(loose);
  if (!objects.some(({ kind }) => kind === 'Pod' || kind === 'ServiceAccount')) return undefined;
  const annotated = new Set(
    objects.flatMap((object) =>
      object['kind'] === 'ServiceAccount' && loose(loose(object['metadata'])['annotations'])[ANNOTATION] !== undefined
        ? [`${nameOf(object, 'namespace')}/${nameOf(object, 'name')}`]
        : [],
    ),
  );
  const pods = new Map<string, Loose[]>();
  for (const object of objects.filter((one) => one['kind'] === 'Pod' && !isOver(one))) {
    const subject = `${nameOf(object, 'namespace')}/${string(loose(object['spec'])['serviceAccountName']) ?? 'default'}`;
    pods.set(subject, [...(pods.get(subject) ?? []), object]);
  }
  const subjects = [...pods.keys()].sort();
  return {
    subjects,
    dwellers: subjects.flatMap((subject): Dweller[] => {
      const without = (pods.get(subject) ?? []).filter((pod) => !hasIdentity(pod));
      const [namespace = '', serviceAccount = ''] = subject.split('/');
      if (without.length === 0) return [];
      const hostNetwork = without.some((pod) => loose(pod['spec'])['hostNetwork'] === true);
      return [{ namespace, serviceAccount, pods: without.length, hostNetwork, annotated: annotated.has(subject) }];
    }),
  };
}

const ANNOTATION = 'eks.amazonaws.com/role-arn';

/** The webhooks of IRSA and of EKS Pod Identity write them into pods. */
const INJECTED: readonly unknown[] = ['AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_CONTAINER_CREDENTIALS_FULL_URI'];

const nameOf = (object: Loose, key: string): string => string(loose(object['metadata'])[key]) ?? '';

const isOver = (pod: Loose): boolean => ['Succeeded', 'Failed'].includes(string(loose(pod['status'])['phase']) ?? '');

const hasIdentity = (pod: Loose): boolean =>
  items(loose(pod['spec'])['containers']).some((container) =>
    items(loose(container)['env']).some((variable) => INJECTED.includes(loose(variable)['name'])),
  );
