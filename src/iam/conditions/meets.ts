/**
 * Whether a condition holds: values of a key are OR-ed, a key that the request lacks fails a positive operator and
 * meets a negated one, and `IfExists`, `Null`, `ForAllValues:` and `ForAnyValue:` say otherwise.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
import { literally, patternOf, type Lookup, type Pattern } from './pattern.ts';
import { valueTests } from './value-tests.ts';

type SetOperator = 'forallvalues' | 'foranyvalue';

export interface Operator {
  readonly set: SetOperator | undefined;
  /** In lower case. */
  readonly name: string;
  readonly ifExists: boolean;
}

/** @returns undefined: IAM knows no such operator */
export function operatorOf(text: string): Operator | undefined {
  const [, set, name = '', ifExists] = /^(?:(forallvalues|foranyvalue):)?(.*?)(ifexists)?$/.exec(text.toLowerCase()) ?? [];
  const known = name === 'null' ? set === undefined && ifExists === undefined : Object.hasOwn(valueTests, name);
  return known ? { set: set as SetOperator | undefined, name, ifExists: ifExists !== undefined } : undefined;
}

/**
 * @param actual the values of the key; absent or empty: the request has no such key
 * @param lookup absent: policy variables are text
 * @returns for an operator that IAM does not know: never met, as better a false alarm than a false all-clear
 */
export function meets(operator: string, expected: readonly string[], actual: readonly string[] | undefined, lookup?: Lookup): boolean {
  const parsed = operatorOf(operator);
  if (parsed === undefined) return false;
  const values = actual ?? [];
  if (parsed.name === 'null') return expected.some((value) => (value.toLowerCase() === 'true') === (values.length === 0));
  const test = valueTests[parsed.name];
  if (test === undefined) return false;
  const { set, ifExists } = parsed;
  const negated = test.negated ?? false;
  // To set operators a missing key is an empty set: all of none match; any of none does not, and `IfExists` is asked of
  // each value only. https://iam.cloudcopilot.io/resources/operators/ForAnyValue:StringNotEqualsIfExists
  if (values.length === 0) return set === 'forallvalues' || (set === undefined && (negated || ifExists));
  const patterns = expected.flatMap((value): Pattern[] => {
    const pattern = test.variables ? patternOf(value, lookup) : literally(value);
    return pattern === undefined ? [] : [pattern];
  });
  const matched = (value: string) => patterns.some((pattern) => test.matches(pattern, value));
  if (set === 'forallvalues') return values.every((value) => matched(value) !== negated);
  if (set === 'foranyvalue') return values.some((value) => matched(value) !== negated);
  // Without a set operator a key is meant to have one value; of several, one that matches is enough to match.
  return values.some(matched) !== negated;
}
