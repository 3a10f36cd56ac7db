/** `create-irsa add <what> …`: an add-on, an app or a cluster into an irsa.yaml that is there, and what it generates then. */
import { error, hasErrors, type Problem } from '../../problem.ts';
import { sameInput } from '../../spec/merge-input.ts';
import { isGiven, valueOf, type Arguments } from '../arguments.ts';
import { factsOf, openDesk, type AddDesk } from '../add/desk.ts';
import { withSources } from '../add/new-clusters.ts';
import { clusterNotes } from '../add/notes.ts';
import { nothingNew } from '../add/nothing-new.ts';
import { complete, sourcesOf } from '../add/sources.ts';
import { ExitCode } from '../exit-code.ts';
import { prepare, type Generation, type GenerationOptions } from '../generation.ts';
import { printAnswer } from '../json-answer.ts';
import { contradicting } from '../merge.ts';
import { missingAnswers } from '../missing.ts';
import { removalOf } from '../orphans.ts';
import { otherTool, otherToolProblem } from '../other-tool.ts';
import { diffLines } from '../report-diff.ts';
import { generationJson, generationLines } from '../report-generation.ts';
import { patchLines } from '../report-patch.ts';
import { problemJson, problemLines } from '../report-problems.ts';
import type { Run } from '../run.ts';
import { conflictProblems, conflicts, outstanding, save, type Ending } from '../save.ts';
import type { Terminal } from '../terminal.ts';
import { wrap } from '../wrap.ts';

interface Done extends Ending {
  readonly generation?: Generation;
}

export const run: Run = async (args, terminal) => {
  const { value: options, problems: ofTemplates } = await optionsOf(args);
  const { value: desk, problems: ofDesk } = await openDesk(args);
  const problems = [...ofTemplates, ...ofDesk];
  terminal.tell(problemLines(problems, terminal.style));
  if (desk === undefined || options === undefined) return answer({ code: ExitCode.wrongInput, problems }, args, terminal);
  const contradicted = contradictions(desk, args, terminal);
  if (contradicted !== undefined) return answer(contradicted, args, terminal);
  const json = isGiven(args, 'json');
  if (!isGiven(args, 'yes') && !json && (isGiven(args, 'plain') || terminal.interactive)) {
    const [{ askAndAdd }, { askerIn }] = await Promise.all([import('../add/ask.ts'), import('../ask.ts')]);
    const there = { ...terminal, plain: terminal.plain || isGiven(args, 'plain') };
    return askAndAdd(askerIn(there), desk, { terminal: there, dryRun: isGiven(args, 'dry-run'), options });
  }
  return answer(await unasked(desk, options, args, terminal), args, terminal);
};

function answer({ code, problems, generation }: Done, args: Arguments, terminal: Terminal): ExitCode {
  if (isGiven(args, 'json')) {
    const specs = generation === undefined ? [] : [generationJson(generation)];
    printAnswer({ version: 1, specs, problems: problems.map(problemJson) }, terminal);
  }
  return code;
}

async function optionsOf(args: Arguments) {
  const templates = valueOf(args, 'templates');
  const nothing: GenerationOptions = {};
  if (templates === undefined) return { value: nothing, problems: [] };
  const { readTemplates } = await import('../templates.ts');
  const { value, problems } = await readTemplates(templates);
  return value === undefined ? { problems } : { value: { templates: value } as GenerationOptions, problems };
}

/** The spec says something else, and the flags are not forced upon it. */
function contradictions(desk: AddDesk, args: Arguments, { tell, style }: Terminal): Done | undefined {
  const { value: input, contradictions: found } = desk.merged;
  if (found.length === 0 || isGiven(args, 'force')) return undefined;
  const { value: sources } = sourcesOf(desk, input);
  const problems = found.map((one) => ({ ...contradicting(one), file: desk.file }));
  const ours = sources?.source.text ?? desk.text;
  tell([
    ...diffLines([{ path: desk.file, kind: 'update', theirs: desk.text, ours }], style),
    'Nothing was written:',
    ...problemLines(problems, style),
  ]);
  return { code: ExitCode.conflict, problems };
}

async function unasked(desk: AddDesk, options: GenerationOptions, args: Arguments, terminal: Terminal): Promise<Done> {
  const { tell, style } = terminal;
  const end = (code: ExitCode, problems: readonly Problem[], generation?: Generation): Done => {
    tell(problemLines(problems, style));
    return { code, problems, ...(generation === undefined ? {} : { generation }) };
  };
  const missing = missingFrom(desk);
  if (missing.length > 0) return end(ExitCode.wrongInput, missing);
  const said = withSources(desk.base, desk.merged.value, (await factsOf(desk)).facts);
  const { value: sources, problems } = sourcesOf(desk, said);
  if (sources === undefined) return end(ExitCode.wrongInput, problems);
  const generation = await prepare(sources.source, options);
  if (sources.unchanged) {
    tell(nothingNew(desk, generation, style));
    return { code: ExitCode.done, problems: [], generation };
  }
  if (hasErrors(generation.problems)) {
    tell([...problemLines(generation.problems, style), ...patchLines(generation, style)]);
    return end(ExitCode.wrongInput, [], generation);
  }
  const force = isGiven(args, 'force');
  const held = conflicts([generation], force);
  tell(generationLines(generation, style, (change) => held.includes(change) || isOfSpec(change.path, sources.source)));
  for (const note of clusterNotes(desk.base, complete(said))) tell(wrap(note, style.width));
  if (held.length > 0) {
    tell(['Nothing was written:']);
    return end(ExitCode.conflict, conflictProblems([generation], force), generation);
  }
  if (otherTool(generation) !== undefined && outstanding(generation).length > 0) {
    tell(['Nothing was written:']);
    return end(ExitCode.drift, otherToolProblem(generation), generation);
  }
  if (isGiven(args, 'dry-run')) {
    tell(['Nothing was written: this was a dry run.']);
    return end(ExitCode.done, [], generation);
  }
  if (!isGiven(args, 'yes')) return end(ExitCode.wrongInput, [nobodyToAsk(isGiven(args, 'json'))], generation);
  return { ...(await save([generation], { force, orphans: removalOf((flag) => isGiven(args, flag)), terminal })), generation };
}

/** Only of what is added: what else the spec lacks, it is told by its own checks. */
function missingFrom({ base, merged, wanted }: AddDesk): readonly Problem[] {
  if (wanted.kind !== undefined && wanted.names.length === 0) return [nothingNamed(wanted.kind)];
  if (wanted.kind === undefined && sameInput(merged.value, base)) return [nothingNamed('add-on')];
  const before = new Set(missingAnswers(base).map(({ message }) => message));
  return missingAnswers(merged.value).filter(({ message }) => !before.has(message));
}

const EXAMPLES = {
  'add-on': 'create-irsa add external-dns',
  app: 'create-irsa add app orders --namespace shop',
  cluster: 'create-irsa add cluster green --region us-east-1',
} as const;

const nothingNamed = (kind: keyof typeof EXAMPLES): Problem =>
  error('nothing-to-add', [], 'What is to be added is not said.', `Name it, as in \`${EXAMPLES[kind]}\`.`);

const isOfSpec = (
  path: string,
  { file, fragments = [] }: { readonly file: string; readonly fragments?: readonly { readonly path: string }[] },
) => file.endsWith(path) || fragments.some((fragment) => fragment.path === path);

const nobodyToAsk = (json: boolean): Problem =>
  error(
    'nobody-to-ask',
    [],
    json ? '`--json` is for programs, so nothing is asked.' : 'There is no terminal to ask in: standard input or output is taken.',
    'Say --yes to write this, or --dry-run to look only.',
  );
