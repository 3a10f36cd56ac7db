/** Many specs in one run: each is prepared in turn, and of each only what the rest of the run needs is kept. */
import { resolve } from 'node:path';
import { error, type Problem } from '../problem.ts';
import type { Change } from '../repo/change-set.ts';
import type { FileState, Snapshot } from '../repo/snapshot.ts';
import { readSpec, sharedByRun, type Generation } from './generation.ts';
import { prepareOne, type RunOptions } from './prepare-one.ts';
import { folderFor } from './placed.ts';
import { expandWords } from './spec-words.ts';

export interface FleetOptions extends RunOptions {
  /** Contents of all files are kept, to be shown. */
  readonly keepsContents: boolean;
}

/**
 * @param named specs, or patterns of them
 * @param progress is told how far it is
 */
export async function prepareFleet(
  named: readonly string[],
  options: FleetOptions,
  progress: (text: string) => void,
): Promise<Generation[]> {
  const words = expandWords(named);
  const shared = sharedByRun();
  const claims = [fileClaims(), workspaceClaims()];
  const seen = new Set<string>();
  const generations: Generation[] = [];
  for (const [i, { word, problem }] of words.entries()) {
    const source = problem ?? readSpec(word);
    if ('code' in source) {
      generations.push({ file: word, folder: folderFor(word, options.out), problems: [source], changes: [] });
      continue;
    }
    if (seen.has(resolve(source.file))) continue;
    seen.add(resolve(source.file));
    if (words.length > 1) progress(`${i + 1}/${words.length} ${source.file}`);
    const generation = await prepareOne(source, options, shared);
    const twice = claims.flatMap((claim) => claim(generation));
    const whole = twice.length === 0 ? generation : { ...generation, problems: [...generation.problems, ...twice] };
    generations.push(options.keepsContents || words.length === 1 ? whole : slim(whole));
  }
  return generations;
}

/**
 * Without the contents of files that stay, nor what is on disk where it is only replaced: so memory grows
 * with what changes. Conflicts keep both, since they are shown.
 */
function slim({ file, folder, problems, toolVersion, runs, changes, snapshot }: Generation): Generation {
  return {
    file,
    folder,
    problems,
    ...(toolVersion === undefined ? {} : { toolVersion }),
    ...(runs === undefined ? {} : { runs }),
    changes: changes.map(slimChange),
    ...(snapshot === undefined ? {} : { snapshot: slimSnapshot(snapshot, changes) }),
  };
}

function slimChange(change: Change): Change {
  if (change.kind === 'conflict') return change;
  const { path, kind, ours, edited, executable } = change;
  return {
    path,
    kind,
    ...(kind === 'unchanged' || ours === undefined ? {} : { ours }),
    ...(edited ? { edited } : {}),
    ...(executable ? { executable } : {}),
  };
}

function slimSnapshot({ boundary, places }: Snapshot<FileState>, changes: readonly Change[]): Snapshot<FileState> {
  const changing = new Set(changes.filter(({ kind }) => kind !== 'unchanged').map(({ path }) => path));
  return {
    boundary,
    places: new Map(
      [...places]
        .filter(([path]) => changing.has(path))
        .map(([path, place]) => [
          path,
          place.file === undefined ? place : { ...place, file: { digest: place.file.digest, mode: place.file.mode } },
        ]),
    ),
  };
}

/** Tells of files that two specs would both write: once for each pair, however many files. */
function fileClaims(): (generation: Generation) => Problem[] {
  const first = new Map<string, string>();
  return ({ file, snapshot, changes }) => {
    const taken = new Map<string, string[]>();
    for (const { path } of changes.filter(({ kind }) => kind !== 'orphan')) {
      const target = snapshot?.places.get(path)?.target ?? path;
      const other = first.get(target) ?? file;
      first.set(target, other);
      if (other !== file) taken.set(other, [...(taken.get(other) ?? []), path]);
    }
    return [...taken].map(([other, [path, ...more]]) => ({
      ...error(
        'specs-share-files',
        ['terraform', 'directory'],
        `${other} and ${file} would both write ${path}${more.length === 0 ? '' : ` and ${more.length} more`}.`,
        'Give each its own terraform.directory.',
      ),
      file,
    }));
  };
}

/** Tells of workspaces that two specs would both keep their state in. */
function workspaceClaims(): (generation: Generation) => Problem[] {
  const first = new Map<string, string>();
  return ({ file, runs = [] }) =>
    runs.flatMap(({ workspace }): Problem[] => {
      if (workspace === undefined) return [];
      const other = first.get(workspace);
      first.set(workspace, other ?? file);
      if (other === undefined) return [];
      const message = `${other} and ${file} would both keep their state in ${workspace}.`;
      return [
        { ...error('workspace-taken', ['terraform', 'cloud', 'workspace'], message, 'Name the workspace with {group} or {region}.'), file },
      ];
    });
}
