/** Where a workload sits: the groups of clusters it runs in, of which each has a role of its own. */
import type { Spec, WorkloadSpec } from '../spec/spec.ts';
import { plannedCluster, type PlannedCluster } from './clusters.ts';
import type { Group } from './groups.ts';

/** One group of clusters as one workload sees it: only the clusters it runs in. */
export interface Seat {
  readonly key: string;
  readonly name: string;
  readonly primary: boolean;
  readonly clusters: readonly PlannedCluster[];
}

interface SeatContext {
  readonly groups: readonly Group[];
  readonly clusters: ReadonlyMap<string, PlannedCluster>;
}

const runsIn = (spec: WorkloadSpec, key: string): boolean => spec.clusters === undefined || spec.clusters.includes(key);

export function seatsOf(spec: WorkloadSpec, { groups, clusters }: SeatContext): Seat[] {
  return groups.flatMap((group) => {
    const members = group.clusters.filter((c) => runsIn(spec, c.key)).map((c) => plannedCluster(clusters, c.key));
    return members.length === 0 ? [] : [{ key: group.key, name: group.name, primary: group.primary, clusters: members }];
  });
}

/** Labels as for share groups' other per-cluster blocks: short only for the cluster whose key is the primary group's. */
export function seatsPerCluster(spec: WorkloadSpec, { groups, clusters }: SeatContext): Seat[] {
  return groups.flatMap((group) =>
    group.clusters
      .filter((c) => runsIn(spec, c.key))
      .map((c) => ({
        key: c.key,
        name: c.name,
        primary: group.primary && group.key === c.key,
        clusters: [plannedCluster(clusters, c.key)],
      })),
  );
}

/** A share group's names must not change when a cluster joins, so no cluster's region goes into them. */
export function nameParts(workload: string, namespace: string, seat: Seat, spec: Spec) {
  const shared = spec.shareRoles.some((s) => s.name === seat.key);
  const regions = new Set(seat.clusters.map((c) => c.spec.region));
  const region = shared && !(spec.naming.includes('{region}') && regions.size === 1) ? '' : (seat.clusters[0]?.spec.region ?? '');
  return { prefix: spec.rolePrefix, group: seat.name, workload, region, namespace };
}
