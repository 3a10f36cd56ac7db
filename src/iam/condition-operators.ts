/**
 * IAM's condition operators on single-valued string keys.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
import { matchesWildcards } from './wildcards.ts';

/** Compares one value expected with the actual one. */
type Test = (expected: string, actual: string) => boolean;

const equals: Test = (expected, actual) => expected === actual;
const equalsIgnoringCase: Test = (expected, actual) => expected.toLowerCase() === actual.toLowerCase();
const like: Test = (pattern, actual) => matchesWildcards(pattern, actual);

const TESTS: Readonly<Record<string, Test>> = {
  stringequals: equals,
  stringequalsignorecase: equalsIgnoringCase,
  stringlike: like,
  arnequals: like,
  arnlike: like,
  bool: equalsIgnoringCase,
};

/** A negated operator is met when no value matches, and when the key is missing. */
const NEGATED: Readonly<Record<string, Test>> = {
  stringnotequals: equals,
  stringnotequalsignorecase: equalsIgnoringCase,
  stringnotlike: like,
  arnnotequals: like,
  arnnotlike: like,
};

/**
 * Whether a condition holds for a key's actual value (absent: the request has no such key). An
 * operator that does not work on strings is never met: better a false alarm than a false all-clear.
 */
export function meets(operator: string, expected: readonly string[], actual: string | undefined): boolean {
  const { set, name, ifExists } = parse(operator);
  if (name === 'null') return expected.some((value) => (value.toLowerCase() === 'true') === (actual === undefined));
  const [test, negated] = [TESTS[name], NEGATED[name]];
  if (test === undefined && negated === undefined) return false;
  // To the set operators a missing key is an empty set: all of none match, any of none does not.
  if (actual === undefined) return ifExists || set === 'forallvalues' || (set === undefined && negated !== undefined);
  if (negated) return !expected.some((value) => negated(value, actual));
  return expected.some((value) => test?.(value, actual));
}

function parse(operator: string): { readonly set: string | undefined; readonly name: string; readonly ifExists: boolean } {
  const [, set, name = '', ifExists] = /^(?:(forallvalues|foranyvalue):)?(.*?)(ifexists)?$/.exec(operator.toLowerCase()) ?? [];
  return { set, name, ifExists: ifExists !== undefined };
}
