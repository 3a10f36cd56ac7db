/** Which clusters share each workload's role: mostly each cluster stands alone. */
import type { ClusterSpec, Spec } from '../spec/spec.ts';

export interface Group {
  /** The share group's name, or the cluster's key. */
  readonly key: string;
  /** `{group}` of the naming pattern: never changes when a cluster joins or leaves. */
  readonly name: string;
  readonly clusters: readonly ClusterSpec[];
  /** Its labels carry no suffix. */
  readonly primary: boolean;
}

/**
 * Groups in the order in which their first cluster appears. `primary` of the spec names a group, or
 * a cluster of it; the first group is primary where it says nothing.
 */
export function groupsOf(spec: Spec): readonly Group[] {
  const groups: Omit<Group, 'primary'>[] = [];
  const seen = new Set<string>();
  for (const cluster of spec.clusters) {
    if (seen.has(cluster.key)) continue;
    const share = spec.shareRoles.find((s) => s.clusters.includes(cluster.key));
    const members = share ? spec.clusters.filter((c) => share.clusters.includes(c.key)) : [cluster];
    for (const member of members) seen.add(member.key);
    groups.push(
      share ? { key: share.name, name: share.name, clusters: members } : { key: cluster.key, name: cluster.name, clusters: members },
    );
  }
  const named = spec.primary;
  const primary = groups.find((g) => g.key === named) ?? groups.find((g) => g.clusters.some((c) => c.key === named)) ?? groups[0];
  return groups.map((group) => ({ ...group, primary: group === primary }));
}

/**
 * The cluster whose own blocks carry no suffix and which the root's default providers speak to.
 * It is named by key, never by position: if it leaves, nobody takes its place, or Terraform would
 * destroy its ServiceAccounts through a provider that now speaks to another cluster.
 */
export function homeCluster(spec: Spec, groups: readonly Group[]): string | undefined {
  const wanted = spec.primary ?? groups.find((g) => g.primary)?.key;
  return spec.clusters.find((c) => c.key === wanted)?.key;
}
