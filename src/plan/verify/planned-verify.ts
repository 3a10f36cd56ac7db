/** `irsa/verify.sh`, decided: the links of the chain, for each cluster and workload. */
import type { Subject } from '../../catalog/add-on.ts';

/** What pods of a workload get in one cluster, or are about to. */
export interface VerifiedRole {
  readonly name: string;
  readonly path: string;
  /** Of a role that another account makes: nobody here may look at it. */
  readonly arnElsewhere?: string;
  /** Whom it admits by tokens of this cluster: exactly these. */
  readonly tokens?: { readonly subjects: readonly string[]; readonly audiences: readonly string[] };
  /** It admits EKS Pod Identity, with session tags for this subject where it asks for them. */
  readonly pods?: { readonly tagged?: Subject };
  /** Names of managed policies that are attached. */
  readonly policies: readonly string[];
  /** Policies that its maker names: at least one more that is attached, an inline one, or either. */
  readonly morePolicies?: 'attached' | 'inline' | 'any';
  /** The ServiceAccount names it. */
  readonly annotated: boolean;
  /** An association leads to it. */
  readonly associated: boolean;
}

export interface VerifiedWorkload {
  readonly id: string;
  readonly subject: Subject;
  /** Who makes the ServiceAccount, and so where its annotation is mended. */
  readonly accountFix: string;
  readonly roles: readonly VerifiedRole[];
  /** Its Job, seen from the folder of irsa.yaml. */
  readonly canary: string;
}

export interface VerifiedCluster {
  readonly key: string;
  readonly name: string;
  readonly region: string;
  readonly accountId?: string;
  /** That its OIDC provider takes; empty where nobody here trusts its tokens. */
  readonly audiences: readonly string[];
  /** Pods get credentials by the EKS Pod Identity Agent. */
  readonly agent: boolean;
  readonly workloads: readonly VerifiedWorkload[];
}

export interface PlannedVerify {
  /** What makes the roles, as a command from the folder of irsa.yaml. */
  readonly apply: string;
  readonly clusters: readonly VerifiedCluster[];
}
