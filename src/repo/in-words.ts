/** Errors of the file system as people say them. */
import { basename, dirname, relative } from 'node:path';

const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied',
  EDQUOT: 'the disk quota is used up',
  EIO: 'the disk reports a fault (EIO)',
  EISDIR: 'it is a folder',
  ELOOP: 'its symlinks lead in a circle',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'its name is too long',
  ENFILE: 'too many files are open on this machine',
  ENOENT: 'it is not there',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'what stands before it is no folder',
  EPERM: 'the operation is not permitted',
  EROFS: 'the file system is read-only',
};

/** @param code of Node, or words of our own: `no regular file` */
export const inWords = (code = 'nothing'): string =>
  WORDS[code] ?? (/^[a-z]/.test(code) && code !== 'nothing' ? `it is ${code}` : `the system answers ${code}`);

/** As seen from where the program runs. */
export const shown = (path: string): string => relative(process.cwd(), path) || '.';

/** Where a file could not be written: of one that only create-irsa knows, the folder. */
export function placeOf(path: string): { readonly file: string; readonly what: string } {
  const isOurs = basename(path).startsWith('.create-irsa.');
  const file = shown(isOurs ? dirname(path) : path);
  return { file, what: isOurs ? `No file could be made in ${file === '.' ? 'this folder' : file}` : `${file} could not be written` };
}
