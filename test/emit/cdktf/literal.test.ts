import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { format } from 'prettier';
import { literal } from '../../../src/emit/cdktf/literal.ts';
import { value } from '../../support/arbitrary-text.ts';

const statement = (data: unknown): string => `export const plan = ${literal(data, 0, 'export const plan = '.length)};\n`;

const formatted = (text: string): Promise<string> => format(text, { parser: 'typescript', singleQuote: true, printWidth: 140 });

/** JSON as a plan holds it, but for characters of which nobody agrees how wide they are. */
const ascii = fc.letrec<{ data: unknown }>((tie) => ({
  data: fc.oneof(
    { maxDepth: 5 },
    fc.string({ maxLength: 60 }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('data'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.string(), fc.stringMatching(/^[a-z]{1,9}$/)), tie('data'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).data;

describe('a literal', () => {
  test.each([
    [{ kind: 'namespace', label: 'irsa_shop' }, "{ kind: 'namespace', label: 'irsa_shop' }"],
    [[], '[]'],
    [{}, '{}'],
    [{ 'a/b': [true, null, 1.5] }, "{ 'a/b': [true, null, 1.5] }"],
    ["it's", '"it\'s"'],
    ['say "hi"', '\'say "hi"\''],
    ['a\'b"c\n', "'a\\'b\"c\\n'"],
    [{ ref: 'x' }, "{ ref: 'x' }"],
    [[{ a: 1 }, { b: 2 }], '[{ a: 1 }, { b: 2 }]'],
    [
      [
        { a: 1, b: 2 },
        { a: 3, b: 4 },
      ],
      '[\n  { a: 1, b: 2 },\n  { a: 3, b: 4 },\n]',
    ],
  ])('of %j is %s', (data, text) => {
    expect(literal(data)).toBe(text);
  });

  test('breaks up what does not fit in a line', () => {
    const long = 'x'.repeat(120);
    expect(literal({ statements: [{ resources: [long, 'y'] }] })).toBe(
      `{\n  statements: [\n    {\n      resources: [\n        '${long}',\n        'y',\n      ],\n    },\n  ],\n}`,
    );
    expect(literal({ description: `${long}${long}` })).toBe(`{\n  description:\n    '${long}${long}',\n}`);
  });

  test('shows what would be invisible, or turn the text around', () => {
    expect(literal('a\u202Eb\u2028c\u0000')).toBe("'a\\u{202e}b\\u{2028}c\\u0000'");
  });

  test('sets no prototype', () => {
    const data = JSON.parse('{ "__proto__": { "admin": true } }') as object;
    expect(literal(data)).toBe("{ ['__proto__']: { admin: true } }");
  });

  test('evaluates to the data', () => {
    fc.assert(
      fc.property(fc.oneof(value, fc.jsonValue()), (data) => {
        const evaluated: unknown = runInNewContext(`(${literal(data)})`);
        expect(JSON.stringify(evaluated)).toBe(JSON.stringify(data));
      }),
      { numRuns: 500 },
    );
  });

  test('is laid out as Prettier would', async () => {
    const plans = fc.oneof(ascii, fc.array(fc.record({ kind: fc.string(), statements: fc.array(ascii) }), { maxLength: 4 }));
    await fc.assert(
      fc.asyncProperty(plans, async (data) => {
        const text = statement(data);
        expect(await formatted(text)).toBe(text);
      }),
      { numRuns: 200 },
    );
  });
});
