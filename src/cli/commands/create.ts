/** `create-irsa [dir]`: the wizard, or with `--yes` the flags, → irsa.yaml and what it generates. */
import { join } from 'node:path';
import { error, hasErrors, type Outcome } from '../../problem.ts';
import { editSpec } from '../../spec/edit-spec.ts';
import { printSpec, type SpecInput } from '../../spec/print-spec.ts';
import { readYaml } from '../../spec/read-yaml.ts';
import { answers } from '../answers.ts';
import { isGiven, type Arguments } from '../arguments.ts';
import { ExitCode } from '../exit-code.ts';
import { toldByFlag } from '../flag-of-path.ts';
import { boundaryFor, prepare, readText, type SpecText } from '../generation.ts';
import { changesTo, contradictionLine, merge, type Merged } from '../merge.ts';
import { missingAnswers, type Missing } from '../missing.ts';
import { count } from '../report-changes.ts';
import { diffLines } from '../report-diff.ts';
import { generationLines } from '../report-generation.ts';
import { problemLines } from '../report-problems.ts';
import type { Run } from '../run.ts';
import { conflicts, save } from '../save.ts';
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
  const { tell, style } = terminal;
  const { value: desk, problems } = await openDesk(args);
  tell(problemLines(problems, style));
  if (desk === undefined) return ExitCode.wrongInput;
  if (isGiven(args, 'yes')) return withFlags(desk, args, terminal);
  if (terminal.interactive) return (await import('../ask.ts')).ask(desk, args, terminal);
  tell(['There is no terminal to ask in: say --yes, and give every answer as a flag.', ...missingLines(missingAnswers(desk.merged.value))]);
  return ExitCode.wrongInput;
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
  return hasErrors(problems) || !isMap
    ? { problems: hasErrors(problems) ? problems : [error('spec-not-a-map', [], `${file} is not a spec.`)] }
    : { value, problems };
}

async function withFlags(desk: Desk, args: Arguments, terminal: Terminal): Promise<ExitCode> {
  const { tell, style } = terminal;
  const { value: input, contradictions } = desk.merged;
  const missing = missingAnswers(input);
  if (missing.length > 0) {
    tell([`${count(missing.length, 'answer')} missing:`, ...missingLines(missing)]);
    return ExitCode.wrongInput;
  }
  const source = sourceOf(desk, input);
  if (contradictions.length > 0 && !isGiven(args, 'force')) {
    const diff = diffLines([{ path: desk.file, kind: 'update', theirs: desk.text ?? '', ours: source.text }], style);
    tell([...contradictions.map(contradictionLine), ...diff, 'Nothing was written: --force lets the flags win.']);
    return ExitCode.conflict;
  }
  const generation = await prepare(source, {});
  if (hasErrors(generation.problems)) {
    tell(problemLines(desk.text === undefined ? generation.problems.map(toldByFlag) : generation.problems, style));
    return ExitCode.wrongInput;
  }
  const force = isGiven(args, 'force');
  const held = conflicts([generation], force);
  tell(generationLines(generation, style, (change) => held.includes(change)));
  if (held.length > 0) {
    tell(['Nothing was written.']);
    return ExitCode.conflict;
  }
  if (isGiven(args, 'dry-run')) {
    tell(['Nothing was written: this was a dry run.']);
    return ExitCode.done;
  }
  return save([generation], { force, removeOrphans: force, terminal });
}

/** The spec as it will be saved: a new one, or the old one with its comments. */
export function sourceOf(desk: Desk, input: SpecInput): SpecText {
  const recorded = { ...input, version: 1, toolVersion: __VERSION__ } as SpecInput;
  if (desk.text === undefined) return { file: desk.file, text: printSpec(recorded), unsaved: true };
  return { file: desk.file, text: editSpec(desk.text, changesTo(desk.base, recorded)), unsaved: true };
}

const missingLines = (missing: readonly Missing[]): string[] => missing.map(({ what, flag }) => `  ${what}: ${flag}`);
