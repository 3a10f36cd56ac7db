import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { page } from './markdown.ts';

interface Shown {
  readonly title: string;
  readonly file: string;
}

const rows = page('docs/reliability.md')
  .text.split('\n')
  .filter((line) => line.startsWith('|'))
  .slice(2)
  .map((line) => line.split('|').map((cell) => cell.trim()));

const shownBy = (cell: string): Shown[] =>
  [...cell.matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)].map(([, title = '', file = '']) => ({ title, file }));

/** Some titles go on to say where the test skips. */
const isTestOf = ({ title, file }: Shown): boolean => {
  const path = join('docs', file);
  return existsSync(path) && [`'${title}'`, `'${title} (skipped`].some((text) => readFileSync(path, 'utf8').includes(text));
};

describe('each fault in docs/reliability.md', () => {
  test.each(rows.map(([, fault = '', , , cell = '']) => [fault, shownBy(cell)] as const))(
    '%s: is shown by tests that exist',
    (_, shown) => {
      expect(shown.length).toBeGreaterThan(0);
      expect(shown.filter((each) => !isTestOf(each))).toEqual([]);
    },
  );

  test('would miss a test that is no more', () => {
    expect(rows.length).toBeGreaterThan(15);
    expect(isTestOf({ title: 'that nobody wrote', file: '../test/e2e/faults.test.ts' })).toBe(false);
    expect(isTestOf({ title: 'x', file: '../test/nowhere.test.ts' })).toBe(false);
  });
});
