/** `create-irsa [dir]`: the wizard, or with `--yes` the flags, → irsa.yaml and what it generates. */
import { join } from 'node:path';
import { error, hasErrors, type Outcome, type Problem } from '../../problem.ts';
import { conflictProblem } from '../../repo/write.ts';
import { editSpec } from '../../spec/edit-spec.ts';
import { printSpec, type SpecInput } from '../../spec/print-spec.ts';
import { readYaml } from '../../spec/read-yaml.ts';
import { answers } from '../answers.ts';
import { isGiven, type Arguments } from '../arguments.ts';
import { ExitCode } from '../exit-code.ts';
import { toldByFlag } from '../flag-of-path.ts';
import { boundaryFor, prepare, readText, type Generation, type SpecText } from '../generation.ts';
import { printAnswer } from '../json-answer.ts';
import { changesTo, contradicting, merge, type Merged } from '../merge.ts';
import { missingAnswers } from '../missing.ts';
import { diffLines } from '../report-diff.ts';
import { generationJson, generationLines } from '../report-generation.ts';
import { problemJson, problemLines } from '../report-problems.ts';
import type { Run } from '../run.ts';
import { conflicts, save, type Ending } from '../save.ts';
import { settle } from '../settle.ts';
import type { Terminal } from '../terminal.ts';

/** Where answers go: the spec's file, what it says already, and that with the flags laid over it. */
export interface Desk {
  readonly folder: string;
  readonly file: string;
  /** Absent: there is no irsa.yaml yet. */
  readonly text?: string;
  /** What it says. */
  readonly base: SpecInput;
  readonly merged: Merged;
}

export const run: Run = async (args, terminal) => {
  const { value: desk, problems } = await openDesk(args);
  terminal.tell(problemLines(problems, terminal.style));
  const json = isGiven(args, 'json');
  // Lines can be read from anywhere, but only who says so means to.
  if (desk !== undefined && !isGiven(args, 'yes') && !json && (isGiven(args, 'plain') || terminal.interactive)) {
    return (await import('../ask.ts')).ask(desk, args, { ...terminal, plain: terminal.plain || isGiven(args, 'plain') });
  }
  const ending = desk === undefined ? { code: ExitCode.wrongInput, problems } : await unasked(desk, args, terminal);
  if (json) {
    const specs = ending.generation === undefined ? [] : [generationJson(ending.generation, [])];
    printAnswer({ version: 1, specs, problems: ending.problems.map(problemJson) }, terminal);
  }
  return ending.code;
};

export async function openDesk(args: Arguments): Promise<Outcome<Desk>> {
  const folder = args.words[0] ?? '.';
  const file = join(folder, 'irsa.yaml');
  const before = await settle(boundaryFor({ file }, {}));
  if (hasErrors(before)) return { problems: before };
  const text = readText(file);
  if (typeof text === 'object') return { problems: [text] };
  const base = text === undefined ? { value: {}, problems: [] } : readBase(text, file);
  if (base.value === undefined) return { problems: base.problems };
  const said = answers(args.flags, base.value);
  if (said.value === undefined) return { problems: said.problems };
  const merged = merge(base.value, said.value);
  return { value: { folder, file, base: base.value, ...(text === undefined ? {} : { text }), merged }, problems: before };
}

function readBase(text: string, file: string): Outcome<object> {
  const { yaml, problems } = readYaml(text, file);
  const value = yaml?.value ?? {};
  const isMap = typeof value === 'object' && !Array.isArray(value);
  return hasErrors(problems) || !isMap ? { problems: hasErrors(problems) ? problems : [notAMap(file)] } : { value, problems };
}

const notAMap = (file: string): Problem => ({
  ...error(
    'spec-not-a-map',
    [],
    'This is no spec: it holds a list or a text instead of keys.',
    'Begin it with version: 1, or move it away and start anew.',
  ),
  file,
});

interface Unasked extends Ending {
  readonly generation?: Generation;
}

async function unasked(desk: Desk, args: Arguments, terminal: Terminal): Promise<Unasked> {
  const { tell, style } = terminal;
  const end = (code: ExitCode, problems: readonly Problem[], generation?: Generation): Unasked => {
    tell(problemLines(problems, style));
    return { code, problems, ...(generation === undefined ? {} : { generation }) };
  };
  const { value: input, contradictions } = desk.merged;
  const missing = missingAnswers(input);
  if (!isGiven(args, 'yes')) return end(ExitCode.wrongInput, [nobodyToAsk(isGiven(args, 'json')), ...missing]);
  if (missing.length > 0) return end(ExitCode.wrongInput, missing);

  const source = sourceOf(desk, input);
  if (contradictions.length > 0 && !isGiven(args, 'force')) {
    tell([...diffLines([{ path: desk.file, kind: 'update', theirs: desk.text ?? '', ours: source.text }], style), NOTHING_WRITTEN]);
    return end(
      ExitCode.conflict,
      contradictions.map((found) => ({ ...contradicting(found), file: desk.file })),
    );
  }
  const prepared = await prepare(source, {});
  if (hasErrors(prepared.problems)) {
    const generation = desk.text === undefined ? { ...prepared, problems: prepared.problems.map(toldByFlag) } : prepared;
    tell(problemLines(generation.problems, style));
    return end(ExitCode.wrongInput, [], generation);
  }
  const force = isGiven(args, 'force');
  const held = conflicts([prepared], force);
  tell(generationLines(prepared, style, (change) => held.includes(change)));
  if (held.length > 0) {
    tell([NOTHING_WRITTEN]);
    return end(ExitCode.conflict, held.map(conflictProblem), prepared);
  }
  if (isGiven(args, 'dry-run')) {
    tell(['Nothing was written: this was a dry run.']);
    return end(ExitCode.done, [], prepared);
  }
  return { ...(await save([prepared], { force, removeOrphans: force, terminal })), generation: prepared };
}

const NOTHING_WRITTEN = 'Nothing was written:';

const nobodyToAsk = (json: boolean): Problem =>
  error(
    'nobody-to-ask',
    [],
    json ? '`--json` is for programs, so nothing is asked.' : 'There is no terminal to ask in.',
    'Say --yes, and give every answer as a flag.',
  );

/** The spec as it will be saved: a new one, or the old one with its comments. */
export function sourceOf(desk: Desk, input: SpecInput): SpecText {
  const recorded = { ...input, version: 1, toolVersion: __VERSION__ } as SpecInput;
  if (desk.text === undefined) return { file: desk.file, text: printSpec(recorded), unsaved: true };
  return { file: desk.file, text: editSpec(desk.text, changesTo(desk.base, recorded)), unsaved: true };
}
