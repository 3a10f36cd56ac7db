/** The words of `generate` with their patterns expanded: by us, since a quoted one reaches no shell, and those of Windows expand none. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { error, type Problem } from '../problem.ts';
import { alternativesOf, isPattern } from '../spec/pattern.ts';
import { globPaths, kindOf } from './glob.ts';

export interface SpecWord {
  /** A spec's file, or a folder that holds one. */
  readonly word: string;
  /** Instead of a spec. */
  readonly problem?: Problem;
}

/** Words in order, what a pattern stands for by path. What is there by that very name is no pattern. */
export const expandWords = (words: readonly string[], windows = process.platform === 'win32'): SpecWord[] =>
  words.flatMap((word): SpecWord[] => {
    if (!isPattern(word) || existsSync(word)) return [{ word }];
    const found = alternativesOf(windows ? word.replaceAll('\\', '/') : word).flatMap(specsOf);
    return found.length > 0 ? found.map((path) => ({ word: path })) : [{ word, problem: nothing(word) }];
  });

/** `*` at the end means folders that hold an irsa.yaml: what else lies beside them is no spec. */
function specsOf(pattern: string): string[] {
  if (!/[*?]/.test(pattern)) return [pattern];
  const ofFolders = /(^|\/)\*{1,2}\/?$/.test(pattern);
  return globPaths(pattern).filter((path) => (kindOf(path) === 'folder' ? kindOf(join(path, 'irsa.yaml')) === 'file' : !ofFolders));
}

const nothing = (word: string): Problem => ({
  ...error(
    'pattern-matches-nothing',
    [],
    `No spec matches ${JSON.stringify(word)}.`,
    'Correct the pattern; it is seen from the current folder.',
  ),
});
