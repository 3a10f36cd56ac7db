/** Each kind of finding on the smallest code that has it, and on the same code mended: `# <- code` marks the line. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { findingKinds } from '../../src/survey/all-findings.ts';
import { ignoreNoReason, ignoreUnused } from '../../src/survey/silenced.ts';
import { findingsIn } from '../support/findings-in.ts';

const FIXTURES = join(import.meta.dirname, 'fixtures');

const codes = findingKinds.map(({ code }) => code);

/** `file:line code`, as the marks say it. */
const marksIn = (folder: string): readonly string[] =>
  readdirSync(folder)
    .sort()
    .flatMap((name) =>
      readFileSync(join(folder, name), 'utf8')
        .split('\n')
        .flatMap((line, i) => (/# <- ([a-z-]+)$/.exec(line) ?? []).slice(1).map((code) => `${name}:${i + 1} ${code}`)),
    );

const toldIn = async (folder: string): Promise<readonly string[]> =>
  (await findingsIn(folder)).flatMap(({ silencedBy, at, code }) => (silencedBy === undefined ? [`${at.file}:${at.line} ${code}`] : []));

test('every kind has a fixture, and every fixture a kind', () => {
  const ofIgnores = [ignoreNoReason, ignoreUnused].map(({ code }) => code);
  expect(readdirSync(FIXTURES).sort()).toEqual([...codes, ...ofIgnores].sort());
  expect(new Set(codes).size).toBe(codes.length);
});

describe.each(codes)('%s', (code) => {
  test('is found at its line, and nothing else is', async () => {
    const folder = join(FIXTURES, code, 'bad');
    const marks = marksIn(folder);
    expect(marks).toHaveLength(1);
    expect(marks[0]).toMatch(new RegExp(` ${code}$`));
    expect(await toldIn(folder)).toEqual(marks);
  });

  test('is gone once it is mended, and nothing else is found', async () => {
    expect(await toldIn(join(FIXTURES, code, 'good'))).toEqual([]);
  });
});

describe('an ignore', () => {
  test('without a reason is found, and the finding stays', async () => {
    expect(await toldIn(join(FIXTURES, 'ignore-no-reason', 'bad'))).toEqual(['main.tf:7 ignore-no-reason', 'main.tf:8 trust-no-aud']);
    expect(await toldIn(join(FIXTURES, 'ignore-no-reason', 'good'))).toEqual([]);
  });

  test('that ignores nothing is found', async () => {
    expect(await toldIn(join(FIXTURES, 'ignore-unused', 'bad'))).toEqual(['main.tf:7 ignore-unused']);
    expect(await toldIn(join(FIXTURES, 'ignore-unused', 'good'))).toEqual([]);
  });
});

describe('what is said of a kind', () => {
  test.each(findingKinds.map((kind) => [kind.code, kind] as const))('%s: sentences, and an address', (_, { why, title, link }) => {
    expect(why).toMatch(/^[A-Z“].*[.”]$/);
    expect(title).not.toMatch(/[.]$/);
    expect(link).toMatch(/^https:\/\/[\w.-]+\/\S+$/);
  });
});
