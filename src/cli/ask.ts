/** The wizard from end to end: look, ask, show, agree, write, tell what is next. */
import { resolve } from 'node:path';
import { makePlan } from '../plan/make-plan.ts';
import { eksModules } from '../plan/clusters.ts';
import { factsFor } from '../plan/repo-facts.ts';
import type { Plan } from '../plan/plan.ts';
import { hasErrors, type Outcome } from '../problem.ts';
import { scanRoot } from '../repo/scan/scan-root.ts';
import { parseSpec } from '../spec/parse-spec.ts';
import { printSpec, type SpecInput } from '../spec/print-spec.ts';
import { answerAt } from '../wizard/draft.ts';
import type { Asker } from '../wizard/asker.ts';
import { inquirerAsker } from '../wizard/inquirer-asker.ts';
import { converse } from '../wizard/wizard.ts';
import { answerLine } from './answer-line.ts';
import { isGiven, type Arguments } from './arguments.ts';
import { sourceOf, type Desk } from './commands/create.ts';
import { ExitCode } from './exit-code.ts';
import { prepare, type Generation } from './generation.ts';
import { quoteLine } from './quote.ts';
import { count } from './report-changes.ts';
import { preview } from './preview.ts';
import { problemLines } from './report-problems.ts';
import { conflicts, outstanding, save } from './save.ts';
import type { Terminal } from './terminal.ts';
import { wrap } from './wrap.ts';

export async function ask(desk: Desk, args: Arguments, terminal: Terminal): Promise<ExitCode> {
  const { style } = terminal;
  const look = { color: style.colors.isColorSupported, unicode: style.unicode, wrap: (text: string) => wrap(text, style.width - 2) };
  const asker = inquirerAsker(look, process.stderr, (line) => terminal.tell(wrap(line, style.width)));
  asker.say(`create-irsa ${__VERSION__}. Nothing is written before you have seen it; Ctrl-C leaves at any time.`);
  return askWith(asker, desk, args, terminal);
}

/** The same with any asker. */
export async function askWith(asker: Asker, desk: Desk, args: Arguments, terminal: Terminal): Promise<ExitCode> {
  const { tell, style } = terminal;
  const draft = desk.merged.value;
  const directory = answerAt(draft, ['terraform', 'directory']);
  const { facts: found, problems } = await scanRoot(resolve(desk.folder, typeof directory === 'string' ? directory : '.'));
  const facts = factsFor(answerAt(draft, ['terraform', 'format']), found);
  tell(problemLines(problems, style));
  if (desk.text !== undefined) asker.say(`${desk.file} is here: its answers are offered, and its comments stay.`);

  const region = process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'];
  const input = await converse(draft, {
    asker,
    facts,
    eksModules: eksModules(facts),
    ...(region === undefined ? {} : { region }),
    propose: (candidate) => propose(candidate, facts),
  });
  const again = [style.colors.bold('The same without questions'), commandLine(desk.folder, input, style.width)];

  const generation = await prepare(sourceOf(desk, input), {});
  const { lines, more } = preview(generation.changes, style);
  tell(['', ...lines, ...problemLines(generation.problems, style)]);
  if (hasErrors(generation.problems)) {
    tell(['', 'Nothing was written. Your answers:', ...again]);
    return ExitCode.wrongInput;
  }
  return agree(generation, { asker, again, more, dryRun: isGiven(args, 'dry-run'), terminal });
}

interface Agreement {
  readonly asker: Asker;
  /** The command line that repeats the run. */
  readonly again: readonly string[];
  /** Differences that were not shown yet. */
  readonly more: readonly string[];
  readonly dryRun: boolean;
  readonly terminal: Terminal;
}

async function agree(generation: Generation, { asker, again, more, dryRun, terminal }: Agreement): Promise<ExitCode> {
  const { tell } = terminal;
  const foreign = conflicts([generation], true);
  if (foreign.length > 0) {
    tell(['Nothing was written.', '', ...again]);
    return ExitCode.conflict;
  }
  if (outstanding(generation).length === 0) {
    tell(['Nothing to do: every file is as you said.', '', ...again]);
    return ExitCode.done;
  }
  if (dryRun) {
    tell(['Nothing was written: this was a dry run.', '', ...again]);
    return ExitCode.done;
  }
  const edited = conflicts([generation], false).length > 0;
  if (edited && !(await asker.confirm({ message: 'Files marked conflict were edited by hand. Overwrite them?', default: false }))) {
    tell(['Nothing was written.', '', ...again]);
    return ExitCode.conflict;
  }
  const orphans = generation.changes.filter(({ kind }) => kind === 'orphan').map(({ path }) => path);
  const writes = outstanding(generation).length - orphans.length;
  if (writes > 0 && !(await agreed(`Write ${count(writes, 'file')}?`, more, asker, tell))) {
    tell(['Nothing was written.', '', ...again]);
    return ExitCode.done;
  }
  const remove =
    orphans.length > 0 &&
    (await asker.confirm({ message: `Remove ${orphans.join(', ')}, which your answers no longer make?`, default: false }));
  const { code } = await save([generation], { force: edited, removeOrphans: remove, terminal });
  tell(['', ...again]);
  return code;
}

/** Yes or no; with something left to see, that too, after which it is asked again. */
async function agreed(message: string, more: readonly string[], asker: Asker, tell: Terminal['tell']): Promise<boolean> {
  if (more.length === 0) return asker.confirm({ message, default: true });
  const answer = await asker.select({
    message,
    choices: [
      { value: 'yes', name: 'Yes' },
      { value: 'show', name: 'Show what is in them first', description: `${more.length} lines` },
      { value: 'no', name: 'No' },
    ],
    default: 'yes',
  });
  if (answer !== 'show') return answer === 'yes';
  tell(['', ...more, '']);
  return agreed(message, [], asker, tell);
}

/** What a draft would come to, for questions that depend on it. */
function propose(draft: SpecInput, facts: Parameters<typeof makePlan>[1]): Outcome<Plan> {
  const { value, problems } = parseSpec(printSpec(draft), 'irsa.yaml');
  return value === undefined ? { problems } : makePlan(value.spec, facts);
}

/** The line that repeats the run in a fresh copy of the folder. */
export const commandLine = (folder: string, input: SpecInput, width: number): string =>
  quoteLine([['npx', 'create-irsa', ...(folder === '.' ? [] : [folder]), '--yes'], ...answerLine(input)], width);
