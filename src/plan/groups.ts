/** Which clusters share each workload's role: mostly each cluster stands alone. */
import { error, type Problem } from '../problem.ts';
import type { ClusterSpec, Spec } from '../spec/spec.ts';
import { partitionOf } from '../iam/partition.ts';

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
 * Groups of the clusters that are not retired, in the order in which their first cluster appears.
 * `primary` of the spec names a group, or a cluster of it; the group of the first cluster is primary where it
 * says nothing. Where that one is gone or retired, none is: labels must not change hands.
 */
export function groupsOf(spec: Spec): readonly Group[] {
  const groups: Omit<Group, 'primary'>[] = [];
  const seen = new Set<string>();
  const active = spec.clusters.filter((c) => !c.retired);
  for (const cluster of active) {
    if (seen.has(cluster.key)) continue;
    const share = spec.shareRoles.find((s) => s.clusters.includes(cluster.key));
    const members = share ? active.filter((c) => share.clusters.includes(c.key)) : [cluster];
    for (const member of members) seen.add(member.key);
    groups.push(
      share ? { key: share.name, name: share.name, clusters: members } : { key: cluster.key, name: cluster.name, clusters: members },
    );
  }
  const named = primaryOf(spec);
  const primary = groups.find((g) => g.key === named) ?? groups.find((g) => named !== undefined && clustersOf(spec, g.key).includes(named));
  return groups.map((group) => ({ ...group, primary: group === primary }));
}

/** Key of the group or cluster that is primary, be it there or not. */
function primaryOf({ primary, clusters: [first], shareRoles }: Spec): string | undefined {
  if (primary !== undefined || first === undefined) return primary;
  return shareRoles.find(({ clusters }) => clusters.includes(first.key))?.name ?? first.key;
}

/** An account belongs to one partition, and a role to one account. */
export const groupsAcrossPartitions = (spec: Spec): Problem[] =>
  spec.shareRoles.flatMap(({ name, clusters: keys }, i) => {
    const partitions = new Set(spec.clusters.filter((c) => keys.includes(c.key)).map((c) => partitionOf(c.region)));
    if (partitions.size < 2) return [];
    return [
      error(
        'group-across-partitions',
        ['shareRoles', i, 'clusters'],
        `The clusters of ${name} are in the partitions ${[...partitions].join(' and ')}, and a role belongs to one.`,
        'Make a group for each partition.',
      ),
    ];
  });

/** Keys of the clusters that share roles with this one, itself among them. */
export const sharingWith = ({ shareRoles }: Spec, key: string): readonly string[] =>
  shareRoles.find(({ clusters }) => clusters.includes(key))?.clusters ?? [key];

/** Keys of a group's clusters, retired ones too. */
const clustersOf = (spec: Spec, group: string): readonly string[] => spec.shareRoles.find((s) => s.name === group)?.clusters ?? [group];

/**
 * The cluster whose own blocks carry no suffix and which the root's default providers speak to.
 * It is named by key, never by position: if it leaves, nobody takes its place, or Terraform would
 * destroy its ServiceAccounts through a provider that now speaks to another cluster.
 */
export function homeCluster(spec: Spec): string | undefined {
  const wanted = primaryOf(spec);
  return spec.clusters.find((c) => c.key === wanted)?.key;
}
