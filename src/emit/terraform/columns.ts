/** How wide text is, which decides where `terraform fmt` puts the `=` after it. */
import { isAscii } from '../../ascii.ts';

/**
 * All but what is one column wide under every version of Unicode: Latin, Greek, Cyrillic, Japanese,
 * Chinese and Korean.
 */
export const NOT_ONE_COLUMN = /[^ -~\u00A1-\u02FF\u0370-\u0482\u048A-\u052F\u3041-\u3096\u30A1-\u30FA\u4E00-\u9FFF\uAC00-\uD7A3]/gu;

/** Width as `terraform fmt` counts it: in grapheme clusters. */
export const columns = (text: string): number =>
  isAscii(text) || text.search(NOT_ONE_COLUMN) === -1 ? text.length : [...new Intl.Segmenter().segment(text)].length;
