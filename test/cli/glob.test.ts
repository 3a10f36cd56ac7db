import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { globPaths } from '../../src/cli/glob.ts';
import { expandWords } from '../../src/cli/spec-words.ts';
import { alternativesOf, ANY_FOLDERS, matchesStep, stepsOf } from '../../src/spec/pattern.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const FILES = {
  'base.irsa.yaml': '',
  'clusters/README.md': '',
  'clusters/blue/irsa.yaml': '',
  'clusters/blue/irsa/helm/x.values.yaml': '',
  'clusters/green/irsa.yaml': '',
  'clusters/empty/main.tf': '',
  'deep/eu/west/prod/irsa.yaml': '',
  'deep/.terraform/modules/x/irsa.yaml': '',
  'node_modules/x/irsa.yaml': '',
  'odd/{a,b}/irsa.yaml': '',
};
const folder = temporaryFolder(FILES);
const found = (pattern: string) => globPaths(pattern, `${folder}/`);

describe('a pattern on disk', () => {
  test.each([
    ['clusters/*/irsa.yaml', ['clusters/blue/irsa.yaml', 'clusters/green/irsa.yaml']],
    ['clusters/{blue,green,red}/irsa.yaml', ['clusters/blue/irsa.yaml', 'clusters/green/irsa.yaml']],
    ['clusters/gree?/*.yaml', ['clusters/green/irsa.yaml']],
    ['**/irsa.yaml', ['clusters/blue/irsa.yaml', 'clusters/green/irsa.yaml', 'deep/eu/west/prod/irsa.yaml', 'odd/{a,b}/irsa.yaml']],
    ['deep/**/prod/**/irsa.yaml', ['deep/eu/west/prod/irsa.yaml']],
    ['deep/.terraform/**/irsa.yaml', ['deep/.terraform/modules/x/irsa.yaml']],
    ['clusters/../*.irsa.yaml', ['clusters/../base.irsa.yaml']],
    ['nowhere/*', []],
    ['base.irsa.yaml/*', []],
  ])('%s', (pattern, paths) => expect(found(pattern)).toEqual(paths));

  test('may be absolute', () => {
    expect(globPaths(`${folder}/clusters/*/irsa.yaml`)).toEqual([
      `${folder}/clusters/blue/irsa.yaml`,
      `${folder}/clusters/green/irsa.yaml`,
    ]);
  });

  test('follows a symlink that it names, and none that ** would wander into', () => {
    const linked = temporaryFolder({ 'a/irsa.yaml': '' });
    symlinkSync(join(linked, 'a'), join(linked, 'b'));
    symlinkSync(linked, join(linked, 'a', 'loop'));
    expect(globPaths('*/irsa.yaml', `${linked}/`)).toEqual(['a/irsa.yaml', 'b/irsa.yaml']);
    expect(globPaths('**/irsa.yaml', `${linked}/`)).toEqual(['a/irsa.yaml']);
  });

  test('stands for exactly the files that match it step by step', () => {
    const step = fc.constantFrom('*', '**', 'c*', 'clusters', 'blue', '*.yaml', 'irsa.yaml', '?eep', '{blue,eu}');
    const paths = Object.keys(FILES);
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 4 }), (steps) => {
        const pattern = steps.join('/');
        const expected = paths.filter((path) => alternativesOf(pattern).some((one) => matchesAll(stepsOf(one), path.split('/'))));
        expect(found(pattern).filter((path) => paths.includes(path))).toEqual(expected.sort());
      }),
    );
  });
});

/** The slow way: a `**` may stand for each number of folders. */
function matchesAll([step, ...rest]: readonly string[], names: readonly string[]): boolean {
  const [name, ...others] = names;
  if (step === undefined) return names.length === 0;
  if (step === ANY_FOLDERS) {
    const skips = name !== undefined && others.length > 0 && !name.startsWith('.') && name !== 'node_modules';
    return matchesAll(rest, names) || (skips && matchesAll([step, ...rest], others));
  }
  return name !== undefined && matchesStep(step, name) && matchesAll(rest, others);
}

describe('the words of generate', () => {
  const words = (...named: string[]) =>
    expandWords(named.map((word) => join(folder, word))).map(({ word }) => word.slice(folder.length + 1));

  test('are taken as they are, unless they are patterns', () => {
    expect(words('clusters/blue', 'nowhere')).toEqual(['clusters/blue', 'nowhere']);
    expect(words('odd/{a,b}')).toEqual(['odd/{a,b}']);
  });

  test('that end in * mean folders with an irsa.yaml, and nothing that lies beside them', () => {
    expect(words('clusters/*')).toEqual(['clusters/blue', 'clusters/green']);
    expect(words('**')).toEqual(['clusters/blue', 'clusters/green', 'deep/eu/west/prod', 'odd/{a,b}']);
    expect(words('clusters/*/irsa.yaml')).toEqual(['clusters/blue/irsa.yaml', 'clusters/green/irsa.yaml']);
  });

  test('with braces alone name all that they name, there or not', () => {
    expect(words('clusters/{blue,red}')).toEqual(['clusters/blue', 'clusters/red']);
  });

  test('that match nothing are a problem', () => {
    expect(expandWords(['nowhere/*'])).toMatchObject([{ word: 'nowhere/*', problem: { code: 'pattern-matches-nothing' } }]);
  });

  test('may have the separators of Windows', () => {
    expect(expandWords([`${folder}\\clusters\\*\\irsa.yaml`], true)).toHaveLength(2);
  });
});
