/** Where create-irsa may write: below the git root (else the spec's folder, or `--out`), and nowhere else. */
import { lstatSync, realpathSync, type Stats } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { isAscii } from '../ascii.ts';
import { error, type Outcome, type Problem } from '../problem.ts';
import { gitRoot } from './git-root.ts';
import { inWords } from './in-words.ts';

export interface Boundary {
  /** The folder that paths are relative to, absolute and without symlinks; it need not exist yet. */
  readonly base: string;
  /** `base` itself or a folder above it: nothing beyond is written. */
  readonly top: string;
}

/** Boundary of a spec's folder. */
export function boundaryOf(folder: string): Boundary {
  const base = realFolder(resolve(folder));
  return { base, top: gitRoot(base) ?? base };
}

/** Boundary of `--out DIR`: the folder is base and boundary both. */
export function boundaryOfOut(folder: string): Boundary {
  const base = realFolder(resolve(folder));
  return { base, top: base };
}

/**
 * What the header of a generated file calls its spec: the way from the file's folder to it, so that
 * a folder may be moved or copied whole. With `--out`, as if the spec stood there.
 *
 * @param file the spec
 * @returns the name in a generated file of which the path, relative to the base, is given
 */
export function specNames({ base }: Boundary, file: string): (path: string) => string {
  const spec = join(base, basename(file));
  const known = new Map<string, string>();
  return (path) => {
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    const name = known.get(folder) ?? relative(resolve(base, folder), spec).split(sep).join('/');
    known.set(folder, name);
    return name;
  };
}

/** Without symlinks as far as it exists. */
export function realFolder(folder: string): string {
  return realPath(folder) ?? (dirname(folder) === folder ? folder : join(realFolder(dirname(folder)), basename(folder)));
}

/** What `resolve` would work out: steps of dots, and empty ones. */
const NOT_NORMAL = /(^|\/)\.{0,2}(\/|$)/;

/**
 * The absolute path, by the letters alone, of a path relative to the base.
 * Refused: absolute paths (of Windows too), `..` beyond the top, `.git`, control characters, backslashes.
 */
export function resolveInside({ base, top }: Boundary, path: string): Outcome<string> {
  const refuse = (why: string): Outcome<string> => ({ problems: [refused(path, why)] });
  if (path === '') return refuse('it is empty');
  if (!isAscii(path) && /\p{Cc}/u.test(path)) return refuse('it holds a control character');
  if (path.startsWith('/') || /^[a-z]:/i.test(path)) return refuse('it is absolute');
  if (path.includes('\\')) return refuse('it holds a backslash');
  const target = NOT_NORMAL.test(path) || base.endsWith(sep) ? resolve(base, path) : base + sep + path.split('/').join(sep);
  if (!isWithin(top, target)) return refuse(`it leads out of ${BOUNDARY}`);
  if (target === top || path.endsWith('/')) return refuse('it names a folder');
  if (stepsBelow(top, target).some(isGit)) return refuse("git's own folder is never touched");
  return { value: target, problems: [] };
}

/**
 * The real file that a path means: symlinks inside the boundary are followed, so that the link stays.
 * Refused, beyond what {@link resolveInside} refuses: symlinks that lead out or nowhere, folders, devices, sockets.
 */
export function realTarget(boundary: Boundary, path: string): Outcome<string> {
  const { value: named, problems } = resolveInside(boundary, path);
  if (named === undefined) return { problems };
  try {
    const found = follow(boundary.top, stepsBelow(boundary.top, named));
    return 'target' in found ? { value: found.target, problems: [] } : { problems: [refused(path, found.why)] };
  } catch (cause) {
    return { problems: [refused(path, inWords((cause as NodeJS.ErrnoException).code))] };
  }
}

function follow(top: string, steps: readonly string[]): { target: string } | { why: string } {
  let at = top;
  for (const [i, step] of steps.entries()) {
    const last = i === steps.length - 1;
    let next = at.endsWith(sep) ? at + step : at + sep + step;
    let found = stat(next);
    if (found?.isSymbolicLink()) {
      const leads = realPath(next);
      if (leads === undefined) return { why: `${relative(top, next)} is a symlink that leads nowhere` };
      if (!isWithin(top, leads)) return { why: `${relative(top, next)} is a symlink that leads out of ${BOUNDARY}` };
      if (stepsBelow(top, leads).some(isGit)) return { why: "git's own folder is never touched" };
      next = leads;
      found = stat(next);
    }
    if (!found) return { target: join(next, ...steps.slice(i + 1)) };
    if (!last && !found.isDirectory()) return { why: `${relative(top, next)} is not a folder` };
    if (last && found.isDirectory()) return { why: 'there is a folder of that name' };
    if (last && !found.isFile()) return { why: 'it is not a regular file' };
    at = next;
  }
  return { target: at };
}

const stat = (path: string): Stats | undefined => lstatSync(path, { throwIfNoEntry: false });

function realPath(path: string): string | undefined {
  try {
    // The native one, as `fs.promises` has it: the other walks the path in JavaScript.
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}

/** Is `path` the folder `top`, or below it? Both absolute and normal. */
export function isWithin(top: string, path: string): boolean {
  return path === top || path.startsWith(top.endsWith(sep) ? top : top + sep);
}

/** Cut off, not worked out: both are absolute and normal, and a run asks this of each file. */
const stepsBelow = (top: string, path: string): string[] => path.slice(top.endsWith(sep) ? top.length : top.length + 1).split(sep);

/**
 * `.git` by any name that a file system takes for it: other case, trailing dots and spaces, NTFS
 * streams and short names, characters that HFS+ ignores. https://nvd.nist.gov/vuln/detail/CVE-2014-9390
 */
function isGit(step: string): boolean {
  const name = (isAscii(step) ? step : step.replace(/\p{Cf}/gu, ''))
    .replace(/:.*$/s, '')
    .replace(/[. ]+$/, '')
    .toLowerCase();
  return name === '.git' || name === 'git~1';
}

const BOUNDARY = 'the Git repository (without one, of the folder of irsa.yaml; with --out, of that folder)';

const refused = (path: string, why: string): Problem => ({
  ...error(
    'path-refused',
    [],
    `${JSON.stringify(path)} is not written: ${why}.`,
    'Name a folder inside with terraform.directory, and put no links or folders where the files go.',
  ),
  file: path,
});
