/** What is said where the spec says it all already. Pure. */
import { hasErrors } from '../../problem.ts';
import type { Generation } from '../generation.ts';
import { count } from '../report-changes.ts';
import { problemLines } from '../report-problems.ts';
import { outstanding } from '../save.ts';
import type { Style } from '../style.ts';
import { wrap } from '../wrap.ts';
import type { AddDesk } from './desk.ts';

/** Files are another matter: `generate` writes those. */
export function nothingNew({ file, wanted }: AddDesk, generation: Generation, style: Style): string[] {
  const what = wanted.names.length === 0 ? 'this' : wanted.names.join(', ');
  const drift = outstanding(generation).length;
  const rest =
    hasErrors(generation.problems) || drift === 0
      ? 'Nothing was written.'
      : `Nothing was written: ${count(drift, 'file')} ${drift === 1 ? 'is' : 'are'} not as it says, which \`create-irsa generate\` mends.`;
  return [...problemLines(generation.problems, style), ...wrap(`${file} says ${what} already. ${rest}`, style.width)];
}
