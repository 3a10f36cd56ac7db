/** `create-irsa [dir]`: the wizard, or with `--yes` the flags, → irsa.yaml and what it generates. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { error, formatPath, hasErrors, type Outcome, type Problem } from '../../problem.ts';
import { editSpec } from '../../spec/edit-spec.ts';
import { printSpec, type SpecInput } from '../../spec/print-spec.ts';
import { isPlainMap } from '../../spec/merge-input.ts';
import { primaryUnsaid } from '../../spec/primary.ts';
import { readYaml } from '../../spec/read-yaml.ts';
import { isWhole } from '../../spec/written-spec.ts';
import { answers } from '../answers.ts';
import { isGiven, valueOf, type Arguments, type GivenFlag } from '../arguments.ts';
import { ExitCode } from '../exit-code.ts';
import { toldByFlag } from '../flag-of-path.ts';
import { boundaryFor, prepare, type Generation, type SpecText } from '../generation.ts';
import { printAnswer } from '../json-answer.ts';
import { changesHere, changesTo, contradicting, merge, type Merged } from '../merge.ts';
import { missingAnswers } from '../missing.ts';
import { removalOf } from '../orphans.ts';
import { readText } from '../read-text.ts';
import { diffLines } from '../report-diff.ts';
import { generationJson, generationLines } from '../report-generation.ts';
import { patchLines } from '../report-patch.ts';
import { problemJson, problemLines } from '../report-problems.ts';
import type { Run } from '../run.ts';
import { conflictProblems, conflicts, save, type Ending } from '../save.ts';
import { settle } from '../settle.ts';
import { nothingTaken, takeFrom, type Taken } from '../taken.ts';
import type { Terminal } from '../terminal.ts';
import { wrap } from '../wrap.ts';

/** Where answers go: the spec's file, what it says already, and that with the flags laid over it. */
export interface Desk {
  readonly folder: string;
  readonly file: string;
  /** Absent: there is no irsa.yaml yet. */
  readonly text?: string;
  /** What that file alone says. */
  readonly said: SpecInput;
  /** What it says with the files that it extends and includes. */
  readonly base: SpecInput;
  readonly merged: Merged;
  /** What of that the folder says. */
  readonly taken: Taken;
}

export const run: Run = async (given, terminal) => {
  const json = isGiven(given, 'json');
  // Lines can be read from anywhere, but only who says so means to.
  const asks = !isGiven(given, 'yes') && !json && (isGiven(given, 'plain') || terminal.interactive);
  const there = { ...terminal, plain: terminal.plain || isGiven(given, 'plain') };
  // Who names a cluster means this folder.
  const looks = asks || (given.words.length === 0 && !isGiven(given, 'cluster'));
  const roots = looks ? await (await import('../roots-below.ts')).rootsBelow(given.words[0] ?? '.') : [];
  const folder = asks && roots.length > 0 ? await (await import('../ask.ts')).askRoot(roots, given.words[0] ?? '.', there) : given.words[0];
  if (folder === null) return ExitCode.interrupted;
  const args = folder === undefined ? given : { ...given, words: [folder] };
  const { value: desk, problems } = await openDesk(args);
  terminal.tell(problemLines(problems, terminal.style));
  if (desk !== undefined && asks) return (await import('../ask.ts')).ask(desk, args, there);
  if (roots.length > 0)
    terminal.tell(
      wrap(
        `There is no Terraform in this folder, but in ${roots.map((root) => root.folder).join(', ')}: to use one, name it, as in \`create-irsa ${roots[0]?.folder ?? ''}\`.`,
        terminal.style.width,
      ),
    );
  const ending = desk === undefined ? { code: ExitCode.wrongInput, problems } : await unasked(desk, args, terminal);
  if (json) {
    const specs = ending.generation === undefined ? [] : [generationJson(ending.generation)];
    printAnswer({ version: 1, specs, problems: ending.problems.map(problemJson) }, terminal);
  }
  return ending.code;
};

/** @param unread flags that were given besides, and are no part of `args` */
export async function openDesk(args: Arguments, unread: readonly GivenFlag[] = []): Promise<Outcome<Desk>> {
  const folder = args.words[0] ?? '.';
  const file = join(folder, 'irsa.yaml');
  const before = await settle(boundaryFor({ file }, {}));
  if (hasErrors(before)) return { problems: before };
  const text = readText(file);
  if (typeof text === 'object') return { problems: [text] };
  const there = text === undefined ? { value: { said: {}, base: {} }, problems: [] } : await readThere(text, file);
  if (there.value === undefined) return { problems: there.problems };
  const { base } = there.value;
  const asksNobody = isGiven(args, 'yes');
  const taken = asksNobody
    ? await takeFrom(folder, merge(base, answers(args.flags, base).value).value, valueOf(args, 'region'))
    : nothingTaken;
  // Flags of a cluster may be about the one that is taken.
  const flags = answers(args.flags, merge(base, taken.input).value);
  const merged = merge(base, merge(taken.input, flags.value).value);
  if (!hasErrors(flags.problems))
    return { value: { folder, file, ...there.value, ...(text === undefined ? {} : { text }), merged, taken }, problems: before };
  const missing = asksNobody ? missingAnswers(merged.value, { unread: [...unread, ...flags.unread], taken }) : [];
  return { problems: [...flags.problems, ...missing, ...(text === undefined ? await wrongIn(merged.value) : [])] };
}

/** All that is wrong beside flags that cannot be read, so that it does not come up only when they are mended. */
export async function wrongBesides(args: Arguments, unread: readonly GivenFlag[]): Promise<readonly Problem[]> {
  const { value: desk, problems } = await openDesk(args, unread);
  if (desk === undefined) return problems;
  const { merged, taken, text } = desk;
  return [...missingAnswers(merged.value, { unread, taken }), ...(text === undefined ? await wrongIn(merged.value) : [])];
}

async function readThere(text: string, file: string): Promise<Outcome<Pick<Desk, 'said' | 'base'>>> {
  const { yaml, problems } = readYaml(text, file);
  if (yaml === undefined || hasErrors(problems)) return { problems };
  const said = yaml.value ?? {};
  if (!isPlainMap(said)) return { problems: [notAMap(file)] };
  const layer = { file, yaml };
  if (isWhole(layer)) return { value: { said, base: said }, problems };
  const { inputOf, specReader } = await import('../spec-files.ts');
  const whole = inputOf(layer, specReader());
  return whole.value === undefined ? { problems: whole.problems } : { value: { said, base: whole.value }, problems };
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
  const missing = missingAnswers(input, { taken: desk.taken });
  if (desk.taken.notes.length > 0) tell(wrap(`Taken from this folder: ${desk.taken.notes.join('; ')}.`, style.width));
  if (!isGiven(args, 'yes')) return end(ExitCode.wrongInput, [nobodyToAsk(desk.folder, isGiven(args, 'json')), ...missing]);
  if (missing.length > 0) return end(ExitCode.wrongInput, [...missing, ...(desk.text === undefined ? await wrongIn(input) : [])]);

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
    tell([...problemLines(generation.problems, style), ...patchLines(generation, style)]);
    return end(ExitCode.wrongInput, [], generation);
  }
  const force = isGiven(args, 'force');
  const held = conflicts([prepared], force);
  tell(generationLines(prepared, style, (change) => held.includes(change)));
  if (held.length > 0) {
    tell([NOTHING_WRITTEN]);
    return end(ExitCode.conflict, conflictProblems([prepared], force), prepared);
  }
  if (isGiven(args, 'dry-run')) {
    tell(['Nothing was written: this was a dry run.']);
    return end(ExitCode.done, [], prepared);
  }
  return { ...(await save([prepared], { force, orphans: removalOf((flag) => isGiven(args, flag)), terminal })), generation: prepared };
}

/** What is wrong with the answers that are there, so that it does not come up only when all others are mended. */
async function wrongIn(input: SpecInput): Promise<Problem[]> {
  const { parseSpec } = await import('../../spec/parse-spec.ts');
  const { problems } = parseSpec(printSpec(recorded(input)), 'irsa.yaml');
  return problems.filter(({ severity, code }) => severity === 'error' && !OF_MISSING.includes(code)).map(toldByFlag);
}

/** As a spec says that an answer is missing. */
const OF_MISSING: readonly string[] = ['missing-key', 'no-cluster', 'invalid-options', 'chart-version-missing'];

const NOTHING_WRITTEN = 'Nothing was written:';

function nobodyToAsk(folder: string, json: boolean): Problem {
  const why = json ? '`--json` is for programs, so nothing is asked' : 'There is no terminal to ask in';
  // Perhaps it was meant as a command.
  const taken = existsSync(folder) ? '' : `, and \`${folder}\` is taken for a new folder`;
  return error('nobody-to-ask', [], `${why}${taken}.`, 'Say --yes, and give every answer as a flag.');
}

/** The spec as it will be saved: a new one, or the old one with its comments. */
export function sourceOf(desk: Desk, input: SpecInput): SpecText {
  if (desk.text === undefined) return { file: desk.file, text: printSpec(recorded(input)), unsaved: true };
  return { file: desk.file, text: editSpec(desk.text, changesOf(desk, input).changes), unsaved: true };
}

/** With what nobody is asked for: whose labels are plain is written down before another cluster could take them over. */
function recorded(input: SpecInput): SpecInput {
  const primary = primaryUnsaid({ ...input });
  return { ...input, version: 1, toolVersion: __VERSION__, ...(primary === undefined ? {} : { primary }) };
}

const changesOf = (desk: Desk, input: SpecInput) => changesHere(desk.said, changesTo(desk.base, recorded(input)));

/** Lines on answers that were taken away, and that the spec's file never gave. */
export const inheritedAnswers = (desk: Desk, input: SpecInput): string[] =>
  changesOf(desk, input).inherited.map(
    (path) => `${formatPath(path)} stays: a file says it that ${desk.file} extends or includes. Take it away there.`,
  );
