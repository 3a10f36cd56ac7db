/**
 * Would this token, the session of that role, or EKS for a pod be admitted by that trust policy, and which condition
 * says so? IAM's evaluation, as far as taking a role goes: an explicit Deny wins, one Allow is enough; keys
 * and operators of a statement are AND-ed, values of a key OR-ed ([conditions/meets.ts](conditions/meets.ts)).
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
import { meets } from './conditions/meets.ts';
import type { Lookup } from './conditions/pattern.ts';
import { matchesWildcards } from './wildcards.ts';

export type OneOrMore<T> = T | readonly T[];

export type TrustPrincipal = '*' | Readonly<Record<string, OneOrMore<string>>>;

/** Operator → key → values. */
export type TrustConditions = Readonly<Record<string, Readonly<Record<string, OneOrMore<string | boolean | number>>>>>;

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

/** Keys of a request's context, and their values: `sts:ExternalId`, `aws:PrincipalTag/team`, ... */
export type RequestContext = Readonly<Record<string, OneOrMore<string>>>;

interface AnyRequest {
  /** Keys beside those that follow from who asks. */
  readonly context?: RequestContext;
}

/** A web identity token, and who vouches for it. */
export interface TrustRequest extends AnyRequest {
  /** Without `https://`, as condition keys name it. */
  readonly issuer: string;
  /** Default: any provider ARN that ends in the issuer, so that account and partition do not matter. */
  readonly providerArn?: string;
  /** `system:serviceaccount:<namespace>:<name>` */
  readonly subject: string;
  readonly audience: OneOrMore<string>;
  /** Default `sts:AssumeRoleWithWebIdentity`. */
  readonly action?: string;
}

/** A session of one role that asks for another. */
export interface ChainRequest extends AnyRequest {
  /** The ARN of the role, not of its session. */
  readonly role: string;
  /** Default `sts:AssumeRole`. */
  readonly action?: string;
}

/** A service of AWS, as EKS Pod Identity for a pod. */
export interface ServiceRequest extends AnyRequest {
  /** `pods.eks.amazonaws.com` */
  readonly service: string;
  /** Default `sts:AssumeRole`. */
  readonly action?: string;
}

export type RoleRequest = TrustRequest | ChainRequest | ServiceRequest;

export interface TrustCondition {
  readonly operator: string;
  readonly key: string;
  readonly expected: readonly string[];
  /** Absent: the request has no such key. */
  readonly actual?: OneOrMore<string>;
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
export function evaluateTrust(policy: TrustPolicy, request: RoleRequest): TrustDecision {
  const context = new Map(contextOf(request).map(([key, values]) => [key.toLowerCase(), values]));
  // Variables came with this version; a policy that names none is of the one before.
  const lookup: Lookup | undefined = policy.Version === '2012-10-17' ? (key) => onlyValue(context.get(key.toLowerCase())) : undefined;
  const statements = listOf(policy.Statement).map((statement) => decide(statement, request, context, lookup));
  const matched = statements.filter((statement) => statement.matched);
  return { admitted: matched.length > 0 && matched.every(({ effect }) => effect === 'Allow'), statements };
}

/** A key of several values stands for none of them. */
const onlyValue = (values: OneOrMore<string> | undefined): string | undefined => {
  const [value, ...others] = listOf(values ?? []);
  return others.length === 0 ? value : undefined;
};

const contextOf = (request: RoleRequest): (readonly [key: string, values: OneOrMore<string>])[] => [
  ...Object.entries(request.context ?? {}),
  ...identityOf(request),
];

function identityOf(request: RoleRequest): (readonly [key: string, values: OneOrMore<string>])[] {
  if ('service' in request) return [];
  if ('role' in request) {
    return [
      ['aws:PrincipalArn', request.role],
      ['aws:PrincipalAccount', accountOf(request.role)],
    ];
  }
  return [
    [`${request.issuer}:sub`, request.subject],
    [`${request.issuer}:aud`, request.audience],
    ...(request.providerArn === undefined ? [] : [['aws:FederatedProvider', request.providerArn] as const]),
  ];
}

const accountOf = (arn: string): string => arn.split(':')[4] ?? '';

export const actionOf = (request: RoleRequest): string =>
  request.action ?? ('issuer' in request ? 'sts:AssumeRoleWithWebIdentity' : 'sts:AssumeRole');

function decide(
  statement: TrustStatement,
  request: RoleRequest,
  context: ReadonlyMap<string, OneOrMore<string>>,
  lookup: Lookup | undefined,
): StatementDecision {
  const principal = isPrincipal(statement, request);
  const action = isAction(statement, actionOf(request));
  const conditions = Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]): TrustCondition => {
      const expected = listOf(values).map(String);
      // Condition keys are case-insensitive, as operators are.
      const actual = context.get(key.toLowerCase());
      const met = meets(operator, expected, actual === undefined ? undefined : listOf(actual), lookup);
      return { operator, key, expected, ...(actual === undefined ? {} : { actual }), met };
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
function isPrincipal({ Principal, NotPrincipal }: TrustStatement, request: RoleRequest): boolean {
  if (NotPrincipal !== undefined) return !names(NotPrincipal, request);
  return Principal !== undefined && names(Principal, request);
}

function names(principal: TrustPrincipal, request: RoleRequest): boolean {
  if (principal === '*' || listOf(principal['AWS'] ?? []).includes('*')) return true;
  if ('role' in request) return listOf(principal['AWS'] ?? []).some((named) => isCaller(named, request.role));
  if ('service' in request) return listOf(principal['Service'] ?? []).includes(request.service);
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
  const isNamed = (pattern: string) => matchesWildcards(pattern.toLowerCase(), action.toLowerCase());
  return NotAction === undefined ? listOf(Action ?? []).some(isNamed) : !listOf(NotAction).some(isNamed);
}

export const listOf = <T>(value: OneOrMore<T>): readonly T[] => (Array.isArray(value) ? (value as readonly T[]) : [value as T]);
