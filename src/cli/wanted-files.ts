/** Plan → files with their headers. What only some formats and outputs need is loaded for them. */
import { basename } from 'node:path';
import type { FileSet } from '../emit/file-set.ts';
import { withHeader } from '../emit/header.ts';
import type { TemplateFault } from '../emit/terraform/template-language.ts';
import { emitUsual } from '../emit/usual.ts';
import type { Plan } from '../plan/plan.ts';
import type { TerraformPlan } from '../plan/terraform/blocks.ts';
import { error, type Problem } from '../problem.ts';
import { specNames, type Boundary } from '../repo/boundary.ts';
import type { WantedFile } from '../repo/change-set.ts';
import { sha256 } from '../repo/digest.ts';
import type { GenerationOptions, SpecText } from './generation.ts';

/** What few specs ask for is loaded for them only. */
const chosen = async (plan: Plan): Promise<FileSet> =>
  plan.eksctl.length > 0 || plan.tests || plan.migration || plan.audit ? (await import('../emit/chosen.ts')).emitChosen(plan) : [];

/** All files of a plan as they are to be on disk; with a text that is not saved yet, that too. */
export async function wantedFiles(
  source: SpecText,
  plan: Plan,
  boundary: Boundary,
  { templates }: GenerationOptions,
): Promise<WantedFile[] | Problem> {
  const synthesized = await jsonOf(plan.terraform);
  const synthesizedKubernetes = await jsonOf(plan.kubernetesRoot);
  const synthesizedCaller = await jsonOf(plan.caller?.root);
  const accounts = plan.otherAccounts.map(async ({ accountId, root }) => [accountId, await jsonOf(root)] as const);
  const synthesizedAccounts = Object.fromEntries(await Promise.all(accounts));
  const nameIn = specNames(boundary, source.file);
  const app = plan.terraform?.format === 'cdktf' ? (await appEmitter())(plan, synthesized, synthesizedKubernetes) : undefined;
  try {
    const usual = emitUsual(plan, {
      ...(templates === undefined ? {} : { templates }),
      ...(synthesized === undefined ? {} : { synthesized }),
      ...(synthesizedKubernetes === undefined ? {} : { synthesizedKubernetes }),
      ...(app === undefined ? {} : { app }),
      ...(synthesizedCaller === undefined ? {} : { synthesizedCaller }),
      synthesizedAccounts,
    });
    const generated = [...usual, ...(await chosen(plan))].map((file): WantedFile => ({
      path: file.path,
      content: withHeader(file, nameIn(file.path), sha256),
      ...(file.executable ? { executable: true } : {}),
    }));
    const fragments = (source.fragments ?? []).map(({ path, text }): WantedFile => ({ path, content: text, spec: true }));
    if (source.unsaved !== true) return generated;
    return [{ path: basename(source.file), content: source.text, spec: true }, ...fragments, ...generated];
  } catch (trouble) {
    // Templates of the user may fail on a block they did not expect; ours may not.
    if (templates === undefined) throw trouble;
    return templateFailed(trouble);
  }
}

/** Templates of the user may fail where ours do not. */
export function templateFailed(trouble: unknown): Problem {
  const { message, file, line } = ((trouble as Error).cause ?? trouble) as Partial<TemplateFault>;
  return {
    ...error(
      'template-failed',
      [],
      `This template cannot be filled in: ${message ?? String(trouble)}.`,
      'Use only what the built-in template of that name uses, or leave --templates out.',
    ),
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
  };
}

const jsonOf = async (terraform: TerraformPlan | undefined) =>
  terraform === undefined || terraform.format === 'hcl' ? undefined : (await import('../stacks/synthesize.ts')).synthesize(terraform);

const appEmitter = async () => (await import('../emit/cdktf/emit-cdktf.ts')).emitCdktf;
