/** How much a change matters, and by which rules: what widens is told from what narrows. */
import { severities, type DiffSeverity, type Judged, type Piece, type Rule } from './change.ts';
import { policyRules } from './policy-rules.ts';
import type { RolePermissions } from './role-permissions.ts';
import { trustRules } from './trust-rules.ts';

export interface Setting {
  /** There was no such role. */
  readonly isNew: boolean;
  readonly before: RolePermissions;
  readonly after: RolePermissions;
  /** Accounts that the roles themselves are of. */
  readonly home: ReadonlySet<string>;
}

export const ruleSeverities: Readonly<Record<Rule, DiffSeverity>> = {
  'wildcard-action': 'error',
  'wildcard-resource': 'error',
  'wildcard-on-condition': 'warning',
  escalation: 'error',
  'widened-condition': 'warning',
  'managed-policy': 'warning',
  'broad-managed-policy': 'error',
  'module-policy': 'warning',
  'cross-account': 'error',
  'open-trust': 'error',
  'new-principal': 'warning',
  'new-subject': 'warning',
  'trust-no-sub': 'error',
  'trust-no-aud': 'error',
  'trust-wildcard-sub': 'error',
  'trust-string-like': 'warning',
  'trust-any-pod': 'warning',
  'trust-condition-lost': 'error',
  'deny-lost': 'error',
  'boundary-lost': 'error',
  'boundary-changed': 'warning',
  unknown: 'warning',
};

/** What `--fail-on` names → the rules that it stands for. */
export const failClasses = {
  'new-wildcard': ['wildcard-action', 'wildcard-resource', 'broad-managed-policy'],
  'cross-account': ['cross-account', 'open-trust'],
  'widened-trust': [
    'open-trust',
    'new-principal',
    'new-subject',
    'trust-no-sub',
    'trust-no-aud',
    'trust-wildcard-sub',
    'trust-string-like',
    'trust-any-pod',
    'trust-condition-lost',
  ],
  escalation: ['escalation'],
  'lost-guard': ['deny-lost', 'boundary-lost', 'boundary-changed'],
} as const satisfies Readonly<Record<string, readonly Rule[]>>;

export type FailClass = keyof typeof failClasses;

export const worst = (of: readonly DiffSeverity[]): DiffSeverity =>
  severities[Math.max(0, ...of.map((one) => severities.indexOf(one)))] ?? 'note';

const judged = (rules: readonly Rule[]): Judged => ({ severity: worst(rules.map((rule) => ruleSeverities[rule])), rules });

export function judgeGain(piece: Piece, setting: Setting): Judged {
  switch (piece.kind) {
    case 'trust':
      return judged(piece.allows === true ? trustRules(piece, setting) : []);
    case 'association':
      return judged(setting.isNew ? [] : ['new-subject']);
    case 'unknown':
      return judged(['unknown']);
    case 'name':
    case 'deny':
    case 'boundary':
    case 'session-policy':
      return judged([]);
    default:
      return judged(policyRules(piece, setting.isNew));
  }
}

/** Less is a note, unless it was what kept the role from more. */
export function judgeLoss({ kind, allows, value = '' }: Piece, setting: Setting): Judged {
  const { after } = setting;
  // Of a role that is gone nothing matters any more.
  const gone = after.trust.length + after.permits.length + after.managedPolicies.length + after.modulePolicy.length === 0;
  if (gone) return judged([]);
  if (kind === 'deny' || (kind === 'trust' && allows === false)) return judged(['deny-lost']);
  if (kind === 'boundary') return judged([after.boundary === undefined ? 'boundary-lost' : 'boundary-changed']);
  if (kind === 'session-policy') return judged([after.sessionPolicies.length === 0 ? 'boundary-lost' : 'boundary-changed']);
  if (kind === 'module-policy' && isUnsaid(value, setting)) return judged(['module-policy']);
  return judged([]);
}

/** Of an input that nobody says any more, while its flag stays, the default of the module holds, which may be wider. */
function isUnsaid(value: string, { before, after }: Setting): boolean {
  const flags = ({ modulePolicy }: RolePermissions) => modulePolicy.filter(({ input }) => input.startsWith('attach_'));
  const stay = flags(before).every((flag) => flags(after).some(({ input }) => input === flag.input));
  return stay && !after.modulePolicy.some(({ input }) => value.startsWith(`${input} = `));
}
