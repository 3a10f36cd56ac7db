import { expect, test } from '@jest/globals';
import { answerAt, keysAt, withAnswer } from '../../src/wizard/draft.ts';

test('an answer leaves what was there and the draft before it as they were', () => {
  const before = { clusters: { a: { region: 'us-east-1' } } };
  const after = withAnswer(withAnswer(before, ['clusters', 'a', 'from'], { data: true }), ['apps', 'web', 'grants', 0], { s3: {} });
  expect(after).toEqual({ clusters: { a: { region: 'us-east-1', from: { data: true } } }, apps: { web: { grants: [{ s3: {} }] } } });
  expect(before).toEqual({ clusters: { a: { region: 'us-east-1' } } });
  expect(answerAt(after, ['clusters', 'a', 'from', 'data'])).toBe(true);
  expect(keysAt(after, ['clusters', 'a'])).toEqual(['region', 'from']);
});

test('undefined takes an answer back; keys keep their place', () => {
  const draft = { addOns: { a: {}, b: {}, c: {} } };
  expect(withAnswer(draft, ['addOns', 'b'], undefined)).toEqual({ addOns: { a: {}, c: {} } });
  expect(keysAt(withAnswer(draft, ['addOns', 'b'], { shared: true }), ['addOns'])).toEqual(['a', 'b', 'c']);
});

test('names of the language itself are names like any other', () => {
  expect(answerAt({}, ['toString'])).toBeUndefined();
  const draft = withAnswer({}, ['apps', '__proto__', 'namespace'], 'n');
  expect(keysAt(draft, ['apps'])).toEqual(['__proto__']);
  expect(({} as Record<string, unknown>)['namespace']).toBeUndefined();
});
