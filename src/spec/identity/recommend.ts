/**
 * IRSA or EKS Pod Identity: what the facts recommend, each time with one line of why. What rules one of them
 * out comes first, then what is in use already, then what is less to keep. docs/choosing.md has it as a picture.
 */
import type { Identity } from '../spec.ts';
import { entries, items, loose, string, strings, type Loose } from '../loose.ts';
import { allOf } from '../rules/rule.ts';
import { forcedIdentity, type Recommendation } from './forced.ts';

/** For all workloads, as far as none has a reason of its own. */
export interface Usual extends Recommendation {
  /** Both would do, and which is better is for the user to say. */
  readonly open: boolean;
}

/** What a folder shows of how its pods get their roles, and of what the nodes run. */
export interface Evidence {
  /** Words such as `module "irsa" (main.tf:3)`. */
  readonly irsa: readonly string[];
  readonly podIdentity: readonly string[];
  /** The cluster's module turns EKS Auto Mode on. */
  readonly autoMode: boolean;
  /** The cluster's module makes no OIDC provider. */
  readonly withoutOidcProvider: boolean;
}

/** https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html#pod-id-considerations */
const ASSOCIATIONS_MAX = 5000;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const OIDC_PROVIDERS = 100;

/** Statements of IRSA that fit into the 2,048 characters of a trust policy. https://docs.aws.amazon.com/eks/latest/userguide/service-accounts.html */
const CLUSTERS_OF_A_ROLE = 4;

/** Those of a spec that is not whole yet, too. */
export function usualIdentity(spec: Loose, evidence: Evidence): Usual {
  const clusters = entries(spec['clusters']);
  return byQuota(spec, clusters) ?? byUse(evidence, isNew(clusters)) ?? byCluster(evidence, clusters);
}

type Clusters = readonly (readonly [string, Loose])[];

const isNew = (clusters: Clusters): boolean => clusters.length > 0 && clusters.every(([, { from }]) => loose(from)['new'] !== undefined);

function byQuota(spec: Loose, clusters: Clusters): Usual | undefined {
  const full = clusters.find(([key]) => workloadsOn(key, spec) > ASSOCIATIONS_MAX);
  if (full !== undefined)
    return { identity: 'irsa', why: `${full[0]} has more workloads than EKS takes associations, ${inWords(ASSOCIATIONS_MAX)}`, open: true };
  const group = items(spec['shareRoles'])
    .map(loose)
    .find((shared) => strings(shared['clusters']).length > CLUSTERS_OF_A_ROLE);
  if (group !== undefined)
    return {
      identity: 'pod-identity',
      why: `a role of ${string(group['name']) ?? 'the group'} serves ${strings(group['clusters']).length} clusters, and the trust policy of IRSA has room for about ${CLUSTERS_OF_A_ROLE}`,
      open: true,
    };
  const accounts = clusters.map(([, { accountId }]) => string(accountId) ?? '');
  return accounts.some(
    (account, i) => accounts.indexOf(account) === i && accounts.filter((other) => other === account).length > OIDC_PROVIDERS,
  )
    ? {
        identity: 'pod-identity',
        why: `IRSA needs an OIDC provider for each cluster, and an account has room for ${OIDC_PROVIDERS}`,
        open: true,
      }
    : undefined;
}

const workloadsOn = (cluster: string, spec: Loose): number =>
  [...entries(spec['addOns']), ...entries(spec['apps'])].filter(
    ([, { clusters }]) => clusters === undefined || strings(clusters).includes(cluster),
  ).length;

const inWords = (count: number): string => String(count).replace(/(?=\d{3}$)/, ',');

/** A cluster keeps what it uses; one that is made here uses nothing yet. */
function byUse({ irsa, podIdentity }: Evidence, isNewCluster: boolean): Usual | undefined {
  if (isNewCluster)
    return {
      identity: 'pod-identity',
      why: 'the cluster is new, and Pod Identity needs neither an OIDC provider nor annotations, and trusts by cluster, namespace and ServiceAccount',
      open: true,
    };
  if (irsa.length > 0 && podIdentity.length > 0)
    return {
      identity: 'pod-identity',
      why: `both are in use here, IRSA by ${some(irsa)} and Pod Identity by ${some(podIdentity)}, and it is the one that AWS recommends`,
      open: true,
    };
  if (podIdentity.length > 0) return { identity: 'pod-identity', why: `it is in use here, by ${some(podIdentity)}`, open: false };
  return irsa.length > 0 ? { identity: 'irsa', why: `it is in use here, by ${some(irsa)}`, open: false } : undefined;
}

const some = (places: readonly string[]): string => (places.length > 2 ? `${places[0]} and ${places.length - 1} more` : allOf(places));

function byCluster({ autoMode, withoutOidcProvider }: Evidence, clusters: Clusters): Usual {
  if (autoMode) return { identity: 'pod-identity', why: 'EKS Auto Mode has its agent built in, and nothing here uses IRSA', open: false };
  if (withoutOidcProvider)
    return { identity: 'pod-identity', why: 'enable_irsa is false here, so that the cluster has no OIDC provider', open: false };
  return {
    identity: 'irsa',
    why: `nothing here says that the nodes of ${allOf(clusters.map(([key]) => key)) || 'the cluster'} run the EKS Pod Identity Agent`,
    open: false,
  };
}

/** @returns what is recommended for one workload instead of `usual`, where its own facts say so */
export function ownIdentity(workload: Loose, usual: Identity): Recommendation | undefined {
  const own = forcedIdentity(workload) ?? (usual === 'pod-identity' ? betterByTokens(workload) : undefined);
  return own?.identity === usual ? undefined : own;
}

/** https://github.com/aws/containers-roadmap/issues/2413 */
const betterByTokens = (workload: Loose): Recommendation | undefined =>
  loose(workload['podIdentity'])['disableSessionTags'] !== true &&
  items(workload['assumeRoles']).some((role) => strings(loose(role)['sessionTags']).length > 0)
    ? {
        identity: 'irsa',
        why: 'it hands session tags of its own to other roles, and those of Pod Identity leave them little room',
      }
    : undefined;
