import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { jsonFault } from '../../../src/repo/scan/json-fault.ts';

describe('the place where a text stops being JSON', () => {
  test.each([
    ['{"a": oops}', 6],
    ['{"a" 1}', 5],
    ['{"a": 1,}', 8],
    ['[1 2]', 3],
    ['[1}', 2],
    ['{} {}', 3],
    ['{"a": "x\ny"}', 6],
    ['', 0],
    ['[', 1],
    [']', 0],
  ])('in %j is %i', (text, at) => {
    expect(jsonFault(text)).toBe(at);
  });

  test('is the end of JSON that is whole or cut off', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(jsonFault(json.trimEnd())).toBe(json.trimEnd().length);
      }),
    );
  });

  test('is right after whatever is valid before it', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom('?', ']', '}', ':', ',', 'nul', '"open'), (json, fault) => {
        expect(jsonFault(`{"k":[${json.trim()},${fault}`)).toBe(`{"k":[${json.trim()},`.length);
      }),
    );
  });
});
