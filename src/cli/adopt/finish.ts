/** `create-irsa adopt --finish`: all is applied, and irsa.yaml needs to say no longer where it came from. */
import { basename } from 'node:path';
import { error, hasErrors, type Problem } from '../../problem.ts';
import { editSpec } from '../../spec/edit-spec.ts';
import type { SpecInput } from '../../spec/spec-input.ts';
import { isGiven, type Arguments } from '../arguments.ts';
import { ExitCode } from '../exit-code.ts';
import { boundaryFor, planSpec, prepare, readSpec, type Generation } from '../generation.ts';
import { orphansIn, removalOf } from '../orphans.ts';
import { preview } from '../preview.ts';
import { problemLines } from '../report-problems.ts';
import { conflictProblems, conflicts, save, type Ending } from '../save.ts';
import { leftover, settle } from '../settle.ts';
import type { Terminal } from '../terminal.ts';
import { agreesTo, nobodyToAsk } from './agreed.ts';

export async function finish(args: Arguments, terminal: Terminal): Promise<Ending & { readonly generation?: Generation }> {
  const { tell, style } = terminal;
  const end = (code: ExitCode, problems: readonly Problem[]): Ending => {
    tell(problemLines(problems, style));
    return { code, problems };
  };
  const source = readSpec(args.words[0] ?? '.');
  if ('code' in source) return end(ExitCode.wrongInput, [source]);
  const before = await (isGiven(args, 'dry-run') ? leftover : settle)(boundaryFor(source, {}));
  if (hasErrors(before)) return end(ExitCode.wrongInput, before);
  const { value: planned, problems } = await planSpec(source);
  if (planned === undefined) return end(ExitCode.wrongInput, problems);
  if ((planned.spec.moved ?? []).length === 0) return end(ExitCode.wrongInput, [nothingMoved(source.file)]);
  const text = editSpec(source.text, { moved: null } as unknown as SpecInput);
  // The state has all under its new address: nothing is left to do.
  const generation = { ...(await prepare({ file: source.file, text, unsaved: true }, {})), nextSteps: [] };
  if (hasErrors(generation.problems)) return { ...end(ExitCode.wrongInput, generation.problems), generation };
  tell([...preview(generation.changes, style).lines]);
  const force = isGiven(args, 'force');
  if (conflicts([generation], force).length > 0) return { ...end(ExitCode.conflict, conflictProblems([generation], force)), generation };
  if (isGiven(args, 'dry-run')) {
    tell(['Nothing was written: this was a dry run.']);
    return { ...end(ExitCode.done, []), generation };
  }
  const agreed = await agreesTo(generation, args, terminal);
  if (agreed === undefined) return { ...end(ExitCode.wrongInput, [nobodyToAsk()]), generation };
  if (!agreed) {
    tell(['Nothing was written.']);
    return { ...end(ExitCode.done, []), generation };
  }
  // With the last moved block goes the file that held them.
  const isOnly = orphansIn(generation.changes).every(({ path }) => basename(path) === 'irsa-moved.tf');
  const orphans = isOnly ? 'untouched' : removalOf((flag) => isGiven(args, flag));
  return { ...(await save([generation], { force, orphans, terminal })), generation };
}

const nothingMoved = (file: string): Problem => ({
  ...error('adopt-not-under-way', [], 'It says of nothing that it was adopted: there is no `moved` in it.', 'There is nothing to finish.'),
  file,
});
