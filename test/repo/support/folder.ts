import { accessSync, constants, mkdirSync, mkdtempSync, realpathSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from '@jest/globals';
import { thorough } from '../../support/cases.ts';

/**
 * A file system in memory, if there is one with room: thousands of writes, each of which waits for the platter, take
 * twice as long on a disk. To a disk the program itself writes (test/e2e/faults.test.ts), and so do all cases on request.
 */
function place(): string {
  const memory = '/dev/shm';
  try {
    const { bavail, bsize } = statfsSync(memory);
    accessSync(memory, constants.W_OK);
    return !thorough && bavail * bsize > ROOM ? memory : tmpdir();
  } catch {
    return tmpdir();
  }
}

const ROOM = 512 * 1024 * 1024;
const base = place();

const made: string[] = [];

afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A new temporary folder with these files; removed after the tests of the file. */
export function folder(files: Readonly<Record<string, string>> = {}): string {
  const path = realpathSync(mkdtempSync(join(base, 'create-irsa-')));
  made.push(path);
  put(path, files);
  return path;
}

export function put(path: string, files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
}
