/**
 * Moves that lose nothing, whoever saves a file in the same moment. A second name (hard link) for a file
 * keeps what is saved into it after it was looked at; where the file system has no second names, a copy
 * stands for it.
 */
import { isErrno, unless } from '../errno.ts';
import { createFile, digestOf, remove, type Disk } from './disk.ts';

export interface Copy {
  readonly content: Uint8Array;
  readonly mode: number | undefined;
  /** Where it is made: what has the second name is whole. */
  readonly draft: string;
}

/** Gives a file a second name, by which it is still there when another has taken its place. */
export async function keep(disk: Disk, path: string, second: string, { content, mode, draft }: Copy): Promise<void> {
  try {
    await disk.link(path, second);
  } catch (cause) {
    if (!isErrno(cause)) throw cause;
    await createFile(disk, draft, content, { mode });
    await disk.rename(draft, second);
  }
}

/** Puts a file where there is none. False, and nothing is done, if there is one by now. */
export async function place(disk: Disk, from: string, to: string): Promise<boolean> {
  try {
    await disk.link(from, to);
  } catch (cause) {
    if (isErrno(cause, 'EEXIST')) return false;
    if (!isErrno(cause)) throw cause;
    if (await disk.lstat(to)) return false;
    await disk.rename(from, to);
    return true;
  }
  await remove(disk, from);
  return true;
}

/** Moves a file aside. False, and nothing is done, if it is not the expected one or gone: somebody was there just now. */
export async function setAside(disk: Disk, path: string, aside: string, expected: string | undefined): Promise<boolean> {
  const isThere = await disk.rename(path, aside).then(() => true, unless('ENOENT'));
  if (!isThere) return false;
  if ((await digestOf(disk, aside)) === expected) return true;
  await place(disk, aside, path);
  return false;
}

/** Puts a kept file back in the place of another. False if somebody has saved into the other one just now: that stays. */
export async function restore(disk: Disk, kept: string, path: string, second: string, expected: string | undefined): Promise<boolean> {
  await disk.link(path, second).catch((cause: unknown) => {
    if (!isErrno(cause)) throw cause;
  });
  await disk.rename(kept, path);
  // Of two names of one file, `rename` leaves both.
  await remove(disk, kept);
  const replaced = await digestOf(disk, second);
  if (replaced === undefined || replaced === expected) {
    await remove(disk, second);
    return true;
  }
  await disk.rename(second, path);
  return false;
}
