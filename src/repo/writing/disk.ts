/** The file system as writing needs it. */
import {
  closeSync,
  fchmodSync,
  fstatSync,
  fsync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
  type promises,
  type Stats,
} from 'node:fs';
import { dirname } from 'node:path';
import { sha256 } from '../digest.ts';
import { unless } from '../errno.ts';

/** Done at once: handing them to another thread and back takes ten times as long as they do. */
const quick = {
  link: linkSync,
  mkdir: mkdirSync,
  readFile: readFileSync,
  // The native one: the other walks the path in JavaScript.
  realpath: realpathSync.native,
  rename: renameSync,
  rmdir: rmdirSync,
  unlink: unlinkSync,
  utimes: utimesSync,
};

type Quick = Pick<typeof promises, keyof typeof quick>;

/** A file that is open. */
export interface OpenFile {
  readonly chmod: (mode: number) => Promise<void>;
  readonly close: () => Promise<void>;
  readonly stat: () => Promise<Stats>;
  readonly sync: () => Promise<void>;
  readonly writeFile: (content: string | Uint8Array) => Promise<void>;
}

/** What is asked of a file system; a test may give one that fails. */
export interface Disk extends Quick {
  /** The names in a folder. */
  readonly list: (folder: string) => Promise<readonly string[]>;
  /** Undefined if there is none, for an error is dear where it is what is expected. */
  readonly lstat: (path: string) => Promise<Stats | undefined>;
  readonly open: (path: string, flags: 'a' | 'r' | 'wx', mode?: number) => Promise<OpenFile>;
}

export const realDisk: Disk = {
  ...(Object.fromEntries(
    Object.entries(quick).map(([name, now]) => [
      name,
      async (...args: readonly unknown[]): Promise<unknown> => Reflect.apply(now, undefined, args),
    ]),
  ) as Quick),
  list: async (folder) => readdirSync(folder),
  lstat: async (path) => lstatSync(path, { throwIfNoEntry: false }),
  open: async (path, flags, mode) => {
    const file = openSync(path, flags, mode);
    return {
      chmod: async (bits) => fchmodSync(file, bits),
      close: async () => closeSync(file),
      stat: async () => fstatSync(file),
      // Only what waits for the platter is waited for side by side.
      sync: () =>
        new Promise((resolve, reject) => {
          fsync(file, (cause) => (cause ? reject(cause) : resolve()));
        }),
      writeFile: async (content) => writeFileSync(file, content),
    };
  },
};

/**
 * Makes a file that must not exist yet, and has it on the platter before it returns. Permissions come
 * first: a file that is whole has them too.
 *
 * @param mode exact permission bits; else those of any new file, `executable` or not
 * @param lasting false: whoever asks for it sees to it that it lasts ({@link syncFile})
 */
export async function createFile(
  disk: Disk,
  path: string,
  content: string | Uint8Array,
  { mode, executable = false, lasting = true }: { mode?: number | undefined; executable?: boolean | undefined; lasting?: boolean } = {},
): Promise<void> {
  const handle = await disk.open(path, 'wx', mode ?? (executable ? 0o777 : 0o666));
  try {
    // Only where umask took something away: some mounted file systems refuse every chmod.
    if (mode !== undefined && ((await handle.stat()).mode & 0o7777) !== mode) await handle.chmod(mode);
    await handle.writeFile(content);
    if (lasting) await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Has a file on the platter that was written before. */
export async function syncFile(disk: Disk, path: string): Promise<void> {
  // Windows flushes only what is open for writing.
  const handle = await disk.open(path, 'a');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export const remove = (disk: Disk, path: string): Promise<void> => disk.unlink(path).catch(unless('ENOENT'));

/** Best effort: a folder that somebody has put something into stays. */
export async function removeFolders(disk: Disk, innermostFirst: readonly string[]): Promise<void> {
  for (const folder of innermostFirst) await disk.rmdir(folder).catch(unless());
}

/** Makes renames in a folder lasting. Windows and some mounted file systems cannot, and need not. */
export async function syncFolder(disk: Disk, folder: string): Promise<void> {
  const handle = await disk.open(folder, 'r').catch(unless('EISDIR', 'EPERM', 'EACCES'));
  try {
    await handle?.sync().catch(unless('EINVAL', 'EPERM', 'EISDIR', 'ENOTSUP', 'EBADF'));
  } finally {
    await handle?.close();
  }
}

/** A file's bytes; undefined if there is none; `elsewhere` if it is no regular file, or its folder is not where its path says. */
export async function bytesOf(disk: Disk, path: string): Promise<Uint8Array | 'elsewhere' | undefined> {
  const folder = dirname(path);
  const real = await disk.realpath(folder).catch(unless('ENOENT'));
  if (real === undefined) return undefined;
  const found = real === folder ? await disk.lstat(path) : undefined;
  if (real !== folder || (found && !found.isFile())) return 'elsewhere';
  return found && (await disk.readFile(path).catch(unless('ENOENT')));
}

/** SHA-256 of a file's bytes; a word that is no digest if it is elsewhere. */
export async function digestOf(disk: Disk, path: string): Promise<string | undefined> {
  const bytes = await bytesOf(disk, path);
  return typeof bytes === 'object' ? sha256(bytes) : bytes;
}
