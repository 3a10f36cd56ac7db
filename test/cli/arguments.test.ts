import { describe, expect, test } from '@jest/globals';
import { isGiven, parseArguments, valueOf } from '../../src/cli/arguments.ts';

const parse = (...argv: string[]) => parseArguments(argv, (word) => word === 'doctor-folder' || word === 'generat');
const problem = (...argv: string[]) => parse(...argv).problems.map(({ code, message, fix }) => `${code}: ${message} ${fix ?? ''}`.trim());

describe('words', () => {
  test('the wizard is what runs without a command', () => {
    expect(parse().value?.command.name).toBe('create');
    expect(parse('--yes').value?.command.name).toBe('create');
  });

  test('a word that is no command is the folder of the wizard', () => {
    expect(parse('playground', '--yes').value).toMatchObject({ words: ['playground'], flags: [{ name: 'yes', value: '' }] });
  });

  test('a misspelt command is not taken for a folder', () => {
    expect(problem('genrate')).toEqual([
      'unknown-command: There is no command `genrate`, nor a folder of that name. Did you mean `create-irsa generate`? For a new folder, write ./genrate.',
    ]);
  });

  test('an existing folder may be named like a misspelt command', () => {
    expect(parse('generat').value).toMatchObject({ command: { name: 'create' }, words: ['generat'] });
  });

  test('refuses more words than a command takes', () => {
    expect(parse('schema', 'x').problems).toMatchObject([{ code: 'unexpected-word' }]);
    expect(parse('generate', 'a', 'b', 'c').value?.words).toEqual(['a', 'b', 'c']);
  });
});

describe('flags', () => {
  test('keep their order, and may carry their value after a space or an equals sign', () => {
    expect(parse('--cluster', 'a', '--region=r', '--cluster=b').value?.flags).toEqual([
      { name: 'cluster', value: 'a' },
      { name: 'region', value: 'r' },
      { name: 'cluster', value: 'b' },
    ]);
  });

  test('everything wrong is told at once', () => {
    expect(problem('generate', '--chek', '--json=yes', '--format')).toEqual([
      'unknown-flag: There is no flag `--chek` here. Did you mean `--check`?',
      'flag-takes-no-value: `--json` is a switch and takes no value. Write --json alone.',
      'flag-needs-value: `--format` needs a value. For example --format json',
    ]);
  });

  test('a flag of another command is unknown', () => {
    expect(parse('generate', '--cluster', 'x').problems).toMatchObject([{ code: 'unknown-flag' }]);
  });

  test('a flag is not swallowed as the value of the one before', () => {
    expect(parse('--region', '--from', 'data').problems[0]).toMatchObject({ code: 'flag-needs-value' });
    expect(parse('--role-prefix=-x').value?.flags).toEqual([{ name: 'role-prefix', value: '-x' }]);
  });

  test('refuses one flag with two values', () => {
    expect(parse('--identity', 'a', '--identity', 'b').problems).toMatchObject([{ code: 'flag-twice' }]);
    expect(parse('--identity', 'a', '--identity', 'a').problems).toEqual([]);
  });

  test('short forms work', () => {
    const args = parse('-y', '--directory', 'tf').value;
    expect(args && isGiven(args, 'yes')).toBe(true);
    expect(args && valueOf(args, 'directory')).toBe('tf');
  });
});
