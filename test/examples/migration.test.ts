/** Each phase of a migration is what the command makes of the one before it. */
import { cpSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { examplesDir, temporaryFolder } from '../support/generate.ts';
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
