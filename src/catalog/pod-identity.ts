/** What an add-on is given on a line of eks-pod-identity: the module's own policy where there is a flag, else ours. */
import type { AddOn, ClusterContext, PodIdentityLine, PodIdentityPermissions } from './add-on.ts';
import type { Options, OptionValues } from './option.ts';

/** Nothing where another module makes the role together with what belongs to it. */
export function podIdentityPermissions(
  { podIdentity, withoutModule }: Pick<AddOn, 'podIdentity' | 'withoutModule'>,
  options: OptionValues<Options>,
  cluster: ClusterContext,
  line: PodIdentityLine,
): PodIdentityPermissions | undefined {
  const own = podIdentity.permissions;
  return own === undefined ? withoutModule(options, cluster) : own(options, cluster, line);
}
