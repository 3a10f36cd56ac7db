/** The phases of one set of writes. Each can be cut off anywhere: what is on disk tells the next how things stand. */
import { randomBytes } from 'node:crypto';
import { dirname, join, relative, sep } from 'node:path';
import { inTurn } from '../in-turn.ts';
import { sha256 } from '../digest.ts';
import type { Change } from '../change-set.ts';
import type { Snapshot } from '../snapshot.ts';
import { bytesOf, createFile, digestOf, isErrno, remove, removeFolders, syncFolder, unless, type Disk } from './disk.ts';
import { DONE, temporaryName, type Journal, type Step } from './journal.ts';
import { append, self, unlock, type Held } from './lock.ts';
import { changedMeanwhile } from './trouble.ts';

/** The journal of a set that is about to begin. */
export async function newJournal(disk: Disk, { boundary: { base }, places }: Snapshot, changes: readonly Change[]): Promise<Journal> {
  const steps = changes.map(({ path, ours }): Step => {
    const place = places.get(path);
    if (!place) throw new Error(`${path} is not in the snapshot that its change was made with`);
    return {
      path: toRelative(base, place.target),
      ...(place.file ? { before: place.file.digest } : {}),
      ...(ours === undefined ? {} : { after: sha256(ours) }),
    };
  });
  const folders = await missingFolders(disk, base, steps);
  return { id: randomBytes(8).toString('hex'), writer: self(), steps, folders, claims: [], done: false };
}

/** Puts old and new contents beside the targets. */
export async function prepare(held: Held, changes: readonly Change[], { places }: Snapshot): Promise<void> {
  const { disk, base, journal } = held;
  for (const folder of journal.folders) {
    // Nothing is made behind a symlink that was put there since the paths were looked at.
    if ((await bytesOf(disk, join(base, folder))) !== undefined) throw changedMeanwhile(folder);
    await disk.mkdir(join(base, folder));
  }
  await inTurn([...changes.entries()], 16, async ([n, { path, ours, executable }]) => {
    const { target, fresh, old, before } = at(held, n);
    const mode = places.get(path)?.file?.mode;
    try {
      const now = await bytesOf(disk, target);
      if ((typeof now === 'object' ? sha256(now) : now) !== before) throw changedMeanwhile(path);
      if (typeof now === 'object') await createFile(disk, old, now, mode);
      if (ours !== undefined) await createFile(disk, fresh, ours, executable ? runnable(mode) : mode, executable);
    } catch (cause) {
      throw isErrno(cause) ? Object.assign(cause, { path }) : cause;
    }
  });
  await syncFolders(held);
}

/** From here on files change. Throws `changed-meanwhile`, mostly before the first change, where a file is neither old nor new. */
export async function complete(held: Held): Promise<void> {
  const { disk, journal } = held;
  if (journal.done) return;
  const steps = [...journal.steps.keys()];
  await inTurn(steps, 16, (n) => isNew(held, n));
  for (const n of steps) {
    // Asked again, for somebody may save a file at any moment.
    if (await isNew(held, n)) continue;
    const { target, fresh, after } = at(held, n);
    await (after === undefined ? disk.unlink(target) : disk.rename(fresh, target));
  }
  await syncFolders(held);
  await append(held, DONE);
}

async function isNew(held: Held, n: number): Promise<boolean> {
  const { target, fresh, path, before, after } = at(held, n);
  const now = await digestOf(held.disk, target);
  if (now === before && (after === undefined || (await digestOf(held.disk, fresh)) === after)) return false;
  if (now === after) return true;
  throw changedMeanwhile(path);
}

/** Puts everything back. Returns the paths that somebody else has changed meanwhile: they stay as they are. */
export async function undo(held: Held): Promise<string[]> {
  const { disk, base, journal } = held;
  const steps = [...journal.steps.keys()].reverse();
  // Without its new contents a set can only be undone: whoever goes on after a kill does that too.
  await inTurn(steps, 16, (n) => remove(disk, at(held, n).fresh));
  const left = await inTurn(steps, 1, (n) => putBack(held, n));
  await syncFolders(held);
  await removeFolders(disk, journal.folders.map((folder) => join(base, folder)).reverse());
  await unlock(held);
  return left.flat();
}

async function putBack(held: Held, n: number): Promise<string[]> {
  const { disk } = held;
  const { target, old, path, before, after } = at(held, n);
  const now = await digestOf(disk, target);
  if (now === after && before !== undefined && (await digestOf(disk, old)) === before) {
    await disk.rename(old, target);
    return [];
  }
  await remove(disk, old);
  if (now === before) return [];
  if (now !== after || before !== undefined) return [path];
  await disk.unlink(target);
  return [];
}

/** Clears the traces of a set that is wholly new. */
export async function end(held: Held): Promise<void> {
  await inTurn([...held.journal.steps.keys()], 16, async (n) => {
    const { fresh, old } = at(held, n);
    await remove(held.disk, old);
    // Left where a file was to change in its permissions only, and a kill came before its content was whole.
    await remove(held.disk, fresh);
  });
  await unlock(held);
}

const at = ({ base, journal: { id, steps } }: Held, n: number) => {
  const step = steps[n];
  if (!step) throw new Error(`no step ${n}`);
  const target = join(base, step.path);
  const beside = (content: 'new' | 'old'): string => join(dirname(target), temporaryName(id, n, content));
  return { path: step.path, before: step.before, after: step.after, target, fresh: beside('new'), old: beside('old') };
};

async function syncFolders({ disk, base, journal }: Held): Promise<void> {
  const folders = new Set([base, ...journal.steps.map(({ path }) => dirname(join(base, path)))]);
  await inTurn([...folders], 4, (folder) => syncFolder(disk, folder).catch(unless('ENOENT')));
}

/** Outermost first. */
async function missingFolders(disk: Disk, base: string, steps: readonly Step[]): Promise<string[]> {
  const missing = new Set<string>();
  for (const { path } of steps) {
    for (let folder = dirname(join(base, path)); folder !== base && !missing.has(folder); folder = dirname(folder)) {
      if (await disk.lstat(folder).catch(unless('ENOENT'))) break;
      missing.add(folder);
    }
  }
  return [...missing].sort((a, b) => a.length - b.length).map((folder) => toRelative(base, folder));
}

const toRelative = (base: string, path: string): string => relative(base, path).split(sep).join('/');

/** Whoever may read may run; undefined for a new file, whose bits are umask's business. */
const runnable = (mode: number | undefined): number | undefined => (mode === undefined ? undefined : mode | ((mode >> 2) & 0o111));
