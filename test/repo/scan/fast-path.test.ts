import { describe, expect, jest, test } from '@jest/globals';
import { emptyFacts } from '../../../src/plan/repo-facts.ts';
import { folder } from '../support/folder.ts';
import { owned } from '../support/owned.ts';

const hclParser = jest.fn(() => Promise.reject(new Error('the parser was loaded')));
jest.unstable_mockModule('../../../src/repo/scan/grammar.ts', () => ({ hclParser }));
const { scanRoot } = await import('../../../src/repo/scan/scan-root.ts');

describe('the HCL parser', () => {
  test.each([
    ['an empty folder', {}],
    ['a folder of other things', { 'README.md': '# x', '.terraform.lock.hcl': 'provider "x" {}', 'sub/main.tf': 'variable "x" {}' }],
    ['a folder with our own files only', { 'irsa-a.tf': owned('variable "x" {}\n') }],
  ])('is not loaded for %s', async (_, files) => {
    expect(await scanRoot(folder(files))).toEqual({ facts: emptyFacts, problems: [] });
    expect(hclParser).not.toHaveBeenCalled();
  });

  test('is loaded for HCL', async () => {
    await expect(scanRoot(folder({ 'main.tf': 'variable "x" {}\n' }))).rejects.toThrow('the parser was loaded');
  });
});
