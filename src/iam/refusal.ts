/** Why a trust policy refuses somebody, in sentences that say what to change; the likeliest mistake first. */
import type { RoleRequest, StatementDecision, TrustCondition } from './trust.ts';
import { actionOf, listOf } from './trust.ts';
import type { WayIn } from './ways-in.ts';

/** @returns none for a way that is admitted */
export function refusalOf({ admitted, request, statements }: WayIn): readonly string[] {
  if (admitted) return [];
  const denied = statements.flatMap((statement, i) =>
    statement.matched && statement.effect === 'Deny'
      ? [`${nameOf(statement, i)} denies it, and a Deny wins over every Allow. Take it out, or narrow its conditions.`]
      : [],
  );
  if (denied.length > 0) return denied;
  const near = statements.flatMap((statement, i) => (statement.effect === 'Allow' && statement.principal ? [{ statement, i }] : []));
  if (near.length === 0) return [noPrincipal(request)];
  return near.flatMap(({ statement, i }) => statementReasons(statement, i, request));
}

export const nameOf = ({ sid }: StatementDecision, index: number): string =>
  sid === undefined ? `Statement ${index + 1}` : `Statement ${index + 1} (${sid})`;

function noPrincipal(request: RoleRequest): string {
  if ('issuer' in request) {
    return `No statement allows a provider of ${request.issuer}: the role trusts other clusters, or none. Add a statement for this one.`;
  }
  const who = 'service' in request ? request.service : request.role;
  return `No statement allows ${who} as its principal. Add one.`;
}

function statementReasons(statement: StatementDecision, index: number, request: RoleRequest): readonly string[] {
  const name = nameOf(statement, index);
  return [
    ...(statement.action
      ? []
      : [`${name} does not allow ${actionOf(request)}${'service' in request ? ', which EKS Pod Identity needs' : ''}.`]),
    ...statement.conditions.flatMap((condition) => (condition.met ? [] : [`${name}: ${reason(condition, request)}`])),
  ];
}

const quoted = (values: readonly string[]): string => values.map((value) => JSON.stringify(value)).join(' or ');

function reason({ operator, key, expected, actual }: TrustCondition, request: RoleRequest): string {
  if (actual === undefined) return missing(operator, key, request);
  const values = listOf(actual);
  const [value = ''] = values;
  const wants = `${operator} wants ${key} to be ${quoted(expected)}, and it is ${quoted(values)}.`;
  if (/^string(not)?equals$/i.test(operator) && expected.some((one) => /[*?]/.test(one))) {
    return `${wants} ${operator} takes * and ? literally; name the ServiceAccount, as StringLike would admit others too.`;
  }
  const [near] = expected.filter((one) => one.toLowerCase() === value.toLowerCase());
  if (near !== undefined) return `${wants} They differ in case only.`;
  const bare = expected.find((one) => `system:serviceaccount:${one}` === value);
  if (bare !== undefined) return `${wants} Subjects begin with system:serviceaccount:.`;
  return wants;
}

/** Keys are AND-ed, so one that a request cannot have refuses everybody. */
function missing(operator: string, key: string, request: RoleRequest): string {
  const [, scheme, issuer] = /^(https:\/\/)?(.+):(?:sub|aud)$/i.exec(key) ?? [];
  if (issuer === undefined || !('issuer' in request)) return `${operator} asks for ${key}, which the request has not.`;
  if (scheme !== undefined) return `${operator} asks for ${key}, which no token has: keys name the issuer without https://.`;
  return `${operator} also asks for ${key}, which a token of ${request.issuer} never has. All keys of a statement must hold at once, so two issuers in one admit nobody: give each cluster a statement of its own.`;
}
