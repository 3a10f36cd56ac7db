import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anyCharacter } from '../support/any-character.ts';

test('strings of any character are those that fast-check makes of its own, seed by seed', () => {
  const texts = (unit: 'binary' | fc.Arbitrary<string>) => fc.sample(fc.string({ unit }), { seed: 42, numRuns: 500 });
  expect(texts(anyCharacter)).toEqual(texts('binary'));
});
