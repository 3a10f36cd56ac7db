/** The phases of one set of writes. Each can be cut off anywhere: what is on disk tells the next how things stand. */
import { randomBytes } from 'node:crypto';
import { dirname, join, relative, sep } from 'node:path';
import { inTurn } from '../in-turn.ts';
import { sha256 } from '../digest.ts';
import { isErrno, unless } from '../errno.ts';
import type { Change } from '../change-set.ts';
import type { FileState, Snapshot } from '../snapshot.ts';
import { bytesOf, createFile, digestOf, remove, removeFolders, syncFolder, type Disk } from './disk.ts';
import { DONE, isTemporary, temporaryName, type Content, type Journal, type Step } from './journal.ts';
import { append, lastingJournal, self, unlock, type Held } from './lock.ts';
import { keep, place, restore, setAside } from './moves.ts';
import { changedMeanwhile } from './trouble.ts';

/** The journal of a set that is about to begin. */
export async function newJournal(
  disk: Disk,
  { boundary: { base }, places }: Snapshot<FileState>,
  changes: readonly Change[],
): Promise<Journal> {
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

/** Puts new contents beside the targets, and keeps the old ones of those that will be replaced. */
export async function prepare(held: Held, changes: readonly Change[], { places }: Snapshot<FileState>): Promise<void> {
  const { disk, base, journal } = held;
  for (const folder of journal.folders) {
    // Nothing is made behind a symlink that was put there since the paths were looked at.
    if ((await bytesOf(disk, join(base, folder))) !== undefined) throw changedMeanwhile(folder);
    await disk.mkdir(join(base, folder));
  }
  const contents = [...changes.entries()].map(
    ([n, change]) =>
      () =>
        prepareOne(held, n, change, places.get(change.path)?.file?.mode),
  );
  await inTurn([() => lastingJournal(held), ...contents], 16, (work) => work());
  // What is kept of the old must last before the new takes its place; where there was nothing, nothing can be lost.
  if (journal.steps.some(replaces)) await syncFolders(held);
}

async function prepareOne(held: Held, n: number, { path, ours, executable }: Change, mode: number | undefined): Promise<void> {
  const { disk } = held;
  const { target, fresh, old, copy, before } = at(held, n);
  try {
    const now = await bytesOf(disk, target);
    if ((typeof now === 'object' ? sha256(now) : now) !== before) throw changedMeanwhile(path);
    if (typeof now === 'object' && ours !== undefined) await keep(disk, target, old, { content: now, mode, draft: copy });
    if (ours !== undefined) await createFile(disk, fresh, ours, { mode: executable ? runnable(mode) : mode, executable });
  } catch (cause) {
    throw isErrno(cause) ? Object.assign(cause, { path }) : cause;
  }
}

/**
 * From here on files change. Throws `changed-meanwhile`, mostly before the first change, where a file is neither old nor new.
 *
 * @param isMine whether this run has prepared the set, which then need not look at what it wrote itself a moment ago
 */
export async function complete(held: Held, isMine = false): Promise<void> {
  const { journal } = held;
  if (journal.done) return;
  const steps = [...journal.steps.entries()];
  const unsure = steps.filter(([, step]) => !isMine || replaces(step));
  const done = new Set((await inTurn(unsure, 16, async ([n]) => ((await isNew(held, n)) ? [n] : []))).flat());
  for (const [n] of steps) if (!done.has(n)) await makeNew(held, n);
  await inTurn(
    steps.filter(([, step]) => replaces(step)),
    16,
    ([n]) => isUntouched(held, n),
  );
  await syncFolders(held);
  await append(held, DONE);
}

async function makeNew(held: Held, n: number): Promise<void> {
  const { disk } = held;
  const { target, fresh, old, path, before, after } = at(held, n);
  // Looked at once more, and last, for somebody may save a file at any moment.
  if ((await digestOf(disk, target)) !== before) throw changedMeanwhile(path);
  if (before !== undefined && after !== undefined) return disk.rename(fresh, target);
  const isDone = after === undefined ? await setAside(disk, target, old, before) : await place(disk, fresh, target);
  if (!isDone) throw changedMeanwhile(path);
}

const replaces = ({ before }: Step): boolean => before !== undefined;

/** What was replaced is what was looked at: nobody saved into it between the look and the rename. */
async function isUntouched(held: Held, n: number): Promise<void> {
  const { old, path, before } = at(held, n);
  const kept = await digestOf(held.disk, old);
  if (kept !== undefined && kept !== before) throw changedMeanwhile(path);
}

async function isNew(held: Held, n: number): Promise<boolean> {
  const { target, fresh, path, before, after } = at(held, n);
  const now = await digestOf(held.disk, target);
  if (now === before && (after === undefined || (await digestOf(held.disk, fresh)) === after)) return false;
  if (now === after) return true;
  throw changedMeanwhile(path);
}

/**
 * Takes away what was prepared. Targets are left alone, as none has been touched: one that is as this set
 * would have made it is the work of somebody else.
 */
export async function withdraw(held: Held): Promise<void> {
  await clear(held);
  await settled(held);
}

/** Puts everything back. Returns the paths that somebody else has changed meanwhile: they stay as they are. */
export async function undo(held: Held): Promise<string[]> {
  const { disk, journal } = held;
  const steps = [...journal.steps.keys()].reverse();
  // Without its new contents a set can only be undone: whoever goes on after a kill does that too.
  await inTurn(steps, 16, async (n) => {
    await remove(disk, at(held, n).fresh);
    await remove(disk, at(held, n).copy);
  });
  const left = await inTurn(steps, 1, (n) => putBack(held, n));
  await settled(held);
  return left.flat();
}

async function settled(held: Held): Promise<void> {
  const { disk, base, journal } = held;
  await syncFolders(held);
  await removeFolders(disk, journal.folders.map((folder) => join(base, folder)).reverse());
  await unlock(held);
}

async function putBack(held: Held, n: number): Promise<string[]> {
  const { path, before } = at(held, n);
  return (await (before === undefined ? unmake(held, n) : bringBack(held, n))) ? [] : [path];
}

/** Takes away a file that the set made. False if somebody has saved into it, or made another: that stays. */
async function unmake(held: Held, n: number): Promise<boolean> {
  const { disk } = held;
  const { target, old: aside, after } = at(held, n);
  const now = await digestOf(disk, target);
  if (now === after && !(await setAside(disk, target, aside, after))) return false;
  const set = await digestOf(disk, aside);
  if (set === undefined || set === after) {
    await remove(disk, aside);
    return now === after || now === undefined;
  }
  // A kill came between setting it aside and the look at what it was.
  if (now === undefined) await place(disk, aside, target);
  return false;
}

/** Puts back a file that the set replaced or removed. False if somebody has saved into it meanwhile: that stays. */
async function bringBack(held: Held, n: number): Promise<boolean> {
  const { disk } = held;
  const { target, fresh, old, before, after } = at(held, n);
  const now = await digestOf(disk, target);
  const kept = await digestOf(disk, old);
  if (now === after && kept !== undefined) {
    const free = after === undefined ? await place(disk, old, target) : await restore(disk, old, target, fresh, after);
    return free && kept === before;
  }
  if (kept === before || kept === now) await remove(disk, old);
  return now === before;
}

/**
 * Clears the traces of a set that is wholly new.
 *
 * @param isMine whether this run has prepared the set: then only what was replaced has left any
 */
export async function end(held: Held, isMine = false): Promise<void> {
  if (!isMine || held.journal.steps.some(replaces)) await clear(held);
  await unlock(held);
}

/** Removes the temporary files of the set. What there is, is looked up: mostly there is little, and to miss a file is dear. */
async function clear(held: Held): Promise<void> {
  const { disk, journal } = held;
  for (const folder of foldersOf(held)) {
    const names = (await disk.list(folder).catch(unless('ENOENT'))) ?? [];
    const traces = names.filter((name) => isTemporary(journal.id, name));
    await inTurn(traces, 16, (name) => remove(disk, join(folder, name)));
  }
}

const at = ({ base, journal: { id, steps } }: Held, n: number) => {
  const step = steps[n];
  if (!step) throw new Error(`no step ${n}`);
  const target = below(base, step.path);
  const folder = dirname(target);
  const beside = (content: Content): string => `${folder}${sep}${temporaryName(id, n, content)}`;
  return {
    path: step.path,
    before: step.before,
    after: step.after,
    target,
    fresh: beside('new'),
    old: beside('old'),
    copy: beside('copy'),
  };
};

async function syncFolders(held: Held): Promise<void> {
  await inTurn(foldersOf(held), 4, (folder) => syncFolder(held.disk, folder).catch(unless('ENOENT')));
}

/** The base, and wherever there are targets. */
const foldersOf = ({ base, journal }: Held): string[] => [
  ...new Set([base, ...journal.steps.map(({ path }) => dirname(below(base, path)))]),
];

/** Outermost first. */
async function missingFolders(disk: Disk, base: string, steps: readonly Step[]): Promise<string[]> {
  const missing = new Set<string>();
  for (const { path } of steps) {
    for (let folder = dirname(below(base, path)); folder !== base && !missing.has(folder); folder = dirname(folder)) {
      if (await disk.lstat(folder)) break;
      missing.add(folder);
    }
  }
  return [...missing].sort((a, b) => a.length - b.length).map((folder) => toRelative(base, folder));
}

/** Cut off where it can be, not worked out: both are absolute and normal, and a run asks for each file time and again. */
const toRelative = (base: string, path: string): string =>
  (path.startsWith(base + sep) ? path.slice(base.length + 1) : relative(base, path)).split(sep).join('/');

const below = (base: string, path: string): string =>
  path.startsWith('..') || base.endsWith(sep) ? join(base, path) : base + sep + path.split('/').join(sep);

/** Whoever may read may run; undefined for a new file, whose bits are umask's business. */
const runnable = (mode: number | undefined): number | undefined => (mode === undefined ? undefined : mode | ((mode >> 2) & 0o111));
