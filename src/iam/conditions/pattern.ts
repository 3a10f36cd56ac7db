/**
 * What a condition expects, as characters: of a policy variable's value no `*` and no `?` is a wildcard, of what
 * stands in the policy each is.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
import { ANY, matchesCharacters, ONE } from '../wildcards.ts';

/** Single characters, and the wildcards `ANY` and `ONE`. */
export type Pattern = readonly string[];

/** The value of a key that has exactly one; any other key stands for nothing. */
export type Lookup = (key: string) => string | undefined;

/** Every character stands for itself. */
export const literally = (text: string): Pattern => Array.from(text);

/** As `StringEquals` reads it: wildcards are characters. */
export const spellPattern = (pattern: Pattern): string => pattern.map((c) => (c === ANY ? '*' : c === ONE ? '?' : c)).join('');

export const matchesPattern = (pattern: Pattern, text: string): boolean => matchesCharacters(pattern, literally(text));

const withWildcards = (text: string): Pattern => literally(text).map((c) => (c === '*' ? ANY : c === '?' ? ONE : c));

const VARIABLE = /\$\{([^{}]*)\}/g;

/**
 * @param lookup absent: the policy's version has no variables, and `${…}` is text
 * @returns undefined where a variable has no value and no default: the condition's value matches nothing
 */
export function patternOf(expected: string, lookup?: Lookup): Pattern | undefined {
  if (lookup === undefined) return withWildcards(expected);
  const pattern: string[] = [];
  let end = 0;
  for (const { 0: whole, 1: inner = '', index } of expected.matchAll(VARIABLE)) {
    const value = valueOf(inner, lookup);
    if (value === undefined) return undefined;
    pattern.push(...withWildcards(expected.slice(end, index)), ...literally(value));
    end = index + whole.length;
  }
  return [...pattern, ...withWildcards(expected.slice(end))];
}

/** `${*}`, `${?}` and `${$}` are these characters; `${key, 'default'}` has a default. */
function valueOf(inner: string, lookup: Lookup): string | undefined {
  if (inner === '*' || inner === '?' || inner === '$') return inner;
  const [, key = '', fallback] = /^\s*([^,]*?)\s*(?:,\s*'(.*)'\s*)?$/s.exec(inner) ?? [];
  return lookup(key) ?? fallback;
}
