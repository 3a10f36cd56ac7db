/** How Terraform is called from the folder of irsa.yaml. */
import type { Spec } from '../spec/spec.ts';
import { CHILD_MODULE } from './own-folders.ts';
import { quote } from './shell.ts';
import { APP_FOLDER } from './terraform/stacks.ts';

export function terraformIn({ terraform: { engine } }: Spec, folder: string): string {
  const name = engine.name === 'opentofu' ? 'tofu' : 'terraform';
  return folder === '.' ? name : `${name} ${quote(`-chdir=${folder}`)}`;
}

/** The folder in which it is run: a child module's own where nobody but Terraform calls it. */
export function runFolder({ terraform: { layout, caller, directory } }: Spec): string {
  if (layout !== 'module' || caller.name !== 'tfvars') return directory;
  return directory === '.' ? CHILD_MODULE : `${directory.replace(/\/+$/, '')}/${CHILD_MODULE}`;
}

/** Terragrunt runs Terraform in a copy, and has no `-chdir`. */
export const terragruntIn = (folder: string): string => `${folder === '.' ? '' : `cd ${quote(folder)} && `}terragrunt`;

/** Prints an output as JSON, once it is applied. */
export function readOutput(spec: Spec, name: string): string {
  const { format, layout, caller, directory } = spec.terraform;
  const terraform =
    format === 'cdktf'
      ? terraformIn(spec, `${APP_FOLDER}/cdktf.out/stacks/irsa`)
      : layout === 'module' && caller.name === 'terragrunt'
        ? terragruntIn(directory)
        : terraformIn(spec, runFolder(spec));
  return `${terraform} output -json ${name}`;
}
