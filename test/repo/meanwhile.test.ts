/** Somebody else is at work before any operation of a write: not a byte of theirs is lost, and the set is whole or not at all. */
import { renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { boundaryOf } from '../../src/repo/boundary.ts';
import { inTurn } from '../../src/repo/in-turn.ts';
import { recover, writeChanges } from '../../src/repo/write.ts';
import { realDisk } from '../../src/repo/writing/disk.ts';
import { thorough } from '../support/cases.ts';
import { folder } from './support/folder.ts';
import { watchedDisk, withoutLinks, type Operation } from './support/watched-disk.ts';
import { after, before, look, remove, tree, withoutTraces } from './support/world.ts';

jest.setTimeout(3_600_000);

const MINE = 'mine, and saved just now\n';

/** Most editors write into the file that is there; some, and git, put another in its place. */
const saves: Readonly<Record<string, (path: string) => void>> = {
  'into the file': (path) => writeFileSync(path, MINE),
  'by a rename': (path) => {
    writeFileSync(`${path}~`, MINE);
    renameSync(`${path}~`, path);
  },
};

const paths: Readonly<Record<string, string>> = {
  'the spec': 'live/irsa.yaml',
  'a file that is updated': 'tf/irsa-elsewhere.tf',
  'a file where one is made': 'live/irsa-create.tf',
  'a file that is removed': 'live/irsa-orphan.tf',
};

let operations: readonly Operation[] = [];
beforeAll(async () => {
  const seen: Operation[] = [];
  const { changes, snapshot } = await look(folder(before));
  await writeChanges(
    changes,
    snapshot,
    { remove },
    watchedDisk((operation) => void seen.push(operation)),
  );
  operations = seen;
});

/** All on request; else those next to moves of files, and some of the others. */
const moments = (): number[] =>
  [...operations.keys()].filter(
    (n) => thorough || n % 16 === 0 || operations.slice(n, n + 2).some(({ name }) => ['rename', 'link', 'unlink'].includes(name)),
  );

const without = (files: Readonly<Record<string, string>>, path: string): Record<string, string> =>
  Object.fromEntries(Object.entries(withoutTraces(files)).filter(([name]) => name !== path));

const cases = Object.keys(paths).flatMap((what) => Object.keys(saves).map((how) => [what, how] as const));

describe.each([
  ['a disk', realDisk],
  ['a disk without hard links', withoutLinks],
] as const)('on %s', (kind, real) => {
  test.each(cases)('what is saved to %s %s stays', async (what, how) => {
    const path = paths[what]!;
    let given = 0;
    await inTurn(moments(), 4, async (n) => {
      const root = folder(before);
      const { changes, snapshot } = await look(root);
      let unseen = false;
      const disk = watchedDisk((operation) => {
        if (operation.n !== n) return;
        // No system call replaces a file only if it is still the same: between the last look and the rename lies one moment.
        const [from, to] = operation.args.map(String);
        const replaces = operation.name === 'rename' && to === join(root, path) && !basename(from!).endsWith('.old');
        unseen = replaces && (how === 'by a rename' || real === withoutLinks);
        if (!unseen) saves[how]!(join(root, path));
      }, real);
      const { value } = await writeChanges(changes, snapshot, { remove }, disk);
      await recover(boundaryOf(join(root, 'live')));
      if (unseen) return;
      given++;
      const now = tree(root);
      expect({ n, [path]: now[path] }).toEqual({ n, [path]: MINE });
      expect(Object.keys(now).filter((name) => name.includes('.create-irsa.'))).toEqual([]);
      expect([without(before, path), without(after, path)]).toContainEqual(without(now, path));
      if (value) expect(without(now, path)).toEqual(without(after, path));
    });
    expect(given).toBeGreaterThan(10);
  });
});

describe('a folder that becomes a symlink leading out', () => {
  const theirs = { 'irsa-elsewhere.tf': before['tf/irsa-elsewhere.tf']!, 'irsa-more.tf': MINE, 'main.tf': MINE };

  test.each([
    ['for good', Infinity],
    ['for one operation', 1],
  ])('%s, before any operation, lets nothing out there be changed', async (_, lasts) => {
    await inTurn(moments(), 4, async (n) => {
      const [root, outside] = [folder(before), folder(theirs)];
      const { changes, snapshot } = await look(root);
      let isAway = false;
      const bringBack = () => {
        if (isAway) rmSync(join(root, 'tf'));
        if (isAway) renameSync(join(root, 'away'), join(root, 'tf'));
        isAway = false;
      };
      const disk = watchedDisk((operation) => {
        if (operation.n === n) {
          renameSync(join(root, 'tf'), join(root, 'away'));
          symlinkSync(outside, join(root, 'tf'));
          isAway = true;
        } else if (operation.n === n + lasts) bringBack();
      });
      const { value } = await writeChanges(changes, snapshot, { remove }, disk);
      // The last operation has none after it.
      if (lasts === 1) bringBack();
      await recover(boundaryOf(join(root, 'live')));
      expect({ n, ...withoutTraces(tree(outside)) }).toEqual({ n, ...theirs });
      if (lasts === Infinity) expect(Object.keys(tree(outside))).toHaveLength(3);
      const now = withoutTraces(tree(root));
      for (const [path, content] of Object.entries(now)) {
        const name = path.replace(/^away/, 'tf');
        expect([before[name], after[name]]).toContain(content);
      }
      if (value && lasts === 1) expect({ n, ...now }).toEqual({ n, ...after });
    });
  });
});
