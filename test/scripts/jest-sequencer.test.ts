/** On a machine that has not run them yet, files that wait for other programs begin before all others. */
import { expect, test } from '@jest/globals';
import SlowLevelsFirst from '../../scripts/jest-sequencer.mjs';

/** As much of a test file as a sequencer looks at. */
const file = (level: string, size: number, took?: number) => ({
  path: `${level} ${size}`,
  took,
  context: { config: { displayName: { name: level } }, hasteFS: { getSize: () => size } },
});

function inOrder(files: readonly ReturnType<typeof file>[]): string[] {
  const remembered = { time: ({ took }: ReturnType<typeof file>) => took, hasFailed: () => false };
  const sequencer: unknown = Object.assign(new SlowLevelsFirst({} as never), remembered);
  return (sequencer as { sort(tests: typeof files): typeof files }).sort([...files]).map(({ path }) => path);
}

test('begins with the slow levels, in each with the largest file, where it is not known how long they take', () => {
  expect(inOrder([file('unit', 3), file('terraform', 1), file('unit', 4, 9), file('e2e', 2)])).toEqual([
    'e2e 2',
    'terraform 1',
    'unit 3',
    'unit 4',
  ]);
});

test('begins with the longest where that is known', () => {
  expect(inOrder([file('e2e', 9, 1), file('unit', 1, 3), file('terraform', 5, 2)])).toEqual(['unit 1', 'terraform 5', 'e2e 9']);
});
