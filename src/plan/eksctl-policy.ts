/** Permissions for readers that know no Terraform: literal ARNs, and a policy document as IAM reads it. */
import type { Spell } from '../iam/policy-size.ts';
import type { Statement } from '../iam/statement.ts';
import { isText, render, type Text, type Value } from '../iam/text.ts';
import type { Path, Problem } from '../problem.ts';
import type { AddOnSpec, AppSpec } from '../spec/spec.ts';
import type { PlannedCluster } from './clusters.ts';
import { accountUnknown, referenceIn } from './eksctl-problems.ts';
import { partitionOf } from '../iam/partition.ts';

/** Spells texts for one cluster, and collects what could not be spelled. */
export interface Literal {
  readonly spell: (text: Text) => string;
  readonly hole: Spell;
  readonly problems: Problem[];
}

/** @param workload the spec in which a traversal is looked up, so that the problem names its place */
export function literalFor(cluster: PlannedCluster, workload: AddOnSpec | AppSpec): Literal {
  const { region, accountId } = cluster.spec;
  const problems: Problem[] = [];
  const facts = { partition: partitionOf(region), region, accountId: accountId ?? '' };
  const hole: Spell = (part) => {
    if ('ref' in part) problems.push(referenceIn(placeOf(part.ref, workload), part.ref));
    else if (part.fact === 'accountId' && accountId === undefined) problems.push(accountUnknown(cluster));
    return 'ref' in part ? '' : facts[part.fact];
  };
  return { spell: (text) => render(text, hole), hole, problems };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export const policyDocument = (statements: readonly Statement[], spell: Literal['spell']): Value => ({
  map: { Version: '2012-10-17', Statement: statements.map((statement) => ({ map: fields(statement, spell) })) },
});

/** The same as a text, for fields that take JSON. */
export const policyJson = (statements: readonly Statement[], spell: Literal['spell']): string =>
  JSON.stringify(asJson(policyDocument(statements, spell)));

function asJson(value: Value): unknown {
  if (value === null || typeof value !== 'object' || isText(value)) return value;
  return 'length' in value ? value.map(asJson) : Object.fromEntries(Object.entries(value.map).map(([key, item]) => [key, asJson(item)]));
}

function fields(statement: Statement, spell: Literal['spell']): Record<string, Value> {
  const { sid, effect, actions, notActions, resources, notResources, conditions } = statement;
  const operators: Record<string, Record<string, Value>> = {};
  for (const { operator, key, values } of conditions) (operators[operator] ??= {})[spell(key)] = values.map(spell);
  return {
    ...(sid === undefined ? {} : { Sid: sid }),
    Effect: effect,
    ...(actions === undefined ? {} : { Action: actions }),
    ...(notActions === undefined ? {} : { NotAction: notActions }),
    ...(resources === undefined ? {} : { Resource: resources.map(spell) }),
    ...(notResources === undefined ? {} : { NotResource: notResources.map(spell) }),
    ...(conditions.length === 0
      ? {}
      : { Condition: { map: Object.fromEntries(Object.entries(operators).map(([operator, keys]) => [operator, { map: keys }])) } }),
  };
}

/** Where the spec says a traversal: an option, a grant, or a statement of its own. */
function placeOf(ref: string, workload: AddOnSpec | AppSpec): Path {
  const app = 'grants' in workload;
  const root: Path = [app ? 'apps' : 'addOns', workload.id];
  const options: readonly (readonly [Path, unknown])[] = app
    ? workload.grants.map(({ service, options }, i) => [[...root, 'grants', i, service], options])
    : [[root, workload.options]];
  for (const [path, values] of options) {
    const found = within(values, ref);
    if (found) return [...path, ...found];
  }
  const at = workload.statements.findIndex((statement) => within(statement, ref) !== undefined);
  return at < 0 ? root : [...root, 'statements', at];
}

/** Path of `{ ref }` in options or in the texts of a statement. */
function within(value: unknown, ref: string): Path | undefined {
  if (typeof value !== 'object' || value === null) return;
  if ('ref' in value && value.ref === ref) return [];
  for (const [key, item] of Object.entries(value)) {
    const found = within(item, ref);
    if (found) return [Array.isArray(value) ? Number(key) : key, ...found];
  }
  return;
}
