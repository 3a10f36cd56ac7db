/**
 * What is on disk where files are to be written, read once and compared against until the last rename.
 * Read synchronously: the files are small and nothing else is going on, so a promise for each look
 * would cost more than all the looks (12 ms instead of 3 for eighteen files).
 */
import { closeSync, existsSync, lstatSync, openSync, readFileSync, readSync, readdirSync, type Dirent } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { hasHeader, ownership, withHeader, type Ownership } from '../emit/header.ts';
import type { OutFile } from '../emit/file-set.ts';
import { error, hasErrors, type Outcome, type Problem } from '../problem.ts';
import { CHILD_MODULE, KUBERNETES_ROOT, OTHER_ACCOUNTS, TEST_FOLDERS } from '../plan/own-folders.ts';
import { realTarget, specNames, type Boundary } from './boundary.ts';
import { sha256 } from './digest.ts';
import { unreadable } from './read-file.ts';

/** All that writing needs to know of a file that is there. */
export interface FileState {
  /** SHA-256 of its bytes. */
  readonly digest: string;
  /** Permission bits. Windows has none for running, so there all are set. */
  readonly mode: number;
}

export interface FileOnDisk extends FileState {
  readonly content: string;
  readonly ownership: Ownership;
  /** Its header names the spec that the snapshot was taken for. */
  readonly ofSpec: boolean;
}

export interface Place<File extends FileState = FileOnDisk> {
  /** Relative to the base, with `/`. */
  readonly path: string;
  /** The real file, symlinks followed. */
  readonly target: string;
  readonly file?: File;
}

/** What a set of changes is made with, and held against until the last rename. */
export interface Snapshot<File extends FileState = FileOnDisk> {
  readonly boundary: Boundary;
  /** By path: all that were asked for, and owned files of the same spec found beside them. */
  readonly places: ReadonlyMap<string, Place<File>>;
}

/**
 * Reads the files at the wanted paths, and looks for files of the same spec in their folders, in the
 * base and below `irsa/`: those that are wanted no longer are orphans.
 *
 * @param paths relative to the base, with `/`
 * @param spec the spec's file
 * @param directory of the root module, which has files of before even where nothing is wanted in it now
 * @param nameIn what the header of a file calls its spec
 * @returns no value if a path is refused, or two paths are one file
 */
export function readSnapshot(
  boundary: Boundary,
  paths: readonly string[],
  spec: string,
  directory = '.',
  nameIn: (path: string) => string = specNames(boundary, spec),
): Outcome<Snapshot> {
  const targets = paths.map((path) => ({ path, ...realTarget(boundary, path) }));
  const problems = oneForEachFolder(targets.flatMap((t) => t.problems));
  const wanted = targets.flatMap(({ path, value }) => (value === undefined ? [] : [{ path, target: value }]));
  problems.push(...sameFile(wanted));
  if (hasErrors(problems)) return { problems };

  const known = new Set(wanted.map((place) => place.target));
  const roots = [...new Set([boundary.base, join(boundary.base, directory), ...wanted.map(({ target }) => dirname(target))])];
  const inside = [KUBERNETES_ROOT, CHILD_MODULE, ...TEST_FOLDERS];
  const below = roots.flatMap((folder) => [...inside.map((name) => join(folder, name)), ...foldersBelow(join(folder, OTHER_ACCOUNTS), 2)]);
  const folders = new Set([...roots, ...below, ...foldersBelow(join(boundary.base, 'irsa'), 4)]);
  const beside = [...folders].flatMap((folder) => ownedFiles(folder, known));
  const found = beside
    .map((target) => ({ path: relative(boundary.base, target).split(sep).join('/'), target }))
    // A folder may be reached through a symlink: what is not where it seems is left alone.
    .filter(({ path, target }) => realTarget(boundary, path).value === target);

  try {
    const openingsOf = once(openings);
    const places = [...wanted, ...found].map((place) => readPlace(place, openingsOf(nameIn(place.path))));
    const owned = places.filter(
      ({ target, file }) => known.has(target) || (file !== undefined && file.ownership !== 'foreign' && file.ofSpec),
    );
    return { value: { boundary, places: new Map(owned.map((place) => [place.path, place])) }, problems };
  } catch (cause) {
    return { problems: [unreadable(cause)] };
  }
}

/** A folder that is refused is refused with everything in it. */
function oneForEachFolder(refused: readonly Problem[]): Problem[] {
  const first = new Map<string, Problem>();
  for (const problem of refused) {
    const { file = '', message } = problem;
    const key = dirname(file) + message.replace(JSON.stringify(file), '');
    if (!first.has(key)) first.set(key, problem);
  }
  return [...first.values()];
}

function readPlace(place: Place, isOfSpec: (content: string) => boolean): Place {
  const found = lstatSync(place.target, { throwIfNoEntry: false });
  if (found === undefined) return place;
  const mode = (found.mode & 0o7777) | (process.platform === 'win32' ? 0o111 : 0);
  const bytes = readFileSync(place.target);
  const content = bytes.toString('utf8');
  const digest = onDemand(() => sha256(bytes));
  const owner = onDemand(() => ownership(content, sha256));
  // Of a file that is as it should be nobody asks them.
  const file = {
    content,
    mode,
    ofSpec: isOfSpec(content),
    get digest() {
      return digest();
    },
    get ownership() {
      return owner();
    },
  };
  return { ...place, file };
}

function onDemand<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** Also where names differ by case only: they are one file on macOS and Windows. */
function sameFile(places: readonly Place[]): Problem[] {
  const first = new Map<string, string>();
  return places.flatMap(({ path, target }) => {
    const key = target.toLowerCase();
    const other = first.get(key);
    if (other === undefined) first.set(key, path);
    return other === undefined
      ? []
      : [
          {
            ...error(
              'path-twice',
              [],
              `${other} and ${path} are one file on this disk.`,
              'Rename one of the two workloads, or remove the link between them.',
            ),
            file: path,
          },
        ];
  });
}

/** Files of a folder that begin with our header, but for those that are known already. */
const ownedFiles = (folder: string, known: ReadonlySet<string>): string[] =>
  entriesOf(folder)
    .filter((e) => e.isFile() && isOfKind(e.name))
    .map((e) => join(folder, e.name))
    .filter((file) => !known.has(file) && hasOurHead(file));

const isOfKind = (name: string): boolean => name === '.gitignore' || /^[^.].*\.(tf|hcl|tfvars|json|ya?ml|md|sh|ts)$/.test(name);

/** None of a folder that is not there or cannot be read. Most of them are not there, and an error takes longer than a look. */
function entriesOf(folder: string): Dirent[] {
  if (!existsSync(folder)) return [];
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

const HEAD = 8_192;

function hasOurHead(file: string): boolean {
  let handle: number | undefined;
  try {
    handle = openSync(file, 'r');
    const head = Buffer.alloc(HEAD);
    return hasHeader(head.toString('utf8', 0, readSync(handle, head)));
  } catch {
    return false;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

function foldersBelow(folder: string, depth: number): string[] {
  const inner = entriesOf(folder).filter((e) => e.isDirectory() && depth > 1 && e.name !== 'node_modules' && !e.name.startsWith('.'));
  return [folder, ...inner.flatMap((e) => foldersBelow(join(folder, e.name), depth - 1))];
}

function once<T>(make: (key: string) => T): (key: string) => T {
  const made = new Map<string, T>();
  return (key) => {
    const value = made.get(key) ?? make(key);
    made.set(key, value);
    return value;
  };
}

/** How files of a spec begin, one way for each kind of comment. */
function openings(spec: string): (content: string) => boolean {
  const kinds: readonly OutFile['comments'][] = ['hash', 'slashes', 'html', 'json'];
  const heads = kinds.map((comments) => {
    const lines = withHeader({ path: '', content: '{}', comments }, spec, () => '').split('\n');
    return `${lines.slice(0, lines.findIndex((line) => line.includes('create-irsa')) + 1).join('\n')}\n`;
  });
  return (content) => {
    const text = content
      .replace(/^\uFEFF/, '')
      .replaceAll('\r\n', '\n')
      .replace(/^#!.*\n/, '');
    return heads.some((head) => text.startsWith(head));
  };
}
