/** Trust policies → who may take the role. */
import { operatorOf } from '../iam/conditions/meets.ts';
import { valueTests } from '../iam/conditions/value-tests.ts';
import { listOf, type TrustPolicy, type TrustPrincipal, type TrustStatement } from '../iam/trust.ts';
import { conditionOf, type PermitCondition } from './conditions.ts';
import { conditionsIn, inVersion, scopesOf } from './of-policy.ts';
import { EVERYBODY, type Permit } from './permit.ts';
import type { Scope } from './scope.ts';

export const permitsOfTrust = ({ Version, Statement }: TrustPolicy): readonly Permit[] =>
  listOf(Statement).flatMap((statement) => {
    const all = conditionsIn(listed(statement.Condition ?? {}), inVersion(Version));
    return principalsOf(statement).flatMap((on) =>
      scopesOf(named(statement.Action), named(statement.NotAction)).flatMap((action) =>
        subjectBySubject(all).map((conditions): Permit => ({
          kind: 'trust',
          allows: statement.Effect === 'Allow',
          action,
          on,
          conditions,
        })),
      ),
    );
  });

const named = (value: TrustStatement['Action']): readonly string[] | undefined => (value === undefined ? undefined : listOf(value));

const listed = (conditions: NonNullable<TrustStatement['Condition']>) =>
  Object.fromEntries(
    Object.entries(conditions).map(([operator, keys]) => [
      operator,
      Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, listOf(values).map(String)])),
    ]),
  );

function principalsOf({ Principal, NotPrincipal }: TrustStatement): readonly Scope[] {
  if (NotPrincipal !== undefined) return [{ allBut: [...new Set(principals(NotPrincipal))].sort() }];
  return Principal === undefined ? [] : principals(Principal).map((only) => ({ only }));
}

const principals = (principal: TrustPrincipal): readonly string[] =>
  principal === '*' ? [EVERYBODY] : Object.entries(principal).flatMap(([type, ids]) => listOf(ids).map((id) => `${type} ${account(id)}`));

/** An account by its number, however it is written. */
const account = (id: string): string => /^arn:[^:]+:iam::(\d{12}):root$/.exec(id)?.[1] ?? id;

/** Values of a key are OR-ed: a statement for two subjects is one for each. */
const subjectBySubject = (conditions: readonly PermitCondition[]): readonly (readonly PermitCondition[])[] =>
  conditions.reduce<readonly (readonly PermitCondition[])[]>(
    (lists, condition) => {
      const each = isSubject(condition)
        ? condition.values.map((value) => conditionOf(condition.operator, condition.key, [value]))
        : [condition];
      return lists.flatMap((list) => each.map((one) => [...list, one]));
    },
    [[]],
  );

/** Of a token, by an operator that names those that are admitted. */
export function isSubject({ operator, key, values }: PermitCondition): boolean {
  const known = operatorOf(operator);
  return (
    values.length > 0 &&
    /:sub$/i.test(key) &&
    known !== undefined &&
    known.set === undefined &&
    known.name.startsWith('string') &&
    valueTests[known.name]?.negated !== true
  );
}
