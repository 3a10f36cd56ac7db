/**
 * One file of a conversation that was left, beside the spec. Written beside the sets of `write-set.ts`:
 * nothing is generated from it, and whatever is not ours under its name stays as it is.
 */
import { closeSync, lstatSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { isErrno } from '../errno.ts';

export const KEPT_FILE = '.create-irsa.draft.yaml';

/** By its first line it is known for ours. */
export const KEPT_SIGN = '# Answers that were given to create-irsa, which was left before it wrote anything.';

const LARGEST = 1_000_000;

/** Its text, if it is there and ours. */
export function readKept(folder: string): string | undefined {
  try {
    const file = join(folder, KEPT_FILE);
    const found = lstatSync(file);
    const text = found.isFile() && found.size <= LARGEST ? readFileSync(file, 'utf8') : '';
    return text.startsWith(KEPT_SIGN) ? text : undefined;
  } catch (trouble) {
    if (isErrno(trouble)) return undefined;
    throw trouble;
  }
}

/**
 * Puts the text there, whole or not at all; makes the folder if need be. Synchronous: a signal does not wait.
 *
 * @returns whether it was kept: the folder may be read-only, or hold another file of that name
 */
export function writeKept(folder: string, text: string): boolean {
  const file = join(folder, KEPT_FILE);
  const temporary = `${file}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    if (isThere(file) && readKept(folder) === undefined) return false;
    const handle = openSync(temporary, 'wx', 0o600);
    try {
      writeSync(handle, text);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, file);
    return true;
  } catch (trouble) {
    if (!isErrno(trouble)) throw trouble;
    removeQuietly(temporary);
    return false;
  }
}

/** Once it is of no use. */
export function removeKept(folder: string): void {
  if (readKept(folder) !== undefined) removeQuietly(join(folder, KEPT_FILE));
}

function isThere(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}

function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch (trouble) {
    if (!isErrno(trouble)) throw trouble;
  }
}
