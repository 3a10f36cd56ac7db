/** One spec's generation → lines, and → JSON. Pure. */
import type { Change } from '../repo/change-set.ts';
import type { Generation } from './generation.ts';
import type { SpecJson } from './json-shapes.ts';
import { changeLines } from './report-changes.ts';
import { diffLines } from './report-diff.ts';
import { problemJson, problemLines } from './report-problems.ts';
import type { Style } from './style.ts';

/** @param shown changes whose difference is shown too */
export const generationLines = ({ file, problems, changes }: Generation, style: Style, shown: (change: Change) => boolean): string[] => [
  ...problemLines(problems, style),
  style.colors.bold(file),
  ...changeLines(changes, style),
  ...diffLines(changes.filter(shown), style),
];

export const generationJson = ({ file, problems, changes, budgets = [], patch = [], patchAbove }: Generation): SpecJson => ({
  spec: file,
  changes: changes.map(({ path, kind }) => ({ path, kind })),
  problems: problems.map(problemJson),
  budgets,
  ...(patch.length === 0 ? {} : { patch: `${patch.join('\n')}\n`, ...(patchAbove === undefined ? {} : { patchIn: patchAbove }) }),
});
