/**
 * A cluster as it was seen, and what IAM holds for it: all that the doctor knows, as `doctor collect` writes it and
 * `doctor --from` reads it. What is not there was not seen; `unseen` says why.
 */
import type { TrustPolicy } from '../iam/trust.ts';

export interface World {
  readonly version: 1;
  /** ISO 8601, as all times here are, so that they compare as texts. */
  readonly seenAt: string;
  readonly cluster: SeenCluster;
  /** IAM OIDC providers of the account. Absent: not seen. */
  readonly providers?: readonly SeenProvider[];
  /** Those that ServiceAccounts, associations and nodes name. */
  readonly roles: readonly SeenRole[];
  readonly serviceAccounts: readonly SeenServiceAccount[];
  readonly pods: readonly SeenPod[];
  readonly nodes: readonly SeenNode[];
  /** The webhook that gives pods variables and token. Absent: not seen. */
  readonly webhook?: { readonly there: boolean };
  /** The agent of EKS Pod Identity. Absent: not seen. */
  readonly agent?: SeenAgent;
  /** Of EKS Pod Identity. Absent: not seen. */
  readonly associations?: readonly SeenAssociation[];
  /** VPC endpoints, as `sts`, `eks-auth`. Absent: not seen. */
  readonly endpoints?: readonly string[];
  /** `iam get-account-summary`. Absent: not seen. */
  readonly summary?: Readonly<Record<string, number>>;
  /** Who pods are, by `--exec`. */
  readonly callers?: readonly SeenCaller[];
  /** What IAM says to `--action`. */
  readonly simulations?: readonly SeenSimulation[];
  readonly unseen: readonly Unseen[];
}

export interface Unseen {
  readonly what: string;
  readonly why: string;
}

export interface SeenCluster {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly account: string;
  readonly status: string;
  /** With `https://`, as EKS says it. */
  readonly issuer?: string;
  readonly publicEndpoint: boolean;
  /** EKS Auto Mode has the agent of EKS Pod Identity in its nodes. */
  readonly autoMode: boolean;
}

export interface SeenProvider {
  readonly arn: string;
  /** Without `https://`, as IAM says it. */
  readonly url: string;
  readonly audiences: readonly string[];
}

export interface SeenRole {
  readonly arn: string;
  /** hidden: whoever looked may not see it. */
  readonly state: 'there' | 'absent' | 'hidden';
  readonly trust?: TrustPolicy;
  /** ARNs. */
  readonly attached?: readonly string[];
  /** Names. */
  readonly inline?: readonly string[];
  /** ARN. */
  readonly boundary?: string;
}

export interface SeenServiceAccount {
  readonly namespace: string;
  readonly name: string;
  /** Those of EKS, and what looks like them. */
  readonly annotations: Readonly<Record<string, string>>;
  /** When whoever wrote the annotation last wrote. */
  readonly annotatedAt?: string;
}

export interface SeenPod {
  readonly namespace: string;
  readonly name: string;
  readonly serviceAccount: string;
  readonly node?: string;
  readonly createdAt: string;
  readonly phase: string;
  readonly hostNetwork?: true;
  /** What makes it anew once it is gone. Absent: nothing does, or not seen. */
  readonly owner?: { readonly kind: OwnerKind; readonly name: string };
  /** Those of EKS. */
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Those of init after the others. */
  readonly containers: readonly SeenContainer[];
}

export type OwnerKind = 'ReplicaSet' | 'StatefulSet' | 'DaemonSet' | 'Job' | 'other';

export interface SeenContainer {
  readonly name: string;
  /** It runs before the others, or beside them as a native sidecar. */
  readonly init?: true;
  readonly image: string;
  /** Names that say something of credentials, with what is shown of their values: see `redact.ts`. */
  readonly env: Readonly<Record<string, string>>;
  /** Where token or credentials of AWS are mounted. */
  readonly mounts: readonly string[];
  readonly hostPorts?: readonly number[];
}

export interface SeenNode {
  readonly name: string;
  readonly os: string;
  readonly kind: 'ec2' | 'fargate' | 'hybrid' | 'auto';
  /** ARN, where its node group tells. */
  readonly role?: string;
  /** Of IMDS. */
  readonly hopLimit?: number;
}

export interface SeenAgent {
  readonly there: boolean;
  /** Nodes on which it is ready. */
  readonly readyOn: readonly string[];
}

export interface SeenAssociation {
  readonly id: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly role: string;
  readonly targetRole?: string;
  readonly createdAt?: string;
  readonly sessionTagsDisabled?: true;
  /** Of an add-on that made it. */
  readonly owner?: string;
}

export interface SeenCaller {
  readonly pod: string;
  /** Of `sts get-caller-identity`. */
  readonly arn: string;
}

export interface SeenSimulation {
  readonly role: string;
  readonly action: string;
  readonly resource: string;
  /** allowed, implicitDeny, explicitDeny */
  readonly decision: string;
  readonly allowedByBoundary?: boolean;
  readonly allowedByOrganization?: boolean;
}
