/** A role that irsa.yaml may be able to say, whichever way it is made. Pure. */
import type { RoleLine } from '../catalog/add-on.ts';
import type { Value } from '../iam/text.ts';
import type { At } from '../survey/found.ts';
import type { Role } from '../survey/inventory.ts';
import type { LeftRole } from './adoption.ts';

export interface Candidate {
  readonly role: Role;
  /** Of the module call, or of the resource itself. */
  readonly address: string;
  /** The line of the iam module that makes it; none for an `aws_iam_role`. */
  readonly line: RoleLine | 'resource';
  /** Of the module. */
  readonly release?: string;
  /** The constraint, where it takes several releases and none is installed: then the newest that is known. */
  readonly loosely?: string;
  /** What it is given: of a resource as if a module were, with its attachments as `policies` by their addresses. */
  readonly inputs: Readonly<Record<string, Value>>;
  /** What it is made with as provider `aws`, where it says so. */
  readonly awsProvider?: string;
}

/** Why a role is left. */
export type Reason = Pick<LeftRole, 'why' | 'fix'>;

export const KEEP = 'Leave it where it is; `create-irsa scan` goes on looking at it.';

export const leave = (
  { address, id, at }: { readonly address?: string; readonly id: string; readonly at: At },
  reason: Reason,
): LeftRole => ({
  address: address ?? id,
  at,
  ...reason,
});

export const OF_POD_IDENTITY: Reason = {
  why: 'EKS Pod Identity hands it out, and irsa.yaml narrows the trust of such a role to its cluster, namespace and ServiceAccount: that would be a change.',
  fix: KEEP,
};
