/**
 * The releases of a module repository, and the Terraform files of one of them: of a git directory, bare or
 * not, its tags (`v6.5.0`); of any other folder what lies in it, as the release that the caller names.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const TAG = /^v?(\d+\.\d+\.\d+)$/;

const git = (path, ...args) => execFileSync('git', ['-C', path, ...args], { encoding: 'utf8', maxBuffer: 2 ** 28, stdio: 'pipe' });

const wanted = (only) => (name) => (only === undefined ? name.endsWith('.tf') : name === only);

/** `{ releases: versions oldest first, filesOf(version, folder, [name]): name → text }`; no files where the release has no such folder. */
export function openRepository(path, version) {
  if (version !== undefined) return { releases: [version], filesOf: (_, folder, only) => filesIn(join(path, folder), only) };
  const tags = new Map(
    git(path, 'tag', '--list')
      .split('\n')
      .flatMap((tag) => (TAG.test(tag) ? [[TAG.exec(tag)[1], tag]] : [])),
  );
  return {
    releases: [...tags.keys()].sort(compareReleases),
    filesOf: (release, folder, only) => filesAt(path, tags.get(release), folder, only),
  };
}

export const compareReleases = (a, b) => {
  const [x, y] = [a, b].map((version) => version.split('.').map(Number));
  return x[0] - y[0] || x[1] - y[1] || x[2] - y[2];
};

function filesIn(folder, only) {
  const names = existsSync(folder) ? readdirSync(folder).filter(wanted(only)) : [];
  return new Map(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

function filesAt(path, tag, folder, only) {
  const prefix = folder === '' ? '' : `${folder}/`;
  const names = git(path, 'ls-tree', '--name-only', tag, `./${prefix}`)
    .split('\n')
    .map((name) => name.slice(prefix.length))
    .filter(wanted(only));
  return new Map(names.map((name) => [name, git(path, 'show', `${tag}:${prefix}${name}`)]));
}
