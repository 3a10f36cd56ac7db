/** What a generation would change, and the changing itself. */
import { relative } from 'node:path';
import { hasErrors, type Outcome, type Problem } from '../problem.ts';
import { conflictProblem } from '../repo/conflict.ts';
import { inTurn } from '../repo/in-turn.ts';
import type { Change } from '../repo/change-set.ts';
import type { FileState, Snapshot } from '../repo/snapshot.ts';
import type { Written } from '../repo/write.ts';
import { ExitCode } from './exit-code.ts';
import type { Generation } from './generation.ts';
import { isInterrupted, uninterrupted } from './interruption.ts';
import { orphanLines, toRemove, type Removal } from './orphans.ts';
import { count, nextStepLines } from './report-changes.ts';
import { placed } from './placed.ts';
import { patchLines } from './report-patch.ts';
import { problemLines } from './report-problems.ts';
import type { Terminal } from './terminal.ts';

/** Changes that are not written unless the user says so. */
export const conflicts = (generations: readonly Generation[], force: boolean): Change[] =>
  generations.flatMap(({ changes }) => changes.filter(({ kind, edited }) => kind === 'conflict' && !(force && edited)));

/** The same as problems. */
export const conflictProblems = (generations: readonly Generation[], force: boolean): Problem[] =>
  generations.flatMap((generation) => placed(conflicts([generation], force).map(conflictProblem), generation.folder));

/** Everything in which the disk differs from the spec. */
export const outstanding = ({ changes }: Generation): Change[] => changes.filter(({ kind }) => kind !== 'unchanged');

/** How a run ended, and what was said that is about no spec in particular. */
export interface Ending {
  readonly code: ExitCode;
  readonly problems: readonly Problem[];
}

export interface SaveOptions {
  /** Overwrite what was edited by hand. */
  readonly force: boolean;
  /** Of the files that the spec no longer makes. */
  readonly orphans: Removal;
  readonly terminal: Terminal;
}

/** Sets written side by side: while one waits for the disk to be sure, another goes on. */
const AT_ONCE = 4;

/** Writes each spec's set, whole or not at all; says what was written and what to do next. */
export async function save(generations: readonly Generation[], options: SaveOptions): Promise<Ending> {
  const { tell, style, progress } = options.terminal;
  const sum = { written: 0, removed: 0, specs: 0 };
  const found: Problem[] = [];
  let begun = 0;
  const saveOne = async (generation: Generation): Promise<void> => {
    const { snapshot, file } = generation;
    if (snapshot === undefined || hasErrors(found) || isInterrupted()) return;
    begun += 1;
    if (generations.length > 1 && outstanding(generation).length > 0) progress(`${begun}/${generations.length} ${file}`);
    const { value, problems: ofDisk } = await write(generation, snapshot, options);
    const problems = placed(ofDisk, generation.folder);
    tell(problemLines(problems, style));
    found.push(...problems);
    if (value === undefined || hasErrors(problems)) return;
    sum.written += value.written.length;
    sum.removed += value.removed.length;
    sum.specs += generation.ofAll !== true && value.written.length + value.removed.length > 0 ? 1 : 0;
  };
  await inTurn(byFolder(generations), AT_ONCE, async (ofFolder) => {
    for (const generation of ofFolder) await saveOne(generation);
  });
  if (hasErrors(found)) {
    if (sum.specs > 0)
      tell([`${count(sum.specs, 'other spec')} ${sum.specs === 1 ? 'was' : 'were'} written before that; run again when it is mended.`]);
    const inTheWay = found.some(({ code }) => code === 'conflict' || code === 'changed-meanwhile');
    return { code: inTheWay ? ExitCode.conflict : ExitCode.wrongInput, problems: found };
  }
  progress();
  tell(summary(sum, generations, options));
  return { code: ExitCode.done, problems: found };
}

/** Sets of one folder share its journal, so they wait for one another. */
function byFolder(generations: readonly Generation[]): readonly (readonly Generation[])[] {
  const folders = new Map<string | undefined, Generation[]>();
  for (const generation of generations) {
    const base = generation.snapshot?.boundary.base;
    folders.set(base, [...(folders.get(base) ?? []), generation]);
  }
  return [...folders.values()];
}

const NOTHING: Outcome<Written> = { value: { written: [], removed: [] }, problems: [] };

async function write(generation: Generation, snapshot: Snapshot<FileState>, { force, orphans }: SaveOptions) {
  if (outstanding(generation).length === 0) return NOTHING;
  const { changes } = generation;
  const remove = toRemove(changes, orphans).map(({ path }) => path);
  return uninterrupted(async () => (await import('../repo/write.ts')).writeChanges(changes, snapshot, { force, remove }));
}

function summary(
  { written, removed, specs }: { readonly written: number; readonly removed: number; readonly specs: number },
  generations: readonly Generation[],
  { orphans: removal, terminal: { style } }: SaveOptions,
): string[] {
  const orphans = orphanLines(generations, removal);
  if (written + removed === 0) return [...orphans, 'Nothing to do: every file is as the spec says.'];
  const many = generations.length > 1 && specs > 0 ? ` of ${count(specs, 'spec')}` : '';
  const done = style.colors.green(`Wrote ${count(written, 'file')}${removed > 0 ? `, removed ${removed}` : ''}${many}.`);
  const [only] = generations;
  if (generations.length !== 1 || only?.snapshot === undefined) return [...orphans, done];
  const steps = nextStepLines(only.nextSteps ?? [], relative(process.cwd(), only.snapshot.boundary.base), style);
  return [...orphans, done, '', ...steps, ...patchLines(only, style)];
}
