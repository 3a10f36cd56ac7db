/** Two states of one role → what it gained and what it lost. */
import type { Piece, RoleDifference } from './change.ts';
import { uncovered } from './permit.ts';
import { noPermissions, type RolePermissions } from './role-permissions.ts';
import { judgeGain, judgeLoss, type Setting } from './severity.ts';

/** What one side has and the other has not; nothing that the other covers. */
export function onlyIn(of: RolePermissions, other: RolePermissions): readonly Piece[] {
  const values = (kind: Piece['kind'], ours: readonly string[], theirs: readonly string[]): Piece[] =>
    [...new Set(ours)]
      .filter((value) => !theirs.includes(value))
      .sort()
      .map((value) => ({ kind, value }));
  const boundaries = ({ boundary }: RolePermissions): readonly string[] => (boundary === undefined ? [] : [boundary]);
  return [
    ...values('name', [of.name], [other.name]),
    ...permitPieces(of, other, 'trust'),
    ...values('association', of.associations, other.associations),
    ...permitPieces(of, other, 'permits'),
    ...values('managed-policy', of.managedPolicies, other.managedPolicies),
    ...values('module-policy', of.modulePolicy.map(inputText), other.modulePolicy.map(inputText)),
    ...values('boundary', boundaries(of), boundaries(other)),
    ...values('session-policy', of.sessionPolicies, other.sessionPolicies),
    ...values('unknown', of.unknown, other.unknown),
  ];
}

const inputText = ({ input, value }: RolePermissions['modulePolicy'][number]): string => `${input} = ${value}`;

const permitPieces = (of: RolePermissions, other: RolePermissions, what: 'trust' | 'permits'): Piece[] =>
  uncovered(of[what], other[what]).map(({ permit: { kind, allows, action, on, conditions }, otherwise }) => ({
    kind: kind === 'trust' ? 'trust' : allows ? 'allow' : 'deny',
    ...(kind === 'trust' ? { allows } : {}),
    action,
    on,
    conditions,
    ...(otherwise.length === 0 ? {} : { otherwise }),
  }));

/**
 * @param before absent: the role is new
 * @param after absent: it is gone
 * @param home accounts that the roles themselves are of
 */
export function roleDifference(
  before: RolePermissions | undefined,
  after: RolePermissions | undefined,
  home: ReadonlySet<string> = new Set(),
): RoleDifference {
  const named = after ?? before;
  if (named === undefined) throw new Error('a role is compared that neither side has');
  const nothing = { ...noPermissions, key: named.key, name: named.name };
  const setting: Setting = { isNew: before === undefined, before: before ?? nothing, after: after ?? nothing, home };
  const gained = onlyIn(setting.after, setting.before).map((piece) => ({ ...piece, ...judgeGain(piece, setting) }));
  const lost = onlyIn(setting.before, setting.after).map((piece) => ({ ...piece, ...judgeLoss(piece, setting) }));
  const status =
    before === undefined ? 'added' : after === undefined ? 'removed' : gained.length + lost.length === 0 ? 'unchanged' : 'changed';
  return { key: named.key, name: named.name, status, gained, lost };
}

/** Roles of one side against those of the other, by their keys; in the order in which they are now, then what is gone. */
export function differences(
  before: readonly RolePermissions[],
  after: readonly RolePermissions[],
  home: ReadonlySet<string> = new Set(),
): readonly RoleDifference[] {
  const was = new Map(before.map((role) => [role.key, role]));
  const is = new Set(after.map(({ key }) => key));
  return [
    ...after.map((role) => roleDifference(was.get(role.key), role, home)),
    ...before.filter(({ key }) => !is.has(key)).map((role) => roleDifference(role, undefined, home)),
  ];
}
