import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { synthesizeApp } from '../../src/stacks/synthesize-app.ts';
import { synthesize } from '../../src/stacks/synthesize.ts';
import { everyBlock } from '../support/terraform-plan.ts';

const blocks = everyBlock.files.flatMap((file) => file.blocks);

type Json = Record<string, unknown>;

/** As `synthesize` leaves out. */
const withoutNotes = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutNotes);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== '//')
      .map(([key, item]) => [key, withoutNotes(item)]),
  );
};

describe('the app', () => {
  let folder: string;
  let manifest: { stacks: { irsa: { synthesizedStackPath: string } } };
  let stack: Json & { terraform: Json };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'create-irsa-cdktf-'));
    const outdir = join(folder, 'cdktf.out');
    synthesizeApp({ irsa: blocks }, outdir);
    manifest = JSON.parse(await readFile(join(outdir, 'manifest.json'), 'utf8')) as typeof manifest;
    stack = JSON.parse(await readFile(join(outdir, manifest.stacks.irsa.synthesizedStackPath), 'utf8')) as typeof stack;
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('lists its only stack in the manifest that cdktf reads', () => {
    expect(Object.keys(manifest.stacks)).toEqual(['irsa']);
  });

  test('holds what irsa.tf.json would, and where cdktf keeps state', async () => {
    const { backend, ...terraform } = stack.terraform;
    expect(backend).toEqual({ local: { path: expect.stringMatching(/^\.\.\/.*terraform\.irsa\.tfstate$/) } });
    expect(withoutNotes({ ...stack, terraform })).toEqual(await synthesize(everyBlock));
  });

  test('writes nowhere else', async () => {
    expect((await readdir(folder, { recursive: true })).sort()).toEqual([
      'cdktf.out',
      'cdktf.out/manifest.json',
      'cdktf.out/stacks',
      'cdktf.out/stacks/irsa',
      'cdktf.out/stacks/irsa/cdk.tf.json',
    ]);
  });

  test('deploys stacks in their order', async () => {
    const outdir = join(folder, 'several');
    synthesizeApp({ irsa: blocks, 'irsa-kubernetes': [{ kind: 'data-partition', label: 'irsa' }] }, outdir);
    const { stacks } = JSON.parse(await readFile(join(outdir, 'manifest.json'), 'utf8')) as { stacks: Record<string, Json> };
    expect(stacks).toMatchObject({ irsa: { dependencies: [] }, 'irsa-kubernetes': { dependencies: ['irsa'] } });
    expect(JSON.parse(await readFile(join(outdir, 'stacks/irsa-kubernetes/cdk.tf.json'), 'utf8'))).toMatchObject({
      terraform: { backend: { local: { path: expect.stringMatching(/^\.\.\/.*terraform\.irsa-kubernetes\.tfstate$/) } } },
      data: { aws_partition: { irsa: {} } },
    });
  });
});
