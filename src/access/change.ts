/** What one role has, and had not, or the other way round. */
import type { PermitCondition } from './conditions.ts';
import type { Scope } from './scope.ts';

/** note: to be known. warning: to be looked at. error: to be asked about. */
export const severities = ['note', 'warning', 'error'] as const;

export type DiffSeverity = (typeof severities)[number];

/** Why a change is more than a note. */
export type Rule =
  | 'wildcard-action'
  | 'wildcard-resource'
  | 'wildcard-on-condition'
  | 'escalation'
  | 'widened-condition'
  | 'managed-policy'
  | 'broad-managed-policy'
  | 'module-policy'
  | 'cross-account'
  | 'open-trust'
  | 'new-principal'
  | 'new-subject'
  | 'trust-no-sub'
  | 'trust-no-aud'
  | 'trust-wildcard-sub'
  | 'trust-string-like'
  | 'trust-any-pod'
  | 'trust-condition-lost'
  | 'deny-lost'
  | 'boundary-lost'
  | 'boundary-changed'
  | 'unknown';

export const changeKinds = [
  'name',
  'trust',
  'association',
  'allow',
  'deny',
  'managed-policy',
  'module-policy',
  'boundary',
  'session-policy',
  'unknown',
] as const;

/** What is the same in all that is told in one line. */
export interface ChangeOf {
  readonly kind: (typeof changeKinds)[number];
  /** Of trust: false for a Deny. */
  readonly allows?: boolean;
  readonly conditions?: readonly PermitCondition[];
  /** The other side has it too, under each of these stricter lists of conditions. */
  readonly otherwise?: readonly (readonly PermitCondition[])[];
}

/** One change, as small as it can be judged. */
export interface Piece extends ChangeOf {
  readonly action?: Scope;
  /** The resource or the principal. */
  readonly on?: Scope;
  /** Of what is no statement: a policy's ARN, a name, a ServiceAccount. */
  readonly value?: string;
}

export interface Judged {
  readonly severity: DiffSeverity;
  readonly rules: readonly Rule[];
}

export interface RoleDifference {
  readonly key: string;
  readonly name: string;
  readonly status: 'added' | 'removed' | 'changed' | 'unchanged';
  readonly gained: readonly (Piece & Judged)[];
  readonly lost: readonly (Piece & Judged)[];
}
