/**
 * The only door to writing. A set of changes is written whole or not at all: new contents go to
 * temporary files beside their targets, old ones are copied there too, a journal says which; then
 * come the renames. Whatever happens in between, every file is wholly old or wholly new, and the
 * journal lets `recover` complete or undo the set.
 */
import { dirname, join } from 'node:path';
import { error, warning, type Outcome, type Problem } from '../problem.ts';
import { realTarget, resolveInside, type Boundary } from './boundary.ts';
import type { ChangeSet } from './change-set.ts';
import { conflictProblem } from './conflict.ts';
import { hasJournal, JOURNAL } from './journal-file.ts';
import type { FileState, Snapshot } from './snapshot.ts';
import { realDisk, removeFolders, type Disk } from './writing/disk.ts';
import { abandonedJournal, holding, inherit, lock, readJournal, type Held } from './writing/lock.ts';
import { GivenUp, troubleOf } from './writing/trouble.ts';
import { complete, end, newJournal, prepare, undo, withdraw } from './writing/write-set.ts';

export interface WriteOptions {
  /** Overwrite files of ours that were edited by hand; never files without our header. */
  readonly force?: boolean;
  /** Paths of orphans that the user agreed to lose. */
  readonly remove?: readonly string[];
}

export interface Written {
  readonly written: readonly string[];
  readonly removed: readonly string[];
}

/**
 * Makes the disk what the change set says, all of it or nothing.
 *
 * @param snapshot the one that the change set was made with: a file that is no longer as it was stops the set
 * @returns no value if nothing was changed, with one of the Problems `conflict`, `changed-meanwhile`, `busy`,
 *   `disk-full`, `not-writable`, `too-many-files`, `write-failed`
 */
export async function writeChanges(
  changes: ChangeSet,
  snapshot: Snapshot<FileState>,
  options: WriteOptions = {},
  disk: Disk = realDisk,
): Promise<Outcome<Written>> {
  const conflicts = changes.filter((c) => c.kind === 'conflict' && (c.foreign || !options.force));
  if (conflicts.length > 0) return { problems: conflicts.map(conflictProblem) };
  const writes = changes.filter((c) => c.kind === 'create' || c.kind === 'update' || c.kind === 'conflict');
  const removals = changes.filter((c) => c.kind === 'orphan' && options.remove?.includes(c.path));
  const value = { written: writes.map((c) => c.path), removed: removals.map((c) => c.path) };
  if (writes.length + removals.length === 0) return { value, problems: [] };

  const { base } = snapshot.boundary;
  const steps = [...writes, ...removals];
  let madeFrom: string | undefined;
  let held: Held;
  try {
    madeFrom = await disk.mkdir(base, { recursive: true });
    held = { disk, base, journal: await newJournal(disk, snapshot, steps) };
    await lock(held);
  } catch (cause) {
    await removeFolders(disk, foldersBetween(base, madeFrom));
    return { problems: [troubleOf(cause, 'Nothing was changed.')] };
  }
  return holding(held, async () => {
    let isTouched = false;
    try {
      await prepare(held, steps, snapshot);
      isTouched = true;
      await complete(held, true);
    } catch (cause) {
      const undone = isTouched ? undo(held) : withdraw(held).then(() => []);
      const outcome = await undone.then(
        (left) => (left.length === 0 ? 'Nothing was changed.' : `All but ${left.join(', ')} is as it was.`),
        () => 'The next run of create-irsa completes or undoes what was begun.',
      );
      await removeFolders(disk, foldersBetween(base, madeFrom));
      return { problems: [troubleOf(cause, outcome)] };
    }
    return { value, problems: await end(held, true).then(() => [], tracesLeft) };
  });
}

/** A journal left by a run that was killed, or what stands in its place, for commands that must not write. */
export async function interrupted({ base }: Boundary, disk: Disk = realDisk): Promise<Problem | undefined> {
  try {
    if (!hasJournal(base)) return undefined;
    const found = await readJournal(disk, base);
    return (
      found &&
      error(
        'interrupted',
        [],
        'An earlier run was interrupted while it wrote.',
        'Run `create-irsa generate`: it completes or undoes that first.',
      )
    );
  } catch (cause) {
    return troubleOf(cause, 'Whether a run was interrupted is not known.');
  }
}

/**
 * Completes the set of a run that was killed, or undoes it if a file has been changed since. Called
 * before anything else. A warning says what was done.
 *
 * @returns no value, and a Problem, if another run is still writing or the disk refuses
 */
export async function recover(boundary: Boundary, disk: Disk = realDisk): Promise<Outcome<'nothing' | 'completed' | 'undone'>> {
  try {
    const journal = hasJournal(boundary.base) ? await abandonedJournal(disk, boundary.base) : undefined;
    if (journal === undefined) return { value: 'nothing', problems: [] };
    const held: Held = { disk, base: boundary.base, journal };
    checkPaths(held, boundary);
    await inherit(held);
    return await holding(held, () => settle(held));
  } catch (cause) {
    return { problems: [troubleOf(cause, 'This run changed nothing.')] };
  }
}

const LOOK = 'Look at these files, for example with `git diff`.';

async function settle(held: Held): Promise<Outcome<'completed' | 'undone'>> {
  const paths = held.journal.steps.map((step) => step.path).join(', ');
  try {
    await complete(held);
  } catch (cause) {
    if (!(cause instanceof GivenUp)) throw cause;
    const left = await undo(held);
    const but = left.length > 0 ? ` ${left.join(', ')} had been changed since and stayed so.` : '';
    return { value: 'undone', problems: [warning('recovered', [], `An interrupted run was undone: ${paths}.${but}`, LOOK)] };
  }
  await end(held);
  return { value: 'completed', problems: [warning('recovered', [], `An interrupted run was completed: ${paths}.`, LOOK)] };
}

/** A journal may come with a repository: whatever it says, nothing outside the boundary is touched. */
function checkPaths({ base, journal }: Held, boundary: Boundary): void {
  const isElsewhere = journal.steps.some(({ path }) => realTarget(boundary, path).value !== join(base, path));
  if (isElsewhere || journal.folders.some((folder) => resolveInside(boundary, folder).value === undefined)) {
    throw new GivenUp(
      error(
        'journal-refused',
        [],
        `${JOURNAL}, the record of an interrupted run, names files that create-irsa may not write.`,
        'Read it, and delete it if it is not of a run of yours.',
      ),
    );
  }
}

const tracesLeft = (cause: unknown): Problem[] => {
  const { code, message, fix } = troubleOf(cause, 'All files are written; the next run clears away what is left beside them.');
  return [warning(code, [], message, fix)];
};

/** Innermost first: `base` and the folders above it down from the first that was made. */
function foldersBetween(base: string, madeFrom: string | undefined): string[] {
  const folders: string[] = [];
  if (madeFrom !== undefined) for (let folder = base; folder.startsWith(madeFrom); folder = dirname(folder)) folders.push(folder);
  return folders;
}
