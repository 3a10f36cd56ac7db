import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { boundaryOf } from '../../src/repo/boundary.ts';
import { sha256 } from '../../src/repo/digest.ts';
import { readSnapshot } from '../../src/repo/snapshot.ts';
import { folder } from './support/folder.ts';
import { owned } from './support/owned.ts';

const snapshotOf = async (base: string, paths: readonly string[], spec = 'irsa.yaml') => readSnapshot(boundaryOf(base), paths, spec);

describe('the snapshot', () => {
  test('holds each wanted path with what is there', async () => {
    const base = folder({ 'a.sh': owned('a\n') });
    chmodSync(join(base, 'a.sh'), 0o750);
    const { value } = await snapshotOf(base, ['a.sh', 'deep/b.tf']);
    expect([...(value?.places.values() ?? [])]).toEqual([
      {
        path: 'a.sh',
        target: join(base, 'a.sh'),
        file: { content: owned('a\n'), digest: sha256(owned('a\n')), mode: 0o750, ownership: 'ours', ofSpec: true },
      },
      { path: 'deep/b.tf', target: join(base, 'deep/b.tf') },
    ]);
  });

  test('finds files of the same spec beside the wanted ones, in the base and below irsa/', async () => {
    const base = folder({
      '.git/HEAD': '',
      'infra/irsa-a.tf': owned('a\n', '../irsa.yaml'),
      'infra/renamed.tf': owned('b\n', '../irsa.yaml'),
      'infra/main.tf': 'mine = 1\n',
      'infra/other.tf': owned('c\n', '../other.yaml'),
      'infra/edited.tf': `${owned('d\n', '../irsa.yaml')}# mine\n`,
      'infra/notes.txt': owned('e\n', '../irsa.yaml'),
      'irsa-root.tf': owned('f\n'),
      'irsa.tf.json': owned('{"a":1}', 'irsa.yaml', 'json'),
      'irsa/README.md': owned('g\n', '../irsa.yaml', 'html'),
      'irsa/helm/old.values.yaml': owned('h: 1\n', '../../irsa.yaml'),
      'irsa/verify.sh': `#!/bin/sh\n${owned('i\n', '../irsa.yaml')}`,
      'elsewhere/irsa-x.tf': owned('j\n', '../irsa.yaml'),
    });
    const { value } = await snapshotOf(base, ['infra/irsa-a.tf']);
    expect([...(value?.places.keys() ?? [])].sort()).toEqual(
      [
        'infra/edited.tf',
        'infra/irsa-a.tf',
        'infra/renamed.tf',
        'irsa-root.tf',
        'irsa.tf.json',
        'irsa/README.md',
        'irsa/helm/old.values.yaml',
        'irsa/verify.sh',
      ].sort(),
    );
  });

  test('finds all of an app of cdktf, but for what is installed and built there', async () => {
    const base = folder({
      '.git/HEAD': '',
      'irsa/cdktf/.gitignore': owned('dist/\n', '../../irsa.yaml'),
      'irsa/cdktf/package.json': owned('{"type":"module"}', '../../irsa.yaml', 'json'),
      'irsa/cdktf/package-lock.json': '{}',
      'irsa/cdktf/main.ts': owned('run();\n', '../../irsa.yaml', 'slashes'),
      'irsa/cdktf/deploy.ts': 'mine();\n',
      'irsa/cdktf/src/constructs/policy.ts': owned('x;\n', '../../../../irsa.yaml', 'slashes'),
      'irsa/cdktf/dist/main.js': owned('run();\n', '../../irsa.yaml', 'slashes'),
      'irsa/cdktf/node_modules/x/y.ts': owned('y;\n', '../../../../irsa.yaml', 'slashes'),
    });
    const { value } = await snapshotOf(base, []);
    expect([...(value?.places.keys() ?? [])].sort()).toEqual([
      'irsa/cdktf/.gitignore',
      'irsa/cdktf/main.ts',
      'irsa/cdktf/package.json',
      'irsa/cdktf/src/constructs/policy.ts',
    ]);
  });

  test('finds what was written to the root module, though nothing is wanted there any more', async () => {
    const base = folder({
      '.git/HEAD': '',
      'infra/irsa-a.tf': owned('a\n', '../irsa.yaml'),
      'infra/irsa-kubernetes/irsa-b.tf': owned('b\n', '../../irsa.yaml'),
    });
    const { value } = readSnapshot(boundaryOf(base), ['irsa/cdktf/main.ts'], 'irsa.yaml', 'infra');
    expect([...(value?.places.keys() ?? [])].sort()).toEqual(['infra/irsa-a.tf', 'infra/irsa-kubernetes/irsa-b.tf', 'irsa/cdktf/main.ts']);
  });

  test('does not look for orphans behind a symlink', async () => {
    const outside = folder({ 'old.values.yaml': owned('a: 1\n') });
    const base = folder({ '.git/HEAD': '' });
    symlinkSync(outside, join(base, 'irsa'));
    const { value } = await snapshotOf(base, ['irsa-a.tf']);
    expect([...(value?.places.keys() ?? [])]).toEqual(['irsa-a.tf']);
  });

  test('finds what was written to a second root, though nothing is wanted there any more', async () => {
    const base = folder({
      'irsa-kubernetes/irsa-a.tf': owned('a\n', '../irsa.yaml'),
      'infra/irsa-kubernetes/irsa-b.tf': owned('b\n', '../../irsa.yaml'),
    });
    const { value } = await snapshotOf(base, ['infra/irsa-c.tf']);
    expect([...(value?.places.keys() ?? [])].sort()).toEqual([
      'infra/irsa-c.tf',
      'infra/irsa-kubernetes/irsa-b.tf',
      'irsa-kubernetes/irsa-a.tf',
    ]);
  });

  test('finds what was written for other accounts, though none is wanted any more', async () => {
    const base = folder({
      'irsa-accounts/222222222222/irsa-role-a.tf': owned('a\n', '../../irsa.yaml'),
      'irsa-accounts/222222222222/main.tf': 'mine\n',
    });
    const { value } = await snapshotOf(base, ['irsa-c.tf']);
    expect([...(value?.places.keys() ?? [])].sort()).toEqual(['irsa-accounts/222222222222/irsa-role-a.tf', 'irsa-c.tf']);
  });

  test('tells the files of two specs apart, whatever they are called', async () => {
    const spec = '"ü"--x.yaml';
    const base = folder({
      'irsa-a.tf': owned('a\n', spec),
      'b.tf.json': owned('{}', spec, 'json'),
      'c.md': owned('c\n', spec, 'html'),
      'd.tf': owned('d\n', '"ü"--x.yaml2'),
    });
    const { value } = await snapshotOf(base, ['d.tf'], spec);
    expect(Object.fromEntries([...(value?.places ?? [])].map(([path, place]) => [path, place.file?.ofSpec]))).toEqual({
      'irsa-a.tf': true,
      'b.tf.json': true,
      'c.md': true,
      'd.tf': false,
    });
  });

  (process.getuid?.() === 0 ? test.skip : test)('reports a file that it may not read', async () => {
    const base = folder({ 'irsa-a.tf': owned('a\n') });
    chmodSync(join(base, 'irsa-a.tf'), 0);
    expect((await snapshotOf(base, ['irsa-a.tf'])).problems).toMatchObject([{ code: 'not-readable' }]);
  });

  test('reports every refused path, and two paths that are one file', async () => {
    const base = folder({ '.git/HEAD': '', 'real/x': '' });
    symlinkSync('real', join(base, 'link'));
    expect((await snapshotOf(base, ['../x.tf', '/y.tf', 'z.tf'])).problems.map((p) => [p.code, p.file])).toEqual([
      ['path-refused', '../x.tf'],
      ['path-refused', '/y.tf'],
    ]);
    expect((await snapshotOf(base, ['real/a.tf', 'link/a.tf', 'B.tf', 'b.tf'])).problems.map((p) => [p.code, p.file])).toEqual([
      ['path-twice', 'link/a.tf'],
      ['path-twice', 'b.tf'],
    ]);
  });
});

test('files of tests are found where they were, when the spec asks for tests no longer', async () => {
  const base = folder({
    '.git/HEAD': '',
    'infra/irsa-a.tf': owned('a\n', '../irsa.yaml'),
    'infra/tests/irsa.tftest.hcl': owned('b\n', '../../irsa.yaml'),
    'infra/tests/irsa/main.tf': owned('c\n', '../../../irsa.yaml'),
    'infra/tests/irsa/this/main.tf': owned('d\n', '../../../../irsa.yaml'),
    'infra/tests/mine.tftest.hcl': 'run "mine" {}\n',
  });
  const { value } = await snapshotOf(base, ['infra/irsa-a.tf']);
  expect([...(value?.places.keys() ?? [])].sort()).toEqual([
    'infra/irsa-a.tf',
    'infra/tests/irsa.tftest.hcl',
    'infra/tests/irsa/main.tf',
    'infra/tests/irsa/this/main.tf',
  ]);
});
