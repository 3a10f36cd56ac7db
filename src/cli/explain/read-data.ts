/** A file that a flag names; `-` is standard input. */
import { readFileSync } from 'node:fs';
import { error, type Problem } from '../../problem.ts';
import { inWords } from '../../repo/in-words.ts';

/** @returns nothing if there is no such file */
export function readData(file: string): string | Problem | undefined {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (trouble) {
    const { code } = trouble as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return undefined;
    return { ...error('data-unreadable', [], `The file cannot be read: ${inWords(code)}.`, 'Name a text file that you may read.'), file };
  }
}

/** The JSON of a file that has to be there. */
export function readJson(file: string, what: string): { readonly json: unknown } | Problem {
  const text = readData(file);
  if (text === undefined) return error('data-not-found', [], `There is no file ${file}.`, `Name the file that holds ${what}.`);
  if (typeof text !== 'string') return text;
  try {
    return { json: JSON.parse(text) };
  } catch {
    return { ...error('data-not-json', [], 'The file is not JSON.', `It must hold ${what}.`), file };
  }
}
