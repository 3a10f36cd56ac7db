import { lstatSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The nearest folder at or above that holds `.git` (a folder, or a file in worktrees and submodules). */
export function gitRoot(directory: string): string | undefined {
  for (let folder = directory; ; folder = dirname(folder)) {
    if (exists(join(folder, '.git'))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

function exists(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}
