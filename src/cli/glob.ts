/** The paths that a pattern stands for. Shells differ in this, and those of Windows leave it to the program. */
import { readdirSync, statSync, type Dirent } from 'node:fs';
import { alternativesOf, ANY_FOLDERS, isPattern, matchesStep, stepsOf } from '../spec/pattern.ts';

/** Sorted, each once, with `/`, seen from where the pattern is: `folder` stands before it and is not in them. */
export const globPaths = (pattern: string, folder = '', folders: Folders = disk): string[] => {
  const found = alternativesOf(pattern).flatMap((one) => walk('', stepsOf(one), folder, folders));
  return [...new Set(found)].sort();
};

/** What is where: on disk, or in a commit. */
export interface Folders {
  /** None of a folder that is not there. */
  readonly entriesOf: (path: string) => readonly { readonly name: string; readonly isDirectory: () => boolean }[];
  readonly kindOf: (path: string) => 'folder' | 'file' | undefined;
}

function walk(at: string, [step, ...rest]: readonly string[], folder: string, folders: Folders): string[] {
  const { entriesOf, kindOf } = folders;
  if (step === undefined) return at !== '' && kindOf(folder + at) !== undefined ? [at] : [];
  if (step === ANY_FOLDERS) {
    const below = entriesOf(folder + at).filter((entry) => entry.isDirectory() && isSearched(entry.name));
    return [...walk(at, rest, folder, folders), ...below.flatMap(({ name }) => walk(under(at, name), [step, ...rest], folder, folders))];
  }
  if (!isPattern(step)) return walk(step === '' ? '/' : under(at, step), rest, folder, folders);
  return entriesOf(folder + at)
    .filter(({ name }) => matchesStep(step, name))
    .map(({ name }) => under(at, name))
    .filter((path) => rest.every((one) => one === ANY_FOLDERS) || kindOf(folder + path) === 'folder')
    .flatMap((path) => walk(path, rest, folder, folders));
}

const under = (at: string, name: string): string => (at === '' || at.endsWith('/') ? at + name : `${at}/${name}`);

/** What installs itself into a repository is not of it. */
const isSearched = (name: string): boolean => !name.startsWith('.') && name !== 'node_modules';

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder === '' ? '.' : folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Symlinks are followed, but for the folders that `**` stands for. */
export function kindOf(path: string): 'folder' | 'file' | undefined {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file';
  } catch {
    return undefined;
  }
}

const disk: Folders = { entriesOf, kindOf };
