/** What Karpenter's node classes must say: the role of their nodes, and that pods do not get at it. */
import { admittedClusters } from './admission.ts';
import type { PlannedCluster } from './clusters.ts';
import type { NextStep, PlannedRole, PlannedWorkload } from './plan.ts';
import { karpenterNodeRole } from './terraform/workload-file.ts';

/** Not in Auto Mode, whose own node classes fix both. */
export const nodeClassSteps = (clusters: ReadonlyMap<string, PlannedCluster>, workloads: readonly PlannedWorkload[]): NextStep[] =>
  workloads
    .filter(({ id }) => id === 'karpenter')
    .flatMap(({ roles }) =>
      roles.flatMap((role) =>
        admittedClusters(role).flatMap((cluster) => {
          const planned = clusters.get(cluster);
          if (planned === undefined || (planned.source.kind === 'new' && planned.source.cluster.nodes === 'auto')) return [];
          return [{ text: nodeClass(role, planned.spec.name) }];
        }),
      ),
    );

/** https://karpenter.sh/docs/concepts/nodeclasses/ */
function nodeClass(role: PlannedRole, cluster: string): string {
  const limit = 'metadataOptions: { httpEndpoint: enabled, httpTokens: required, httpPutResponseHopLimit: 1 }';
  return role.queueName === undefined
    ? `Karpenter in ${cluster}: keep hop limit 1 in each EC2NodeClass: spec: { ${limit} }.`
    : `Karpenter in ${cluster}: name the role of its nodes in each EC2NodeClass, and keep hop limit 1: spec: { role: ${karpenterNodeRole(role.name)}, ${limit} }.`;
}
