import { quote } from '../plan/shell.ts';

/** Words of a flag each on a line of their own, joined by backslashes, if one line would be too long to read. */
export function quoteLine(words: readonly (readonly string[])[], width: number): string {
  const parts = words.map((part) => part.map(quote).join(' '));
  const line = parts.join(' ');
  return line.length <= width ? line : parts.join(' \\\n  ');
}
