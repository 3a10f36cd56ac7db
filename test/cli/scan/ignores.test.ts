/** Who answers for a finding: comments in the code, and `.create-irsa.yaml`. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { commentedIgnores } from '../../../src/cli/scan/ignore-comments.ts';
import { configuredIgnores } from '../../../src/cli/scan/ignore-config.ts';
import { findingOf, type Finding } from '../../../src/survey/finding.ts';
import { trustNoAud } from '../../../src/survey/findings/trust-no-aud.ts';
import { silenced } from '../../../src/survey/silenced.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const CODES = ['trust-no-aud', 'trust-no-sub'];

const found = (line: number, file = 'a.tf'): Finding =>
  findingOf(trustNoAud, { at: { file, line }, subject: '#aws_iam_role.a', message: 'No :aud.', fix: 'Add it.' });

const ignoresOf = (text: string, file = 'a.tf') => commentedIgnores([{ file, text }]);

/** Lines of which a finding would be silenced. */
async function covered(text: string, file = 'a.tf'): Promise<readonly number[]> {
  const ignores = await ignoresOf(text, file);
  return text.split('\n').flatMap((_, i) => (silenced([found(i + 1, file)], ignores, CODES)[0]?.silencedBy === undefined ? [] : [i + 1]));
}

describe('a comment', () => {
  test.each([
    ['# create-irsa:ignore trust-no-aud one client id\nx = 1\ny = 2\n', [1, 2]],
    ['// create-irsa:ignore trust-no-aud one client id\nx = 1\n', [1, 2]],
    ['x = 1 # create-irsa:ignore trust-no-aud one client id\ny = 2\n', [1]],
    ['  # create-irsa:ignore trust-no-aud: one client id\n  # and more about it\n  x = 1\ny = 2\n', [1, 2, 3]],
    ['# create-irsa:ignore trust-no-sub, trust-no-aud one client id\nx = 1\n', [1, 2]],
    ['# create-irsa:ignore trust-no-sub another finding\nx = 1\n', []],
    ['# create-irsa:ignore trust-no-aud\nx = 1\n', []],
    ['x = "# create-irsa:ignore trust-no-aud no comment at all"\n', []],
    ['x = <<EOT\n# create-irsa:ignore trust-no-aud text of a file\nEOT\n', []],
  ])('of HCL speaks of its line, and of the next if it stands alone: %j', async (text, lines) => {
    expect(await covered(text)).toEqual(lines);
  });

  test.each([
    ['a: 1 # create-irsa:ignore trust-no-aud one client id\nb: 2\n', [1]],
    ['# create-irsa:ignore trust-no-aud one client id\na: 1\nb: 2\n', [1, 2]],
    ['a: "# create-irsa:ignore trust-no-aud no comment"\n', []],
    ['a: |\n  # create-irsa:ignore trust-no-aud text\nb: 1\n', []],
    ['a: {{ .Values.a }}\n# create-irsa:ignore trust-no-aud in a template\nb: 1\n', [2, 3]],
  ])('of YAML does as well: %j', async (text, lines) => {
    expect(await covered(text, 'a.yaml')).toEqual(lines);
  });

  test('keeps the reason, for those who read the report', async () => {
    expect(await ignoresOf('# create-irsa:ignore trust-no-aud - the provider has one client id\n')).toMatchObject([
      { code: 'trust-no-aud', reason: 'the provider has one client id', at: { file: 'a.tf', line: 1 } },
    ]);
  });

  test('without a reason silences nothing, and is told as a warning', async () => {
    const judged = silenced([found(2)], await ignoresOf('# create-irsa:ignore trust-no-aud\nx = 1\n'), CODES);
    expect(judged).toMatchObject([{ code: 'trust-no-aud' }, { code: 'ignore-no-reason', severity: 'warning', at: { line: 1 } }]);
    expect(judged.every(({ silencedBy }) => silencedBy === undefined)).toBe(true);
  });

  test('that silences nothing is a note, and so is one of a code that there is not', async () => {
    const of = async (code: string) => silenced([], await ignoresOf(`# create-irsa:ignore ${code} for a reason\n`), CODES);
    expect(await of('trust-no-aud')).toMatchObject([{ code: 'ignore-unused', severity: 'note' }]);
    expect(await of('trust-no-audience')).toMatchObject([
      { code: 'ignore-unused', message: expect.stringContaining('no finding with the code') },
    ]);
  });

  test('whatever the text, nothing is thrown, and every line of it exists', async () => {
    const pieces = fc.constantFrom(
      '# create-irsa:ignore ',
      'trust-no-aud',
      ' why',
      '\n',
      '"',
      '<<EOT\n',
      'EOT\n',
      '{',
      '}',
      'a = 1',
      '/*',
      '*/',
      '${',
      '- ',
      ': ',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(pieces).map((parts) => parts.join('')),
        fc.constantFrom('a.tf', 'a.yaml'),
        async (text, file) => {
          const lines = text.split('\n').length;
          for (const { at } of await ignoresOf(text, file)) expect(at.line).toBeLessThanOrEqual(lines);
        },
      ),
    );
  });
});

describe('.create-irsa.yaml', () => {
  const read = (text: string) => configuredIgnores(temporaryFolder({ '.create-irsa.yaml': text }));
  const covers = (path: string, file: string): boolean =>
    read(`ignore:\n  - { code: trust-no-aud, path: "${path}", reason: examples }\n`).value?.[0]?.covers({ file, line: 1 }) ?? false;

  test('need not be there, and may be empty', () => {
    expect(configuredIgnores(temporaryFolder())).toEqual({ value: [], problems: [] });
    expect(read('# nothing yet\n')).toEqual({ value: [], problems: [] });
  });

  test.each([
    ['examples/**', 'examples/a/main.tf', true],
    ['examples', 'examples/a/main.tf', true],
    ['examples/', 'examples/a/main.tf', true],
    ['**/*.tf', 'main.tf', true],
    ['*.tf', 'examples/main.tf', false],
    ['live/{blue,green}/*.tf', 'live/green/irsa.tf', true],
    ['live/blue/irsa.tf', 'live/green/irsa.tf', false],
  ])('%s covers %s: %s', (path, file, expected) => {
    expect(covers(path, file)).toBe(expected);
  });

  test('without a path covers the whole folder', () => {
    const { value = [] } = read('ignore:\n  - code: trust-no-aud\n    reason: one client id\n');
    expect(value).toMatchObject([{ code: 'trust-no-aud', reason: 'one client id', kind: 'config', at: { line: 2 } }]);
    expect(value[0]?.covers({ file: 'anywhere/at/all.tf', line: 7 })).toBe(true);
  });

  test.each([
    ['a missing reason', 'ignore:\n  - code: trust-no-aud\n', 'missing-key', 2],
    ['an empty reason', 'ignore:\n  - code: trust-no-aud\n    reason: ""\n', 'empty-value', 3],
    ['a code that there is not', 'ignore:\n  - code: trust-no-audience\n    reason: why\n', 'wrong-value', 2],
    ['a key that there is not', 'ignores: []\n', 'unknown-key', 1],
    ['what is no YAML', 'ignore: [\n', 'invalid-yaml', 2],
  ])('refuses %s, with its line', (_, text, code, line) => {
    const { value, problems } = read(text);
    expect(value).toBeUndefined();
    expect(problems).toMatchObject([{ code, line, file: '.create-irsa.yaml', severity: 'error' }]);
  });
});
