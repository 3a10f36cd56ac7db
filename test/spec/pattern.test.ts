import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { alternativesOf, isPattern, matchesStep, stepsOf, matchesAbove } from '../../src/spec/pattern.ts';

describe('a pattern of paths', () => {
  test.each([
    ['clusters/*/irsa.yaml', true],
    ['clusters/{a,b}/irsa.yaml', true],
    ['**', true],
    ['a?', true],
    ['clusters/a/irsa.yaml', false],
    ['{a}', false],
    ['a}b{', false],
    ['{a,b', false],
  ])('%s: %s', (text, expected) => expect(isPattern(text)).toBe(expected));

  test('has an alternative for each way through its braces', () => {
    expect(alternativesOf('a/{b,c{d,e}}/f')).toEqual(['a/b/f', 'a/cd/f', 'a/ce/f']);
    expect(alternativesOf('{a}/{b,}')).toEqual(['{a}/b', '{a}/']);
    expect(alternativesOf('plain')).toEqual(['plain']);
  });

  test('with more alternatives than anybody means has none, and says so soon', () => {
    expect(alternativesOf('{a,b}'.repeat(40))).toEqual([]);
  });

  test('leaves out empty steps and folders that stand for nothing', () => {
    expect(stepsOf('a//b/./**/**/c/')).toEqual(['a', 'b', '**', 'c']);
    expect(stepsOf('/a')).toEqual(['', 'a']);
  });

  test('means hidden names only where it says so', () => {
    expect(matchesStep('*', '.git')).toBe(false);
    expect(matchesStep('.*', '.git')).toBe(true);
  });

  test('matches a name as the regular expression of the same meaning does', () => {
    const step = fc.array(fc.constantFrom('*', '?', 'a', 'b', '.', '+'), { maxLength: 8 }).map((parts) => parts.join(''));
    const name = fc.array(fc.constantFrom('a', 'b', '.', '+'), { minLength: 1, maxLength: 10 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(step, name, (pattern, text) => {
        const expression = pattern
          .replaceAll(/[.+]/g, String.raw`\$&`)
          .replaceAll('*', '.*')
          .replaceAll('?', '.');
        const expected = new RegExp(`^${expression}$`).test(text) && (pattern.startsWith('.') || !text.startsWith('.'));
        expect(matchesStep(pattern, text)).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a path of a pattern', () => {
  test.each([
    ['a/b.tf', 'a/b.tf', true],
    ['a', 'a/b.tf', true],
    ['*', 'a/b.tf', true],
    ['*.tf', 'a/b.tf', false],
    ['**/b.tf', 'b.tf', true],
    ['**/b.tf', 'a/c/b.tf', true],
    ['a/**', 'a/c/b.tf', true],
    ['a/**/d', 'a/b/c/d/e.tf', true],
    ['{a,x}/b.tf', 'x/b.tf', true],
    ['a/b', 'c/a/b', false],
    ['./a/', 'a/b.tf', true],
  ])('%s and %s: %s', (pattern, path, expected) => {
    expect(matchesAbove(pattern, path)).toBe(expected);
  });
});
