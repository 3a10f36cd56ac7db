/** Which rules a permission breaks that a role has gained. */
import { escalatingActions, isAnyRole } from '../iam/escalating-actions.ts';
import { knownActions } from '../spec/permissions/known-actions.ts';
import { narrows } from '../spec/permissions/wildcards.ts';
import type { Piece, Rule } from './change.ts';

export function policyRules(piece: Piece, isNew: boolean): readonly Rule[] {
  if (piece.kind === 'managed-policy') return managedPolicyRules(piece.value ?? '');
  if (piece.kind === 'module-policy') return moduleRules(piece.value ?? '', isNew);
  return [...wildcardRules(piece), ...escalationRules(piece), ...(piece.otherwise === undefined ? [] : (['widened-condition'] as const))];
}

function wildcardRules({ action, on, conditions = [] }: Piece): readonly Rule[] {
  const pattern = action !== undefined && 'only' in action ? action.only : '*';
  const all = /^(\*|[^:]+:\*)$/.test(pattern);
  const anything = on === undefined || 'allBut' in on || isAnything(on.only);
  // Actions that know no resource are allowed on all or not at all.
  const scoped = pattern === '*' || all || knownActions(pattern).some(({ resources }) => resources.length > 0);
  const held = conditions.some(({ key }) => narrows(key));
  return [
    ...(all ? (['wildcard-action'] as const) : []),
    ...(anything && scoped ? ([held ? 'wildcard-on-condition' : 'wildcard-resource'] as const) : []),
  ];
}

/** `*`, and ARNs that name a service only: `arn:aws:s3:::*`. */
const isAnything = (resource: string): boolean => resource === '*' || /^arn:[^:]*:[^:]*:[^:]*:[^:]*:\*$/.test(resource);

function escalationRules({ action, on }: Piece): readonly Rule[] {
  const pattern = action !== undefined && 'only' in action ? action.only : '*';
  const resource = on !== undefined && 'only' in on ? on.only : undefined;
  return escalatingActions(pattern, resource === undefined || isAnyRole(resource)).length > 0 ? ['escalation'] : [];
}

/** https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html */
const managedPolicyRules = (arn: string): readonly Rule[] => [
  'managed-policy',
  ...(/:policy\/(?:[\w-]+\/)*(?:AdministratorAccess|PowerUserAccess|[\w-]*FullAccess)[\w-]*$/.test(arn)
    ? (['broad-managed-policy'] as const)
    : []),
  ...(/:policy\/(?:AdministratorAccess|IAMFullAccess)$/.test(arn) ? (['escalation'] as const) : []),
];

/** Upstream decides what a flag allows; of its lists of ARNs at least `*` can be read. */
const moduleRules = (text: string, isNew: boolean): readonly Rule[] => [
  ...(isNew ? [] : (['module-policy'] as const)),
  ...(isAnything(text.replace(/^.*? = /, '')) ? (['wildcard-resource'] as const) : []),
];
