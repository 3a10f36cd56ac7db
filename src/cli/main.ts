/**
 * The whole program: argv → command → exit code. What nearly every run needs is imported here, so that
 * it is loaded as one; the wizard's prompts, the HCL parser, cdktf and Handlebars come when they are needed.
 */
import { existsSync } from 'node:fs';
import { isGiven, parseArguments, type Arguments } from './arguments.ts';
import { run as catalog } from './commands/catalog.ts';
import { run as create } from './commands/create.ts';
import { run as generate } from './commands/generate.ts';
import { run as schema } from './commands/schema.ts';
import { ExitCode } from './exit-code.ts';
import { commandHelp } from './help.ts';
import { obeyInterrupts } from './interruption.ts';
import { problemLines } from './report-problems.ts';
import type { Run } from './run.ts';
import { print, realTerminal } from './terminal.ts';
import { afterTrouble } from './trouble.ts';

const runs: Readonly<Record<Arguments['command']['name'], Run>> = { create, generate, catalog, schema };

async function main(argv: readonly string[]): Promise<ExitCode> {
  const { value: args, problems } = parseArguments(argv, existsSync);
  if (args !== undefined && isGiven(args, 'help')) {
    return printed(`${commandHelp(args.command, process.stdout.columns ?? 100).join('\n')}\n`);
  }
  if (args !== undefined && isGiven(args, 'version')) return printed(`${__VERSION__}\n`);

  const terminal = realTerminal();
  if (args === undefined) {
    terminal.tell(problemLines(problems, terminal.style));
    return ExitCode.wrongInput;
  }
  return runs[args.command.name](args, terminal);
}

function printed(text: string): ExitCode {
  print(text);
  return ExitCode.done;
}

obeyInterrupts();
void main(process.argv.slice(2))
  .catch(afterTrouble)
  .then((code) => (process.exitCode = code));
