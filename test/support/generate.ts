/** The main job without the command line: a folder with irsa.yaml → the files it stands for. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { emitCdktf } from '../../src/emit/cdktf/emit-cdktf.ts';
import { emit } from '../../src/emit/emit.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { formatPath, hasErrors, type Problem } from '../../src/problem.ts';
import { scanRoot } from '../../src/repo/scan/scan-root.ts';
import { globPaths } from '../../src/cli/glob.ts';
import { parseSource, specReader } from '../../src/cli/spec-files.ts';
import type { Format } from '../../src/spec/spec.ts';
import { synthesize } from '../../src/stacks/synthesize.ts';

export const examplesDir = join(import.meta.dirname, '../../examples');

/** Folders that hold an irsa.yaml: a fleet has several. */
export const exampleNames: readonly string[] = globPaths('**/irsa.yaml', `${examplesDir}/`).map((path) => dirname(path));

export interface Generated {
  readonly plan: Plan;
  readonly problems: readonly Problem[];
  /** Relative to the spec's folder → content without header. */
  readonly files: Readonly<Record<string, string>>;
}

export interface GenerateOptions {
  readonly format?: Format;
  /** Instead of the folder's irsa.yaml. */
  readonly spec?: string;
}

/** @throws if the spec or the plan has errors */
export async function generate(
  dir: string,
  { format, spec: text = readFileSync(join(dir, 'irsa.yaml'), 'utf8') }: GenerateOptions = {},
): Promise<Generated> {
  const parsed = parseSource(text, join(dir, 'irsa.yaml'), specReader());
  if (!parsed.value) throw problemsError(parsed.problems);
  const { spec } = parsed.value;
  const { facts, problems: scanned } = await scanRoot(join(dir, spec.terraform.directory), {
    dependencies: spec.outputs.includes('tests'),
  });
  const planned = makePlan(format === undefined ? spec : { ...spec, terraform: { ...spec.terraform, format } }, facts);
  const problems = [...parsed.problems, ...scanned, ...planned.problems];
  if (!planned.value || hasErrors(problems)) throw problemsError(problems);
  const { terraform, kubernetesRoot, caller, otherAccounts } = planned.value;
  const synthesized = terraform && terraform.format !== 'hcl' ? await synthesize(terraform) : undefined;
  const synthesizedKubernetes = kubernetesRoot && kubernetesRoot.format !== 'hcl' ? await synthesize(kubernetesRoot) : undefined;
  const synthesizedCaller = caller?.root?.format === 'json' ? await synthesize(caller.root) : undefined;
  const synthesizedAccounts: Record<string, Readonly<Record<string, unknown>>> = {};
  for (const { accountId, root } of otherAccounts) if (root.format !== 'hcl') synthesizedAccounts[accountId] = await synthesize(root);
  const app = terraform?.format === 'cdktf' ? emitCdktf(planned.value, synthesized, synthesizedKubernetes) : undefined;
  const files = emit(planned.value, {
    ...(synthesized === undefined ? {} : { synthesized }),
    ...(synthesizedKubernetes === undefined ? {} : { synthesizedKubernetes }),
    ...(synthesizedCaller === undefined ? {} : { synthesizedCaller }),
    ...(app === undefined ? {} : { app }),
    synthesizedAccounts,
  });
  return { plan: planned.value, problems, files: Object.fromEntries(files.map((f) => [f.path, f.content])) };
}

const problemsError = (problems: readonly Problem[]): Error =>
  new Error(problems.map((p) => `${p.file ?? ''}:${p.line ?? ''} ${formatPath(p.path)} ${p.code}: ${p.message}`).join('\n'));

const temporary: string[] = [];
process.on('exit', () => {
  for (const dir of temporary) rmSync(dir, { recursive: true, force: true });
});

/** A folder of its own that goes when the tests end. */
export function temporaryFolder(): string {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'create-irsa-test-')));
  temporary.push(dir);
  return dir;
}

/** Writes files into a folder; names may have slashes. */
export function writeFiles(dir: string, files: Readonly<Record<string, string>>): string {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), content);
  }
  return dir;
}

/** A copy of an example's own files, without what create-irsa wrote beside them. */
export function exampleWithoutOutput(name: string): string {
  const dir = temporaryFolder();
  const [whole = name, ...within] = name.split('/');
  // What a spec of a fleet extends lies in the same repository.
  mkdirSync(join(dir, '.git'));
  cpSync(join(examplesDir, whole), dir, {
    recursive: true,
    filter: (path) => !/\/(irsa(-[^/]*\.tf|\.tf\.json)?|irsa-module|irsa-accounts|terragrunt\.hcl|tests)$/.test(path),
  });
  return join(dir, ...within);
}

/** Generates into the folder itself, without headers. */
export async function generateInto(dir: string, options: GenerateOptions = {}): Promise<Generated> {
  const generated = await generate(dir, options);
  writeFiles(dir, generated.files);
  return generated;
}
