/** `create-irsa generate`: specs → files. */
import { editSpec } from '../../spec/edit-spec.ts';
import type { Format } from '../../spec/spec.ts';
import { error, hasErrors, warning, type Outcome, type Problem } from '../../problem.ts';
import { conflictProblem } from '../../repo/write.ts';
import { isGiven, valueOf, type Arguments } from '../arguments.ts';
import { ExitCode } from '../exit-code.ts';
import { boundaryFor, prepare, readSpec, sharedFiles, type Generation, type GenerationOptions, type SpecText } from '../generation.ts';
import { printAnswer, refusal } from '../json-answer.ts';
import { count } from '../report-changes.ts';
import { generationJson, generationLines } from '../report-generation.ts';
import { problemJson, problemLines } from '../report-problems.ts';
import type { Run } from '../run.ts';
import type { Terminal } from '../terminal.ts';
import { conflicts, outstanding, save, type Ending } from '../save.ts';
import { leftover, settle } from '../settle.ts';

export const run: Run = async (args, terminal) => {
  const { value: options, problems } = await optionsOf(args);
  if (options === undefined) return refuse(problems, args, terminal);

  const generations: Generation[] = [];
  for (const argument of args.words.length > 0 ? args.words : ['.']) generations.push(await generationOf(argument, options, args));
  const shared = sharedFiles(generations);
  if (shared.length > 0) generations.push({ file: '', problems: shared, changes: [] });

  const { code, problems: ofRun } = await conclude(generations, args, terminal);
  if (isGiven(args, 'json')) {
    const specs = generations.filter(({ file }) => file !== '').map((generation) => generationJson(generation, shared));
    printAnswer({ version: 1, specs, problems: ofRun.map(problemJson) }, terminal);
  }
  return code;
};

async function generationOf(argument: string, options: GenerationOptions, args: Arguments): Promise<Generation> {
  const source = readSpec(argument);
  if ('code' in source) return { file: argument, problems: [source], changes: [] };
  const boundary = boundaryFor(source, options);
  const readOnly = ['check', 'dry-run', 'stdout'].some((flag) => isGiven(args, flag));
  const before = readOnly ? await leftover(boundary) : await settle(boundary);
  if (hasErrors(before)) return { file: source.file, problems: before, changes: [] };
  const generation = await prepare(isGiven(args, 'upgrade') ? upgraded(source) : source, options);
  return { ...generation, problems: [...before, ...generation.problems] };
}

/** The spec as this version of create-irsa records itself in it, to be saved with what it generates. */
const upgraded = ({ file, text }: SpecText): SpecText => ({
  file,
  text: editSpec(text, { toolVersion: __VERSION__ }),
  unsaved: true,
});

async function conclude(generations: readonly Generation[], args: Arguments, terminal: Terminal): Promise<Ending> {
  const { style, tell } = terminal;
  const given = (flag: string): boolean => isGiven(args, flag);
  const end = (code: ExitCode, problems: readonly Problem[] = []): Ending => {
    tell(problemLines(problems, style));
    return { code, problems };
  };
  const problems = generations.flatMap((generation) => generation.problems);
  if (hasErrors(problems)) {
    tell(problemLines(problems, style));
    return end(ExitCode.wrongInput);
  }
  if (given('stdout')) {
    tell(problemLines(problems, style));
    terminal.print(filesText(generations));
    return end(ExitCode.done);
  }
  const held = conflicts(generations, given('force'));
  const all = given('diff');
  for (const generation of generations) tell(generationLines(generation, style, (change) => all || held.includes(change)));
  if (given('check')) return check(generations, end, terminal);
  if (held.length > 0) {
    tell(['Nothing was written:']);
    return end(ExitCode.conflict, held.map(conflictProblem));
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
  return save(generations, { force: given('force'), removeOrphans: given('force'), terminal });
}

function check(
  generations: readonly Generation[],
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
    tell([`${count(drift.length, 'file')} ${drift.length === 1 ? 'is' : 'are'} not as the spec says: run \`create-irsa generate\`.`]);
  }
  return end(ExitCode.drift, tools);
}

const otherTool = ({ spec }: Generation): string | undefined => (spec?.toolVersion === __VERSION__ ? undefined : spec?.toolVersion);

function otherToolProblem(generation: Generation): Problem[] {
  const tool = otherTool(generation);
  if (tool === undefined) return [];
  const { file } = generation;
  return [
    {
      ...warning(
        'other-tool-version',
        ['toolVersion'],
        `The files of ${file} were written by create-irsa ${tool}, and this is ${__VERSION__}.`,
        'Run `create-irsa generate --upgrade` to take what this version writes differently.',
      ),
      file,
    },
  ];
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
