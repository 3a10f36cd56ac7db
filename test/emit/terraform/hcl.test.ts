import { describe, expect, test } from '@jest/globals';
import { parse } from '@cdktn/hcl2json';
import fc from 'fast-check';
import { spell, spellKey, spellText } from '../../../src/emit/terraform/hcl.ts';
import { fact, isText, join, partsOf, ref, text, type Text, type Value } from '../../../src/iam/text.ts';
import { literal, value } from './values.ts';

describe('literals', () => {
  test.each([
    ['policy variables', '${aws:PrincipalTag/team}', '"$${aws:PrincipalTag/team}"'],
    ['what is escaped already', '$${kept}', '"$$${kept}"'],
    ['directives', '%{if x}', '"%%{if x}"'],
    ['dollar signs that start nothing', '$5, 100%', '"$5, 100%"'],
    ['quotes and backslashes', 'a "b" \\c', '"a \\"b\\" \\\\c"'],
    ['line breaks and tabs', 'a\nb\r\nc\td', '"a\\nb\\r\\nc\\td"'],
    ['control characters', 'a\u0000b\u001bc\u007f', '"a\\u0000b\\u001Bc\\u007F"'],
    ['what hides or reverses text', 'a\u202eb\u200bc\u2028d', '"a\\u202Eb\\u200Bc\\u2028d"'],
    ['invisible characters beyond the first plane', '\u{e0041}', '"\\U000E0041"'],
    ['halves of characters', 'a\ud800b', '"a\ufffdb"'],
    ['other scripts', 'é 東京 👋', '"é 東京 👋"'],
  ])('escapes %s', (_, plain, spelled) => {
    expect(spell(plain)).toBe(spelled);
  });
});

describe('references', () => {
  test('stand bare where they are all there is', () => {
    expect(spell(ref('module.eks.oidc_provider_arn'))).toBe('module.eks.oidc_provider_arn');
    expect(spell({ text: ['', { ref: 'var.x' }] })).toBe('var.x');
  });

  test('are holes in a string otherwise', () => {
    expect(spell(text`arn:${ref('var.p')}:s3:::\${x}/${ref('var.b')}`)).toBe('"arn:${var.p}:s3:::$${x}/${var.b}"');
  });

  test('are not swallowed by a dollar sign before them', () => {
    expect(spell(text`costs $${ref('var.price')}`)).toBe('"costs \\u0024${var.price}"');
    expect(spell({ text: ['$', '', { ref: 'var.price' }, '$', '{x}'] })).toBe('"\\u0024${var.price}$${x}"');
    expect(spell(text`100%${ref('var.price')}`)).toBe('"100%${var.price}"');
  });

  test('facts must have been filled in', () => {
    expect(() => spellText(fact('region'))).toThrow('the fact "region" was never filled in');
  });
});

describe('lists and maps', () => {
  test('a short single item stays on the line', () => {
    expect(spell(['s3:GetObject'])).toBe('["s3:GetObject"]');
    expect(spell([])).toBe('[]');
  });

  test('several items, and a long one, have lines of their own with trailing commas', () => {
    expect(spell(['a', 'b'])).toBe('[\n"a",\n"b",\n]');
    expect(spell(['x'.repeat(100)])).toBe(`[\n"${'x'.repeat(100)}",\n]`);
  });

  test('maps hold one definition a line', () => {
    expect(spell({ map: { name: 'x', 'a.b/c': true, none: null, empty: { map: {} } } })).toBe(
      '{\nname = "x"\n"a.b/c" = true\nnone = null\nempty = {}\n}',
    );
  });

  test('keys that HCL would misread are quoted', () => {
    expect(['external-dns', '_x', '1st', 'a b', '${x}', 'for', 'null', 'true', 'if', ''].map(spellKey)).toEqual([
      'external-dns',
      '_x',
      '"1st"',
      '"a b"',
      '"$${x}"',
      '"for"',
      '"null"',
      '"true"',
      'if',
      '""',
    ]);
  });

  test('what has no certain width is a code in a key, before which = is aligned', () => {
    expect(spellKey('Größe 大小 クラス')).toBe('"Größe 大小 クラス"');
    expect(spellKey('e\u0301👋')).toBe('"e\\u0301\\U0001F44B"');
  });

  test('a number that HCL lacks is refused', () => {
    expect(() => spell(Number.NaN)).toThrow('HCL has no number NaN');
  });
});

/** As hcl2json says it: literals with the two introducers escaped, in normal form C, which HCL gives all strings. */
const escaped = (plain: string): string =>
  plain
    .replace(/\p{Cs}/gu, '\ufffd')
    .normalize('NFC')
    .replaceAll('${', () => '$${')
    .replaceAll('%{', () => '%%{');

const asJson = (plain: Value): unknown => {
  if (plain === null || typeof plain !== 'object') return typeof plain === 'string' ? escaped(plain) : plain;
  if (isText(plain)) throw new Error('only literals are compared');
  if ('length' in plain) return plain.map(asJson);
  return Object.fromEntries(Object.entries(plain.map).map(([key, item]) => [escaped(key), asJson(item)]));
};

/** Holes filled with themselves: what is left is literal. */
const withoutHoles = (given: Value): Value => {
  if (given === null || typeof given !== 'object') return given;
  if (isText(given)) return join(...partsOf(given).map((part): Text => (typeof part === 'string' ? part : 'hole')));
  if ('length' in given) return given.map(withoutHoles);
  return { map: Object.fromEntries(Object.entries(given.map).map(([key, item]) => [key, withoutHoles(item)])) };
};

const sameKeys = (given: Value): boolean => {
  if (given === null || typeof given !== 'object' || isText(given)) return false;
  if ('length' in given) return given.some(sameKeys);
  const keys = Object.keys(given.map);
  return new Set(keys.map(escaped)).size < keys.length || keys.includes('__proto__') || Object.values(given.map).some(sameKeys);
};

describe('a real HCL parser', () => {
  test('reads back every literal as it was', async () => {
    await fc.assert(
      fc.asyncProperty(value.map(withoutHoles), async (given) => {
        fc.pre(!sameKeys(given));
        const parsed = await parse('x.tf', `locals {\n  x = ${spell(given)}\n}\n`);
        expect(parsed).toEqual({ locals: [{ x: asJson(given) }] });
      }),
      { numRuns: 300 },
    );
  });

  test('finds every reference in its place', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(literal, { minLength: 1, maxLength: 4 }), async (literals) => {
        const holes = literals.map((_, i) => ref(`var.x${i}`));
        // A character before each hole, so that a combining mark after it cannot be composed with a brace,
        // and since hcl2json itself forgets to escape a dollar sign before a hole.
        const given = join(...literals.flatMap((plain, i) => [`${plain}.`, holes[i] as Text]));
        const parsed = await parse('x.tf', `locals {\n  x = ${spell(given)}\n}\n`);
        const expected = literals.map((plain, i) => `${escaped(`${plain}.`)}\${var.x${i}}`).join('');
        expect(parsed).toEqual({ locals: [{ x: expected }] });
      }),
      { numRuns: 200 },
    );
  });
});
