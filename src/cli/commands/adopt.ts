/** `create-irsa adopt [dir]`: an irsa.yaml that comes to what a root module has already, so that the next plan changes nothing. */
import { existsSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { adopt, type Adoption } from '../../adopt/adopt.ts';
import { stateOf, type State } from '../../adopt/state.ts';
import type { NextStep } from '../../plan/plan.ts';
import { error, hasErrors, warning, type Outcome, type Problem } from '../../problem.ts';
import { scanRoot } from '../../repo/scan/scan-root.ts';
import { editSpec } from '../../spec/edit-spec.ts';
import { printSpec } from '../../spec/print-spec.ts';
import { readYaml } from '../../spec/read-yaml.ts';
import type { SpecInput } from '../../spec/spec-input.ts';
import { agreesTo, nobodyToAsk } from '../adopt/agreed.ts';
import { takeoverPatch } from '../adopt/patch.ts';
import { adoptionLines } from '../adopt/report.ts';
import { surveyRoot, type FoundRoot } from '../adopt/root.ts';
import { isGiven, valueOf, type Arguments } from '../arguments.ts';
import { ExitCode } from '../exit-code.ts';
import { boundaryFor, planSpec, prepare, readSpec, type Generation, type SpecText } from '../generation.ts';
import { printAnswer } from '../json-answer.ts';
import { stateFrom } from '../migrate/read-state.ts';
import { removalOf } from '../orphans.ts';
import { preview } from '../preview.ts';
import { patchLines } from '../report-patch.ts';
import { generationJson } from '../report-generation.ts';
import { problemJson, problemLines } from '../report-problems.ts';
import type { Run } from '../run.ts';
import { conflictProblems, conflicts, save, type Ending } from '../save.ts';
import { leftover, settle } from '../settle.ts';
import type { Terminal } from '../terminal.ts';

interface Done extends Ending {
  readonly adoption?: Adoption;
  readonly generation?: Generation;
}

export const run: Run = async (args, terminal) => {
  const { code, problems, adoption, generation }: Done = isGiven(args, 'finish')
    ? await (await import('../adopt/finish.ts')).finish(args, terminal)
    : await adoptRoot(args, terminal);
  if (isGiven(args, 'json')) {
    const { taken = [], left = [] } = adoption ?? {};
    const specs = generation === undefined ? [] : [generationJson(generation)];
    printAnswer({ version: 1, taken, left, specs, problems: problems.map(problemJson) }, terminal);
  }
  return code;
};

async function adoptRoot(args: Arguments, terminal: Terminal): Promise<Done> {
  const { tell, style, progress } = terminal;
  const [folder = '.'] = args.words;
  const file = join(folder, 'irsa.yaml');
  const refused = notAFolder(folder);
  if (refused !== undefined) {
    tell(problemLines([refused], style));
    return { code: ExitCode.wrongInput, problems: [refused] };
  }
  const { value: there, problems: ofSpec } = await specThere(file);
  if (hasErrors(ofSpec)) {
    tell(problemLines(ofSpec, style));
    return { code: ExitCode.wrongInput, problems: ofSpec };
  }
  progress(`Reading ${folder} …`);
  const found = await surveyRoot(resolve(folder));
  const { value: adoption, problems: before } = await adoptionOf(found, folder, args, there?.input);
  progress();
  const problems = [...found.problems, ...before];
  tell(problemLines(problems, style));
  const end = (code: ExitCode, more: readonly Problem[], done: Partial<Done> = {}): Done => {
    tell(problemLines(more, style));
    return { code, problems: [...problems, ...more], ...(adoption === undefined ? {} : { adoption }), ...done };
  };
  if (adoption === undefined) return end(ExitCode.wrongInput, []);
  tell(adoptionLines(adoption, style, ({ file: path, line }) => `${relative('.', resolve(found.top, path))}:${line}`));
  if (adoption.spec === undefined) {
    tell([adoption.left.length === 0 ? 'No role for pods is made here that is not of irsa.yaml already.' : 'Nothing is taken over.']);
    return end(ExitCode.done, []);
  }
  const source: SpecText = {
    file,
    text: there === undefined ? printSpec(adoption.spec) : editSpec(there.text, adoption.spec),
    unsaved: true,
  };
  const unsettled = await (isGiven(args, 'dry-run') ? leftover : settle)(boundaryFor(source, {}));
  if (hasErrors(unsettled)) return end(ExitCode.wrongInput, unsettled);
  const { lines: own, unpatched } = await takeoverPatch(resolve(folder), adoption.takeovers);
  const prepared = await prepare(source, { without: adoption.takeovers.map(({ from }) => from) });
  const generation = { ...prepared, nextSteps: NEXT, patch: [...own, ...(prepared.patch ?? [])] };
  const more = [...unsettled, ...unpatched.map((name) => notPatched(join(folder, name)))];
  if (hasErrors(generation.problems)) {
    tell(problemLines(generation.problems, style));
    return end(ExitCode.wrongInput, more, { generation });
  }
  const { lines, more: others } = preview(generation.changes, style);
  tell([...lines, ...(isGiven(args, 'diff') ? others : []), ...problemLines(generation.problems, style)]);
  return write(generation, args, terminal, (code, also) => end(code, [...more, ...also], { generation }));
}

/** Shows the patch where nothing is written, too: it is half of what there is to decide on. */
async function write(
  generation: Generation,
  args: Arguments,
  terminal: Terminal,
  end: (code: ExitCode, problems: readonly Problem[]) => Done,
): Promise<Done> {
  const { tell, style } = terminal;
  const force = isGiven(args, 'force');
  const held = conflicts([generation], force);
  if (held.length > 0) {
    tell(['Nothing was written:']);
    return end(ExitCode.conflict, conflictProblems([generation], force));
  }
  if (isGiven(args, 'dry-run')) {
    tell([...patchLines(generation, style), '', 'Nothing was written: this was a dry run.']);
    return end(ExitCode.done, []);
  }
  const agreed = await agreesTo(generation, args, terminal);
  if (agreed === undefined) return end(ExitCode.wrongInput, [nobodyToAsk()]);
  if (!agreed) {
    tell(['Nothing was written.']);
    return end(ExitCode.done, []);
  }
  const { code, problems } = await save([generation], { force, orphans: removalOf((flag) => isGiven(args, flag)), terminal });
  return end(code, problems);
}

async function adoptionOf(found: FoundRoot, folder: string, args: Arguments, existing: SpecInput | undefined): Promise<Outcome<Adoption>> {
  const { facts, problems: ofRoot } = await scanRoot(resolve(folder), {});
  const state = await readState(found, folder, args);
  const problems = [...ofRoot, ...(facts.isChildModule ? [ofCaller(folder)] : []), ...state.problems];
  if (hasErrors(problems)) return { problems };
  const [region, name] = [valueOf(args, 'region'), valueOf(args, 'cluster')];
  const said = { ...(region === undefined ? {} : { region }), ...(name === undefined ? {} : { name }) };
  const adoption = adopt({
    ...found,
    facts,
    said,
    ...(state.value === undefined ? {} : { state: state.value }),
    ...(existing === undefined ? {} : { existing }),
  });
  const all = [...problems, ...adoption.problems];
  return hasErrors(all) ? { problems: all } : { value: adoption, problems: all };
}

async function readState({ inventory, root }: FoundRoot, folder: string, args: Arguments): Promise<Outcome<State>> {
  const engine = inventory.roots.find((one) => one.folder === root)?.engine;
  const { value, problems } = await stateFrom(
    args,
    { program: engine === 'opentofu' ? 'tofu' : 'terraform', folder: '.' },
    resolve(folder),
  );
  return value === undefined ? { problems } : { value: stateOf(value.resources), problems };
}

const NEXT: readonly NextStep[] = [
  { text: 'Apply the patch below to your own files: until then Terraform refuses to plan, as roles would be there twice.' },
  {
    text: 'Plan, and read that nothing is to add, to change or to destroy: what moves is said line by line, and outputs are new. Apply nothing else.',
    command: 'terraform init && terraform plan',
  },
  { text: 'Apply it wherever this root is applied, then take the moved blocks out.', command: 'create-irsa adopt --finish' },
];

const ofCaller = (folder: string): Problem =>
  error(
    'adopt-child-module',
    [],
    `${folder === '.' ? 'This folder' : folder} is a module that another folder of the repository calls, and may be made more than once.`,
    'Adopt the root that calls it: roles of its modules are listed there.',
  );

/** The irsa.yaml that is there, which has to be sound, and one file. */
async function specThere(file: string): Promise<Outcome<{ readonly text: string; readonly input: SpecInput }>> {
  if (!existsSync(file)) return { problems: [] };
  const source = readSpec(file);
  if ('code' in source) return { problems: [source] };
  const { value: planned, problems } = await planSpec(source);
  if (planned === undefined) return { problems };
  const input = readYaml(source.text, file).yaml?.value as SpecInput;
  if (input.extends !== undefined || input.include !== undefined || planned.spec.terraform.directory !== '.')
    return { problems: [severalFiles(file)] };
  return { value: { text: source.text, input }, problems: [] };
}

const severalFiles = (file: string): Problem => ({
  ...error(
    'adopt-spec-there',
    [],
    'There is an irsa.yaml already, and it is made of several files or writes to another folder: nothing can be put into it by itself.',
    'Adopt in a copy without it, and take over from there what you want by hand.',
  ),
  file,
});

const notPatched = (file: string): Problem => ({
  ...warning(
    'adopt-not-patched',
    [],
    'It speaks of what irsa-*.tf hold from now on, and no patch can be shown of it.',
    'Change it by hand: what is taken over is listed above with its new address.',
  ),
  file,
});

function notAFolder(folder: string): Problem | undefined {
  const fix = 'Name a folder that holds a root module of Terraform.';
  try {
    return statSync(folder).isDirectory() ? undefined : error('scan-folder', [], `${folder} is no folder.`, fix);
  } catch {
    return error('scan-folder', [], `There is no folder ${folder} that could be read.`, fix);
  }
}
