/** What is thrown is either the user leaving, or our bug. */
import { Interrupted } from '../wizard/asker.ts';
import { ExitCode } from './exit-code.ts';

export function afterTrouble(trouble: unknown): ExitCode {
  if (trouble instanceof Interrupted) {
    process.stderr.write('\nNothing was written.\n');
    return ExitCode.interrupted;
  }
  if (isNowhere(trouble)) {
    process.stderr.write('The folder you are in is no longer there: go to one that is.\n');
    return ExitCode.wrongInput;
  }
  process.stderr.write(`${bugReport(trouble, process.argv.slice(2)).join('\n')}\n`);
  return ExitCode.bug;
}

/** Node cannot say where it is in a folder that was removed. */
const isNowhere = (trouble: unknown): boolean => trouble instanceof Error && 'syscall' in trouble && trouble.syscall === 'uv_cwd';

/** Text to paste into a report; without the home folder's name, since reports are public. */
export function bugReport(trouble: unknown, argv: readonly string[], home = process.env['HOME'] ?? ''): string[] {
  const stack = trouble instanceof Error ? (trouble.stack ?? trouble.message) : String(trouble);
  const report = [
    `create-irsa ${__VERSION__}, Node.js ${process.versions.node}, ${process.platform} ${process.arch}`,
    `create-irsa ${argv.join(' ')}`,
    ...stack.split('\n'),
  ];
  return [
    'This is a bug in create-irsa, not in what you wrote. Nothing was left half written.',
    'Please report it (`npm bugs create-irsa` opens the page), with these lines:',
    '',
    ...report.map((line) => `    ${home === '' ? line : line.replaceAll(home, '~')}`),
  ];
}
