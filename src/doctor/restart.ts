/** How a pod is made anew: by what owns it, which its name alone does not tell. */
import type { SeenPod } from './world.ts';

/** `kubectl …`, to restart the workload; where nobody can tell what it is, to look. */
export function restartCommand({ namespace, name, owner }: SeenPod): string {
  const kubectl = `kubectl -n ${namespace}`;
  const deployment = deploymentOf(owner?.kind === 'ReplicaSet' ? owner.name : undefined, owner === undefined ? name : undefined);
  if (deployment !== undefined) return `${kubectl} rollout restart deployment/${deployment}`;
  if (owner === undefined) return `${kubectl} get pod ${name} -o jsonpath={.metadata.ownerReferences}`;
  // A Job, or a controller of somebody's own, makes another pod for one that is gone.
  if (owner.kind !== 'StatefulSet' && owner.kind !== 'DaemonSet') return `${kubectl} delete pod ${name}`;
  return `${kubectl} rollout restart ${owner.kind.toLowerCase()}/${owner.name}`;
}

/** A Deployment's ReplicaSet has its name and a hash; the pod one more. https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#pod-template-hash-label */
function deploymentOf(replicaSet: string | undefined, pod: string | undefined): string | undefined {
  if (replicaSet !== undefined) return /^(.+)-[0-9a-z]{5,10}$/.exec(replicaSet)?.[1];
  return pod === undefined ? undefined : /^(.+)-[0-9a-z]{5,10}-[0-9a-z]{5}$/.exec(pod)?.[1];
}
