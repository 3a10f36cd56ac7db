/** The whole program: argv → command → exit code. Everything else is loaded when it is needed. */
import type { Outcome } from '../problem.ts';
import type { Arguments } from './arguments.ts';
import { ExitCode } from './exit-code.ts';
import { obeyInterrupts } from './interruption.ts';
import type { Run } from './run.ts';

const runs: Readonly<Record<Arguments['command']['name'], () => Promise<{ readonly run: Run }>>> = {
  create: () => import('./commands/create.ts'),
  generate: () => import('./commands/generate.ts'),
  catalog: () => import('./commands/catalog.ts'),
  schema: () => import('./commands/schema.ts'),
};

async function main(argv: readonly string[]): Promise<ExitCode> {
  const [first] = argv;
  const { overview, commandHelp } = await import('./help.ts');
  const width = process.stdout.columns ?? 100;
  if (first === '--help' || first === '-h' || first === 'help') return print(`${overview(width).join('\n')}\n`);

  const { parseArguments, isGiven } = await import('./arguments.ts');
  const { existsSync } = await import('node:fs');
  const { value: args, problems }: Outcome<Arguments> = parseArguments(argv, existsSync);
  if (args !== undefined && isGiven(args, 'help')) return print(`${commandHelp(args.command, width).join('\n')}\n`);
  if (args !== undefined && isGiven(args, 'version')) return print(`${__VERSION__}\n`);

  const { realTerminal } = await import('./terminal.ts');
  const terminal = realTerminal();
  if (args === undefined) {
    const { problemLines } = await import('./report-problems.ts');
    terminal.tell(problemLines(problems, terminal.style));
    return ExitCode.wrongInput;
  }
  const { run } = await runs[args.command.name]();
  return run(args, terminal);
}

function print(text: string): ExitCode {
  process.stdout.write(text);
  return ExitCode.done;
}

obeyInterrupts();
// `create-irsa schema | head` closes the pipe early: that is the reader's right.
process.stdout.on('error', (trouble: NodeJS.ErrnoException) => {
  if (trouble.code !== 'EPIPE') throw trouble;
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (trouble) {
  const { afterTrouble } = await import('./trouble.ts');
  process.exitCode = afterTrouble(trouble);
}
