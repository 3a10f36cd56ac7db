/** Objects of Kubernetes → what is kept of them. Pure. */
import { keptAnnotations, keptImage, keptLabels, keptMount, keptVariable } from '../../../doctor/redact.ts';
import type { OwnerKind, SeenContainer, SeenNode, SeenPod, SeenServiceAccount } from '../../../doctor/world.ts';
import { ROLE_ANNOTATION } from '../../../doctor/view.ts';
import { items, loose, string, type Loose } from '../../../spec/loose.ts';

/** Names of objects are of this shape; anything else is none. */
const NAME = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

const nameIn = (value: unknown): string => (typeof value === 'string' && NAME.test(value) ? value : '');
const timeIn = (value: unknown): string | undefined => (typeof value === 'string' && TIME.test(value) ? value : undefined);

export function serviceAccountOf(object: unknown): SeenServiceAccount {
  const metadata = loose(loose(object)['metadata']);
  const annotatedAt = whenWritten(metadata);
  return {
    namespace: nameIn(metadata['namespace']),
    name: nameIn(metadata['name']),
    annotations: keptAnnotations(loose(metadata['annotations'])),
    ...(annotatedAt === undefined ? {} : { annotatedAt }),
  };
}

/** https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management: who owns the annotation, and when they last wrote. */
function whenWritten({ managedFields }: Loose): string | undefined {
  const times = items(managedFields).flatMap((entry) => {
    const { fieldsV1, time } = loose(entry);
    const owned = loose(loose(loose(fieldsV1)['f:metadata'])['f:annotations']);
    return Object.hasOwn(owned, `f:${ROLE_ANNOTATION}`) ? (timeIn(time) ?? []) : [];
  });
  return times.sort().at(-1);
}

export function podOf(object: unknown): SeenPod {
  const { metadata, spec, status } = loose(object);
  const of = loose(metadata);
  const { nodeName, serviceAccountName, containers, initContainers, hostNetwork } = loose(spec);
  const owner = ownerOf(of);
  return {
    namespace: nameIn(of['namespace']),
    name: nameIn(of['name']),
    serviceAccount: nameIn(serviceAccountName) || 'default',
    ...(nodeName === undefined ? {} : { node: nameIn(nodeName) }),
    createdAt: timeIn(of['creationTimestamp']) ?? '',
    phase: /^[A-Z][a-z]{1,20}$/.exec(string(loose(status)['phase']) ?? '')?.[0] ?? 'Unknown',
    ...(hostNetwork === true ? { hostNetwork } : {}),
    ...(owner === undefined ? {} : { owner }),
    labels: keptLabels(loose(of['labels'])),
    annotations: keptAnnotations(loose(of['annotations'])),
    // The webhook gives those of init the same as the others, and they ask AWS as well: migrations, downloads of secrets.
    containers: [
      ...items(containers).map(containerOf),
      ...items(initContainers).map((container) => ({ ...containerOf(container), init: true as const })),
    ],
  };
}

const OWNERS: readonly OwnerKind[] = ['ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job'];

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/owners-dependents/ */
function ownerOf({ ownerReferences }: Loose): SeenPod['owner'] {
  const controller = items(ownerReferences)
    .map(loose)
    .find((owner) => owner['controller'] === true);
  if (controller === undefined) return undefined;
  return { kind: OWNERS.find((kind) => kind === controller['kind']) ?? 'other', name: nameIn(controller['name']) };
}

function containerOf(container: unknown): SeenContainer {
  const { name, image, env, volumeMounts, ports } = loose(container);
  const hostPorts = items(ports).flatMap((port) => {
    const { hostPort } = loose(port);
    return typeof hostPort === 'number' ? [hostPort] : [];
  });
  return {
    name: nameIn(name),
    image: keptImage(string(image) ?? ''),
    env: Object.fromEntries(
      items(env).flatMap((variable) => {
        const { name: key = '', value } = loose(variable);
        const kept = typeof key === 'string' ? keptVariable(key, string(value)) : undefined;
        return kept === undefined ? [] : [[key as string, kept] as const];
      }),
    ),
    mounts: items(volumeMounts).flatMap((mount) => keptMount(string(loose(mount)['mountPath']) ?? '') ?? []),
    ...(hostPorts.length === 0 ? {} : { hostPorts }),
  };
}

/** What is further asked about it. */
export interface NodeFacts {
  readonly node: SeenNode;
  readonly group?: string;
  readonly instance?: string;
}

export function nodeFactsOf(object: unknown): NodeFacts {
  const { metadata, spec, status } = loose(object);
  const { name, labels } = loose(metadata);
  const label = (key: string) => string(loose(labels)[key]);
  const group = nameOfGroup(label('eks.amazonaws.com/nodegroup'));
  const [instance] = /i-[0-9a-f]{8,17}$/.exec(string(loose(spec)['providerID']) ?? '') ?? [];
  const os = label('kubernetes.io/os') ?? string(loose(loose(status)['nodeInfo'])['operatingSystem']);
  return {
    node: { name: nameIn(name), os: os === 'windows' ? 'windows' : 'linux', kind: kindOf(label('eks.amazonaws.com/compute-type')) },
    ...(group === undefined ? {} : { group }),
    ...(instance === undefined ? {} : { instance }),
  };
}

const nameOfGroup = (group: string | undefined): string | undefined =>
  group !== undefined && /^[A-Za-z0-9][\w-]{0,62}$/.test(group) ? group : undefined;

const kindOf = (type: string | undefined): SeenNode['kind'] => (type === 'fargate' || type === 'hybrid' || type === 'auto' ? type : 'ec2');

/** Where a pod of the agent is ready. */
export function readyNode(object: unknown): string | undefined {
  const { spec, status } = loose(object);
  const isReady = items(loose(status)['conditions']).some((condition) => {
    const { type, status: holds } = loose(condition);
    return type === 'Ready' && holds === 'True';
  });
  return isReady ? nameIn(loose(spec)['nodeName']) : undefined;
}
