/** How pods come to a role: by tokens of their clusters (IRSA), or by associations (EKS Pod Identity). */
import { findAddOn } from '../catalog/index.ts';
import type { PodIdentityLine, Subject } from '../catalog/add-on.ts';
import { STS_AUDIENCE } from '../iam/audience.ts';
import type { AddOnSpec, AppSpec, ClusterSpec, Spec } from '../spec/spec.ts';
import { isInstalledHere } from './installations.ts';
import type { PlannedAssociation, PlannedRole, RoleMaker } from './plan.ts';
import type { Seat } from './seats.ts';

export type Admission = Pick<PlannedRole, 'trust' | 'podTrust' | 'associations'>;

export const byTokens = ({ serviceAccount }: AddOnSpec | AppSpec, { clusters }: Seat, subject: Subject): Admission => ({
  trust: clusters.map((cluster) => ({
    cluster: cluster.spec.key,
    subject,
    audience: serviceAccount.audience ?? STS_AUDIENCE,
  })),
  associations: [],
});

/** @param maker of the role, which may make its associations too */
export function byAssociations(
  workload: AddOnSpec | AppSpec,
  { clusters }: Seat,
  subject: Subject,
  { spec, maker, line }: { readonly spec: Spec; readonly maker: RoleMaker; readonly line: PodIdentityLine },
): Admission {
  const { disableSessionTags, policy } = workload.podIdentity;
  const target = workload.assumeRoles.find(({ via }) => via === 'target');
  const more = {
    ...(target === undefined ? {} : { targetRole: target.role }),
    ...(disableSessionTags ? { disableSessionTags: true as const } : {}),
    ...(policy === undefined ? {} : { policy }),
  };
  return {
    trust: [],
    podTrust: { clusters: clusters.map((cluster) => cluster.spec.key), subject, tagged: !disableSessionTags },
    associations: clusters.map((cluster) => ({
      cluster: cluster.spec.key,
      subject,
      by: whoMakes(workload, more, { spec, maker, line }),
      ...more,
    })),
  };
}

type More = Pick<PlannedAssociation, 'targetRole' | 'disableSessionTags' | 'policy'>;

/** An association of an EKS add-on goes with it; all others are the module's, as far as its line can say them. */
function whoMakes(
  workload: AddOnSpec | AppSpec,
  more: More,
  { spec, maker, line }: { readonly spec: Spec; readonly maker: RoleMaker; readonly line: PodIdentityLine },
): PlannedAssociation['by'] {
  const plain = Object.keys(more).length === 0;
  if ('installer' in workload && workload.installer === 'eks-addon' && isInstalledHere(spec, workload)) {
    return plain && findAddOn(workload.id)?.podIdentity?.eksAddOnSince !== undefined ? 'eks-addon' : 'resource';
  }
  if (maker === 'karpenter-eks-21') return plain ? 'module' : 'resource';
  // No release of the module knows session policies, and 1.x no other field than the three that must be there.
  return maker === 'role-pod-identity' && more.policy === undefined && (plain || line === 'pod-identity-2') ? 'module' : 'resource';
}

/** Pods come by both ways: whichever they were started with. */
export const byBoth = (tokens: Admission, associations: Admission): Admission => ({ ...associations, trust: tokens.trust });

/** Keys of the clusters whose pods it admits, the first of which decides on its provider and its account. */
export const admittedClusters = ({ trust, podTrust }: Admission): readonly string[] => [
  ...new Set([...trust.map(({ cluster }) => cluster), ...(podTrust?.clusters ?? [])]),
];

/** No role here trusts tokens of the cluster, though it has some. */
export function isIdle({ key }: Pick<ClusterSpec, 'key'>, roles: readonly PlannedRole[]): boolean {
  const ofCluster = roles.filter((role) => role.serviceAccounts.some((account) => account.cluster === key));
  return ofCluster.length > 0 && ofCluster.every((role) => role.trust.length === 0);
}
