/** One file's text, or why there is none. */
import { join } from 'node:path';
import type { Problem } from '../../problem.ts';
import { inWords } from '../in-words.ts';
import { readRegularFile } from '../read-file.ts';
import { notRead } from './walk.ts';

/** What people write is far smaller; parsing more would take minutes. */
const LARGEST = 4 * 1024 * 1024;

export function readText(top: string, path: string, problems: Problem[]): string | undefined {
  let text: string;
  try {
    text = readRegularFile(join(top, path), LARGEST);
  } catch (cause) {
    problems.push(notRead(path, inWords((cause as NodeJS.ErrnoException).code)));
    return undefined;
  }
  if (text.includes('\uFFFD') || text.includes('\0')) {
    problems.push(notRead(path, 'it is not text in UTF-8'));
    return undefined;
  }
  return text.replace(/^\uFEFF/, '');
}
