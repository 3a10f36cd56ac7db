/**
 * Would this token, or the session of that role, be admitted by that trust policy, and which condition
 * says so? IAM's evaluation, as far as `sts:AssumeRoleWithWebIdentity` and `sts:AssumeRole` go: an explicit Deny wins, one Allow is enough; keys
 * and operators of a statement are AND-ed, values of a key OR-ed; a key that the request lacks is
 * not met, except by negated operators, `...IfExists`, `ForAllValues:` and `Null`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
import { meets } from './condition-operators.ts';

export type OneOrMore<T> = T | readonly T[];

export type TrustPrincipal = '*' | Readonly<Record<string, OneOrMore<string>>>;

/** Operator → key → values. */
export type TrustConditions = Readonly<Record<string, Readonly<Record<string, OneOrMore<string | boolean>>>>>;

export interface TrustStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: TrustPrincipal;
  readonly NotPrincipal?: TrustPrincipal;
  readonly Action?: OneOrMore<string>;
  readonly NotAction?: OneOrMore<string>;
  readonly Condition?: TrustConditions;
}

export interface TrustPolicy {
  readonly Version?: string;
  readonly Statement: OneOrMore<TrustStatement>;
}

/** A web identity token, and who vouches for it. */
export interface TrustRequest {
  /** Without `https://`, as condition keys name it. */
  readonly issuer: string;
  /** Default: any provider ARN that ends in the issuer, so that account and partition do not matter. */
  readonly providerArn?: string;
  /** `system:serviceaccount:<namespace>:<name>` */
  readonly subject: string;
  readonly audience: string;
  /** Default `sts:AssumeRoleWithWebIdentity`. */
  readonly action?: string;
}

/** A session of one role that asks for another. */
export interface ChainRequest {
  /** The ARN of the role, not of its session. */
  readonly role: string;
  /** Default `sts:AssumeRole`. */
  readonly action?: string;
  /** Keys beside those of the caller itself: `sts:ExternalId`, `aws:PrincipalTag/team`, ... */
  readonly context?: Readonly<Record<string, string>>;
}

export interface TrustCondition {
  readonly operator: string;
  readonly key: string;
  readonly expected: readonly string[];
  /** Absent: the request has no such key. */
  readonly actual?: string;
  readonly met: boolean;
}

export interface StatementDecision {
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
  /** Principal, action and all conditions hold. */
  readonly matched: boolean;
  readonly principal: boolean;
  readonly action: boolean;
  readonly conditions: readonly TrustCondition[];
}

export interface TrustDecision {
  readonly admitted: boolean;
  readonly statements: readonly StatementDecision[];
}

/** Decides on one request, with every statement and condition looked at, so that a refusal can be explained. */
export function evaluateTrust(policy: TrustPolicy, request: TrustRequest | ChainRequest): TrustDecision {
  const context = new Map(contextOf(request).map(([key, value]) => [key.toLowerCase(), value]));
  const statements = listOf(policy.Statement).map((statement) => decide(statement, request, context));
  const matched = statements.filter((statement) => statement.matched);
  return { admitted: matched.length > 0 && matched.every(({ effect }) => effect === 'Allow'), statements };
}

const contextOf = (request: TrustRequest | ChainRequest): (readonly [key: string, value: string])[] =>
  'role' in request
    ? [...Object.entries(request.context ?? {}), ['aws:PrincipalArn', request.role], ['aws:PrincipalAccount', accountOf(request.role)]]
    : [
        [`${request.issuer}:sub`, request.subject],
        [`${request.issuer}:aud`, request.audience],
        ...(request.providerArn === undefined ? [] : [['aws:FederatedProvider', request.providerArn] as const]),
      ];

const accountOf = (arn: string): string => arn.split(':')[4] ?? '';

function decide(statement: TrustStatement, request: TrustRequest | ChainRequest, context: ReadonlyMap<string, string>): StatementDecision {
  const principal = isPrincipal(statement, request);
  const action = isAction(statement, request.action ?? ('role' in request ? 'sts:AssumeRole' : 'sts:AssumeRoleWithWebIdentity'));
  const conditions = Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]): TrustCondition => {
      const expected = listOf(values).map(String);
      // Condition keys are case-insensitive, as operators are.
      const actual = context.get(key.toLowerCase());
      return { operator, key, expected, ...(actual === undefined ? {} : { actual }), met: meets(operator, expected, actual) };
    }),
  );
  return {
    ...(statement.Sid === undefined ? {} : { sid: statement.Sid }),
    effect: statement.Effect,
    matched: principal && action && conditions.every(({ met }) => met),
    principal,
    action,
    conditions,
  };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
function isPrincipal({ Principal, NotPrincipal }: TrustStatement, request: TrustRequest | ChainRequest): boolean {
  if (NotPrincipal !== undefined) return !names(NotPrincipal, request);
  return Principal !== undefined && names(Principal, request);
}

function names(principal: TrustPrincipal, request: TrustRequest | ChainRequest): boolean {
  if (principal === '*' || listOf(principal['AWS'] ?? []).includes('*')) return true;
  if ('role' in request) return listOf(principal['AWS'] ?? []).some((named) => isCaller(named, request.role));
  const { issuer, providerArn } = request;
  return listOf(principal['Federated'] ?? []).some(
    // `*` stands for every provider, but is no wildcard inside an ARN.
    (federated) =>
      federated === '*' || (providerArn === undefined ? federated.endsWith(`:oidc-provider/${issuer}`) : federated === providerArn),
  );
}

/** The role itself, or its whole account, by ARN or by number. */
const isCaller = (named: string, role: string): boolean =>
  named === role || named === accountOf(role) || named === `${role.split(':').slice(0, 5).join(':')}:root`;

function isAction({ Action, NotAction }: TrustStatement, action: string): boolean {
  if (NotAction !== undefined)
    return !listOf(NotAction).some((pattern) => meets('StringLike', [pattern.toLowerCase()], action.toLowerCase()));
  return listOf(Action ?? []).some((pattern) => meets('StringLike', [pattern.toLowerCase()], action.toLowerCase()));
}

const listOf = <T>(value: OneOrMore<T>): readonly T[] => (Array.isArray(value) ? (value as readonly T[]) : [value as T]);
