/** The wizard from end to end: look, ask, show, agree, write, tell what is next. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { eksModules } from '../plan/eks-modules.ts';
import { makePlan } from '../plan/make-plan.ts';
import type { Plan } from '../plan/plan.ts';
import { factsFor, type RepoFacts } from '../plan/repo-facts.ts';
import type { Outcome } from '../problem.ts';
import { KEPT_FILE, readKept, removeKept, writeKept } from '../repo/writing/kept-file.ts';
import { scanRoot } from '../repo/scan/scan-root.ts';
import type { Surroundings } from '../survey/surroundings/surroundings.ts';
import { parseSpec } from '../spec/parse-spec.ts';
import { printSpec, type SpecInput } from '../spec/print-spec.ts';
import { Back, Interrupted, type Asker } from '../wizard/asker.ts';
import { change } from '../wizard/change.ts';
import { decide } from '../wizard/decisions.ts';
import { answerAt } from '../wizard/draft.ts';
import { historyOf, type Answered } from '../wizard/history.ts';
import { inquirerAsker } from '../wizard/inquirer-asker.ts';
import { plainAsker } from '../wizard/plain-asker.ts';
import { Migrating, type MigrationWish } from '../wizard/steps/migration.ts';
import { converse, type Wizard } from '../wizard/wizard.ts';
import { agree, type Agreement } from './agree.ts';
import { answerLine } from './answer-line.ts';
import { isGiven, type Arguments } from './arguments.ts';
import { findCommand } from './commands.ts';
import { inheritedAnswers, sourceOf, type Desk } from './commands/create.ts';
import { ExitCode } from './exit-code.ts';
import { prepare } from './generation.ts';
import { withLastDeed } from './interruption.ts';
import { parseAnswers, printAnswers } from './kept-answers.ts';
import { lineOf } from './migrate/line.ts';
import { migrations } from './migrate/targets.ts';
import { missingAnswers } from './missing.ts';
import { quoteLine } from './quote.ts';
import { count } from './report-changes.ts';
import { problemLines } from './report-problems.ts';
import { chooseRoot, type RootBelow } from './roots-below.ts';
import { save } from './save.ts';
import { shown } from './shown.ts';
import { signsFor } from './signs.ts';
import type { Terminal } from './terminal.ts';
import { wrap } from './wrap.ts';

export async function ask(desk: Desk, args: Arguments, terminal: Terminal): Promise<ExitCode> {
  const asker = askerIn(terminal);
  asker.say(
    `create-irsa ${__VERSION__}. Nothing is written before you have seen it. ${
      terminal.plain
        ? 'Answer < to go back one question, /word to search a list; Ctrl-C leaves and keeps your answers.'
        : 'Esc goes back one question; Ctrl-C leaves and keeps your answers.'
    }`,
  );
  return askWith(asker, desk, args, terminal);
}

/** Where there are root modules below the folder. @returns null if the user leaves */
export async function askRoot(roots: readonly RootBelow[], folder: string, terminal: Terminal): Promise<string | null> {
  const asker = askerIn(terminal);
  try {
    return await chooseRoot(roots, folder, asker);
  } catch (trouble) {
    // Nothing was asked before.
    if (!(trouble instanceof Interrupted || trouble instanceof Back)) throw trouble;
    asker.abandon();
    terminal.tell(['Nothing was written.']);
    return null;
  }
}

/** Whoever asks in a terminal. */
export function askerIn(terminal: Terminal): Asker {
  const { colors, unicode, width } = terminal.style;
  const inSigns = signsFor(unicode);
  // Names from the repository must not move the cursor either.
  const signs = (text: string): string => shown(inSigns(text));
  const look = {
    colors,
    unicode,
    width,
    signs,
    wrap: (text: string, columns: number) => wrap(signs(text), columns),
  };
  return terminal.plain ? plainAsker(look, process.stdin, process.stderr) : inquirerAsker(look, process.stderr);
}

/** The same with any asker. */
export async function askWith(asker: Asker, desk: Desk, args: Arguments, terminal: Terminal): Promise<ExitCode> {
  const { tell, style } = terminal;
  if (!existsSync(desk.folder)) asker.say(`${desk.folder} is a new folder: it is made when something is written.`);
  const directory = answerAt(desk.merged.value, ['terraform', 'directory']);
  const root = resolve(desk.folder, typeof directory === 'string' ? directory : '.');
  const { facts: found, problems } = await scanRoot(root);
  const facts = factsFor(answerAt(desk.merged.value, ['terraform', 'format']), found);
  const { surroundingsAt } = await import('./surroundings.ts');
  const surroundings = await surroundingsAt(root, facts);
  asker.show(problemLines(problems, style));

  let kept: readonly Answered[] = [];
  const leave = (): void => {
    const sentence = `Nothing was written. ${keep(desk.folder, kept)}`;
    asker.abandon();
    tell(wrap(sentence.trimEnd(), style.width));
  };
  let agreed: Agreed;
  try {
    kept = await keptAnswers(asker, desk.folder);
    const history = historyOf(asker, kept);
    kept = history.answers;
    const setting = { terminal, surroundings, dryRun: isGiven(args, 'dry-run') };
    agreed = await withLastDeed(leave, () => history.run((by) => talk(by, desk, facts, setting)));
  } catch (trouble) {
    if (trouble instanceof Migrating) return migrate(trouble.wish, desk, args, terminal);
    leave();
    if (!(trouble instanceof Interrupted)) throw trouble;
    return ExitCode.interrupted;
  }
  return finish(agreed, kept, desk, terminal);
}

/** What `create-irsa migrate` does with the flags that were asked for. */
async function migrate({ target, flags }: MigrationWish, { folder }: Desk, args: Arguments, terminal: Terminal): Promise<ExitCode> {
  const command = findCommand('migrate');
  if (command === undefined) throw new Error('there is no command migrate');
  removeKept(folder);
  const { run } = await import('./commands/migrate.ts');
  const given = [...flags, ...args.flags.filter(({ name }) => MIGRATING.has(name))];
  const code = await run({ command, words: [target, folder], flags: given }, terminal);
  terminal.tell(lineOf({ target, flags: given }, folder, terminal.style));
  return code;
}

/** Flags of the wizard that migrations know, too. */
const MIGRATING: ReadonlySet<string> = new Set(['dry-run', 'force', 'diff']);

/** Those of a run that was left, if the user wants to go on from there. */
async function keptAnswers(asker: Asker, folder: string): Promise<readonly Answered[]> {
  const text = readKept(folder);
  const answers = text === undefined ? [] : parseAnswers(text);
  if (answers.length === 0) return [];
  const goesOn = await asker.select({
    message: 'You left a run here. Go on from there?',
    choices: [
      { value: true, name: 'Go on', description: `${count(answers.length, 'answer')} of ${join(folder, KEPT_FILE)} will be given again` },
      { value: false, name: 'Start over' },
    ],
    default: true,
  });
  return goesOn ? answers : [];
}

/** Keeps what was answered, and says how to go on; nothing where nothing was. */
function keep(folder: string, answers: readonly Answered[]): string {
  if (answers.length === 0) return '';
  const file = join(folder, KEPT_FILE);
  return writeKept(folder, printAnswers(answers))
    ? `Your answers are kept in ${file}: the same command goes on from there.`
    : `Your answers could not be kept: ${file} cannot be written.`;
}

interface Agreed {
  readonly input: SpecInput;
  readonly agreement: Exclude<Agreement, { readonly kind: 'change' }>;
}

interface Setting {
  readonly terminal: Terminal;
  readonly surroundings: Surroundings;
  readonly dryRun: boolean;
}

/** Everything up to the last yes; run again from its start when the user goes back. */
async function talk(asker: Asker, desk: Desk, facts: RepoFacts, { terminal, surroundings, dryRun }: Setting): Promise<Agreed> {
  const said = desk.merged.value;
  const region = regionOfEnvironment();
  const wizard: Wizard = {
    asker,
    facts,
    surroundings,
    eksModules: eksModules(facts),
    ...(region === undefined ? {} : { region }),
    propose: (candidate) => propose(candidate, facts),
    ...(desk.text === undefined ? {} : { migrations }),
  };
  if (desk.text !== undefined) asker.say(`${desk.file} is here: what you change is changed in it, and its comments stay.`);
  let draft = desk.text !== undefined && missingAnswers(said).length === 0 ? await change(said, wizard) : await converse(said, wizard);
  for (;;) {
    const { draft: input, decisions } = decide(draft, said, wizard);
    const inherited = inheritedAnswers(desk, input);
    if (inherited.length > 0) asker.say(...inherited);
    const agreement = await agree(await prepare(sourceOf(desk, input), {}), { asker, decisions, dryRun, style: terminal.style });
    if (agreement.kind !== 'change') return { input, agreement };
    draft = await change(draft, wizard);
  }
}

async function finish({ input, agreement }: Agreed, answers: readonly Answered[], desk: Desk, terminal: Terminal): Promise<ExitCode> {
  const { tell, style } = terminal;
  const again = ['', style.colors.bold('The same without questions'), commandLine(desk.folder, input, style.width)];
  if (agreement.kind === 'left') {
    const kept = agreement.keeps ? keep(desk.folder, answers) : '';
    if (!agreement.keeps) removeKept(desk.folder);
    tell([...wrap(`${agreement.why} ${kept}`.trimEnd(), style.width), ...again]);
    return agreement.code;
  }
  const { code } = await save([agreement.generation], { ...agreement, terminal });
  if (code === ExitCode.done) removeKept(desk.folder);
  else tell(wrap(keep(desk.folder, answers), style.width));
  tell(again);
  return code;
}

/** A variable that is set to nothing says nothing. */
export const regionOfEnvironment = (): string | undefined =>
  [process.env['AWS_REGION'], process.env['AWS_DEFAULT_REGION']].find((name) => name !== undefined && name !== '');

/** What a draft would come to, for questions that depend on it. */
export function propose(draft: SpecInput, facts: RepoFacts): Outcome<Plan> {
  const { value, problems } = parseSpec(printSpec(draft), 'irsa.yaml');
  return value === undefined ? { problems } : makePlan(value.spec, facts);
}

/** The line that repeats the run in a fresh copy of the folder. */
export const commandLine = (folder: string, input: SpecInput, width: number): string =>
  quoteLine([['npx', 'create-irsa', ...(folder === '.' ? [] : [folder]), '--yes'], ...answerLine(input)], width);
