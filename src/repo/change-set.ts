/** FileSet compared with disk: all that would happen, known before anything does. Pure. */
import { belowHeader } from '../emit/header.ts';
import type { FileOnDisk, Snapshot } from './snapshot.ts';

/** A file as it is to be on disk, header included. */
export interface WantedFile {
  /** Relative to the base, with `/`. */
  readonly path: string;
  readonly content: string;
  readonly executable?: true;
  /** irsa.yaml: the user's own words, changed with their leave, so it has no header and is no conflict. */
  readonly spec?: true;
}

export type ChangeKind = 'create' | 'update' | 'unchanged' | 'conflict' | 'orphan';

export interface Change {
  readonly path: string;
  readonly kind: ChangeKind;
  /** What it would hold; absent for orphans. */
  readonly ours?: string;
  /** What it holds; absent where there is no file. */
  readonly theirs?: string;
  /** A conflict with a file that create-irsa did not write: not even `--force` overwrites it. */
  readonly foreign?: true;
  /** A conflict with a file that create-irsa wrote for another spec. */
  readonly otherSpec?: true;
  /** A conflict with, or an orphan that has, edits made by hand. */
  readonly edited?: true;
  /** An orphan whose text a wanted file of that name has in another folder. */
  readonly movedTo?: string;
  readonly executable?: true;
}

/** In the order of the wanted files; orphans last, by path. */
export type ChangeSet = readonly Change[];

/** Compares what is wanted with what a snapshot of the same paths saw. BOM and CRLF make no difference. */
export function changeSet(wanted: readonly WantedFile[], { places }: Snapshot): ChangeSet {
  const paths = new Set(wanted.map((file) => file.path));
  const orphans = [...places.values()]
    .filter(({ path, file }) => !paths.has(path) && file !== undefined && file.ofSpec && file.ownership !== 'foreign')
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ path, file }): Change => ({
      path,
      kind: 'orphan',
      ...theirs(file),
      ...(file?.ownership === 'edited' ? { edited: true } : moved(path, file?.content ?? '', wanted)),
    }));
  return [...wanted.map((file) => compare(file, places.get(file.path)?.file)), ...orphans];
}

function moved(path: string, content: string, wanted: readonly WantedFile[]): Pick<Change, 'movedTo'> {
  const name = path.slice(path.lastIndexOf('/'));
  const now = wanted.find((file) => file.path.endsWith(name) && belowHeader(file.content) === belowHeader(content));
  return now === undefined ? {} : { movedTo: now.path };
}

function compare({ path, content, executable, spec }: WantedFile, file: FileOnDisk | undefined): Change {
  const change = { path, ours: content, ...theirs(file), ...(executable ? { executable } : {}) };
  if (!file) return { ...change, kind: 'create' };
  if (plain(file.content) === plain(content)) return { ...change, kind: executable && !isExecutable(file) ? 'update' : 'unchanged' };
  if (spec) return { ...change, kind: 'update' };
  if (file.ownership === 'foreign') return { ...change, kind: 'conflict', foreign: true };
  if (!file.ofSpec) return { ...change, kind: 'conflict', otherSpec: true };
  return file.ownership === 'edited' ? { ...change, kind: 'conflict', edited: true } : { ...change, kind: 'update' };
}

const isExecutable = ({ mode }: FileOnDisk): boolean => (mode & 0o100) !== 0;

const theirs = (file: FileOnDisk | undefined): { theirs?: string } => (file ? { theirs: file.content } : {});

const plain = (text: string): string => text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
