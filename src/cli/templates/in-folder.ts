/** Files that are no files of a spec, in a folder: what would change there, and the writing. */
import { readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Outcome } from '../../problem.ts';
import { boundaryOfOut } from '../../repo/boundary.ts';
import { changeSet, type Change } from '../../repo/change-set.ts';
import { readSnapshot, type Snapshot } from '../../repo/snapshot.ts';
import { uninterrupted } from '../interruption.ts';
import { placed } from '../placed.ts';

export interface Pending {
  readonly changes: readonly Change[];
  readonly snapshot: Snapshot;
}

/** @param files by path below the folder @param whole other files of the folder are to go */
export function pendingIn(folder: string, files: Readonly<Record<string, string>>, { whole = false } = {}): Outcome<Pending> {
  const others = whole ? filesBelow(folder).filter((path) => !Object.hasOwn(files, path)) : [];
  const { value: snapshot, problems } = readSnapshot(boundaryOfOut(folder), [...Object.keys(files), ...others], join(folder, '.'));
  if (snapshot === undefined) return { problems: placed(problems, folder) };
  const wanted = Object.entries(files).map(([path, content]) => ({ path, content, spec: true as const }));
  const gone = others.map((path): Change => ({ path, kind: 'orphan', theirs: snapshot.places.get(path)?.file?.content ?? '' }));
  return { value: { changes: [...changeSet(wanted, snapshot), ...gone], snapshot }, problems: [] };
}

/** All of them, or none. */
export async function writePending({ changes, snapshot }: Pending, folder: string) {
  const remove = changes.filter(({ kind }) => kind === 'orphan').map(({ path }) => path);
  const { writeChanges } = await import('../../repo/write.ts');
  const outcome = await uninterrupted(async () => writeChanges(changes, snapshot, { force: false, remove }));
  return { ...outcome, problems: placed(outcome.problems, folder) };
}

function filesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, '/').length).split(sep).join('/'))
      .sort();
  } catch {
    return [];
  }
}
