/** Wildcards of a pattern that is a list of characters; no character is as long. */
export const ANY = '**';
export const ONE = '??';

/** `*` is any run of characters, `?` any one. */
export const matchesWildcards = (pattern: string, text: string): boolean => matches(pattern, text, '*', '?');

/** The same over lists of characters, in which `*` and `?` may also be meant literally. */
export const matchesCharacters = (pattern: readonly string[], text: readonly string[]): boolean => matches(pattern, text, ANY, ONE);

/** In few steps, as patterns are other people's. */
function matches(pattern: ArrayLike<string>, text: ArrayLike<string>, any: string, one: string): boolean {
  let [p, t, star, mark] = [0, 0, -1, 0];
  while (t < text.length) {
    if (pattern[p] === any) {
      star = p++;
      mark = t;
    } else if (p < pattern.length && (pattern[p] === one || pattern[p] === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++mark;
    } else {
      return false;
    }
  }
  while (pattern[p] === any) p++;
  return p === pattern.length;
}

/**
 * Whether some text is of both patterns. `{}` is any run of characters without a slash.
 */
export function haveCommonText(one: string, other: string): boolean {
  const [a, b] = [tokens(one), tokens(other)];
  // reached[j]: the first i tokens of a and the first j of b can stand for one text.
  let reached = b.map(() => false);
  reached.unshift(true);
  for (let j = 0; j < b.length; j++) reached[j + 1] = reached[j]! && isRun(b[j]!);
  for (const token of a) {
    const next = [reached[0]! && isRun(token)];
    for (const [j, facing] of b.entries()) {
      const skipped = (isRun(token) && reached[j + 1]!) || (isRun(facing) && next[j]!);
      const consumed =
        (reached[j]! && agree(token, facing)) ||
        (isRun(token) && next[j]! && agree(token, facing)) ||
        (isRun(facing) && reached[j + 1]! && agree(token, facing));
      next.push(skipped || consumed);
    }
    reached = next;
  }
  return reached[b.length]!;
}

const tokens = (pattern: string): string[] => pattern.match(/\{\}|[\s\S]/g) ?? [];
const isRun = (token: string): boolean => token === '*' || token === '{}';
/** Whether both can stand for one and the same character. */
function agree(one: string, other: string): boolean {
  if (one === '*' || one === '?') return true;
  if (other === '*' || other === '?') return true;
  if (one === '{}' || other === '{}') return one !== '/' && other !== '/';
  return one === other;
}
