import { describe, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { anchors, page, pages, withoutFences } from './markdown.ts';

describe('relative links', () => {
  test.each(pages().map(({ path }) => path))('of %s lead somewhere', (path) => {
    const broken = linksOf(page(path).text).filter((link) => !resolves(path, link));
    expect(broken).toEqual([]);
  });

  test('to examples say their number', () => {
    const named = pages().flatMap(({ path }) => examplesNamed(page(path).text).map(({ said, linked }) => ({ path, said, linked })));
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter(({ said, linked }) => said !== linked)).toEqual([]);
  });

  test('are found at all', () => {
    expect(linksOf('[a](b.md) and [c](d.md#e), not [f](https://g.h)\n```\n[i](j.md)\n```\n')).toEqual(['b.md', 'd.md#e']);
    expect(resolves('README.md', 'docs/nothing.md')).toBe(false);
    expect(resolves('README.md', 'docs/guide.md#nothing')).toBe(false);
    expect(resolves('README.md', 'docs/guide.md#several-clusters')).toBe(true);
  });
});

describe('paths named in', () => {
  const named = (path: string) => pathsOf(page(path).text);

  test.each(['ARCHITECTURE.md', 'CONTRIBUTING.md'])('%s exist', (path) => {
    expect(named(path).length).toBeGreaterThan(5);
    expect(named(path).filter((name) => !existsSync(name))).toEqual([]);
  });

  test('code are told from other code', () => {
    expect(pathsOf('`src/plan/` is one, `src/<room>/x.ts`, `npm test` and `a/b` are none, `test/docs/markdown.ts` is')).toEqual([
      'src/plan/',
      'test/docs/markdown.ts',
    ]);
  });
});

const linksOf = (text: string): string[] => [...withoutFences(text).matchAll(/\]\((?!\w+:)([^)\s]+)\)/g)].map(([, link = '']) => link);

/** `[example 04](../04-existing-repository/README.md)`, and `[04](…)` of several */
const examplesNamed = (text: string) =>
  [...text.matchAll(/\[(?:examples? )?(\d\d)\]\((?:[^)\s]*\/)?(\d\d)-[a-z\d-]+\//gi)].map(([, said, linked]) => ({ said, linked }));

function resolves(from: string, link: string): boolean {
  const [target = '', anchor] = link.split('#');
  const path = target === '' ? from : join(dirname(from), target);
  if (!existsSync(path)) return false;
  return anchor === undefined || anchors(page(path).text).includes(anchor);
}

/** What is in backticks, begins with a folder of the project, and stands for no pattern. */
function pathsOf(text: string): string[] {
  const folders = /^(src|test|docs|templates|scripts|bench|bin|examples)(\/|$)/;
  return [...text.matchAll(/`([^`\s]+)`/g)].map(([, code = '']) => code).filter((code) => folders.test(code) && !/[<>*{]/.test(code));
}
