/** The examples are what the program writes today, byte for byte. CONTRIBUTING.md says how to renew them. */
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { prepare, readSpec } from '../../src/cli/generation.ts';
import { exampleNames, examplesDir } from '../support/generate.ts';

describe.each(exampleNames)('example %s', (name) => {
  test('is up to date, without a warning', async () => {
    const source = readSpec(join(examplesDir, name));
    if (!('text' in source)) throw new Error(source.message);
    const { problems, changes } = await prepare(source, {});
    expect(problems).toEqual([]);
    expect(changes.map(({ path, kind }) => [path, kind])).toEqual(changes.map(({ path }) => [path, 'unchanged']));
    expect(changes.length).toBeGreaterThan(4);
  });
});
