/** What was in the repository at a commit, by the user's own git; nothing is checked out, and nothing changed. */
import { spawnSync } from 'node:child_process';
import { posix, relative, resolve, sep } from 'node:path';
import { error, type Outcome, type Problem } from '../problem.ts';
import { realFolder } from './boundary.ts';

export interface Commit {
  /** The whole hash. */
  readonly id: string;
  /** For people: its hash, and why it is this one. */
  readonly called: string;
  /** The folder that the repository is checked out to. */
  readonly top: string;
  /** Path from there, with `/`, to the file or folder that it is, links followed; nothing if there is none, or it leads out. */
  readonly find: (path: string) => string | undefined;
  /** Names of what is in a folder. */
  readonly entriesOf: (folder: string) => readonly { readonly name: string; readonly isDirectory: () => boolean }[];
  readonly kindOf: (path: string) => 'folder' | 'file' | undefined;
  /** Nothing if it is no file. */
  readonly read: (path: string) => string | undefined;
}

/** More than any list of files. */
const MOST = 1 << 30;

interface Ran {
  readonly code: number | null | 'missing';
  readonly out: string;
  readonly err: string;
}

function git(folder: string, ...words: readonly string[]): Ran {
  const {
    status,
    stdout,
    stderr,
    error: failed,
  } = spawnSync('git', ['-C', folder, ...words], {
    encoding: 'utf8',
    maxBuffer: MOST,
    stdio: ['ignore', 'pipe', 'pipe'],
    // What is only read needs no lock, and messages are matched in no language.
    env: { ...process.env, GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' },
  });
  return failed === undefined ? { code: status, out: stdout, err: stderr } : { code: 'missing', out: '', err: failed.message };
}

const line = ({ code, out }: Ran): string | undefined => (code === 0 && out.trim() !== '' ? out.trim() : undefined);

/**
 * @param folder in the repository
 * @param ref a branch, a tag or a commit; absent: where the branch that is checked out left the default one, else HEAD
 */
export function openCommit(folder: string, ref?: string): Outcome<Commit> {
  const root = git(folder, 'rev-parse', '--show-toplevel');
  if (root.code === 'missing') return { problems: [noGit()] };
  const top = line(root);
  if (top === undefined) return { problems: [noRepository()] };
  const fork = ref === undefined ? forkOf(folder) : undefined;
  if (fork !== undefined && fork.id === undefined) return { problems: [noFork(fork.from)] };
  const wanted = ref ?? fork?.id ?? 'HEAD';
  const id = line(git(folder, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${wanted}^{commit}`));
  if (id === undefined) return { problems: [noCommit(wanted)] };
  const short = id.slice(0, 10);
  const called = fork === undefined ? `${wanted} (${short})` : `${short}, where this branch left ${fork.from}`;
  return { value: { ...commitAt(realFolder(top), id), called }, problems: [] };
}

interface Fork {
  /** The default branch. */
  readonly from: string;
  /** Absent: a shallow clone does not have it. */
  readonly id?: string;
}

/** Where this branch left the default one, if there is one. */
function forkOf(folder: string): Fork | undefined {
  const remote = line(git(folder, 'symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD'));
  const names = [...(remote === undefined ? [] : [remote]), 'origin/main', 'origin/master', 'main', 'master'];
  const from = names.find((name) => git(folder, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`).code === 0);
  if (from === undefined) return undefined;
  const id = line(git(folder, 'merge-base', 'HEAD', from));
  return { from, ...(id === undefined ? {} : { id }) };
}

interface Entry {
  readonly mode: string;
  readonly object: string;
}

const LINK = '120000';

function commitAt(top: string, id: string): Omit<Commit, 'called'> {
  const files = new Map<string, Entry>();
  const folders = new Map<string, Set<string>>([['', new Set()]]);
  for (const record of git(top, 'ls-tree', '-r', '-z', '--full-tree', id).out.split('\0')) {
    const [, mode = '', type, object = '', path = ''] = /^(\d+) (\w+) ([0-9a-f]+)\t(.+)$/s.exec(record) ?? [];
    if (type !== 'blob') continue;
    files.set(path, { mode, object });
    addTo(folders, path);
  }
  const text = ({ object }: Entry): string => git(top, 'cat-file', 'blob', object).out;

  /** Each step of it may be a link. */
  const find = (path: string, links = 16): string | undefined => {
    const steps = posix.normalize(path).replace(/\/$/, '').split('/');
    if (steps[0] === '..') return undefined;
    for (const n of steps.keys()) {
      const at = steps.slice(0, n + 1).join('/');
      const entry = files.get(at);
      if (entry?.mode !== LINK) continue;
      const target = text(entry);
      if (links === 0 || target.startsWith('/')) return undefined;
      return find(posix.join(posix.dirname(at), target, ...steps.slice(n + 1)), links - 1);
    }
    const found = steps.join('/') === '.' ? '' : steps.join('/');
    return files.has(found) || folders.has(found) ? found : undefined;
  };

  const kindOf = (path: string): 'folder' | 'file' | undefined => {
    const found = find(path);
    return found === undefined ? undefined : folders.has(found) ? 'folder' : 'file';
  };
  return {
    id,
    top,
    find,
    kindOf,
    entriesOf: (folder) => {
      const at = find(folder) ?? '..';
      return [...(folders.get(at) ?? [])].map((name) => ({ name, isDirectory: () => folders.has(at === '' ? name : `${at}/${name}`) }));
    },
    read: (path) => {
      const entry = files.get(find(path) ?? '..');
      return entry === undefined ? undefined : text(entry);
    },
  };
}

function addTo(folders: Map<string, Set<string>>, path: string): void {
  const cut = path.lastIndexOf('/');
  const [folder, name] = cut < 0 ? ['', path] : [path.slice(0, cut), path.slice(cut + 1)];
  const known = folders.get(folder);
  if (known !== undefined) known.add(name);
  else {
    folders.set(folder, new Set([name]));
    addTo(folders, folder);
  }
}

/** A path of the disk, as the commit knows it. */
export const inCommit = ({ top }: Pick<Commit, 'top'>, path: string): string => {
  const real = resolve(path);
  // A file that is gone from the disk is looked for in its folder all the same.
  return relative(top, realFolder(real)).split(sep).join('/');
};

const noGit = (): Problem =>
  error(
    'git-missing',
    [],
    'What was there before is asked of `git`, which is not installed.',
    'Install it, or compare a plan: `create-irsa diff plan.json`.',
  );

const noRepository = (): Problem =>
  error(
    'no-git-repository',
    [],
    'What is to be compared is in no Git repository, so that nobody knows what was there before.',
    'Run it in one, or compare a plan: `create-irsa diff plan.json`.',
  );

const noFork = (from: string): Problem =>
  error(
    'base-not-found',
    [],
    `Where this branch left ${from} is not known here: the clone is shallow, or they have nothing in common.`,
    'Fetch all of it (`git fetch --unshallow`, or fetch-depth: 0), or name a commit with --base.',
  );

const noCommit = (ref: string): Problem =>
  error(
    'base-not-found',
    [],
    `There is no commit ${JSON.stringify(ref)} here.`,
    'Name a branch, a tag or a commit; a shallow clone has to fetch it first (`git fetch origin main`, or fetch-depth: 0).',
  );
