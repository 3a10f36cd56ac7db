/**
 * How one value that a condition names is compared with one that the request has, by operator.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
import { matchesArn } from './arn-pattern.ts';
import { isInRange } from './ip-range.ts';
import { matchesPattern, spellPattern, type Pattern } from './pattern.ts';
import { secondsOf } from './time.ts';

export interface ValueTest {
  readonly matches: (expected: Pattern, actual: string) => boolean;
  /** Met when nothing matches, and when the key is missing. */
  readonly negated?: true;
  /** Its values may hold policy variables. */
  readonly variables?: true;
}

type Compare = (order: number) => boolean;

const spelled =
  (matches: (expected: string, actual: string) => boolean) =>
  (expected: Pattern, actual: string): boolean =>
    matches(spellPattern(expected), actual);

const ordered = (measure: (text: string) => number | undefined, fits: Compare) =>
  spelled((expected, actual) => {
    const [to, of] = [measure(expected), measure(actual)];
    return to !== undefined && of !== undefined && fits(of - to);
  });

const numberOf = (text: string): number | undefined => (/^[+-]?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : undefined);

const equals = spelled((expected, actual) => expected === actual);
const equalsIgnoringCase = spelled((expected, actual) => expected.toLowerCase() === actual.toLowerCase());

const ORDERS: Readonly<Record<string, Compare>> = {
  equals: (order) => order === 0,
  lessthan: (order) => order < 0,
  lessthanequals: (order) => order <= 0,
  greaterthan: (order) => order > 0,
  greaterthanequals: (order) => order >= 0,
};

const comparisons = (kind: string, measure: (text: string) => number | undefined): Readonly<Record<string, ValueTest>> => ({
  ...Object.fromEntries(Object.entries(ORDERS).map(([name, fits]) => [`${kind}${name}`, { matches: ordered(measure, fits) }])),
  [`${kind}notequals`]: { matches: ordered(measure, (order) => order === 0), negated: true },
});

/** By name in lower case, without `IfExists` and without a set operator. */
export const valueTests: Readonly<Record<string, ValueTest>> = {
  stringequals: { matches: equals, variables: true },
  stringnotequals: { matches: equals, negated: true, variables: true },
  stringequalsignorecase: { matches: equalsIgnoringCase, variables: true },
  stringnotequalsignorecase: { matches: equalsIgnoringCase, negated: true, variables: true },
  stringlike: { matches: matchesPattern, variables: true },
  stringnotlike: { matches: matchesPattern, negated: true, variables: true },
  arnequals: { matches: matchesArn, variables: true },
  arnnotequals: { matches: matchesArn, negated: true, variables: true },
  arnlike: { matches: matchesArn, variables: true },
  arnnotlike: { matches: matchesArn, negated: true, variables: true },
  bool: { matches: equalsIgnoringCase },
  binaryequals: { matches: equals },
  ipaddress: { matches: spelled(isInRange) },
  notipaddress: { matches: spelled(isInRange), negated: true },
  ...comparisons('numeric', numberOf),
  ...comparisons('date', secondsOf),
};
