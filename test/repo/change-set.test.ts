import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ownership } from '../../src/emit/header.ts';
import { changeSet, type Change, type WantedFile } from '../../src/repo/change-set.ts';
import { sha256 } from '../../src/repo/digest.ts';
import type { FileOnDisk, Place, Snapshot } from '../../src/repo/snapshot.ts';
import { owned } from './support/owned.ts';

const boundary = { base: '/repo', top: '/repo' };
const onDisk = (content: string, more: Partial<FileOnDisk> = {}): FileOnDisk => ({
  content,
  digest: sha256(content),
  mode: 0o644,
  ownership: ownership(content, sha256),
  ofSpec: ownership(content, sha256) !== 'foreign',
  ...more,
});
const snapshot = (files: Readonly<Record<string, FileOnDisk | undefined>>): Snapshot => ({
  boundary,
  places: new Map(
    Object.entries(files).map(([path, file]): [string, Place] => [path, { path, target: `/repo/${path}`, ...(file ? { file } : {}) }]),
  ),
});
const only = (wanted: WantedFile, file?: FileOnDisk): Change | undefined => changeSet([wanted], snapshot({ [wanted.path]: file }))[0];

const path = 'irsa-a.tf';
const old = owned('a = 1\n');
const content = owned('a = 2\n');

describe('the change set', () => {
  test('creates what is not there', () => {
    expect(only({ path, content })).toEqual({ path, kind: 'create', ours: content });
  });

  test('updates what nobody else has changed', () => {
    expect(only({ path, content }, onDisk(old))).toEqual({ path, kind: 'update', ours: content, theirs: old });
  });

  test('leaves alone what is the same but for BOM and CRLF', () => {
    expect(only({ path, content }, onDisk(`\uFEFF${content.replaceAll('\n', '\r\n')}`))?.kind).toBe('unchanged');
  });

  test('calls an edited file a conflict, unless the edit is what is wanted', () => {
    expect(only({ path, content }, onDisk(`${old}# mine\n`))).toMatchObject({ kind: 'conflict', edited: true });
    expect(only({ path, content: `${content}#` }, onDisk(`${content}#`))?.kind).toBe('unchanged');
  });

  test('calls a file without our header a conflict for good', () => {
    expect(only({ path, content }, onDisk('mine = 1\n'))).toMatchObject({ kind: 'conflict', foreign: true });
  });

  test('calls a file of another spec a conflict', () => {
    expect(only({ path, content }, onDisk(old, { ofSpec: false }))).toMatchObject({ kind: 'conflict', otherSpec: true });
  });

  test('updates the spec, which has no header', () => {
    expect(only({ path: 'irsa.yaml', content: 'version: 1\n', spec: true }, onDisk('version: 0\n'))?.kind).toBe('update');
    expect(only({ path: 'irsa.yaml', content: 'version: 1\n', spec: true }, onDisk('version: 1\r\n'))?.kind).toBe('unchanged');
  });

  test('updates a script that has lost its permission to run', () => {
    expect(only({ path, content, executable: true }, onDisk(content))?.kind).toBe('update');
    expect(only({ path, content, executable: true }, onDisk(content, { mode: 0o755 }))?.kind).toBe('unchanged');
  });

  test('reports orphans of the same spec last, and says which were edited', () => {
    const places = snapshot({
      'irsa-z.tf': onDisk(old),
      'irsa-b.tf': onDisk(`${old}# mine\n`),
      'foreign.tf': onDisk('mine = 1\n'),
      'other.tf': onDisk(old, { ofSpec: false }),
      [path]: undefined,
    });
    expect(changeSet([{ path, content }], places).map(({ path, kind, edited }) => ({ path, kind, edited }))).toEqual([
      { path, kind: 'create', edited: undefined },
      { path: 'irsa-b.tf', kind: 'orphan', edited: true },
      { path: 'irsa-z.tf', kind: 'orphan', edited: undefined },
    ]);
  });

  test('says where the text of an orphan is now, unless that was edited or is another', () => {
    const wanted = [{ path: 'helm/blue/dns.yaml', content: owned('a: 1\n', '../../irsa.yaml') }];
    const movedTo = (text: string, name = 'helm/dns.yaml') =>
      changeSet(wanted, snapshot({ [name]: onDisk(text) })).find(({ kind }) => kind === 'orphan')?.movedTo;
    expect(movedTo(owned('a: 1\n', '../irsa.yaml'))).toBe('helm/blue/dns.yaml');
    expect(movedTo(owned('a: 2\n', '../irsa.yaml'))).toBeUndefined();
    expect(movedTo(owned('a: 1\n', '../irsa.yaml'), 'helm/velero.yaml')).toBeUndefined();
    expect(movedTo(`${owned('a: 1\n', '../irsa.yaml')}# mine\n`)).toBeUndefined();
  });
});

describe('every change set', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd');
  const body = fc.constantFrom('x\n', 'y\n', 'z\n');
  const file = fc.oneof(
    body.map((text) => onDisk(owned(text))),
    body.map((text) => onDisk(`${owned(text)}# edit\n`)),
    body.map((text) => onDisk(text)),
    body.map((text) => onDisk(owned(text).replaceAll('\n', '\r\n'))),
    body.map((text) => onDisk(owned(text), { ofSpec: false })),
  );
  const disk = fc.dictionary(name, file);
  const wanted = fc
    .dictionary(name, body)
    .map((files) => Object.entries(files).map(([path, text]): WantedFile => ({ path, content: owned(text) })));

  test('says one thing of each wanted file and each orphan, and nothing of anything else', () => {
    fc.assert(
      fc.property(wanted, disk, (wanted, disk) => {
        const changes = changeSet(wanted, snapshot(disk));
        const paths = changes.map((change) => change.path);
        expect(new Set(paths).size).toBe(paths.length);
        const orphans = Object.entries(disk).filter(
          ([path, f]) => !wanted.some((w) => w.path === path) && f.ofSpec && f.ownership !== 'foreign',
        );
        expect(paths.sort()).toEqual([...wanted.map((w) => w.path), ...orphans.map(([path]) => path)].sort());
      }),
    );
  });

  test('never proposes to write over a file that somebody else made or changed', () => {
    fc.assert(
      fc.property(wanted, disk, (wanted, disk) => {
        for (const { path, kind, theirs } of changeSet(wanted, snapshot(disk))) {
          if (kind === 'create') expect(disk[path]).toBeUndefined();
          if (kind === 'update') expect(disk[path]).toMatchObject({ ownership: 'ours', ofSpec: true });
          expect(theirs).toBe(disk[path]?.content);
        }
      }),
    );
  });

  test('has nothing left to do once it is carried out', () => {
    fc.assert(
      fc.property(wanted, disk, (wanted, disk) => {
        const after = { ...disk };
        for (const { path, kind, ours } of changeSet(wanted, snapshot(disk))) {
          if (kind === 'orphan') delete after[path];
          else if (ours !== undefined) after[path] = onDisk(ours);
        }
        expect(changeSet(wanted, snapshot(after)).every((change) => change.kind === 'unchanged')).toBe(true);
      }),
    );
  });
});
