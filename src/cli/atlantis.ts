/**
 * `generate --atlantis FILE`: one file for all the specs of a run, since Atlantis reads one for a whole
 * repository. Its header says which specs it was made of, so that a run over fewer of them does not
 * take it for its own.
 */
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { emitAtlantis, type AtlantisProject } from '../emit/atlantis/emit-atlantis.ts';
import { withHeader } from '../emit/header.ts';
import { quote } from '../plan/shell.ts';
import { error, type Problem } from '../problem.ts';
import { boundaryOf, isWithin, realFolder } from '../repo/boundary.ts';
import { changeSet } from '../repo/change-set.ts';
import { sha256 } from '../repo/digest.ts';
import { readSnapshot } from '../repo/snapshot.ts';
import type { Generation } from './generation.ts';
import { placed } from './placed.ts';

/** @param words the specs as they were named, patterns not expanded */
export function prepareAtlantis(file: string, words: readonly string[], generations: readonly Generation[]): Generation {
  const boundary = boundaryOf(dirname(resolve(file)));
  const projects = generations.flatMap((generation) => projectsOf(generation, boundary.top));
  const problems = [...outside(file, projects, boundary.top), ...sameName(file, projects)];
  const own = { file, folder: dirname(file), ofAll: true } as const;
  if (problems.length > 0) return { ...own, problems, changes: [] };
  const path = basename(file);
  // Wherever it was run, it says the same: what is run at the top of the repository.
  const [atTop = '', ...named] = [file, ...words].map((word) => seen(boundary.top, resolve(word)));
  const from = `all of ${named.join(' ')}`;
  const command = ['create-irsa', 'generate', '--atlantis', atTop, ...named].map(quote).join(' ');
  const content = withHeader(emitAtlantis(path, projects), from, sha256, command);
  const snapshot = readSnapshot(boundary, [path], file, '.', () => from);
  if (snapshot.value === undefined) return { ...own, problems: placed(snapshot.problems, own.folder), changes: [] };
  return {
    ...own,
    problems: placed(snapshot.problems, own.folder),
    changes: changeSet([{ path, content }], snapshot.value),
    snapshot: snapshot.value,
  };
}

const seen = (top: string, path: string): string => relative(top, path).split(sep).join('/') || '.';

function projectsOf({ file, runs = [] }: Generation, top: string): AtlantisProject[] {
  const base = realFolder(dirname(resolve(file)));
  const directory = (of: string): string => seen(top, join(base, of));
  return runs.map((run) => ({
    run,
    directory: directory(run.directory),
    ...(run.after === undefined ? {} : { after: directory(run.after) }),
  }));
}

const outside = (file: string, projects: readonly AtlantisProject[], top: string): Problem[] =>
  projects
    .filter(({ directory }) => !isWithin(top, resolve(top, directory)) || /[*?[]/.test(directory))
    .map(({ directory }) => ({
      ...error(
        'atlantis-directory',
        [],
        directory.startsWith('..')
          ? `${directory} is outside of the repository that ${file} is for.`
          : `Atlantis would read ${directory} as a pattern.`,
        'Leave it out, or rename the folder.',
      ),
      file,
    }));

function sameName(file: string, projects: readonly AtlantisProject[]): Problem[] {
  const seenBefore = new Set<string>();
  return projects.flatMap(({ directory }) => {
    if (!seenBefore.has(directory)) {
      seenBefore.add(directory);
      return [];
    }
    return [
      { ...error('atlantis-directory', [], `Two specs write the root ${directory}.`, 'Give each its own terraform.directory.'), file },
    ];
  });
}
