/** A change set → what would happen, one line a file, and what did. Pure. */
import type { NextStep } from '../plan/plan.ts';
import type { Change, ChangeKind, ChangeSet } from '../repo/change-set.ts';
import type { Style } from './style.ts';
import { wrap } from './wrap.ts';

/**
 * `create  irsa-cluster.tf`; unchanged files are counted.
 *
 * @param size how much of a file changes, where that is told
 */
export function changeLines(
  changes: ChangeSet,
  { colors, width }: Style,
  size: (change: Change) => string | undefined = () => undefined,
): string[] {
  const paint: Readonly<Record<ChangeKind, (text: string) => string>> = {
    create: colors.green,
    update: colors.yellow,
    unchanged: colors.dim,
    conflict: colors.red,
    orphan: colors.magenta,
  };
  const longest = Math.max(0, ...changes.filter((change) => size(change) !== undefined).map(({ path }) => path.length));
  // In a narrow terminal a column of sizes would only push them into lines of their own.
  const widest = longest + 24 <= width ? longest : 0;
  const lines = changes
    .filter(({ kind }) => kind !== 'unchanged')
    .map((change) => {
      const why = reason(change);
      const notes = [size(change), why].filter((note) => note !== undefined).map((note) => colors.dim(`  ${note}`));
      return `  ${paint[change.kind](change.kind.padEnd(8))}  ${notes.length === 0 ? change.path : change.path.padEnd(widest)}${notes.join('')}`;
    });
  const same = changes.length - lines.length;
  return same === 0 ? lines : [...lines, colors.dim(`  ${same === 1 ? '1 file is' : `${same} files are`} as the spec says`)];
}

function reason({ kind, foreign, otherSpec, edited, movedTo }: Change): string | undefined {
  if (kind === 'orphan' && movedTo !== undefined) return `now ${movedTo}`;
  if (kind === 'orphan') return edited ? 'no longer in the spec, and edited by hand' : 'no longer in the spec';
  if (foreign) return 'there is such a file, and create-irsa did not write it: rename it, or the workload';
  if (otherSpec) return 'another spec writes it';
  return edited ? 'edited by hand' : undefined;
}

export const count = (many: number, what: string): string => `${many} ${what}${many === 1 ? '' : 's'}`;

/**
 * Numbered, each command on a line of its own so that it can be copied.
 *
 * @param folder where commands are run, if not here
 */
export function nextStepLines(steps: readonly NextStep[], folder: string, { colors, width }: Style): string[] {
  if (steps.length === 0) return [];
  const lines = steps.flatMap(({ text, command }, i) => {
    const number = `${String(i + 1).padStart(2)}. `;
    const [first = '', ...more] = wrap(text, width - number.length);
    return [
      `${number}${first}`,
      ...more.map((line) => ' '.repeat(number.length) + line),
      ...(command === undefined ? [] : [`${' '.repeat(number.length)}${colors.cyan(command)}`]),
    ];
  });
  return [colors.bold(folder === '' ? 'Next' : `Next, in ${folder}`), ...lines];
}
