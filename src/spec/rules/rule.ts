/** A rule looks at one literal of the spec and says what is wrong with it, or nothing. */
import { isAscii } from '../../ascii.ts';

export interface Complaint {
  /** One sentence: what was found and what is expected. */
  readonly message: string;
  /** The next step, as an imperative sentence. */
  readonly fix: string;
}

export type Rule = (literal: string) => Complaint | undefined;

/** How values are shown in messages: as JSON, and never longer than a line. */
export function quoted(value: unknown): string {
  const json = JSON.stringify(value) ?? 'nothing';
  return json.length > 70 ? `${json.slice(0, 66)}…${json.startsWith('"') ? '"' : ''}` : json;
}

/** Controls, marks that reverse or hide text, separators of lines: what shows as nothing, or makes a text show as another. */
export const isHidden = (literal: string): boolean => !isAscii(literal) && /[\p{C}\p{Zl}\p{Zp}]/u.test(literal);

const listed = (names: readonly string[], last: string): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} ${last} ${names.at(-1)}`;

/** `a, b or c` */
export const oneOf = (names: readonly string[]): string => listed(names, 'or');

/** `a, b and c` */
export const allOf = (names: readonly string[]): string => listed(names, 'and');

/** A rule that is one pattern; `expected` goes on from "… is not". */
export const matches =
  (pattern: RegExp, expected: string, fix: string | ((literal: string) => string)): Rule =>
  (literal) =>
    pattern.test(literal)
      ? undefined
      : { message: `${quoted(literal)} is not ${expected}.`, fix: typeof fix === 'string' ? fix : fix(literal) };

/** For names: what is meant, with hyphens instead of what the pattern refuses, if that is a name; else `otherwise`. */
export const hyphenated =
  (pattern: RegExp, otherwise: string) =>
  (literal: string): string => {
    const spelled = literal.trim().replaceAll(/[^A-Za-z0-9]+/g, '-');
    const meant = [spelled, spelled.toLowerCase()].find((name) => pattern.test(name) && /[a-z0-9]/i.test(name));
    return meant === undefined ? otherwise : `Write ${meant}.`;
  };
