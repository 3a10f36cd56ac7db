/**
 * What a statement says, in pieces that can be compared: one pattern of actions on one of resources, or for one
 * principal. A statement is the sum of its pieces, so how they are gathered in statements makes no difference.
 */
import { conditionsCover, conditionsKey, inOrder, type PermitCondition } from './conditions.ts';
import { coversAction, coversScope, coversText, type Covers, type Scope } from './scope.ts';

export interface Permit {
  readonly kind: 'policy' | 'trust';
  readonly allows: boolean;
  readonly action: Scope;
  /** The resource, or the principal as `Federated arn:…`, `Service …`, `AWS …`. */
  readonly on: Scope;
  readonly conditions: readonly PermitCondition[];
}

/** A principal that stands for everybody. */
export const EVERYBODY = 'AWS *';

/** An account is not taken to cover its roles: one that is named needs no policy of its own to come in. */
const coversPrincipal: Covers = (one, other) =>
  one === other || one === EVERYBODY || (one === 'Federated *' && other.startsWith('Federated '));

const scopeKey = (scope: Scope, fold: boolean): string => (fold ? JSON.stringify(scope).toLowerCase() : JSON.stringify(scope));

/** The same for what is the same to IAM. */
export const permitKey = ({ kind, allows, action, on, conditions }: Permit): string =>
  [kind, allows ? 'Allow' : 'Deny', scopeKey(on, false), scopeKey(action, true), conditionsKey(conditions)].join(' ');

const isAlike = (one: Permit, other: Permit): boolean =>
  one.kind === other.kind &&
  one.allows === other.allows &&
  coversScope(one.action, other.action, coversAction) &&
  (one.kind === 'policy' ? coversScope(one.on, other.on, coversText) : coversWho(one.on, other.on));

/** All but some may be some that are named by other words: a role by its account. */
const coversWho = (one: Scope, other: Scope): boolean =>
  'allBut' in one && 'only' in other ? false : coversScope(one, other, coversPrincipal);

/** Whether one allows, or denies, all that another one does. It may say no where the answer is yes, never the other way. */
export const coversPermit = (one: Permit, other: Permit): boolean =>
  isAlike(one, other) && conditionsCover(one.conditions, other.conditions);

/** Sorted, each once, and none that another one covers. */
export function normalized(permits: readonly Permit[]): readonly Permit[] {
  const ordered = [...new Map(permits.map((permit) => [permitKey(permit), { ...permit, conditions: inOrder(permit.conditions) }]))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, permit]) => permit);
  return ordered.filter(
    (permit, i) => !ordered.some((other, j) => i !== j && coversPermit(other, permit) && (j < i || !coversPermit(permit, other))),
  );
}

export interface Uncovered {
  readonly permit: Permit;
  /** Under each of these stricter lists of conditions the other side has it too. */
  readonly otherwise: readonly (readonly PermitCondition[])[];
}

/** What is in one set, and in no single piece of the other. */
export const uncovered = (of: readonly Permit[], by: readonly Permit[]): readonly Uncovered[] =>
  normalized(of)
    .filter((permit) => !by.some((other) => coversPermit(other, permit)))
    .map((permit) => {
      const near = normalized(by).filter((other) => isAlike(other, permit) && conditionsCover(permit.conditions, other.conditions));
      return { permit, otherwise: [...new Map(near.map(({ conditions }) => [conditionsKey(conditions), conditions])).values()] };
    });
