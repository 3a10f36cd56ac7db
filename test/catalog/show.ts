/** Statements as lines that people can compare with a policy in their head. */
import type { Statement } from '../../src/iam/statement.ts';
import { isText, render } from '../../src/iam/text.ts';
import type { Text, Value } from '../../src/iam/text.ts';

export const showText = (text: Text): string => render(text, (hole) => ('ref' in hole ? `<${hole.ref}>` : `<${hole.fact}>`));

export const showValue = (value: Value): unknown => {
  if (isText(value)) return showText(value);
  if (Array.isArray(value)) return (value as readonly Value[]).map(showValue);
  return typeof value === 'object' && value !== null && !('concat' in value) ? showInputs(value.map) : value;
};

export const showInputs = (inputs: Readonly<Record<string, Value>> = {}): Record<string, unknown> =>
  Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, showValue(value)]));

/** `Sid: action, action on resource, resource if Operator key value` */
export const showStatement = (statement: Statement): string => {
  const conditions = statement.conditions.map(
    ({ operator, key, values }) => `${operator} ${showText(key)} ${values.map(showText).join(' or ')}`,
  );
  const what = `${statement.sid}: ${statement.actions?.join(', ')} on ${statement.resources?.map(showText).join(', ')}`;
  return conditions.length === 0 ? what : `${what} if ${conditions.join(' and ')}`;
};

/** Terraform writes a list of one as that one. */
const one = (list: readonly string[] = []): unknown => (list.length === 1 ? list[0] : list);

/** As Terraform sends it, to measure it against the quota of 6,144 characters. */
export const policyJson = (statements: readonly Statement[], spell: (hole: string) => string): string => {
  const text = (value: Text): string => render(value, (hole) => spell('ref' in hole ? hole.ref : hole.fact));
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map(({ sid, effect, actions, resources, conditions }) => {
      const Condition: Record<string, Record<string, unknown>> = {};
      for (const { operator, key, values } of conditions) (Condition[operator] ??= {})[text(key)] = one(values.map(text));
      return {
        Sid: sid,
        Effect: effect,
        Action: one(actions),
        Resource: one(resources?.map(text)),
        ...(conditions.length > 0 ? { Condition } : {}),
      };
    }),
  });
};
