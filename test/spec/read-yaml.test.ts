import { describe, expect, test } from '@jest/globals';
import { readYaml } from '../../src/spec/read-yaml.ts';

const problemsOf = (text: string): string[] =>
  readYaml(text, 'irsa.yaml').problems.map(
    ({ line, column, code, message, fix }) => `${line}:${column} ${code}: ${message}${fix === undefined ? '' : ` ${fix}`}`,
  );

const valueOf = (text: string): unknown => readYaml(text, 'irsa.yaml').yaml?.value;

describe('the YAML of specs', () => {
  test('is YAML 1.2: yes is text, 0o17 a number, and keys are text as written', () => {
    expect(valueOf('a: yes\nb: 0o17\n2024: x\n')).toEqual({ a: 'yes', b: 15, '2024': 'x' });
  });

  test('may begin with a byte order mark and end its lines with CRLF', () => {
    expect(valueOf('\uFEFFversion: 1\r\na: [b]\r\n')).toEqual({ version: 1, a: ['b'] });
  });

  test('may be JSON', () => {
    expect(valueOf('{"a": {"b": [1, "2"]}}')).toEqual({ a: { b: [1, '2'] } });
  });

  test('counts columns from 1 and does not count the byte order mark', () => {
    const { yaml } = readYaml('\uFEFFversion: 1\napps:\n  my-app: {}\n', 'irsa.yaml');
    expect(yaml?.locate(['version'])).toEqual({ line: 1, column: 10 });
    expect(yaml?.locate(['version'], 'key')).toEqual({ line: 1, column: 1 });
    expect(yaml?.locate(['apps', 'my-app'])).toEqual({ line: 3, column: 3 });
  });

  test('points at the nearest key above what is not there', () => {
    const { yaml } = readYaml('apps:\n  my-app:\n    grants:\n      - s3: { bucket: b }\n', 'irsa.yaml');
    expect(yaml?.locate(['apps', 'my-app', 'namespace'])).toEqual({ line: 2, column: 3 });
    expect(yaml?.locate(['apps', 'my-app', 'grants', 0, 's3', 'access'])).toEqual({ line: 4, column: 9 });
    expect(yaml?.locate(['apps', 'my-app', 'grants', 7])).toEqual({ line: 3, column: 5 });
    expect(yaml?.locate([])).toEqual({ line: 1, column: 1 });
  });

  test('remembers how a number was written', () => {
    expect(readYaml('a: 0123', 'irsa.yaml').yaml?.written(['a'])).toBe('0123');
  });
});

describe('YAML that specs do not use', () => {
  test.each([
    [
      'a tab as indentation',
      'a:\n\tb: 1',
      '2:1 invalid-yaml: A tab indents this line, and YAML is indented with spaces. Replace the tab by spaces.',
    ],
    ['an anchor', 'a: &x 1', '1:7 alias: &x is an anchor, and specs have none. Remove &x.'],
    ['an alias', 'a: &x 1\nb: *x', '2:4 alias: *x is an alias, and specs have none. Write the value again.'],
    ['a tag', 'a: !secret x', '1:12 yaml-tag: !secret is a tag, and specs have none. Remove !secret; quotes make text of anything.'],
    ['a tag of YAML itself', 'a: !!binary eA==', '1:13 yaml-tag: !!binary is a tag'],
    ['a second document', 'a: 1\n---\nb: 2', '2:1 several-documents: A second YAML document begins here'],
    ['YAML 1.1', '%YAML 1.1\n---\na: 1', '1:1 invalid-yaml: The file says it is YAML 1.1'],
    ['a key that is no text', '? [a]\n: 1', '1:3 invalid-key: This key is a list, a map or empty'],
    ['a NUL', 'a: "b\u0000"', '1:6 control-character: There is a control character (U+0000) here'],
    ['an escape', 'a: 1\nb: x\u001B[31m', '2:5 control-character: There is a control character (U+001B) here'],
    ['an old Macintosh’s line end', 'a: 1\rb: 2', '1:5 control-character: There is a control character (U+000D) here'],
    ['a control character in disguise', 'a: "\\0"', '1:4 control-character: "\\u0000" holds a control character.'],
    ['an unclosed quote', 'a: "b', '1:6 invalid-yaml: A text that begins with " is never closed. Add the closing ".'],
    [
      'an unclosed bracket',
      'a: [b',
      'invalid-yaml: This line is not indented as its neighbours are, or a bracket before it is not closed.',
    ],
    ['a colon without quotes', 'a: b: c', 'invalid-yaml: A map or list begins in the middle of this line.'],
  ])('refuses %s', (_, text, says) => {
    expect(problemsOf(text).join('\n')).toContain(says);
    expect(valueOf(text)).toBeUndefined();
  });

  test('leaves out keys that are refused, so that the rest can be judged', () => {
    const text = 'a: { __proto__: { b: 1 }, c: 2 }\na: 3';
    expect(problemsOf(text).join('\n')).toContain('1:6 unknown-key: __proto__ is not a key that specs have.');
    expect(problemsOf(text).join('\n')).toContain('2:1 duplicate-key: a is there twice');
    expect(problemsOf('a:\n  b: { c: 1, c: 2 }').join()).toContain(
      '2:14 duplicate-key: a.b.c is there twice, and readers of YAML differ on which of them holds. Keep one of the two, or merge them.',
    );
    expect(valueOf(text)).toEqual({ a: { c: 2 } });
  });

  test('lets no prototype be reached', () => {
    readYaml('__proto__: { polluted: true }\nconstructor: { prototype: { polluted: true } }', 'irsa.yaml');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test.each([
    ['brackets', '['.repeat(1_000_000)],
    ['maps', '{a: '.repeat(200_000)],
    ['hyphens', '- '.repeat(500_000)],
    ['question marks', '? '.repeat(500_000)],
    ['colons', 'a: '.repeat(300_000)],
    ['anchors', '- &a '.repeat(200_000)],
    ['keys in keys', '? - a\n  '.repeat(100_000)],
    ['steps', Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
    ['laughs', ['a: &a [x]', ...Array.from({ length: 9 }, (_, i) => `a${i}: &a${i} [${'*a,'.repeat(9)}]`)].join('\n')],
  ])('refuses a bomb of %s at once', (_, text) => {
    const { yaml, problems } = readYaml(text, 'irsa.yaml');
    expect(yaml).toBeUndefined();
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.length).toBeLessThanOrEqual(100);
  });

  test('refuses more than a megabyte', () => {
    expect(problemsOf(`# ${'x'.repeat(1024 * 1024)}`)).toEqual([
      '1:1 spec-too-large: The spec is larger than 1 MB. Split it into several specs, which `create-irsa generate` takes at once.',
    ]);
  });

  test('does not take a long line for a deep one', () => {
    const long = `{${Array.from({ length: 200 }, (_, i) => `"k${i}":{"a":[1,2]}`).join(',')}}`;
    expect(Object.keys(valueOf(long) as object)).toHaveLength(200);
  });

  test('reads ten thousand keys in linear time', () => {
    const text = Array.from({ length: 10_000 }, (_, i) => `k${i}: { a: 1 }`).join('\n');
    expect(Object.keys(valueOf(text) as object)).toHaveLength(10_000);
  });
});
