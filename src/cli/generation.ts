/** One spec, from its text to everything that would happen on disk. Nothing is written here. */
import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { withHeader } from '../emit/header.ts';
import { emit } from '../emit/emit.ts';
import type { TemplateOverrides } from '../emit/terraform/templates.ts';
import { makePlan } from '../plan/make-plan.ts';
import type { Plan } from '../plan/plan.ts';
import type { TerraformPlan } from '../plan/terraform/blocks.ts';
import { error, hasErrors, type Problem } from '../problem.ts';
import { boundaryOf, boundaryOfOut, realTarget, specNames, type Boundary } from '../repo/boundary.ts';
import { changeSet, type ChangeSet, type WantedFile } from '../repo/change-set.ts';
import { sha256 } from '../repo/digest.ts';
import { inWords } from '../repo/in-words.ts';
import { scanRoot } from '../repo/scan/scan-root.ts';
import { readSnapshot, type Snapshot } from '../repo/snapshot.ts';
import { located } from '../spec/locate.ts';
import { parseSpec } from '../spec/parse-spec.ts';
import { LARGEST_SPEC, tooLarge } from '../spec/read-yaml.ts';
import type { Format, Spec } from '../spec/spec.ts';

export interface GenerationOptions {
  /** Base and boundary instead of the spec's own folder. */
  readonly out?: string;
  readonly format?: Format;
  readonly templates?: TemplateOverrides;
}

/** A spec's file and what is, or will be, in it. */
export interface SpecText {
  readonly file: string;
  readonly text: string;
  /** The text is not on disk yet: it is saved together with what it generates. */
  readonly unsaved?: true;
}

export interface Generation {
  /** The spec's file, as the user named it. */
  readonly file: string;
  readonly problems: readonly Problem[];
  readonly spec?: Spec;
  readonly plan?: Plan;
  readonly changes: ChangeSet;
  /** What `changes` was made with; absent if there are errors. */
  readonly snapshot?: Snapshot;
}

/** Nothing if there is no such file; a device or a pipe is not waited for, and nothing huge is read. */
export function readText(file: string): string | Problem | undefined {
  try {
    const found = statSync(file);
    if (found.isDirectory()) return undefined;
    if (!found.isFile())
      return { ...error('spec-unreadable', [], 'The spec is not a regular file.', 'Put a text file in its place.'), file };
    return found.size > LARGEST_SPEC ? { ...tooLarge(), file } : readFileSync(file, 'utf8');
  } catch (trouble) {
    const { code } = trouble as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    return unreadableSpec(file, code);
  }
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

const unreadableSpec = (file: string, code: string | undefined): Problem => ({
  ...error('spec-unreadable', [], `The spec cannot be read: ${inWords(code)}.`, 'Make it readable, or name another one.'),
  file,
});

export const boundaryFor = ({ file }: Pick<SpecText, 'file'>, { out }: GenerationOptions): Boundary =>
  out === undefined ? boundaryOf(dirname(resolve(file))) : boundaryOfOut(out);

/** Everything wrong with one spec at once; the change set if nothing is. */
export async function prepare(source: SpecText, options: GenerationOptions): Promise<Generation> {
  const { file, text } = source;
  const parsed = parseSpec(text, file);
  const problems: Problem[] = [...parsed.problems];
  const failed = (): Generation => ({ file, problems, changes: [] });
  if (parsed.value === undefined) return failed();

  const spec = options.format === undefined ? parsed.value.spec : withFormat(parsed.value.spec, options.format);
  const boundary = boundaryFor(source, options);
  const { problems: refused } = realTarget(boundary, `${spec.terraform.directory}/${ANY_FILE}`);
  if (refused.length > 0) {
    problems.push(...located([directoryRefused(spec, refused)], parsed.value, file));
    return failed();
  }
  const scan = await scanRoot(resolve(boundary.base, spec.terraform.directory), { dependencies: spec.outputs.includes('tests') });
  problems.push(...scan.problems);

  const planned = makePlan(spec, scan.facts);
  problems.push(...located(planned.problems, parsed.value, file));
  if (planned.value === undefined || hasErrors(problems)) return failed();

  const files = await wantedFiles(source, planned.value, boundary, options);
  if ('message' in files) return { ...failed(), problems: [...problems, files] };
  const snapshot = readSnapshot(
    boundary,
    files.map(({ path }) => path),
    file,
    spec.terraform.directory,
  );
  problems.push(...snapshot.problems);
  if (snapshot.value === undefined) return failed();
  return { file, problems, spec, plan: planned.value, changes: changeSet(files, snapshot.value), snapshot: snapshot.value };
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

async function wantedFiles(
  source: SpecText,
  plan: Plan,
  boundary: Boundary,
  { templates }: GenerationOptions,
): Promise<WantedFile[] | Problem> {
  const synthesized = await jsonOf(plan.terraform);
  const synthesizedKubernetes = await jsonOf(plan.kubernetesRoot);
  const nameIn = specNames(boundary, source.file);
  const app = plan.terraform?.format === 'cdktf' ? (await appEmitter())(plan, synthesized, synthesizedKubernetes) : undefined;
  try {
    const generated = emit(plan, {
      ...(templates === undefined ? {} : { templates }),
      ...(synthesized === undefined ? {} : { synthesized }),
      ...(synthesizedKubernetes === undefined ? {} : { synthesizedKubernetes }),
      ...(app === undefined ? {} : { app }),
    }).map((file): WantedFile => ({
      path: file.path,
      content: withHeader(file, nameIn(file.path), sha256),
      ...(file.executable ? { executable: true } : {}),
    }));
    return source.unsaved === true ? [{ path: basename(source.file), content: source.text, spec: true }, ...generated] : generated;
  } catch (trouble) {
    // Templates of the user may fail on a block they did not expect; ours may not.
    if (templates === undefined) throw trouble;
    return error(
      'template-failed',
      [],
      `A template cannot be filled in: ${templateTrouble(trouble)}.`,
      'Use only what the built-in template of that name uses, or leave --templates out.',
    );
  }
}

/** Handlebars speaks of objects of its own. */
const templateTrouble = (trouble: unknown): string =>
  (trouble instanceof Error ? trouble.message : String(trouble))
    .replace(/"([^"]+)" not defined in .* - (\d+):\d+$/, 'the block has no "$1" (line $2)')
    .replace(/\.$/, '');

const jsonOf = async (terraform: TerraformPlan | undefined) =>
  terraform === undefined || terraform.format === 'hcl' ? undefined : (await import('../stacks/synthesize.ts')).synthesize(terraform);

const appEmitter = async () => (await import('../emit/cdktf/emit-cdktf.ts')).emitCdktf;

/** Two generations that would both write a file: one problem for each pair, however many files. */
export function sharedFiles(generations: readonly Generation[]): Problem[] {
  const first = new Map<string, string>();
  const shared = new Map<string, { readonly other: string; readonly file: string; readonly paths: string[] }>();
  for (const { file, snapshot, changes } of generations) {
    for (const { path } of changes.filter(({ kind }) => kind !== 'orphan')) {
      const target = snapshot?.places.get(path)?.target ?? path;
      const other = first.get(target) ?? file;
      first.set(target, other);
      if (other === file) continue;
      const pair = JSON.stringify([other, file]);
      shared.set(pair, { other, file, paths: [...(shared.get(pair)?.paths ?? []), path] });
    }
  }
  return [...shared.values()].map(({ other, file, paths: [path, ...more] }) => ({
    ...error(
      'specs-share-files',
      ['terraform', 'directory'],
      `${other} and ${file} would both write ${path}${more.length === 0 ? '' : ` and ${more.length} more`}.`,
      'Give each its own terraform.directory.',
    ),
    file,
  }));
}
