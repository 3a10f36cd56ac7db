import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { printYaml } from '../../src/emit/yaml.ts';
import type { Value } from '../../src/iam/text.ts';
import { literal } from './terraform/values.ts';

/** Words that some YAML takes for numbers, times, booleans, merges or syntax, and what is around them. */
const word = fc.oneof(
  fc.constantFrom(
    'on',
    'No',
    'y',
    'Null',
    'TRUE',
    '~',
    '=',
    '<<',
    '012',
    '1_000',
    '0x1F',
    '1e3',
    '.5',
    '.inf',
    '12:30:45',
    '2001-01-01',
    '',
    '-',
    '?',
    '---',
    '...',
    '&a',
    '*a',
    '!a',
    '%a',
    '@a',
    '`a',
    '|',
    '>',
    '[a',
    '{a',
    'a]',
    'a: b',
    'a:',
    'a #b',
    'a#b',
    'a\tb',
    ' a',
    'a ',
    'a\u0085b',
    '\uFEFF',
    '_1',
  ),
  fc.stringMatching(/^[a-z0-9_.:/@#{}[\],&*!|>'"%` -]{0,12}$/),
  fc.array(fc.stringMatching(/^[ a-z#=\\t'":-]{0,6}$/), { minLength: 1, maxLength: 4 }).map((lines) => `${lines.join('\n')}\n`),
  literal,
);

const values = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    word,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(word, tie('value'), { maxKeys: 3 }).map((map) => ({ map })),
  ),
})).value;

function asMaps(value: Value): unknown {
  if (value === null || typeof value !== 'object') return value;
  if ('length' in value) return value.map(asMaps);
  return 'map' in value ? new Map(Object.entries(value.map).map(([key, item]) => [key, asMaps(item)])) : value;
}

describe('YAML', () => {
  test.each(['1.1', '1.2'] as const)('is read back as it was by a reader of YAML %s', (version) => {
    fc.assert(
      fc.property(values, (value) => {
        expect(parse(printYaml(value), { version, merge: false, mapAsMap: true, uniqueKeys: false })).toEqual(asMaps(value));
      }),
      { numRuns: 500 },
    );
  });

  test('is laid out as everybody does', () => {
    const value: Value = {
      map: {
        serviceAccount: {
          map: { create: true, annotations: { map: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::${ACCOUNT_ID}:role/x' } } },
        },
        args: ['--feature-gates=Drift=true', { map: { name: 'a b', ports: [80, { map: {} }] } }, ['x', []]],
        on: '111122223333',
        nothing: null,
      },
    };
    expect(printYaml(value)).toBe(`serviceAccount:
  create: true
  annotations:
    eks.amazonaws.com/role-arn: arn:aws:iam::\${ACCOUNT_ID}:role/x
args:
  - "--feature-gates=Drift=true"
  - name: a b
    ports:
      - 80
      - {}
  - - x
    - []
"on": "111122223333"
nothing: null
`);
  });

  test('shows a file as its lines', () => {
    const config = '[default]\n# the role\n\n[profile a]\nregion = eu-west-1\n';
    expect(printYaml({ map: { data: { map: { config } } } })).toBe(
      'data:\n  config: |\n    [default]\n    # the role\n\n    [profile a]\n    region = eu-west-1\n',
    );
    expect(printYaml({ map: { config: ' indented\n' } })).toBe('config: " indented\\n"\n');
  });

  test('quotes no name, ARN or address that needs none', () => {
    for (const text of [
      'external-dns',
      'aws-load-balancer-controller',
      'arn:aws:iam::111122223333:role/a+b@c',
      'v1.2.3',
      'us-east-1a',
      'https://x.example/y',
    ])
      expect(printYaml(text)).toBe(stringify(text, { compat: 'yaml-1.1' }));
  });
});
