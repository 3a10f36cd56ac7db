/**
 * ARNs as `ArnEquals` and `ArnLike` compare them, which do the same: each of the six parts by itself, so that a
 * wildcard never reaches over a colon into the next one.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
import { literally, matchesPattern, type Pattern } from './pattern.ts';

const PARTS = 6;

export function matchesArn(pattern: Pattern, actual: string): boolean {
  const [expected, parts] = [partsOf(pattern), partsOf(literally(actual))];
  return (
    expected.length === PARTS &&
    parts.length === PARTS &&
    parts[0]?.join('') === 'arn' &&
    expected.every((part, i) => matchesPattern(part, (parts[i] ?? []).join('')))
  );
}

/** The sixth has all colons that are left. */
function partsOf(characters: readonly string[]): string[][] {
  const parts: string[][] = [[]];
  for (const character of characters) {
    if (character === ':' && parts.length < PARTS) parts.push([]);
    else parts.at(-1)?.push(character);
  }
  return parts;
}
