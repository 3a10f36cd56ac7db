/** Whether what is shown shall be written. */
import { error, type Problem } from '../../problem.ts';
import { Back } from '../../wizard/asker.ts';
import { isGiven, type Arguments } from '../arguments.ts';
import type { Generation } from '../generation.ts';
import { outstanding } from '../save.ts';
import type { Terminal } from '../terminal.ts';

/** @returns nothing where nobody can be asked */
export async function agreesTo(generation: Generation, args: Arguments, terminal: Terminal): Promise<boolean | undefined> {
  if (isGiven(args, 'yes')) return true;
  if (isGiven(args, 'json') || !terminal.interactive) return undefined;
  const { askerIn } = await import('../ask.ts');
  const many = outstanding(generation).length;
  try {
    return await askerIn(terminal).confirm({ message: `Write ${many === 1 ? 'this file' : `these ${many} files`}?`, default: true });
  } catch (trouble) {
    if (trouble instanceof Back) return false;
    throw trouble;
  }
}

export const nobodyToAsk = (): Problem =>
  error(
    'nobody-to-ask',
    [],
    'There is no terminal to ask in: standard input or output is taken.',
    'Say --yes to write this, or --dry-run to look only.',
  );
