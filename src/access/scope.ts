/** Which actions, resources or principals a statement is about: what one pattern takes in, or all but what some do. */
import { ANY, haveCommonText, matchesCharacters } from '../iam/wildcards.ts';

export type Scope = { readonly only: string } | { readonly allBut: readonly string[] };

/** Whether a pattern takes in all that a narrower one does; it may say no where the answer is yes, never the other way. */
export type Covers = (pattern: string, narrower: string) => boolean;

/** What stands for one value that is not known here: a policy variable, or a hole such as `<account>`. */
const HOLE = String.raw`\$\{[^}]*\}|<[^<>]*>`;

const TOKENS = new RegExp(`${HOLE}|[\\s\\S]`, 'gu');

/** Characters, with each hole as one: only itself and `*` take in what it may be. */
export const tokensOf = (text: string): readonly string[] => text.match(TOKENS) ?? [];

export const coversTokens = (pattern: readonly string[], narrower: readonly string[]): boolean =>
  matchesCharacters(
    pattern.map((token) => (token === '*' ? ANY : token)),
    narrower,
  );

/** Of text in which `*` is a wildcard; `?` is taken to cover only itself. */
export const coversText: Covers = (pattern, narrower) => pattern === narrower || coversTokens(tokensOf(pattern), tokensOf(narrower));

/** IAM reads actions in any case. */
export const coversAction: Covers = (pattern, narrower) => coversText(pattern.toLowerCase(), narrower.toLowerCase());

const openHoles = (pattern: string): string => pattern.replaceAll(new RegExp(HOLE, 'gu'), '*').toLowerCase();

/** Surely nothing is of both. */
const areApart = (one: string, other: string): boolean => !haveCommonText(openHoles(one), openHoles(other));

/** Whether a scope takes in all that another one does; `no` is the answer to all doubts. */
export function coversScope(wider: Scope, narrower: Scope, covers: Covers): boolean {
  if ('only' in wider) return 'only' in narrower ? covers(wider.only, narrower.only) : wider.only === '*';
  return 'only' in narrower
    ? wider.allBut.every((excepted) => areApart(excepted, narrower.only))
    : wider.allBut.every((excepted) => narrower.allBut.some((pattern) => covers(pattern, excepted)));
}
