import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { boundaryOf, boundaryOfOut } from '../../src/repo/boundary.ts';
import { changeSet } from '../../src/repo/change-set.ts';
import { readSnapshot } from '../../src/repo/snapshot.ts';
import { interrupted, recover, writeChanges } from '../../src/repo/write.ts';
import { realDisk, type Disk } from '../../src/repo/writing/disk.ts';
import { JOURNAL } from '../../src/repo/journal-file.ts';
import { folder, put } from './support/folder.ts';
import { owned } from './support/owned.ts';
import { watchedDisk } from './support/watched-disk.ts';
import { after, before, look, modeOf, remove, setMode, tree } from './support/world.ts';

const write = async (root: string, disk?: Disk) => {
  const { changes, snapshot } = await look(root);
  return writeChanges(changes, snapshot, { remove }, disk);
};

describe('writing a change set', () => {
  test('makes the disk what was wanted, and leaves no trace', async () => {
    const root = folder(before);
    expect(await write(root)).toEqual({
      value: {
        written: [
          'irsa.yaml',
          'irsa-update.tf',
          'irsa-create.tf',
          'irsa/helm/deep/new.values.yaml',
          'irsa/verify.sh',
          '../tf/irsa-more.tf',
          '../tf/irsa-elsewhere.tf',
        ],
        removed: ['irsa-orphan.tf'],
      },
      problems: [],
    });
    expect(tree(root)).toEqual(after);
  });

  test('touches nothing on a second run', async () => {
    const root = folder(before);
    await write(root);
    const { changes, snapshot } = await look(root);
    expect(changes.map((change) => change.kind)).toEqual(changes.map(() => 'unchanged'));
    const untouchable = new Proxy(realDisk, { get: () => () => Promise.reject(new Error('touched')) });
    expect(await writeChanges(changes, snapshot, {}, untouchable)).toEqual({ value: { written: [], removed: [] }, problems: [] });
  });

  test('keeps orphans that nobody agreed to lose', async () => {
    const root = folder(before);
    const { changes, snapshot } = await look(root);
    expect((await writeChanges(changes, snapshot)).value?.removed).toEqual([]);
    expect(tree(root)).toHaveProperty(['live/irsa-orphan.tf']);
  });

  test('keeps permissions, and lets scripts run for whoever may read them', async () => {
    const root = folder(before);
    setMode(join(root, 'live/irsa-update.tf'), 0o640);
    setMode(join(root, 'live/irsa/verify.sh'), 0o640);
    await write(root);
    expect(modeOf(join(root, 'live/irsa-update.tf'))).toBe(0o640);
    expect(modeOf(join(root, 'live/irsa/verify.sh'))).toBe(0o750);
    expect(modeOf(join(root, 'live/irsa-create.tf'))).toBe(0o666 & ~process.umask());
  });

  test('makes new scripts executable', async () => {
    const base = folder();
    const wanted = [{ path: 'irsa/verify.sh', content: owned('#!/bin/sh\n'), executable: true as const }];
    const { value: snapshot } = readSnapshot(boundaryOf(base), ['irsa/verify.sh'], 'irsa.yaml');
    if (!snapshot) throw new Error('no snapshot');
    await writeChanges(changeSet(wanted, snapshot), snapshot);
    expect(modeOf(join(base, 'irsa/verify.sh'))).toBe(0o777 & ~process.umask());
  });

  test('makes the folder of --out, and removes it again if nothing comes of it', async () => {
    const base = join(folder(), 'not', 'yet');
    const boundary = boundaryOfOut(base);
    const { value: snapshot } = readSnapshot(boundary, ['a.tf'], 'irsa.yaml');
    if (!snapshot) throw new Error('no snapshot');
    const changes = changeSet([{ path: 'a.tf', content: owned('a\n') }], snapshot);
    const refused = () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }));
    const full: Disk = { ...realDisk, link: refused, rename: refused };
    expect((await writeChanges(changes, snapshot, {}, full)).problems).toMatchObject([{ code: 'disk-full' }]);
    expect(tree(join(base, '..', '..'))).toEqual({});
    expect(() => readFileSync(join(base, '..'))).toThrow('ENOENT');
    await writeChanges(changes, snapshot);
    expect(tree(base)).toEqual({ 'a.tf': owned('a\n') });
  });

  test('has new contents, what is kept of the old ones and the journal on the platter before the first file changes', async () => {
    const root = folder(before);
    const { changes, snapshot } = await look(root);
    const synced = new Set<string>();
    const moved: string[] = [];
    const disk = watchedDisk(({ name, args, path }) => {
      if (name === 'sync') synced.add(path);
      const [from = '', to = ''] = args.map(String);
      if (!['rename', 'link'].includes(name) || to.includes('.create-irsa.')) return;
      moved.push(to);
      for (const needed of [from, dirname(to), join(root, 'live', JOURNAL), join(root, 'live')]) expect([...synced]).toContain(needed);
    });
    await writeChanges(changes, snapshot, { remove }, disk);
    expect(moved).toHaveLength(7);
  });

  test('writes through a symlink inside the boundary and keeps the link', async () => {
    const root = folder(before);
    rmSync(join(root, 'live/irsa-update.tf'));
    put(root, { 'tf/shared.tf': before['live/irsa-update.tf'] ?? '' });
    symlinkSync('../tf/shared.tf', join(root, 'live/irsa-update.tf'));
    await write(root);
    expect(tree(root)['tf/shared.tf']).toBe(after['live/irsa-update.tf']);
    expect(tree(root)).not.toHaveProperty(['live/irsa-update.tf']);
  });
});

describe('conflicts', () => {
  test('stop the whole set, each with what to do', async () => {
    const root = folder({
      ...before,
      'live/irsa-update.tf': `${before['live/irsa-update.tf']}# mine\n`,
      'live/irsa-create.tf': 'mine = 1\n',
    });
    const state = tree(root);
    const { value, problems } = await write(root);
    expect(value).toBeUndefined();
    expect(problems.map((p) => [p.code, p.file])).toEqual([
      ['conflict', 'irsa-update.tf'],
      ['conflict', 'irsa-create.tf'],
    ]);
    expect(tree(root)).toEqual(state);
  });

  test('with edited files give way to --force, those with files of others never do', async () => {
    const root = folder({ ...before, 'live/irsa-update.tf': `${before['live/irsa-update.tf']}# mine\n` });
    const edited = await look(root);
    expect((await writeChanges(edited.changes, edited.snapshot, { force: true, remove })).problems).toEqual([]);
    expect(tree(root)).toEqual(after);
    put(root, { 'live/irsa-create.tf': 'mine = 1\n' });
    const foreign = await look(root);
    expect((await writeChanges(foreign.changes, foreign.snapshot, { force: true })).problems).toMatchObject([
      { code: 'conflict', file: 'irsa-create.tf' },
    ]);
    expect(readFileSync(join(root, 'live/irsa-create.tf'), 'utf8')).toBe('mine = 1\n');
  });
});

describe('somebody else at work', () => {
  /** Lets somebody act right before the n-th rename. */
  const meanwhile = (n: number, act: () => void): Disk => {
    let renames = 0;
    return {
      ...realDisk,
      rename: (from, to) => {
        if (++renames === n) act();
        return realDisk.rename(from, to);
      },
    };
  };

  test.each([
    ['saves a file', (root: string) => writeFileSync(join(root, 'live/irsa-update.tf'), 'theirs = 1\n')],
    ['puts a file where one was to be made', (root: string) => writeFileSync(join(root, 'live/irsa-create.tf'), 'theirs = 1\n')],
    ['removes a file', (root: string) => rmSync(join(root, 'live/irsa-update.tf'))],
    ['edits an orphan', (root: string) => writeFileSync(join(root, 'live/irsa-orphan.tf'), 'theirs = 1\n')],
    [
      'replaces a file by a symlink',
      (root: string) => {
        rmSync(join(root, 'live/irsa-update.tf'));
        symlinkSync('main.tf', join(root, 'live/irsa-update.tf'));
      },
    ],
  ])('stops the set when it %s between the diff and the write', async (_, act) => {
    const root = folder(before);
    const { changes, snapshot } = await look(root);
    act(root);
    const state = tree(root);
    expect((await writeChanges(changes, snapshot, { remove })).problems).toMatchObject([{ code: 'changed-meanwhile' }]);
    expect(tree(root)).toEqual(state);
  });

  test('stops the set when a file is replaced by a symlink to its very copy', async () => {
    const root = folder({ ...before, 'live/copy': before['live/irsa-update.tf'] ?? '' });
    const { changes, snapshot } = await look(root);
    rmSync(join(root, 'live/irsa-update.tf'));
    symlinkSync('copy', join(root, 'live/irsa-update.tf'));
    expect((await writeChanges(changes, snapshot, { remove })).problems).toMatchObject([
      { code: 'changed-meanwhile', file: 'irsa-update.tf' },
    ]);
    expect(lstatSync(join(root, 'live/irsa-update.tf')).isSymbolicLink()).toBe(true);
  });

  test('stops the set and puts everything back when a file is saved between two renames', async () => {
    const root = folder(before);
    const theirs = { 'tf/irsa-elsewhere.tf': 'theirs = 1\n' };
    expect(
      (
        await write(
          root,
          meanwhile(2, () => put(root, theirs)),
        )
      ).problems,
    ).toMatchObject([{ code: 'changed-meanwhile' }]);
    expect(tree(root)).toEqual({ ...before, ...theirs });
  });

  test('stops the set when a folder is replaced by a symlink that leads out', async () => {
    const root = folder(before);
    const outside = folder({ 'irsa-elsewhere.tf': before['tf/irsa-elsewhere.tf'] ?? '' });
    const { changes, snapshot } = await look(root);
    rmSync(join(root, 'tf'), { recursive: true });
    symlinkSync(outside, join(root, 'tf'));
    const made: string[] = [];
    const watched: Disk = {
      ...realDisk,
      open: (path, flags, mode) => {
        if (flags === 'wx') made.push(realpathSync(dirname(path)));
        return realDisk.open(path, flags, mode);
      },
    };
    expect((await writeChanges(changes, snapshot, { remove }, watched)).problems).toMatchObject([{ code: 'changed-meanwhile' }]);
    expect(made).not.toContain(outside);
    expect(tree(outside)).toEqual({ 'irsa-elsewhere.tf': before['tf/irsa-elsewhere.tf'] });
  });

  test('stops the set when another run has written it, and leaves all that the other run made', async () => {
    const root = folder(before);
    const { changes, snapshot } = await look(root);
    await writeChanges(changes, snapshot, { remove });
    expect(await writeChanges(changes, snapshot, { remove })).toEqual({
      problems: [expect.objectContaining({ code: 'changed-meanwhile' })],
    });
    expect(tree(root)).toEqual(after);
  });

  test('of two runs at once one writes, the other says so', async () => {
    const root = folder(before);
    const { changes, snapshot } = await look(root);
    const outcomes = await Promise.all([1, 2, 3].map(() => writeChanges(changes, snapshot, { remove })));
    const failed = outcomes.flatMap((outcome) => outcome.problems.map((p) => p.code));
    expect(outcomes.filter((outcome) => outcome.value)).toHaveLength(1);
    expect(failed.every((code) => code === 'busy' || code === 'changed-meanwhile')).toBe(true);
    expect(tree(root)).toEqual(after);
  });
});

describe('a journal', () => {
  const journal = (more: object): string =>
    `${JSON.stringify({ version: 1, id: '0123456789abcdef', writer: { pid: 2 ** 30, host: 'elsewhere' }, folders: [], steps: [], ...more })}\n`;
  const old = new Date(Date.now() - 120_000);

  test('of a writer on another machine is respected while it is young', async () => {
    const base = folder({ [JOURNAL]: journal({}) });
    expect((await recover(boundaryOf(base))).problems).toMatchObject([{ code: 'busy' }]);
    await realDisk.utimes(join(base, JOURNAL), old, old);
    expect(await recover(boundaryOf(base))).toMatchObject({ value: 'completed' });
    expect(tree(base)).toEqual({});
  });

  test('of a living process of this machine is respected, of a dead one not', async () => {
    const { hostname } = await import('node:os');
    const base = folder({ [JOURNAL]: journal({ writer: { pid: process.ppid, host: hostname() } }) });
    expect((await recover(boundaryOf(base))).problems).toMatchObject([{ code: 'busy' }]);
    put(base, { [JOURNAL]: journal({ writer: { pid: 2 ** 30, host: hostname() } }) });
    expect(await recover(boundaryOf(base))).toMatchObject({ value: 'completed' });
  });

  test('that never became whole is removed', async () => {
    const base = folder({ [JOURNAL]: journal({}).slice(0, 40), 'a.tf': 'a' });
    expect(await interrupted(boundaryOf(base))).toMatchObject({ code: 'interrupted' });
    expect(await recover(boundaryOf(base))).toEqual({ value: 'nothing', problems: [] });
    expect(tree(base)).toEqual({ 'a.tf': 'a' });
    expect(await interrupted(boundaryOf(base))).toBeUndefined();
  });

  test.each([
    ['../../victim.tf', []],
    ['/etc/victim.tf', []],
    ['../.git/config', []],
    ['link/victim.tf', []],
    ['a.tf', ['../../empty']],
  ])('that names %s %j touches nothing', async (path, folders) => {
    const root = folder({ 'victim.tf': 'x', 'repo/.git/config': 'x', 'repo/live/a.tf': 'x' });
    mkdirSync(join(root, 'empty'));
    symlinkSync(root, join(root, 'repo/live/link'));
    const after = '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881';
    put(root, { [`repo/live/${JOURNAL}`]: journal({ folders, steps: [{ path, before: after }] }) });
    await realDisk.utimes(join(root, 'repo/live', JOURNAL), old, old);
    const state = tree(root);
    expect((await recover(boundaryOf(join(root, 'repo/live')))).problems).toMatchObject([{ code: 'journal-refused' }]);
    expect(tree(root)).toEqual(state);
    expect(() => readFileSync(join(root, 'empty'))).toThrow('EISDIR');
  });

  test.each([
    ['a symlink that leads nowhere', (path: string) => symlinkSync('nowhere', path)],
    ['a symlink that leads to a journal', (path: string) => symlinkSync(join(folder({ j: journal({}) }), 'j'), path)],
    ['a folder', (path: string) => mkdirSync(path)],
    ['a pipe', (path: string) => void execFileSync('mkfifo', [path])],
  ])('that is %s is refused, not read nor waited for', async (_, make) => {
    const base = folder(before);
    make(join(base, 'live', JOURNAL));
    const boundary = boundaryOf(join(base, 'live'));
    expect((await recover(boundary)).problems).toMatchObject([{ code: 'journal-refused', severity: 'error' }]);
    expect(await interrupted(boundary)).toMatchObject({ code: 'journal-refused' });
    expect(lstatSync(join(base, 'live', JOURNAL)).isFile()).toBe(false);
  });

  test('is not needed where there is none, nor a folder', async () => {
    expect(await recover(boundaryOf(join(folder(), 'no', 'such')))).toEqual({ value: 'nothing', problems: [] });
  });
});
