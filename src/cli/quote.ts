/** A word as any POSIX shell reads it back, quoted only where it must be. */
export const quote = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) && !word.startsWith('=') ? word : `'${word.replaceAll("'", `'\\''`)}'`;

/** Words of a flag each on a line of their own, joined by backslashes, if one line would be too long to read. */
export function quoteLine(words: readonly (readonly string[])[], width: number): string {
  const parts = words.map((part) => part.map(quote).join(' '));
  const line = parts.join(' ');
  return line.length <= width ? line : parts.join(' \\\n  ');
}
