/**
 * IAM's condition operators on single-valued string keys.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */

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

/** `*` is any run of characters, `?` any one; in linear steps, as patterns are other people's. */
function matchesWildcards(pattern: string, text: string): boolean {
  let [p, t, star, mark] = [0, 0, -1, 0];
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++;
      mark = t;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++mark;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
