/** `create-irsa generate`: specs → files. */
import type { Format } from '../../spec/spec.ts';
import { error, hasErrors, type Outcome, type Problem } from '../../problem.ts';
import type { Change } from '../../repo/change-set.ts';
import { quote } from '../../plan/shell.ts';
import { isPattern } from '../../spec/pattern.ts';
import { isGiven, valueOf, type Arguments } from '../arguments.ts';
import { ExitCode } from '../exit-code.ts';
import type { Budget } from '../../plan/budgets.ts';
import type { Generation, GenerationOptions } from '../generation.ts';
import { printAnswer, refusal } from '../json-answer.ts';
import { orphansIn, removalOf } from '../orphans.ts';
import { otherTool, otherToolProblem } from '../other-tool.ts';
import { prepareNamed, type RunOptions } from '../prepare-one.ts';
import { count } from '../report-changes.ts';
import { accountProblems, budgetLines } from '../report-budgets.ts';
import { generationJson, generationLines } from '../report-generation.ts';
import { patchLines } from '../report-patch.ts';
import { problemJson, problemLines } from '../report-problems.ts';
import type { Run } from '../run.ts';
import { conflictProblems, conflicts, outstanding, save, type Ending } from '../save.ts';
import type { Terminal } from '../terminal.ts';

export const run: Run = async (args, terminal) => {
  const { value: options, problems } = await optionsOf(args);
  if (options === undefined) return refuse(problems, args, terminal);
  const generations = await generationsOf(args, options, terminal);
  const budgets = generations.flatMap((generation) => generation.budgets ?? []);
  const ofAccounts = accountProblems(budgets);
  const { code, problems: ofRun } = await conclude(generations, { budgets, ofAccounts }, args, terminal);
  if (isGiven(args, 'json')) {
    printAnswer({ version: 1, specs: generations.map(generationJson), problems: [...ofAccounts, ...ofRun].map(problemJson) }, terminal);
  }
  return code;
};

async function generationsOf(args: Arguments, options: GenerationOptions, { progress }: Terminal): Promise<Generation[]> {
  const given = (flag: string): boolean => isGiven(args, flag);
  const words = args.words.length > 0 ? args.words : ['.'];
  const ofRun: RunOptions = { ...options, readOnly: ['check', 'dry-run', 'stdout'].some(given), upgrade: given('upgrade') };
  const atlantis = valueOf(args, 'atlantis');
  const [word = '.'] = words;
  if (words.length === 1 && atlantis === undefined && !isPattern(word)) return [await prepareNamed(word, ofRun)];
  const { prepareFleet } = await import('../fleet.ts');
  const generations = await prepareFleet(words, { ...ofRun, keepsContents: given('diff') || given('stdout') }, progress);
  if (atlantis === undefined || generations.some(({ problems }) => hasErrors(problems))) return generations;
  return [...generations, (await import('../atlantis.ts')).prepareAtlantis(atlantis, words, generations)];
}

interface Limits {
  readonly budgets: readonly Budget[];
  readonly ofAccounts: readonly Problem[];
}

async function conclude(
  generations: readonly Generation[],
  { budgets, ofAccounts }: Limits,
  args: Arguments,
  terminal: Terminal,
): Promise<Ending> {
  const { style, tell } = terminal;
  const given = (flag: string): boolean => isGiven(args, flag);
  const end = (code: ExitCode, problems: readonly Problem[] = []): Ending => {
    tell(problemLines(problems, style));
    return { code, problems };
  };
  const problems = [...generations.flatMap((generation) => generation.problems), ...ofAccounts];
  const fleet = generations.length > 1 ? await import('../report-fleet.ts') : undefined;
  const told = problemLines(fleet?.together(problems) ?? problems, style);
  if (hasErrors(problems)) {
    tell([...told, ...(fleet?.wrongSpecs(generations) ?? generations.flatMap((generation) => patchLines(generation, style)))]);
    return end(ExitCode.wrongInput);
  }
  if (given('stdout')) {
    tell(told);
    terminal.print(filesText(generations));
    return end(ExitCode.done);
  }
  const held = conflicts(generations, given('force'));
  const isShown = (change: Change): boolean => given('diff') || held.includes(change);
  if (fleet !== undefined) tell([...told, ...fleet.fleetLines(generations, style, isShown)]);
  else {
    tell(problemLines(ofAccounts, style));
    for (const generation of generations) tell(generationLines(generation, style, isShown));
  }
  tell(budgetLines(budgets, style));
  if (given('check')) return check(generations, commandOf(args), end, terminal);
  if (held.length > 0) {
    tell(['Nothing was written:']);
    return end(ExitCode.conflict, conflictProblems(generations, given('force')));
  }
  const waiting = generations.filter((generation) => otherTool(generation) !== undefined && outstanding(generation).length > 0);
  if (waiting.length > 0 && !given('upgrade')) {
    tell(['Nothing was written:']);
    return end(ExitCode.drift, waiting.flatMap(otherToolProblem));
  }
  if (given('dry-run')) {
    tell(['Nothing was written: this was a dry run.']);
    return end(ExitCode.done);
  }
  return save(generations, { force: given('force'), orphans: removalOf(given), terminal });
}

function check(
  generations: readonly Generation[],
  command: string,
  end: (code: ExitCode, problems?: readonly Problem[]) => Ending,
  { tell }: Terminal,
): Ending {
  const drift = generations.flatMap(outstanding);
  const tools = generations.flatMap(otherToolProblem);
  const interrupted = generations.some(({ problems }) => problems.some(({ code }) => code === 'interrupted'));
  if (drift.length === 0 && tools.length === 0 && !interrupted) {
    tell(['Every file is as the spec says.']);
    return end(ExitCode.done);
  }
  if (drift.length > 0) {
    const removal = removalFlag(drift);
    const are = drift.length === 1 ? 'is' : 'are';
    // A conflict is left by `generate`, too, so it would be no way out.
    const isEdited = drift.some(({ kind, edited }) => kind === 'conflict' && edited === true);
    const further = isEdited ? ' Move edits by hand to the spec, or overwrite them with --force.' : '';
    tell([`${count(drift.length, 'file')} ${are} not as the spec says: run \`${command}${removal}\`.${further}`]);
  }
  return end(ExitCode.drift, tools);
}

/** Without it, generate leaves orphans where they are; those that are all that differs are removed even where they were edited. */
function removalFlag(drift: readonly Change[]): string {
  const orphans = orphansIn(drift);
  if (orphans.some(({ edited }) => edited !== true)) return ' --remove-orphans';
  return orphans.length === drift.length ? ' --force' : '';
}

/** What would write the same files. */
function commandOf(args: Arguments): string {
  const flags = ['out', 'atlantis', 'format', 'templates'].flatMap((name) => {
    const value = valueOf(args, name);
    return value === undefined ? [] : [`--${name}`, value];
  });
  return ['create-irsa', 'generate', ...flags, ...args.words].map(quote).join(' ');
}

const filesText = (generations: readonly Generation[]): string => {
  const files = generations.flatMap(({ changes }) => changes.filter(({ ours }) => ours !== undefined));
  const [only] = files;
  if (files.length === 1) return only?.ours ?? '';
  return files.map(({ path, ours }) => `# ${path}\n${ours}`).join('\n');
};

async function optionsOf(args: Arguments): Promise<Outcome<GenerationOptions>> {
  const problems: Problem[] = [];
  const format = valueOf(args, 'format');
  if (format !== undefined && !isFormat(format)) {
    problems.push(
      error('flag-value', [], `\`--format ${format}\`: there is no such format.`, 'Write --format hcl, --format json or --format cdktf.'),
    );
  }
  const out = valueOf(args, 'out');
  if (out !== undefined && isGiven(args, 'upgrade')) {
    problems.push(
      error('contradictory-flags', [], '`--upgrade` changes irsa.yaml, and `--out` writes elsewhere.', 'Leave one of them out.'),
    );
  }
  if (isGiven(args, 'stdout') && isGiven(args, 'json')) {
    problems.push(error('contradictory-flags', [], '`--stdout` and `--json` would both print to stdout.', 'Leave one of them out.'));
  }
  const folder = valueOf(args, 'templates');
  const templates = folder === undefined ? undefined : await (await import('../templates.ts')).readTemplates(folder);
  problems.push(...(templates?.problems ?? []));
  if (hasErrors(problems)) return { problems };
  const value: GenerationOptions = {
    ...(out === undefined ? {} : { out }),
    ...(format !== undefined && isFormat(format) ? { format } : {}),
    ...(templates?.value === undefined ? {} : { templates: templates.value }),
  };
  return { value, problems };
}

const isFormat = (word: string): word is Format => ['hcl', 'json', 'cdktf'].includes(word);

function refuse(problems: readonly Problem[], args: Arguments, terminal: Terminal): ExitCode {
  terminal.tell(problemLines(problems, terminal.style));
  if (isGiven(args, 'json')) printAnswer(refusal('generate', problems), terminal);
  return ExitCode.wrongInput;
}
