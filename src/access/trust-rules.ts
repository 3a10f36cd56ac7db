/** Which rules somebody breaks whom a role admits, and has not admitted before. */
import { POD_IDENTITY } from '../iam/pod-identity.ts';
import type { Piece, Rule } from './change.ts';
import type { PermitCondition } from './conditions.ts';
import { isSubject } from './of-trust.ts';
import { EVERYBODY } from './permit.ts';
import type { Setting } from './severity.ts';

export function trustRules(piece: Piece, { isNew, before, home }: Setting): readonly Rule[] {
  const { on, conditions = [], otherwise } = piece;
  const principal = on !== undefined && 'only' in on ? on.only : EVERYBODY;
  const known = principalsOf(before);
  const rules: Rule[] = [...openRules(principal), ...tokenRules(principal, piece), ...podRules(principal, conditions)];
  const account = accountOf(principal);
  if (principal.startsWith('AWS ') && account !== undefined) {
    const there = new Set([...home, ...known.flatMap((one) => accountOf(one) ?? [])]);
    if (!there.has(account)) rules.push('cross-account');
  }
  if (isNew) return rules;
  if (otherwise !== undefined) return [...rules, 'trust-condition-lost'];
  return [...rules, known.includes(principal) ? 'new-subject' : 'new-principal'];
}

const principalsOf = ({ trust }: Setting['before']): readonly string[] =>
  trust.flatMap(({ allows, on }) => (allows && 'only' in on ? [on.only] : []));

/** Of an ARN, or the number itself; nothing where it is a hole. */
const accountOf = (principal: string): string | undefined => /(?:^AWS |^\w+ arn:[^:]*:[^:]*:[^:]*:)(\d{12})(?:$|:)/.exec(principal)?.[1];

const openRules = (principal: string): readonly Rule[] => (/^(AWS|Federated) \*$/.test(principal) ? ['open-trust'] : []);

/**
 * Without `:sub` every ServiceAccount of the cluster is admitted, without `:aud` tokens that were made for others.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc_secure-by-default.html
 */
function tokenRules(principal: string, { conditions = [] }: Piece): readonly Rule[] {
  // Of Cognito and the like, tokens say who it is by other keys.
  if (!/^Federated (.*:oidc-provider\/|<)/.test(principal)) return [];
  const subjects = conditions.filter(isSubject);
  const wild = subjects.some(({ operator, values }) => /like/i.test(operator) && values.some((value) => /[*?]/.test(value)));
  const like = subjects.some(({ operator }) => /like/i.test(operator));
  return [
    ...(subjects.length === 0 ? (['trust-no-sub'] as const) : []),
    ...(conditions.some(({ key }) => /:aud$/i.test(key)) ? [] : (['trust-no-aud'] as const)),
    ...(wild ? (['trust-wildcard-sub'] as const) : like ? (['trust-string-like'] as const) : []),
  ];
}

/** Any association of the account could name the role. https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html */
const podRules = (principal: string, conditions: readonly PermitCondition[]): readonly Rule[] =>
  principal === `Service ${POD_IDENTITY}` && conditions.length === 0 ? ['trust-any-pod'] : [];
