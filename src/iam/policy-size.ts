/**
 * How long a policy is as IAM counts it: the characters of its JSON, white space left out.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
import type { Statement } from './statement.ts';
import { render, type FactHole, type RefHole, type Text } from './text.ts';

export const MANAGED_POLICY_MAX = 6144;
/** Of all inline policies of a role together. */
export const INLINE_POLICIES_MAX = 10_240;

/** Of a policy without statements. */
export const EMPTY_POLICY = JSON.stringify({ Version: '2012-10-17', Statement: [] }).length;

/** What stands for a hole while it is not known. */
export type Spell = (hole: FactHole | RefHole) => string;

/**
 * The size of the policy that `aws_iam_policy_document` renders: lists without what they name twice, a
 * list of one as a text, conditions on one key joined.
 */
export const policySize = (statements: readonly Statement[], spell: Spell): number =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements.map((statement) => fields(statement, spell)) }).length;

function fields(statement: Statement, spell: Spell): object {
  // What is spelled alike while it is not known is not the same for that.
  const spelled = (texts: readonly Text[] | undefined): string[] | undefined =>
    texts && [...new Map(texts.map((text) => [JSON.stringify(text), render(text, spell)])).values()];
  const operators: Record<string, Record<string, string[]>> = {};
  for (const { operator, key, values } of statement.conditions)
    ((operators[operator] ??= {})[render(key, spell)] ??= []).push(...values.map((value) => render(value, spell)));
  return {
    Sid: statement.sid,
    Effect: statement.effect,
    Action: short(spelled(statement.actions)),
    NotAction: short(spelled(statement.notActions)),
    Resource: short(spelled(statement.resources)),
    NotResource: short(spelled(statement.notResources)),
    Condition:
      statement.conditions.length === 0
        ? undefined
        : Object.fromEntries(
            Object.entries(operators).map(([operator, keys]) => [
              operator,
              Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, short(values)])),
            ]),
          ),
  };
}

const short = (texts: readonly string[] | undefined): string | readonly string[] | undefined => (texts?.length === 1 ? texts[0] : texts);
