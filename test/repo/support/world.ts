import { chmodSync, lstatSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { boundaryOf } from '../../../src/repo/boundary.ts';
import { changeSet, type ChangeSet, type WantedFile } from '../../../src/repo/change-set.ts';
import { readSnapshot, type Snapshot } from '../../../src/repo/snapshot.ts';
import { owned } from './owned.ts';

/** A repository before a run that changes files in every way there is. */
export const before: Readonly<Record<string, string>> = {
  '.git/HEAD': 'ref: x\n',
  'live/irsa.yaml': 'version: 1 # mine\n',
  'live/main.tf': 'mine = 1\n',
  'live/irsa-update.tf': owned('old = 1\n', 'irsa.yaml'),
  'live/irsa-orphan.tf': owned('orphan = 1\n', 'irsa.yaml'),
  'live/irsa-same.tf': owned('same = 1\n', 'irsa.yaml'),
  'live/irsa/verify.sh': owned('#!/bin/sh\ntrue\n', '../irsa.yaml'),
  'tf/irsa-elsewhere.tf': owned('old = 2\n', '../live/irsa.yaml'),
};

export const wanted: readonly WantedFile[] = [
  { path: 'irsa.yaml', content: 'version: 1 # mine\napps: {}\n', spec: true },
  { path: 'irsa-update.tf', content: owned('new = 1\n', 'irsa.yaml') },
  { path: 'irsa-same.tf', content: before['live/irsa-same.tf'] ?? '' },
  { path: 'irsa-create.tf', content: owned('created = 1\n', 'irsa.yaml') },
  { path: 'irsa/helm/deep/new.values.yaml', content: owned('a: 1\n', '../../../irsa.yaml') },
  { path: 'irsa/verify.sh', content: before['live/irsa/verify.sh'] ?? '', executable: true },
  { path: '../tf/irsa-more.tf', content: owned('created = 2\n', '../live/irsa.yaml') },
  { path: '../tf/irsa-elsewhere.tf', content: owned('new = 2\n', '../live/irsa.yaml') },
];

export const after: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(before).filter(([path]) => path !== 'live/irsa-orphan.tf')),
  ...Object.fromEntries(wanted.map(({ path, content }) => [join('live', path), content])),
};

export const remove = ['irsa-orphan.tf'];

export async function look(root: string): Promise<{ snapshot: Snapshot; changes: ChangeSet }> {
  const { value: snapshot, problems } = readSnapshot(
    boundaryOf(join(root, 'live')),
    wanted.map((file) => file.path),
    'live/irsa.yaml',
  );
  if (!snapshot) throw new Error(JSON.stringify(problems));
  return { snapshot, changes: changeSet(wanted, snapshot) };
}

/** Every file below, by path. */
export function tree(root: string): Record<string, string> {
  const files = readdirSync(root, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.map((path) => [relative(root, path), readFileSync(path, 'utf8')]));
}

/** Without the journal and temporary files. */
export const withoutTraces = (files: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).filter(([path]) => !path.includes('.create-irsa.')));

export const modeOf = (path: string): number => lstatSync(path).mode & 0o7777;
export const setMode = (path: string, mode: number): void => chmodSync(path, mode);
