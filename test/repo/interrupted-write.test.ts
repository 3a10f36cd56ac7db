/** Whatever strikes at whichever operation: every file is wholly old or wholly new, and the set is whole or not at all. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { build } from 'esbuild';
import fc from 'fast-check';
import { boundaryOf } from '../../src/repo/boundary.ts';
import { inTurn } from '../../src/repo/in-turn.ts';
import { interrupted, recover, writeChanges, type Written } from '../../src/repo/write.ts';
import type { Outcome } from '../../src/problem.ts';
import { realDisk, type Disk } from '../../src/repo/writing/disk.ts';
import { thorough } from '../support/cases.ts';
import { faultyDisk, Killed, type Fault } from './support/faulty-disk.ts';
import { folder, put } from './support/folder.ts';
import { withoutLinks } from './support/watched-disk.ts';
import { after, before, look, remove, tree, withoutTraces } from './support/world.ts';

jest.setTimeout(3_600_000);

interface Run {
  readonly root: string;
  readonly outcome: Outcome<Written> | 'killed';
  readonly operations: number;
}

async function writeWith(n: number, fault: Fault, real: Disk = realDisk): Promise<Run> {
  const root = folder(before);
  const { changes, snapshot } = await look(root);
  const { disk, operations } = faultyDisk(n, fault, undefined, real);
  const outcome = await writeChanges(changes, snapshot, { remove }, disk).catch((cause: unknown) => {
    if (!(cause instanceof Killed)) throw cause;
    return 'killed' as const;
  });
  return { root, outcome, operations: operations() };
}

const recoverAt = async (root: string) => recover(boundaryOf(join(root, 'live')));

/** Old or new, file by file: half of one is neither. */
function expectWholeFiles(root: string): void {
  const files = withoutTraces(tree(root));
  for (const [path, content] of Object.entries(files)) expect([before[path], after[path]]).toContain(content);
  for (const path of Object.keys(before)) if (path in after) expect(files).toHaveProperty([path]);
}

let total = 0;
beforeAll(async () => {
  total = (await writeWith(Infinity, 'kill')).operations;
  expect(total).toBeGreaterThan(100);
});

/** Every operation, or every so-manieth where another test has been through all of them on the same way, unless all are asked for. */
const all = (every = 1): number[] => Array.from({ length: total }, (_, n) => n).filter((n) => thorough || n % every === every >> 1);

describe('a write that is killed', () => {
  test('at any operation leaves whole files, and the next run completes or undoes the set', async () => {
    const ends = new Set<string>();
    await inTurn(all(), 4, async (n) => {
      const { root, outcome } = await writeWith(n, 'kill');
      expect(outcome).toBe('killed');
      expectWholeFiles(root);
      const begun = (await interrupted(boundaryOf(join(root, 'live')))) !== undefined;
      const { value, problems } = await recoverAt(root);
      expect(problems.filter((p) => p.severity === 'error')).toEqual([]);
      if (begun && value !== 'nothing') expect(problems).toMatchObject([{ code: 'recovered' }]);
      const now = tree(root);
      expect([before, after]).toContainEqual(now);
      if (value === 'completed') expect(now).toEqual(after);
      if (value === 'undone') expect(now).toEqual(before);
      ends.add(value ?? '');
    });
    expect(ends).toEqual(new Set(['nothing', 'undone', 'completed']));
  });

  test('and whose recovery is killed too, again and again, is completed or undone in the end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(total - 1), fc.array(fc.nat(40), { maxLength: 4 }), fc.boolean(), async (n, kills, hasLinks) => {
        const real = hasLinks ? realDisk : withoutLinks;
        const { root } = await writeWith(n, 'kill', real);
        const boundary = boundaryOf(join(root, 'live'));
        for (const m of kills) {
          await recover(boundary, faultyDisk(m, 'kill', undefined, real).disk).catch((cause: unknown) =>
            expect(cause).toBeInstanceOf(Killed),
          );
          expectWholeFiles(root);
        }
        await recover(boundary, real);
        expect([before, after]).toContainEqual(tree(root));
      }),
      { numRuns: thorough ? 2_000 : 60 },
    );
  });

  test('never costs anybody what they have saved since', async () => {
    const saved = { 'live/irsa-update.tf': 'saved since\n' };
    await inTurn(all(3), 4, async (n) => {
      const { root } = await writeWith(n, 'kill');
      put(root, saved);
      const { value } = await recoverAt(root);
      expect(tree(root)['live/irsa-update.tf']).toBe('saved since\n');
      expect([
        { ...before, ...saved },
        { ...after, ...saved },
      ]).toContainEqual(tree(root));
      expect(['nothing', 'undone', 'completed']).toContain(value);
    });
  });

  test('by the system, in a process of its own, does no more harm', async () => {
    const bundle = join(folder(), 'victim.mjs');
    await build({
      entryPoints: [join(import.meta.dirname, 'support/victim.ts')],
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: bundle,
      logLevel: 'error',
    });
    const run = (root: string, task: string, n: number): Promise<string | null> =>
      new Promise((resolve, reject) => {
        spawn(process.execPath, [bundle, root, task, String(n)], { stdio: 'inherit' })
          .on('error', reject)
          .on('exit', (_, signal) => resolve(signal));
      });
    const ends = new Set<string>();
    await inTurn(all(12), 2, async (n) => {
      const root = folder(before);
      expect(await run(root, 'write', n)).toBe('SIGKILL');
      expectWholeFiles(root);
      if (n % 2 === 0) await run(root, 'recover', n % 20);
      expectWholeFiles(root);
      ends.add((await recoverAt(root)).value ?? '');
      expect([before, after]).toContainEqual(tree(root));
    });
    expect(ends.size).toBeGreaterThan(1);
  });
});

describe('a disk that fails', () => {
  const codes: Readonly<Record<string, string>> = {
    ENOSPC: 'disk-full',
    EROFS: 'not-writable',
    EMFILE: 'too-many-files',
    EIO: 'write-failed',
  };

  test.each(Object.keys(codes))('once with %s, at any operation, changes nothing or is no hindrance', async (code) => {
    const operations = all(code === 'ENOSPC' ? 2 : 12);
    let failed = 0;
    await inTurn(operations, 4, async (n) => {
      const { root, outcome } = await writeWith(n, { once: code });
      if (outcome === 'killed') throw new Error('nobody was killed');
      expectWholeFiles(root);
      if (outcome.value) expect(withoutTraces(tree(root))).toEqual(after);
      else {
        failed++;
        expect(outcome.problems).toMatchObject([{ code: codes[code], severity: 'error' }]);
        expect(outcome.problems[0]?.message).toContain('Nothing was changed.');
        expect(tree(root)).toEqual(before);
      }
      await recoverAt(root);
      expect(tree(root)).toEqual(outcome.value ? after : before);
    });
    expect(failed).toBeGreaterThan(operations.length / 2);
  });

  test.each(Object.keys(codes))('for good with %s leaves whole files, and the next run settles it', async (code) => {
    await inTurn(all(code === 'ENOSPC' ? 3 : 12), 4, async (n) => {
      const { root, outcome } = await writeWith(n, { always: code });
      if (outcome === 'killed') throw new Error('nobody was killed');
      expectWholeFiles(root);
      if (!outcome.value) expect(outcome.problems).toMatchObject([{ code: codes[code] }]);
      await recoverAt(root);
      const now = tree(root);
      expect([before, after]).toContainEqual(now);
      if (outcome.value) expect(now).toEqual(after);
    });
  });
});
