/** More permissions than one managed policy holds: fewer words for the same, then several policies. */
import { MANAGED_POLICY_MAX, policySize, type Spell } from './policy-size.ts';
import { uniqueSids, type Statement } from './statement.ts';

/**
 * As few policies as it takes, each within what IAM takes, that together allow and deny what the statements
 * do. What fits into one is left as it is. Where statements are added at the end, those before stay in the
 * policy that they were in, as far as there is room.
 *
 * @returns no policy for no statement; a statement that cannot be divided has a policy that is too large
 */
export function spread(statements: readonly Statement[], spell: Spell): (readonly Statement[])[] {
  if (statements.length === 0) return [];
  const fits = (some: readonly Statement[]): boolean => policySize(some, spell) <= MANAGED_POLICY_MAX;
  if (fits(statements)) return [statements];
  const policies: Statement[][] = [];
  for (const part of join(statements).flatMap((statement) => divided(statement, fits))) {
    const roomy = policies.find((policy) => fits(uniqueSids([...policy, part])));
    if (roomy) roomy.push(part);
    else policies.push([part]);
  }
  return policies.map(uniqueSids);
}

/** Statements that differ in their resources only, or then in their actions only, as one. */
function join(statements: readonly Statement[]): Statement[] {
  const byActions = joined(statements, 'resources', ({ effect, actions, conditions }) => [effect, actions, conditions]);
  return joined(byActions, 'actions', ({ effect, resources, conditions }) => [effect, resources, conditions]);
}

/** @param alike what is the same in statements that are joined; `list` is what they add up */
function joined(statements: readonly Statement[], list: 'actions' | 'resources', alike: (statement: Statement) => unknown): Statement[] {
  const whole = new Map<unknown, Statement>();
  for (const statement of statements) {
    // One with NotAction or NotResource would mean something else.
    const key = statement.actions && statement.resources ? JSON.stringify(alike(statement)) : statement;
    const other = whole.get(key);
    whole.set(key, other ? sum(other, statement, list) : statement);
  }
  return [...whole.values()];
}

function sum(one: Statement, other: Statement, list: 'actions' | 'resources'): Statement {
  const texts = [...(one[list] ?? []), ...(other[list] ?? [])];
  const reasons = new Set([one.reason, other.reason].filter((reason) => reason !== undefined));
  return {
    ...one,
    [list]: [...new Map(texts.map((text) => [JSON.stringify(text), text])).values()],
    ...(reasons.size === 0 ? {} : { reason: [...reasons].join(' ') }),
  };
}

function divided(statement: Statement, fits: (some: readonly Statement[]) => boolean): Statement[] {
  const { actions = [], resources = [] } = statement;
  if (fits([statement])) return [statement];
  const halves = <T>(list: readonly T[]): T[][] => [list.slice(0, list.length / 2), list.slice(list.length / 2)];
  const parts =
    resources.length > 1
      ? halves(resources).map((some) => ({ ...statement, resources: some }))
      : halves(actions).map((some) => ({ ...statement, actions: some }));
  return resources.length < 2 && actions.length < 2 ? [statement] : parts.flatMap((part) => divided(part, fits));
}
