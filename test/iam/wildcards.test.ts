import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { haveCommonText, matchesWildcards } from '../../src/iam/wildcards.ts';

test('two patterns have a text in common, or none', () => {
  expect(haveCommonText('a*c', 'ab?')).toBe(true);
  expect(haveCommonText('a*c', 'b*')).toBe(false);
  expect(haveCommonText('*a', '*b')).toBe(false);
  expect(haveCommonText('', '*')).toBe(true);
});

test('{} holds no slash', () => {
  expect(haveCommonText('{}', 'bucket')).toBe(true);
  expect(haveCommonText('{}', 'bucket/*')).toBe(false);
  expect(haveCommonText('{}/*', 'my-*')).toBe(true);
  expect(haveCommonText('{}', '{}/*')).toBe(false);
});

const pattern = fc.array(fc.constantFrom('a', 'b', '/', '*', '?'), { maxLength: 6 }).map((parts) => parts.join(''));

test('what one text matches is what they have in common, whichever comes first', () => {
  const text = fc.array(fc.constantFrom('a', 'b', '/'), { maxLength: 6 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(pattern, pattern, text, (one, other, literal) => {
      expect(haveCommonText(one, other)).toBe(haveCommonText(other, one));
      expect(haveCommonText(one, literal)).toBe(matchesWildcards(one, literal));
      if (matchesWildcards(one, literal) && matchesWildcards(other, literal)) expect(haveCommonText(one, other)).toBe(true);
    }),
  );
});
