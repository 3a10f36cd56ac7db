/** The generations of many specs → lines that are read rather than scrolled past. Pure. */
import type { Change, ChangeKind } from '../repo/change-set.ts';
import { hasErrors, type Problem } from '../problem.ts';
import type { Generation } from './generation.ts';
import { changeLines, count } from './report-changes.ts';
import { diffLines } from './report-diff.ts';
import type { Style } from './style.ts';

/** More files than that are counted, not listed. */
const LISTED = 60;

const KINDS: readonly ChangeKind[] = ['create', 'update', 'conflict', 'orphan'];

/**
 * Each spec in which something differs; all others are counted.
 *
 * @param isShown changes whose difference is shown too
 */
export function fleetLines(generations: readonly Generation[], style: Style, isShown: (change: Change) => boolean): string[] {
  const { colors } = style;
  const differing = generations
    .map(({ file, ofAll, changes }) => ({ file, ofAll, changes: changes.filter(({ kind }) => kind !== 'unchanged') }))
    .filter(({ changes }) => changes.length > 0);
  const listed = differing.reduce((sum, { changes }) => sum + changes.length, 0) <= LISTED;
  const widest = Math.max(0, ...differing.map(({ file }) => file.length));
  const lines = differing.flatMap(({ file, changes }) => [
    ...(listed
      ? [colors.bold(file), ...changeLines(changes, style)]
      : [`${colors.bold(file.padEnd(Math.min(widest, style.width >> 1)))}  ${countsOf(changes)}`]),
    ...diffLines(changes.filter(isShown), style),
  ]);
  const same = specsOf(generations).length - differing.filter(({ ofAll }) => ofAll !== true).length;
  return same === 0 ? lines : [...lines, colors.dim(`${count(same, 'spec')}: every file is as the spec says`)];
}

const specsOf = (generations: readonly Generation[]): Generation[] => generations.filter(({ ofAll }) => ofAll !== true);

/** What is left undone because of some. */
export function wrongSpecs(generations: readonly Generation[]): string[] {
  const specs = specsOf(generations);
  const wrong = specs.filter(({ problems }) => hasErrors(problems)).length;
  return [
    wrong === 0
      ? 'Nothing was written.'
      : `Nothing was written: ${wrong} of ${count(specs.length, 'spec')} ${wrong === 1 ? 'has' : 'have'} errors.`,
  ];
}

const countsOf = (changes: readonly Change[]): string =>
  KINDS.map((kind) => ({ kind, many: changes.filter((change) => change.kind === kind).length }))
    .filter(({ many }) => many > 0)
    .map(({ kind, many }) => `${kind} ${many}`)
    .join(', ');

/** What stands in one place is said once, and what is the same of many specs is said of the first few. */
export function together(problems: readonly Problem[], few = 3): Problem[] {
  const places = new Set<string>();
  const kinds = new Map<string, { shown: Problem[]; more: number }>();
  for (const problem of problems) {
    const { code, severity, message, fix, file, line, column, path } = problem;
    const place = JSON.stringify([code, message, file, line, column, file === undefined ? path : []]);
    if (places.has(place)) continue;
    places.add(place);
    const kind = JSON.stringify([code, severity, message, fix]);
    const known = kinds.get(kind) ?? { shown: [], more: 0 };
    kinds.set(kind, known);
    if (known.shown.length < few) known.shown.push(problem);
    else known.more++;
  }
  const last = new Map([...kinds.values()].flatMap(({ shown, more }) => (more === 0 ? [] : [[shown.at(-1), more] as const])));
  const shown = new Set([...kinds.values()].flatMap((kind) => kind.shown));
  return problems
    .filter((problem) => shown.has(problem))
    .map((problem) => {
      const more = last.get(problem);
      return more === undefined ? problem : { ...problem, message: `${problem.message} So it is in ${count(more, 'more place')}.` };
    });
}
