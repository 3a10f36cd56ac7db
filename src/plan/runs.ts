/** What an engine that runs Terraform plans and applies: each root, in order, with the files that it is made of. */
import type { Spec } from '../spec/spec.ts';
import type { Caller } from './caller.ts';
import { CHILD_MODULE, KUBERNETES_ROOT } from './own-folders.ts';
import type { TerraformPlan } from './terraform/blocks.ts';

export interface Run {
  /** Relative to the folder of irsa.yaml. */
  readonly directory: string;
  /** Patterns of its files, seen from the directory. */
  readonly files: readonly string[];
  readonly terragrunt?: true;
  readonly engine: Spec['terraform']['engine'];
  /** Directory of the root that is applied before. */
  readonly after?: string;
  /** Where its state is, if the spec says so. */
  readonly workspace?: string;
}

const OWN = ['*.tf*', '.terraform.lock.hcl'];

export function runsOf(
  { terraform: said }: Spec,
  terraform: TerraformPlan | undefined,
  caller: Caller | undefined,
  second: TerraformPlan | undefined,
): Run[] {
  if (terraform === undefined) return [];
  const { directory, engine } = said;
  const run = (root: TerraformPlan | undefined, at: string, more: Partial<Run> = {}): Run => {
    const workspace = root && workspaceOf(root);
    return { directory: at, files: OWN, engine, ...(workspace === undefined ? {} : { workspace }), ...more };
  };
  const child = `${CHILD_MODULE}/*.tf*`;
  if (caller?.root !== undefined) return [run(caller.root, directory, { files: [...OWN, child] })];
  if (caller?.terragrunt !== undefined) return [run(undefined, directory, { files: ['terragrunt.hcl', ...OWN, child], terragrunt: true })];
  if (caller?.tfvars !== undefined) return [run(undefined, terraform.directory)];
  return [
    run(terraform, directory),
    ...(second === undefined ? [] : [run(second, `${directory}/${KUBERNETES_ROOT}`, { after: directory })]),
  ];
}

function workspaceOf({ files }: TerraformPlan): string | undefined {
  for (const block of files.flatMap(({ blocks }) => blocks)) {
    if (block.kind === 'cloud') return [block.hostname ?? 'app.terraform.io', block.organization, block.workspace].join('/');
  }
  return undefined;
}
