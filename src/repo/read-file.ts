/** Reading what others wrote. */
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import type { ProblemCode } from '../problem-codes.ts';
import { error, type Problem } from '../problem.ts';
import { inWords, shown } from './in-words.ts';

/** More is not Terraform that somebody wrote. */
const LARGEST_MB = 64;
const MB = 1024 * 1024;

/**
 * A file's text. A repository may hold links to pipes and devices, which keep their reader waiting or never
 * end: these, and what is too large, are refused.
 *
 * @param largest in bytes
 * @throws NodeJS.ErrnoException, its code saying why to people: `EACCES`, `no regular file`
 */
export function readRegularFile(path: string, largest = LARGEST_MB * MB): string {
  const handle = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const found = fstatSync(handle);
    if (found.isDirectory()) throw refusal('EISDIR', path);
    if (!found.isFile()) throw refusal('no regular file', path);
    if (found.size > largest) throw refusal(`larger than ${largest / MB} MB`, path);
    return readFileSync(handle, 'utf8');
  } finally {
    closeSync(handle);
  }
}

const refusal = (code: string, path: string): NodeJS.ErrnoException => Object.assign(new Error(`${path}: ${code}`), { code, path });

export function unreadable(cause: unknown): Problem {
  const { code, path } = cause as NodeJS.ErrnoException;
  const [id, fix]: readonly [ProblemCode, string] = isOutOfFiles(cause)
    ? ['too-many-files', 'Close some programs, or raise the limit (`ulimit -n`), and run again.']
    : ['not-readable', 'Make it readable, or move it away.'];
  const where = path === undefined ? 'A file' : shown(path);
  return { ...error(id, [], `${where} cannot be read: ${inWords(code)}.`, fix), ...(path === undefined ? {} : { file: where }) };
}

/** The machine, not the file, refuses: what the file says must not be taken for unsaid. */
export const isOutOfFiles = (cause: unknown): boolean => ['EMFILE', 'ENFILE'].includes((cause as NodeJS.ErrnoException).code ?? '');
