/** The journal on disk: one writer at a time, and after a kill one heir. */
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isErrno, unless } from '../errno.ts';
import { JOURNAL } from '../journal-file.ts';
import { createFile, remove, syncFile, syncFolder, type Disk } from './disk.ts';
import { parseJournal, printClaim, printJournal, type Journal, type Writer } from './journal.ts';
import { busy, noJournal } from './trouble.ts';

/** A journal that this process holds, and where. */
export interface Held {
  readonly disk: Disk;
  readonly base: string;
  readonly journal: Journal;
}

/** Journals that this very process holds, by id. */
const active = new Set<string>();
const HEARTBEAT_MS = 10_000;
/** A journal untouched for so long has no writer, whoever has its process id by now. */
const SILENCE_MS = 60_000;

export const self = (): Writer => ({ pid: process.pid, host: hostname() });

/**
 * Puts the journal on disk, unless there is one. Throws `busy`, or what the disk throws; then nothing is there.
 * Other processes see it at once; that it outlives a power cut is {@link lastingJournal}'s.
 */
export async function lock(held: Held): Promise<void> {
  const { disk, base, journal } = held;
  const file = join(base, JOURNAL);
  active.add(journal.id);
  try {
    await createFile(disk, file, printJournal(journal), { mode: 0o644, lasting: false });
  } catch (cause) {
    active.delete(journal.id);
    if (isErrno(cause, 'EEXIST')) throw busy();
    await remove(disk, file).catch(unless());
    throw cause;
  }
}

/** Has the journal on the platter: before the first file changes, and in the time that the new contents take to get there. */
export async function lastingJournal({ disk, base }: Held): Promise<void> {
  await syncFile(disk, join(base, JOURNAL));
  await syncFolder(disk, base);
}

/** Keeps the journal young while `work` lasts, and lets go of it, though not of the file, afterwards. */
export async function holding<T>({ disk, base, journal }: Held, work: () => Promise<T>): Promise<T> {
  const beat = setInterval(() => {
    const now = new Date();
    disk.utimes(join(base, JOURNAL), now, now).catch(() => undefined);
  }, HEARTBEAT_MS).unref();
  try {
    return await work();
  } finally {
    clearInterval(beat);
    active.delete(journal.id);
  }
}

/** Throws `journal-refused` where something else has its name: a repository may hold a link or a pipe. */
export async function readJournal(disk: Disk, base: string): Promise<{ text: string; touched: number } | undefined> {
  const file = join(base, JOURNAL);
  const found = await disk.lstat(file).catch(unless('ENOTDIR'));
  if (found !== undefined && !found.isFile()) throw noJournal(file);
  const text = found && (await disk.readFile(file, 'utf8').catch(unless('ENOENT')));
  return text === undefined || found === undefined ? undefined : { text, touched: found.mtimeMs };
}

/**
 * The journal of a run that is no more. Throws `busy` if its run still is. One that never became whole
 * was the first thing that its run made, so it is just removed.
 */
export async function abandonedJournal(disk: Disk, base: string): Promise<Journal | undefined> {
  for (let tries = 0; tries < 10; tries++) {
    const found = await readJournal(disk, base);
    if (found === undefined) return undefined;
    const journal = parseJournal(found.text);
    if (journal) {
      const holder = [journal.writer, ...journal.claims].find((writer) => isAlive(writer, journal.id, found.touched));
      if (holder) throw busy(holder);
      return journal;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await remove(disk, join(base, JOURNAL));
  return undefined;
}

/** Of several runs that find one journal abandoned, the first whose line is in it goes on; the others are told `busy`. */
export async function inherit(held: Held): Promise<void> {
  const { disk, base, journal } = held;
  if (active.has(journal.id)) throw busy(self());
  active.add(journal.id);
  try {
    const mine = self();
    await append(held, printClaim(mine));
    const found = await readJournal(disk, base);
    const claims = (found && parseJournal(found.text)?.claims) ?? [];
    const heir = claims.find((writer) => isAlive(writer, journal.id, Date.now()));
    if (heir?.pid !== mine.pid || heir.host !== mine.host) throw busy(heir);
  } catch (cause) {
    active.delete(journal.id);
    throw cause;
  }
}

/** For other processes, not for the platter: when power comes back no writer is alive, and whether all is done is seen from the files. */
export async function append({ disk, base }: Held, line: string): Promise<void> {
  const handle = await disk.open(join(base, JOURNAL), 'a');
  try {
    await handle.writeFile(line);
  } finally {
    await handle.close();
  }
}

/** Removes the journal, if it is still this one. */
export async function unlock({ disk, base, journal }: Held): Promise<void> {
  const found = await readJournal(disk, base);
  if (found && parseJournal(found.text)?.id === journal.id) await remove(disk, join(base, JOURNAL));
  await syncFolder(disk, base);
}

function isAlive({ pid, host }: Writer, id: string, touched: number): boolean {
  if (Date.now() - touched > SILENCE_MS) return false;
  if (host !== hostname()) return true;
  if (pid === process.pid) return active.has(id);
  try {
    return process.kill(pid, 0);
  } catch (cause) {
    return isErrno(cause, 'EPERM');
  }
}
