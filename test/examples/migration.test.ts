/** Each phase of a migration is what the command makes of the one before it. */
import { cpSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { examplesDir, temporaryFolder } from '../support/generate.ts';
import { makePatches } from '../support/made-by-hand.ts';
import { migrate } from '../support/migrate.ts';

const filesIn = (dir: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((file) => [file.slice(dir.length), readFileSync(file, 'utf8')]),
  );

describe('example 13', () => {
  const example = join(examplesDir, '13-iam-5-to-6');

  test.each([
    ['1-before', '2-moving', ['--state', join(example, 'state.json')]],
    ['2-moving', '3-after', ['--finish']],
  ])('from %s to %s', async (before, after, words) => {
    const dir = temporaryFolder();
    cpSync(join(example, before), dir, { recursive: true });
    const { code, told } = await migrate('iam-6', dir, ...words, '--yes');
    expect([code, told]).toEqual([0, told]);
    expect(filesIn(dir)).toEqual(filesIn(join(example, after)));
  });
});

const phases: readonly (readonly [string, readonly (readonly [string, string, readonly string[]])[]])[] = [
  [
    '14-migrate-keep-role',
    [
      ['1-irsa', '2-prepare', ['--state', 'state.json']],
      ['2-prepare', '3-dual', []],
      ['3-dual', '4-done', []],
      ['4-done', '5-after', ['--finish', '--remove-orphans']],
      ['4-done', '3-dual', ['--rollback']],
      ['3-dual', '2-prepare', ['--rollback']],
    ],
  ],
  [
    '15-migrate-new-role',
    [
      ['1-irsa', '2-prepare', ['--role', 'new']],
      ['2-prepare', '3-dual', []],
      ['3-dual', '4-done', []],
      ['4-done', '5-after', ['--finish', '--state', 'state.json', '--remove-orphans']],
      ['4-done', '3-dual', ['--rollback']],
      ['2-prepare', '1-irsa', ['--rollback', '--remove-orphans']],
    ],
  ],
];

describe.each(phases)('example %s', (name, steps) => {
  const example = join(examplesDir, name);

  test.each(steps)('from %s to %s', async (before, after, words) => {
    const dir = temporaryFolder();
    cpSync(join(example, before), dir, { recursive: true });
    const given = words.map((word) => (word === 'state.json' ? join(example, word) : word));
    const { code, told } = await migrate('pod-identity', dir, ...given, '--yes');
    expect([code, told]).toEqual([0, told]);
    const spec = ({ '/irsa.yaml': text = '' }: Record<string, string>) => text.replaceAll(/^\s*(identity: (irsa|pod-identity)|modulePolicyName: .*)\n/gm, '');
    const [made, wanted] = [filesIn(dir), filesIn(join(example, after))];
    // A way back leaves said what was said by default before.
    if (words.some((word) => word === '--rollback')) [made['/irsa.yaml'], wanted['/irsa.yaml']] = [spec(made), spec(wanted)];
    expect(made).toEqual(wanted);
  });
});

describe('the runbook of a phase', () => {
  const folders = ['14-migrate-keep-role', '15-migrate-new-role'].flatMap((example) =>
    ['2-prepare', '3-dual', '4-done'].map((phase) => `${example}/${phase}`),
  );

  test.each(folders)('of %s names a command that goes on from there, or none', async (folder) => {
    const dir = temporaryFolder();
    cpSync(join(examplesDir, folder), dir, { recursive: true });
    const runbook = readFileSync(join(dir, 'irsa/migration/README.md'), 'utf8');
    const next = /^Then: `create-irsa migrate (pod-identity[^`]*)`/m.exec(runbook)?.[1];
    expect(next === undefined).toBe(folder === '15-migrate-new-role/4-done');
    const [target = 'pod-identity', ...words] = (next ?? 'pod-identity').split(' ');
    const { code, told } = await migrate(target, dir, ...words, '--dry-run');
    expect([code, told]).toEqual([0, told]);
  });
});

describe('example 18', () => {
  const example = join(examplesDir, '18-leave-the-node-role');
  const state = (phase: string): string[] => ['--state', join(example, `${phase}.state.json`)];

  test.each([
    ['1-before', '2-roles', ['--cluster-dump', join(example, 'cluster.json'), '--assign', 'orders:shop/orders=orders-data']],
    ['2-roles', '3-detached', []],
    ['3-detached', '4-hop-limit', []],
  ])('from %s to %s', async (before, after, words) => {
    const dir = temporaryFolder();
    cpSync(join(example, before), dir, { recursive: true });
    const { code, told, answer } = await migrate('node-role', dir, ...state(before), ...words, '--yes');
    expect([code, told]).toEqual([0, told]);
    makePatches(dir, answer.patches);
    expect(filesIn(dir)).toEqual(filesIn(join(example, after)));
  });
});
