/** Text of others (values, names of files, what a diff holds) must not move the cursor, nor read other than it is. */
import { isAscii } from '../ascii.ts';
import { unicodeEscape } from '../emit/unicode-escape.ts';

/** The colours of `style.ts`, or what is not seen. */
const COLOUR_OR_HIDDEN = /\u001b\[(?:[12]|22|3[1-69])m|[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]/gu; // oxlint-disable-line no-control-regex

/** Lines for people, with a code for every character that a terminal would obey or hide; colours stay. */
export const shown = (lines: string): string =>
  lines.split('\n').every(isAscii)
    ? lines
    : lines.replace(COLOUR_OR_HIDDEN, (found) =>
        found.length > 1 && found.startsWith('\u001b') ? found : /[\n\t]/.test(found) ? found : unicodeEscape(found),
      );
