/** What a generation would change, and the changing itself. */
import { relative } from 'node:path';
import { hasErrors, type Problem } from '../problem.ts';
import type { Change } from '../repo/change-set.ts';
import { writeChanges } from '../repo/write.ts';
import { ExitCode } from './exit-code.ts';
import type { Generation } from './generation.ts';
import { uninterrupted } from './interruption.ts';
import { count, nextStepLines } from './report-changes.ts';
import { problemLines } from './report-problems.ts';
import type { Terminal } from './terminal.ts';

/** Changes that are not written unless the user says so. */
export const conflicts = (generations: readonly Generation[], force: boolean): Change[] =>
  generations.flatMap(({ changes }) => changes.filter(({ kind, edited }) => kind === 'conflict' && !(force && edited)));

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
  /** Remove the files that the spec no longer makes. */
  readonly removeOrphans: boolean;
  readonly terminal: Terminal;
}

/** Writes each spec's set, whole or not at all; says what was written and what to do next. */
export async function save(generations: readonly Generation[], { force, removeOrphans, terminal }: SaveOptions): Promise<Ending> {
  const { tell, style } = terminal;
  const problems: Problem[] = [];
  for (const { changes, snapshot, plan } of generations) {
    if (snapshot === undefined) continue;
    const orphans = changes.filter(({ kind }) => kind === 'orphan').map(({ path }) => path);
    const outcome = await uninterrupted(() => writeChanges(changes, snapshot, { force, remove: removeOrphans ? orphans : [] }));
    tell(problemLines(outcome.problems, style));
    problems.push(...outcome.problems);
    if (outcome.value === undefined || hasErrors(outcome.problems)) {
      const inTheWay = outcome.problems.some(({ code }) => code === 'conflict' || code === 'changed-meanwhile');
      return { code: inTheWay ? ExitCode.conflict : ExitCode.wrongInput, problems };
    }
    const { written, removed } = outcome.value;
    const left = orphans.filter((path) => !removed.includes(path));
    if (left.length > 0) tell([`${left.join(', ')}: no longer in the spec, but Terraform still reads it. --force removes it.`]);
    if (written.length + removed.length === 0) {
      tell(['Nothing to do: every file is as the spec says.']);
      continue;
    }
    tell([style.colors.green(`Wrote ${count(written.length, 'file')}${removed.length > 0 ? `, removed ${removed.length}` : ''}.`)]);
    const folder = relative(process.cwd(), snapshot.boundary.base);
    if (generations.length === 1) tell(['', ...nextStepLines(plan?.nextSteps ?? [], folder, style)]);
  }
  return { code: ExitCode.done, problems };
}
