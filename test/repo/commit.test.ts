/** What was in the repository at a commit, read from Git. */
import { spawnSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { inCommit, openCommit, type Commit } from '../../src/repo/commit.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

function git(folder: string, ...words: string[]): string {
  const { status, stdout, stderr } = spawnSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...words], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`git ${words.join(' ')}: ${stderr}`);
  return stdout.trim();
}

function repository(files: Readonly<Record<string, string>>, links: Readonly<Record<string, string>> = {}): string {
  const folder = temporaryFolder(files);
  for (const [path, target] of Object.entries(links)) symlinkSync(target, join(folder, path));
  git(folder, 'init', '-q', '-b', 'main', '.');
  git(folder, 'add', '-A');
  git(folder, 'commit', '-qm', 'one');
  return folder;
}

function opened(folder: string, ref?: string): Commit {
  const { value, problems } = openCommit(folder, ref);
  if (value === undefined) throw new Error(problems[0]?.message);
  return value;
}

describe('a commit', () => {
  test('has the files of its time, whatever is on disk and whatever they are called', () => {
    const odd = 'a folder/naïve "quoted"\tname.yaml';
    const folder = repository({ [odd]: 'one\n', 'b.yaml': 'b' });
    writeFileSync(join(folder, odd), 'two\n');
    const commit = opened(folder);
    expect(commit.read(odd)).toBe('one\n');
    expect(commit.read(inCommit(commit, join(folder, odd)))).toBe('one\n');
    expect([commit.kindOf('a folder'), commit.kindOf(odd), commit.kindOf('c')]).toEqual(['folder', 'file', undefined]);
    expect(commit.entriesOf('').map(({ name, isDirectory }) => [name, isDirectory()])).toEqual([
      ['a folder', true],
      ['b.yaml', false],
    ]);
    expect(commit.read('a folder')).toBeUndefined();
  });

  test('has links that are followed within, and none that lead out or around', () => {
    const links = { 'link.yaml': 'a/b.yaml', folder: 'a', out: '../../etc/passwd', absolute: '/etc/passwd', one: 'two', two: 'one' };
    const commit = opened(repository({ 'a/b.yaml': 'b', 'etc/passwd': 'of the repository' }, links));
    expect(commit.read('link.yaml')).toBe('b');
    expect(commit.read('folder/b.yaml')).toBe('b');
    for (const path of ['out', 'absolute', 'one', 'two', '../a']) expect([path, commit.read(path)]).toEqual([path, undefined]);
  });

  test('is the one that a name means, and a name is no flag', () => {
    const folder = repository({ a: '1' });
    git(folder, 'tag', 'v1');
    expect(opened(folder, 'v1').id).toBe(git(folder, 'rev-parse', 'HEAD'));
    expect(opened(folder, 'v1').called).toMatch(/^v1 \([0-9a-f]{10}\)$/);
    for (const ref of ['nowhere', '--help', 'HEAD:a', ''])
      expect(openCommit(folder, ref).problems).toMatchObject([{ code: 'base-not-found' }]);
  });
});

describe('without a name it is', () => {
  test('where the branch left the default one, which the remote names', () => {
    const origin = repository({ a: '1' });
    git(origin, 'branch', '-m', 'trunk');
    const clone = join(temporaryFolder(), 'clone');
    git(origin, 'clone', '-q', origin, clone);
    const left = git(clone, 'rev-parse', 'HEAD');
    git(clone, 'checkout', '-qb', 'feature');
    git(clone, 'commit', '-qm', 'two', '--allow-empty');
    expect(opened(clone)).toMatchObject({ id: left, called: `${left.slice(0, 10)}, where this branch left origin/trunk` });
  });

  test('HEAD, where no branch is the default one', () => {
    const folder = repository({ a: '1' });
    git(folder, 'branch', '-m', 'feature');
    expect(opened(folder)).toMatchObject({ id: git(folder, 'rev-parse', 'HEAD'), called: expect.stringMatching(/^HEAD \(/) });
  });

  test('a problem, where a shallow clone does not know it: HEAD would say that nothing changed', () => {
    const folder = repository({ a: '1' });
    git(folder, 'checkout', '-q', '--orphan', 'feature');
    git(folder, 'commit', '-qm', 'two');
    expect(openCommit(folder).problems).toMatchObject([{ code: 'base-not-found', fix: expect.stringContaining('fetch-depth: 0') }]);
  });
});
