/** One spec, from its text to everything that would happen on disk. Nothing is written here. */
import { dirname, join, resolve } from 'node:path';
import type { TemplateOverrides } from '../emit/terraform/templates.ts';
import { budgetsOf, type Budget } from '../plan/budgets.ts';
import { modulesNamed } from '../plan/called-outputs.ts';
import { makePlan } from '../plan/make-plan.ts';
import type { NextStep, Plan } from '../plan/plan.ts';
import { without, type RepoFacts } from '../plan/repo-facts.ts';
import type { Run } from '../plan/runs.ts';
import { error, hasErrors, type FileEdit, type Outcome, type Problem } from '../problem.ts';
import { boundaryOf, boundaryOfOut, realTarget, type Boundary } from '../repo/boundary.ts';
import { changeSet, type ChangeSet } from '../repo/change-set.ts';
import { goneProviders } from '../repo/gone-providers.ts';
import { moduleCalls, type ModuleCalls } from '../repo/scan/child-module.ts';
import { scanRoot } from '../repo/scan/scan-root.ts';
import { readSnapshot, type FileState, type Snapshot } from '../repo/snapshot.ts';
import { located } from '../spec/locate.ts';
import { parseWritten, type ParsedSpec } from '../spec/parse-spec.ts';
import type { Format, Spec } from '../spec/spec.ts';
import { alone, isWhole, readLayer } from '../spec/written-spec.ts';
import { folderFor, placed } from './placed.ts';
import { readText } from './read-text.ts';
import type { SpecReader } from './spec-files.ts';
import { wantedFiles } from './wanted-files.ts';

export interface GenerationOptions {
  /** Base and boundary instead of the spec's own folder. */
  readonly out?: string;
  readonly format?: Format;
  readonly templates?: TemplateOverrides;
  /** Addresses of blocks of the root that are to go from the user's own files. */
  readonly without?: readonly string[];
}

/** A spec's file and what is, or will be, in it. */
export interface SpecText {
  readonly file: string;
  readonly text: string;
  /** The text is not on disk yet: it is saved together with what it generates. */
  readonly unsaved?: true;
  /** Files of `include` that are not as on disk either, by their paths from the spec. */
  readonly fragments?: readonly { readonly path: string; readonly text: string }[];
}

/** What several specs of one run share, so that it is read once. */
export interface Shared {
  /** Loaded when a spec is the first to name another file. */
  readonly specs: () => Promise<SpecReader>;
  readonly calls: ModuleCalls;
}

export function sharedByRun(): Shared {
  let specs: Promise<SpecReader> | undefined;
  return {
    specs: () => (specs ??= import('./spec-files.ts').then(({ specReader }) => specReader())),
    calls: moduleCalls(),
  };
}

export interface Generation {
  /** The spec's file, as the user named it. */
  readonly file: string;
  /** What the paths of its files are relative to, named likewise. */
  readonly folder: string;
  /** The file is no spec, but is made of all specs of the run. */
  readonly ofAll?: true;
  readonly problems: readonly Problem[];
  /** What the spec says of who wrote its files last. */
  readonly toolVersion?: string;
  readonly nextSteps?: readonly NextStep[];
  readonly runs?: readonly Run[];
  /** How much it takes of what IAM limits; absent if there are errors. */
  readonly budgets?: readonly Budget[];
  readonly changes: ChangeSet;
  /** Lines of a patch of the user's own files: what next steps and problems ask of them. */
  readonly patch?: readonly string[];
  /** The folder that it is applied in, as seen from `folder`; absent: that one. */
  readonly patchAbove?: string;
  /** What `changes` was made with; absent if there are errors. */
  readonly snapshot?: Snapshot<FileState>;
}

/** A spec's file: itself, or `irsa.yaml` in the folder. */
export function readSpec(argument: string): SpecText | Problem {
  const inFolder = join(argument, 'irsa.yaml');
  for (const file of /\.ya?ml$/.test(argument) ? [argument, inFolder] : [inFolder, argument]) {
    const text = readText(file);
    if (text !== undefined) return typeof text === 'string' ? { file, text } : text;
  }
  return error(
    'spec-not-found',
    [],
    `There is no spec at ${argument === '.' ? inFolder : argument}.`,
    'Run `create-irsa` to make one, or name its file or folder.',
  );
}

/** Of one spec it is asked time and again, and each time folders up to the root of the disk would be looked at. */
const known = new WeakMap<object, Boundary>();

export function boundaryFor(source: Pick<SpecText, 'file'>, { out }: GenerationOptions): Boundary {
  if (out !== undefined) return boundaryOfOut(out);
  const boundary = known.get(source) ?? boundaryOf(dirname(resolve(source.file)));
  known.set(source, boundary);
  return boundary;
}

/** A spec that has been read and decided on. */
export interface PlannedSpec {
  readonly spec: Spec;
  readonly plan: Plan;
  /** What the root module has besides. */
  readonly facts: RepoFacts;
  readonly parsed: ParsedSpec;
}

/** Everything wrong with one spec at once; the plan if nothing is. No file of it is looked at. */
export async function planSpec(
  source: SpecText,
  options: GenerationOptions = {},
  shared: Shared = sharedByRun(),
): Promise<Outcome<PlannedSpec> & { /** Of the root module, as far as it is known. */ readonly directory?: string }> {
  const parsed = await parse(source, shared);
  const problems: Problem[] = [...parsed.problems];
  if (parsed.value === undefined) return { problems };

  const spec = options.format === undefined ? parsed.value.spec : withFormat(parsed.value.spec, options.format);
  const boundary = boundaryFor(source, options);
  const { problems: refused } = realTarget(boundary, `${spec.terraform.directory}/${ANY_FILE}`);
  if (refused.length > 0) {
    problems.push(...located([directoryRefused(spec, refused)], parsed.value));
    return { problems };
  }
  const scan = await scanRoot(resolve(boundary.base, spec.terraform.directory), {
    dependencies: spec.outputs.includes('tests'),
    calls: shared.calls,
  });
  problems.push(...placed(scan.problems, join(folderFor(source.file, options.out), spec.terraform.directory)));

  problems.push(...(await statementProblems(parsed.value)));
  const called = await withCalledModules(scan.facts, spec, resolve(boundary.base, spec.terraform.directory), shared);
  const facts = without(called, options.without ?? []);
  const planned = makePlan(spec, facts);
  problems.push(...located(planned.problems, parsed.value));
  return planned.value === undefined || hasErrors(problems)
    ? { problems, directory: spec.terraform.directory }
    : { value: { spec, plan: planned.value, facts, parsed: parsed.value }, problems };
}

/** Everything wrong with one spec at once; the change set if nothing is. */
export async function prepare(source: SpecText, options: GenerationOptions, shared: Shared = sharedByRun()): Promise<Generation> {
  const { file } = source;
  const folder = folderFor(file, options.out);
  const { value: planned, problems: found, directory = '.' } = await planSpec(source, options, shared);
  const problems = [...found];
  const failed = (): Generation => ({ file, folder, problems, changes: [] });
  if (planned === undefined) return { ...failed(), ...(await patchFor(problems, source, options, directory)) };

  const { spec, plan, facts, parsed } = planned;
  const boundary = boundaryFor(source, options);
  const files = await wantedFiles(source, plan, boundary, options);
  if ('message' in files) return { ...failed(), problems: [...problems, files] };
  const snapshot = readSnapshot(
    boundary,
    files.map(({ path }) => path),
    file,
    spec.terraform.directory,
  );
  problems.push(...placed(snapshot.problems, folder));
  if (snapshot.value === undefined) return failed();
  const changes = changeSet(files, snapshot.value);
  problems.push(...located(await goneProviders(changes, facts.providers), parsed));
  return {
    file,
    folder,
    problems,
    ...(spec.toolVersion === undefined ? {} : { toolVersion: spec.toolVersion }),
    nextSteps: plan.nextSteps,
    runs: plan.runs,
    budgets: budgetsOf(plan, spec),
    changes,
    ...(await patchFor([...plan.nextSteps, ...problems], source, options, spec.terraform.directory)),
    snapshot: snapshot.value,
  };
}

/** The user's files are read again only where one of them has to change. */
async function patchFor(
  asked: readonly { readonly edits?: readonly FileEdit[] }[],
  source: SpecText,
  options: GenerationOptions,
  directory: string,
): Promise<Pick<Generation, 'patch' | 'patchAbove'>> {
  const edits = asked.flatMap((one) => one.edits ?? []);
  if (edits.length === 0) return {};
  const { ownPatch } = await import('./own-patch.ts');
  const { lines, above } = await ownPatch(edits, boundaryFor(source, options).base, directory);
  return { patch: lines, ...(above === undefined ? {} : { patchAbove: above }) };
}

async function parse(source: SpecText, { specs }: Shared): Promise<Outcome<ParsedSpec>> {
  const { file, text, fragments } = source;
  const { value: layer, problems } = readLayer(text, file);
  if (layer === undefined) return { problems };
  if (fragments !== undefined) return (await readerOf(source, fragments)).parse(layer, problems);
  return isWhole(layer) ? parseWritten(alone(layer, problems)) : (await specs()).parse(layer, problems);
}

async function readerOf(source: SpecText, fragments: NonNullable<SpecText['fragments']>): Promise<SpecReader> {
  const boundary = boundaryFor(source, {});
  const { diskWith, specReader } = await import('./spec-files.ts');
  return specReader(diskWith(fragments.map(({ path, text }) => ({ path, text, target: realTarget(boundary, path).value ?? path }))));
}

/** Modules that the root calls are read only where the spec names what they give away. */
async function withCalledModules(facts: RepoFacts, spec: Spec, directory: string, { calls }: Shared): Promise<RepoFacts> {
  const labels = modulesNamed(spec.clusters);
  if (labels.length === 0) return facts;
  const { calledModules } = await import('../repo/scan/called-modules.ts');
  return { ...facts, called: await calledModules(directory, facts, labels, calls) };
}

/** The list of IAM's actions is loaded only where a spec has statements. */
async function statementProblems({ rawStatements, locate }: ParsedSpec): Promise<readonly Problem[]> {
  if (rawStatements.length === 0) return [];
  const { checkStatements } = await import('../spec/permissions/check-statements.ts');
  return checkStatements(rawStatements).map(({ problem, onKey }) => ({ ...problem, ...locate(problem.path, onKey ? 'key' : 'value') }));
}

/** What is refused for any file there is refused for the folder. */
const ANY_FILE = '.irsa';

const directoryRefused = ({ terraform }: Spec, [refused]: readonly Problem[]): Problem =>
  error(
    'path-refused',
    ['terraform', 'directory'],
    `terraform.directory ${JSON.stringify(terraform.directory)} is refused: ${(refused?.message ?? '').replace(/^.*? is not written: /, '')}`,
    'Name a folder inside, seen from irsa.yaml.',
  );

const withFormat = (spec: Spec, format: Format): Spec => ({ ...spec, terraform: { ...spec.terraform, format } });
