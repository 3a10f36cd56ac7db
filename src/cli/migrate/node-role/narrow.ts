/**
 * Policies of a node role → what an app is given of them: grants where the catalog has words for it, else statements as
 * they were; never more than the node role had. What cannot be narrowed without knowing the app is told instead. Pure.
 */
import { covers, type PolicyStatement } from '../../../iam/policy-document.ts';
import { haveCommonText } from '../../../iam/wildcards.ts';
import type { OptionValue } from '../../../catalog/option.ts';
import { takes } from '../../../spec/permissions/fitting-resources.ts';
import { knownActions } from '../../../spec/permissions/known-actions.ts';
import { grantsOf, type FoundGrant } from './grants-of-policy.ts';

export interface Narrowed {
  readonly grants: readonly Readonly<Record<string, Readonly<Record<string, OptionValue>>>>[];
  /** In IAM's own keys. */
  readonly statements: readonly Readonly<Record<string, unknown>>[];
  /** What nobody but the user can narrow, each with why. */
  readonly left: readonly string[];
}

/**
 * @param denied by any policy of the role: Deny statements count whichever policy has them
 * @param takesGrants add-ons take statements only
 */
export function narrow(policy: readonly PolicyStatement[], denied: readonly PolicyStatement[], takesGrants = true): Narrowed {
  const allowed = policy.filter(({ allows }) => allows);
  const denying = denied.filter(({ allows, ...deny }) => !allows && allowed.some((one) => mayMeet(one, deny)));
  if (denying.some(isOfPrincipal))
    return { grants: [], statements: [], left: allowed.map((one) => `${shown(one)}: a Deny beside it speaks of the node role itself`) };
  const [clear, doubtful] = [allowed.filter(isClear), allowed.filter((one) => !isClear(one))];
  const found = takesGrants ? grantsOf(clear.filter(isBare)) : [];
  const rest = clear.map((one) => remaining(one, found));
  const statements = rest.flatMap(({ statements }) => statements);
  return {
    grants: found.map(({ service, options }) => ({ [service]: options })),
    statements: found.length + statements.length === 0 ? [] : [...statements, ...denying.map(written)],
    left: [...doubtful.map((one) => `${shown(one)}: ${doubt(one)}`), ...rest.flatMap(({ left }) => left)],
  };
}

const isBare = ({ conditions }: PolicyStatement): boolean => Object.keys(conditions).length === 0;

/** Keys and variables that say something else of another role. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
const OF_PRINCIPAL =
  /(aws:(principal|userid|username|sourceidentity|tokenissuetime|multifactorauth|federatedprovider|ec2instancesource|assumedroot)|ec2:(sourceinstancearn|roledelivery)|ec2:instance)/i;

function isOfPrincipal({ conditions, resources = [], notResources = [] }: PolicyStatement): boolean {
  const keys = Object.values(conditions).flatMap((operator) => Object.keys(operator));
  const values = Object.values(conditions).flatMap((operator) => Object.values(operator).flat());
  return (
    keys.some((key) => OF_PRINCIPAL.test(key)) ||
    [...resources, ...notResources, ...values].some((text) => text.includes('${') && OF_PRINCIPAL.test(text))
  );
}

const isClear = (statement: PolicyStatement): boolean =>
  statement.notActions === undefined && statement.notResources === undefined && !isOfPrincipal(statement);

const doubt = (statement: PolicyStatement): string =>
  isOfPrincipal(statement)
    ? 'its conditions or resources speak of the node role itself'
    : `${statement.notActions === undefined ? 'NotResource' : 'NotAction'} allows all but what it names`;

function mayMeet(one: PolicyStatement, deny: Pick<PolicyStatement, 'actions' | 'resources'>): boolean {
  const meet = (mine: readonly string[] | undefined, theirs: readonly string[] | undefined): boolean =>
    mine === undefined || theirs === undefined || mine.some((a) => theirs.some((b) => haveCommonText(a.toLowerCase(), b.toLowerCase())));
  return meet(one.actions, deny.actions) && meet(one.resources, deny.resources);
}

interface Rest {
  readonly statements: readonly Readonly<Record<string, unknown>>[];
  readonly left: readonly string[];
}

/** What grants do not say of a statement, action by action. */
function remaining(statement: PolicyStatement, found: readonly FoundGrant[]): Rest {
  const { actions = [], resources = [], conditions } = statement;
  const byResources = new Map<string, string[]>();
  const left: string[] = [];
  for (const action of actions) {
    const open = resources.filter((resource) => isSuited(action, resource) && !(isBare(statement) && isGranted(action, resource, found)));
    if (open.length === 0) continue;
    if (/[*?]/.test(action)) {
      left.push(`${action} on ${open.join(', ')}: a wildcard; name the actions`);
      continue;
    }
    const named = open.filter((resource) => resource !== '*' || knowsNoResource(action) || isNarrowed(conditions));
    if (named.length < open.length) left.push(`${action} on *: name the resources`);
    if (named.length > 0) byResources.set(JSON.stringify(named), [...(byResources.get(JSON.stringify(named)) ?? []), action]);
  }
  return {
    statements: [...byResources].map(([key, of]) => written({ ...statement, actions: of, resources: JSON.parse(key) as string[] })),
    left,
  };
}

const isGranted = (action: string, resource: string, found: readonly FoundGrant[]): boolean =>
  found.some(({ pairs }) =>
    pairs.some((pair) => pair.isBare && pair.action.toLowerCase() === action.toLowerCase() && covers(pair.resource, resource)),
  );

const knowsNoResource = (action: string): boolean => {
  const known = knownActions(action);
  return known.length > 0 && known.every(({ resources }) => resources.length === 0);
};

/** Of an action on a kind of resource that it does not know, a statement allows nothing. */
export function isSuited(action: string, resource: string): boolean {
  const known = knownActions(action);
  if (resource === '*' || known.length === 0) return true;
  return known.some(
    (one) =>
      one.resources.length > 0 &&
      takes(
        one,
        resource
          .replaceAll(/\$\{[^}]*\}/g, '*')
          .split(':')
          .slice(2)
          .join(':'),
      ),
  );
}

const isNarrowed = (conditions: PolicyStatement['conditions']): boolean =>
  Object.values(conditions).some((keys) =>
    Object.keys(keys).some((key) => !/^aws:/i.test(key) || /^aws:resource(tag|account|org)/i.test(key)),
  );

const oneOrMany = (values: readonly string[]): unknown => (values.length === 1 ? values[0] : values);

/** In IAM's own keys. */
function written({ allows, actions, notActions, resources, notResources, conditions }: PolicyStatement): Readonly<Record<string, unknown>> {
  const said = (key: string, values: readonly string[] | undefined) => (values === undefined ? {} : { [key]: oneOrMany(values) });
  const condition = Object.entries(conditions).map(([operator, keys]) => [
    operator,
    Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, oneOrMany(values)])),
  ]);
  return {
    Effect: allows ? 'Allow' : 'Deny',
    ...said('Action', actions),
    ...said('NotAction', notActions),
    ...said('Resource', resources),
    ...said('NotResource', notResources),
    ...(condition.length === 0 ? {} : { Condition: Object.fromEntries(condition) as unknown }),
  };
}

const shown = ({ actions, notActions = [], resources, notResources = [] }: PolicyStatement): string =>
  `${actions?.join(', ') ?? `all but ${notActions.join(', ')}`} on ${resources?.join(', ') ?? `all but ${notResources.join(', ')}`}`;
