import { lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The nearest folder at or above that holds `.git` (a folder, or a file in worktrees and submodules). */
export async function gitRoot(directory: string): Promise<string | undefined> {
  for (let folder = directory; ; folder = dirname(folder)) {
    if (await exists(join(folder, '.git'))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

const exists = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );
