/** `irsa/README.md`, decided: what was made for whom, and which chapters apply. */
import type { Subject } from '../../catalog/add-on.ts';
import type { Identity } from '../../spec/spec.ts';

/** What a role may do, as the spec says it. */
export interface Permission {
  /** `Amazon S3`, or the add-on's summary. */
  readonly what: string;
  /** `bucket` → `my-bucket` */
  readonly with: readonly (readonly [option: string, value: string])[];
  readonly link?: string;
}

export interface RunbookRole {
  readonly name: string;
  /** Keys of the clusters whose pods it admits. */
  readonly clusters: readonly string[];
  readonly identity: Identity;
  /** It is made by the owner of another account. */
  readonly elsewhere: boolean;
}

export interface RunbookWorkload {
  readonly id: string;
  readonly title: string;
  readonly kind: 'add-on' | 'app';
  readonly subject: Subject;
  readonly roles: readonly RunbookRole[];
  readonly may: readonly Permission[];
}

/** An SDK of which an example is shown. */
export interface RunbookSdk {
  readonly name: 'python' | 'js' | 'go' | 'java' | 'dotnet' | 'rust';
  readonly title: string;
  /** The oldest release that finds the credentials of all of these pods; absent: every release does. */
  readonly since?: string;
}

export interface PlannedRunbook {
  readonly clusters: readonly { readonly key: string; readonly name: string; readonly region: string }[];
  readonly workloads: readonly RunbookWorkload[];
  /** The ways in which pods get roles, of all workloads. */
  readonly identities: readonly Identity[];
  /** Nothing where there are add-ons alone. */
  readonly sdks: readonly RunbookSdk[];
  /** What makes the roles, as a command from the folder of irsa.yaml. */
  readonly apply: string;
  /** `verify.sh` lies beside it. */
  readonly verifies: boolean;
  /** A migration is on its way, with a runbook of its own. */
  readonly migrates: boolean;
  /** Labels of the eks modules of the folder whose node groups take `metadata_options`. */
  readonly modules: readonly string[];
  /** Nodes are nobody's but AWS's: EKS Auto Mode keeps pods off IMDS by itself. */
  readonly autoMode: boolean;
}
