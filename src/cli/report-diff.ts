/** The differences of a change set → coloured lines. Pure. */
import type { Change } from '../repo/change-set.ts';
import { unifiedDiff, type DiffLine } from '../repo/diff.ts';
import type { Style } from './style.ts';

export function diffLines(changes: readonly Change[], { colors }: Style): string[] {
  const paint: Readonly<Record<DiffLine['kind'], (text: string) => string>> = {
    file: colors.bold,
    hunk: colors.cyan,
    add: colors.green,
    remove: colors.red,
    context: (text) => text,
    note: colors.dim,
  };
  return changes
    .filter(({ kind }) => kind !== 'unchanged')
    .flatMap(({ path, theirs, ours }) => unifiedDiff(path, theirs, ours).map(({ kind, text }) => paint[kind](text)));
}
