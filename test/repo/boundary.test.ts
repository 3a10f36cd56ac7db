import { execFileSync } from 'node:child_process';
import { mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { boundaryOf, boundaryOfOut, isWithin, realTarget, resolveInside, specNames, type Boundary } from '../../src/repo/boundary.ts';
import { folder, put } from './support/folder.ts';
import { anyCharacter } from '../support/any-character.ts';

let root: string;
let boundary: Boundary;

beforeEach(async () => {
  root = folder({ 'repo/.git/HEAD': '', 'repo/live/irsa.yaml': '', 'secret/passwords.tf': 'secret' });
  boundary = boundaryOf(join(root, 'repo/live'));
});

const refusal = async (path: string): Promise<string | undefined> => realTarget(boundary, path).problems[0]?.message;

describe('the boundary', () => {
  test('is the git root, reached from the real folder of the spec', async () => {
    symlinkSync('repo/live', join(root, 'shortcut'));
    expect(boundaryOf(join(root, 'shortcut'))).toEqual({ base: join(root, 'repo/live'), top: join(root, 'repo') });
  });

  test('is the folder itself without git, and with --out', async () => {
    expect(boundaryOf(join(root, 'secret'))).toEqual({ base: join(root, 'secret'), top: join(root, 'secret') });
    expect(boundaryOfOut(join(root, 'repo/live'))).toEqual({ base: join(root, 'repo/live'), top: join(root, 'repo/live') });
    expect(boundaryOfOut(join(root, 'repo/not/yet'))).toEqual({ base: join(root, 'repo/not/yet'), top: join(root, 'repo/not/yet') });
  });

  test('is a worktree whose .git is a file', async () => {
    put(root, { 'worktree/.git': 'gitdir: elsewhere', 'worktree/a/irsa.yaml': '' });
    expect(boundaryOf(join(root, 'worktree/a')).top).toBe(join(root, 'worktree'));
  });

  test('names a spec by the way to it from each file, so that the folder may be moved', () => {
    const nameIn = specNames(boundary, join(root, 'repo/live/irsa.yaml'));
    expect(nameIn('irsa-app.tf')).toBe('irsa.yaml');
    expect(nameIn('irsa/helm/app.values.yaml')).toBe('../../irsa.yaml');
    expect(nameIn('../infra/irsa-app.tf')).toBe('../live/irsa.yaml');
  });
});

describe('a path inside the boundary', () => {
  test.each([
    'irsa-a.tf',
    './irsa-a.tf',
    '../irsa-a.tf',
    '../other/deep/irsa-a.tf',
    'a/../irsa-a.tf',
    '...',
    '.github/x.tf',
    'a.git/x',
    'git/x',
    'ünï.tf',
    ' ',
  ])('%j is accepted', async (path) => {
    expect(realTarget(boundary, path)).toEqual({ value: resolve(boundary.base, path), problems: [] });
  });
});

describe('a hostile path', () => {
  test.each([
    ['', 'empty'],
    ['.', 'folder of that name'],
    ['..', 'names a folder'],
    ['a/', 'names a folder'],
    ['../..', 'leads out'],
    ['../../secret/passwords.tf', 'leads out'],
    ['../../repo2/x.tf', 'leads out'],
    ['a/../../../x.tf', 'leads out'],
    ['/etc/passwd', 'absolute'],
    ['//host/share', 'absolute'],
    ['C:/x.tf', 'absolute'],
    ['c:x.tf', 'absolute'],
    ['..\\..\\x.tf', 'backslash'],
    ['a\0.tf', 'control character'],
    ['a\n.tf', 'control character'],
    ['../.git/hooks/pre-commit', "git's own"],
    ['../.GIT/config', "git's own"],
    ['a/.git/config', "git's own"],
    ['../.git./config', "git's own"],
    ['../.git /config', "git's own"],
    ['../.g\u200cit/config', "git's own"],
    ['../GIT~1/config', "git's own"],
    ['../.git::$INDEX_ALLOCATION/config', "git's own"],
    ['x'.repeat(300), 'its name is too long'],
    ['irsa.yaml/x.tf', 'not a folder'],
  ])('%j is refused: %s', async (path, why) => {
    expect(await refusal(path)).toContain(why);
  });

  test('is refused where a symlink leads out, at any step, directly or through another', async () => {
    symlinkSync(join(root, 'secret'), join(root, 'repo/out'));
    symlinkSync('../out', join(root, 'repo/live/chain'));
    symlinkSync(join(root, 'secret/passwords.tf'), join(root, 'repo/live/irsa-a.tf'));
    symlinkSync('/dev/null', join(root, 'repo/live/irsa-b.tf'));
    symlinkSync('../.git', join(root, 'repo/live/history'));
    expect(await refusal('../out/passwords.tf')).toContain('leads out');
    expect(await refusal('chain/new.tf')).toContain('leads out');
    expect(await refusal('irsa-a.tf')).toContain('leads out');
    expect(await refusal('irsa-b.tf')).toContain('leads out');
    expect(await refusal('history/config')).toContain("git's own");
  });

  test('is refused where a symlink leads nowhere or in a circle', async () => {
    symlinkSync('nowhere', join(root, 'repo/live/irsa-a.tf'));
    symlinkSync('irsa-b.tf', join(root, 'repo/live/irsa-b.tf'));
    expect(await refusal('irsa-a.tf')).toContain('leads nowhere');
    expect(await refusal('irsa-b.tf')).toContain('leads nowhere');
  });

  test('follows symlinks that stay inside, so that the link is kept', async () => {
    put(root, { 'repo/shared/irsa-a.tf': 'x' });
    symlinkSync('../shared', join(root, 'repo/live/infra'));
    symlinkSync('../shared/irsa-a.tf', join(root, 'repo/live/link.tf'));
    expect(realTarget(boundary, 'infra/new.tf').value).toBe(join(root, 'repo/shared/new.tf'));
    expect(realTarget(boundary, 'link.tf').value).toBe(join(root, 'repo/shared/irsa-a.tf'));
  });

  test('is refused where a folder or a pipe has its name', async () => {
    mkdirSync(join(root, 'repo/live/irsa-a.tf'));
    expect(await refusal('irsa-a.tf')).toContain('folder of that name');
    if (process.platform !== 'win32') {
      execFileSync('mkfifo', [join(root, 'repo/live/irsa-b.tf')]);
      expect(await refusal('irsa-b.tf')).toContain('not a regular file');
    }
  });

  test('never leads out, whatever it is made of', () => {
    const step = fc.oneof(
      fc.constantFrom('..', '.', '', 'a', '.git', '.GiT', '.git.', '~', '%2e%2e', 'irsa', '..\\..', 'C:', '\0', '…', '. .'),
      fc.string({ unit: anyCharacter, maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), fc.constantFrom('/', '//', '\\'), (steps, separator) => {
        const { value, problems } = resolveInside(boundary, steps.join(separator));
        expect((value === undefined) === problems.length > 0).toBe(true);
        if (value !== undefined) {
          expect(isWithin(boundary.top, value)).toBe(true);
          expect(value).not.toBe(boundary.top);
          expect(value.slice(boundary.top.length).toLowerCase().split('/')).not.toContain('.git');
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('never leads out through any tangle of symlinks', async () => {
    const names = ['a', 'b', 'c'];
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.tuple(fc.constantFrom(...names), fc.constantFrom('.', '..', '../..', 'a', 'b/c', '../live', '/', '../../secret', 'c')),
          { maxLength: 3 },
        ),
        fc.array(fc.constantFrom(...names, '..', 'passwords.tf'), { minLength: 1, maxLength: 5 }),
        async (links, steps) => {
          const here = folder({ 'repo/.git/HEAD': '', 'repo/live/irsa.yaml': '', 'secret/passwords.tf': 'x' });
          for (const [name, to] of links) {
            try {
              symlinkSync(to, join(here, 'repo/live', name));
            } catch {
              // The name is taken.
            }
          }
          const { value } = realTarget(boundaryOf(join(here, 'repo/live')), steps.join('/'));
          if (value === undefined) return;
          let existing = value;
          for (;;) {
            try {
              existing = realpathSync(existing);
              break;
            } catch {
              existing = dirname(existing);
            }
          }
          expect(isWithin(join(here, 'repo'), existing)).toBe(true);
          expect(existing).not.toContain('.git');
        },
      ),
      { numRuns: 100 },
    );
  });
});
