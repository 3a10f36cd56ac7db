/**
 * Conditions of statements, and when one of them holds wherever another does.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
import { operatorOf, type Operator } from '../iam/conditions/meets.ts';
import { valueTests } from '../iam/conditions/value-tests.ts';
import { coversText, coversTokens, tokensOf } from './scope.ts';

export interface PermitCondition {
  readonly operator: string;
  readonly key: string;
  /** Sorted, each once. */
  readonly values: readonly string[];
}

const sorted = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort();

/** Of operators whose values are read in any case. */
const FOLDED = /^(bool|null|string(not)?equalsignorecase)$/;

export function conditionOf(operator: string, key: string, values: readonly string[]): PermitCondition {
  const folded = FOLDED.test(operatorOf(operator)?.name ?? '') ? values.map((value) => value.toLowerCase()) : values;
  return { operator, key, values: sorted(folded) };
}

/** The same for the same conditions, in whatever order and case they stand. */
export const conditionsKey = (conditions: readonly PermitCondition[]): string =>
  JSON.stringify(
    sorted(conditions.map(({ operator, key, values }) => JSON.stringify([operator.toLowerCase(), key.toLowerCase(), values]))),
  );

export const inOrder = (conditions: readonly PermitCondition[]): readonly PermitCondition[] =>
  [...new Map(conditions.map((condition) => [conditionsKey([condition]), condition])).entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, condition]) => condition);

/** Whether all of one list hold wherever all of another one do. It may say no where the answer is yes. */
export const conditionsCover = (wider: readonly PermitCondition[], narrower: readonly PermitCondition[]): boolean =>
  wider.every((condition) => narrower.some((stricter) => implies(stricter, condition)));

function implies(stricter: PermitCondition, condition: PermitCondition): boolean {
  if (stricter.key.toLowerCase() !== condition.key.toLowerCase()) return false;
  const [from, to] = [operatorOf(stricter.operator), operatorOf(condition.operator)];
  if (from === undefined || to === undefined) {
    return stricter.operator.toLowerCase() === condition.operator.toLowerCase() && within(stricter.values, condition.values, isSame);
  }
  if (from.set !== to.set || (from.ifExists && !to.ifExists)) return false;
  // Of a set, `IfExists` is asked of each value: only the same is compared.
  if (from.set !== undefined && from.ifExists !== to.ifExists) return false;
  const matches = matching(from, to);
  if (matches === undefined) return false;
  // Values of a key are OR-ed, and those of a negated operator must all differ.
  return valueTests[to.name]?.negated === true
    ? within(condition.values, stricter.values, matches)
    : within(stricter.values, condition.values, matches);
}

type Takes = (pattern: string, value: string) => boolean;

const within = (values: readonly string[], patterns: readonly string[], takes: Takes): boolean =>
  values.every((value) => patterns.some((pattern) => takes(pattern, value)));

const isSame: Takes = (pattern, value) => pattern === value;

/** How values of one operator lie in those of the other; nothing where the two cannot be compared. */
function matching(from: Operator, to: Operator): Takes | undefined {
  const kind = (name: string): string => name.replace(/^(string|arn)not/, '$1').replace(/^arnequals$/, 'arnlike');
  const [of, into] = [kind(from.name), kind(to.name)];
  const [negated, negates] = [from, to].map(({ name }) => valueTests[name]?.negated === true);
  if (negated !== negates) return undefined;
  if (of === 'stringlike' && into === 'stringlike') return coversText;
  // Of a negated pair the narrower values are those of the condition that is implied.
  if (negated === true ? of === 'stringlike' && into === 'stringequals' : of === 'stringequals' && into === 'stringlike') return coversText;
  if (of === 'arnlike' && into === 'arnlike') return coversArn;
  return from.name === to.name ? isSame : undefined;
}

const PARTS = 6;

/** Part by part, as a wildcard never reaches over a colon; what a variable may hold, nobody knows. */
function coversArn(pattern: string, narrower: string): boolean {
  if (pattern === narrower) return true;
  if (pattern.includes('${') || narrower.includes('${')) return false;
  const [wide, narrow] = [partsOf(tokensOf(pattern)), partsOf(tokensOf(narrower))];
  return wide.length === PARTS && narrow.length === PARTS && wide.every((part, i) => coversTokens(part, narrow[i] ?? []));
}

/** The sixth has all colons that are left. */
function partsOf(tokens: readonly string[]): string[][] {
  const parts: string[][] = [[]];
  for (const token of tokens) {
    if (token === ':' && parts.length < PARTS) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}
