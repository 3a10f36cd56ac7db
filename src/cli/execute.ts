/** A command line, from its words to the exit code; with any terminal, so that tests and the docs run it too. */
import { existsSync } from 'node:fs';
import type { Problem } from '../problem.ts';
import { isGiven, parseArguments, type Arguments, type GivenFlag } from './arguments.ts';
import { findCommand, wizard } from './commands.ts';
import { run as generate } from './commands/generate.ts';
import { ExitCode } from './exit-code.ts';
import { commandHelp } from './help.ts';
import { printAnswer, refusal } from './json-answer.ts';
import { problemLines } from './report-problems.ts';
import type { Run } from './run.ts';
import { signsFor } from './signs.ts';
import type { Terminal } from './terminal.ts';

/** `generate` is run over and over; what only the others need is loaded for them. */
const runs: Readonly<Record<Arguments['command']['name'], Run>> = {
  generate,
  create: async (args, terminal) => (await import('./commands/create.ts')).run(args, terminal),
  add: async (args, terminal) => (await import('./commands/add.ts')).run(args, terminal),
  scan: async (args, terminal) => (await import('./commands/scan.ts')).run(args, terminal),
  catalog: async (args, terminal) => (await import('./commands/catalog.ts')).run(args, terminal),
  explain: async (args, terminal) => (await import('./commands/explain.ts')).run(args, terminal),
  diff: async (args, terminal) => (await import('./commands/diff.ts')).run(args, terminal),
  upgrade: async (args, terminal) => (await import('./commands/upgrade.ts')).run(args, terminal),
  adopt: async (args, terminal) => (await import('./commands/adopt.ts')).run(args, terminal),
  migrate: async (args, terminal) => (await import('./commands/migrate.ts')).run(args, terminal),
  graph: async (args, terminal) => (await import('./commands/graph.ts')).run(args, terminal),
  templates: async (args, terminal) => (await import('./commands/templates.ts')).run(args, terminal),
  doctor: async (args, terminal) => (await import('./commands/doctor.ts')).run(args, terminal),
  schema: async (args, terminal) => (await import('./commands/schema.ts')).run(args, terminal),
  completion: async (args, terminal) => (await import('./commands/completion.ts')).run(args, terminal),
};

export async function execute(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { value: args, problems: ofFlags, besides } = parseArguments(argv, existsSync);
  if (args === undefined) {
    const more = besides?.args.command === wizard && isGiven(besides.args, 'yes') ? await wrongBesides(besides.args, besides.unread) : [];
    const problems = [...ofFlags, ...more];
    terminal.tell(problemLines(problems, terminal.style));
    if (argv.includes('--json')) printAnswer(refusal((findCommand(argv[0] ?? '') ?? wizard).name, problems), terminal);
    return ExitCode.wrongInput;
  }
  if (isGiven(args, 'help')) {
    const { width, unicode } = terminal.style;
    return printed(`${commandHelp(args.command, width).map(signsFor(unicode)).join('\n')}\n`, terminal);
  }
  if (isGiven(args, 'version')) return printed(`${__VERSION__}\n`, terminal);
  return runs[args.command.name](args, terminal);
}

const wrongBesides = async (args: Arguments, unread: readonly GivenFlag[]): Promise<readonly Problem[]> =>
  (await import('./commands/create.ts')).wrongBesides(args, unread);

function printed(text: string, { print }: Terminal): ExitCode {
  print(text);
  return ExitCode.done;
}
