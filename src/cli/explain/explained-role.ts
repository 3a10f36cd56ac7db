/** A role as explain looks at it, wherever its trust policy comes from. */
import type { TrustPolicy } from '../../iam/trust.ts';

export interface ExplainedRole {
  readonly name: string;
  /** A file, or who was asked. */
  readonly where: string;
  readonly policy: TrustPolicy;
  /** Cluster → its issuer, where the source says whose it is. */
  readonly issuers?: Readonly<Record<string, string>>;
}
