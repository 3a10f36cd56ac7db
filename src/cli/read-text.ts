/** A file of a spec as text, whatever it may be on disk. */
import { readFileSync, statSync } from 'node:fs';
import { error, type Problem } from '../problem.ts';
import { inWords } from '../repo/in-words.ts';
import { LARGEST_SPEC, tooLarge } from '../spec/read-yaml.ts';

/** Nothing if there is no such file; a device or a pipe is not waited for, and nothing huge is read. */
export function readText(file: string): string | Problem | undefined {
  try {
    const found = statSync(file);
    if (found.isDirectory()) return undefined;
    if (!found.isFile())
      return { ...error('spec-unreadable', [], 'The spec is not a regular file.', 'Put a text file in its place.'), file };
    return found.size > LARGEST_SPEC ? { ...tooLarge(), file } : readFileSync(file, 'utf8');
  } catch (trouble) {
    const { code } = trouble as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    return unreadableSpec(file, code);
  }
}

const unreadableSpec = (file: string, code: string | undefined): Problem => ({
  ...error('spec-unreadable', [], `The spec cannot be read: ${inWords(code)}.`, 'Make it readable, or name another one.'),
  file,
});
