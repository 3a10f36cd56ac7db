/** What calls the child module without being Terraform itself: terragrunt.hcl, or a tfvars file. */
import type { TfvarsFile } from '../../plan/caller.ts';
import type { TerraformPlan } from '../../plan/terraform/blocks.ts';
import type { TerragruntDependency, TerragruntUnit } from '../../plan/terragrunt.ts';
import type { Entry } from '../../plan/terraform/block-parts.ts';
import type { Value } from '../../iam/text.ts';
import type { FileSet } from '../file-set.ts';
import { inDirectory } from '../paths.ts';
import { emitTerraform } from './emit-terraform.ts';
import { spell, spellKey } from './hcl.ts';
import type { TemplateOverrides } from './templates.ts';
import { tidy } from './tidy.ts';

/** https://developer.hashicorp.com/terraform/language/values/variables#variable-definitions-tfvars-files */
export const emitTfvars = ({ directory, values }: TfvarsFile): FileSet => [
  { path: inDirectory(directory, 'irsa.auto.tfvars'), content: tidy(assignments(values)), comments: 'hash' },
];

const assignments = (entries: readonly Entry<Value>[]): string =>
  entries.map(({ key, value }) => `${spellKey(key)} = ${spell(value)}`).join('\n');

/** https://terragrunt.gruntwork.io/docs/reference/hcl/blocks */
export function emitTerragrunt(unit: TerragruntUnit, templates: TemplateOverrides = {}): FileSet {
  const blocks = [
    ...(unit.root === undefined ? [] : [`include "root" {\npath = find_in_parent_folders(${spell(unit.root)})\n}`]),
    `terraform {\nsource = ${spell(unit.source)}\n}`,
    ...unit.dependencies.map(dependency),
    ...(unit.providers === undefined ? [] : [generated(unit.providers, templates)]),
    `inputs = {\n${assignments(unit.inputs)}\n}`,
  ];
  return [{ path: inDirectory(unit.directory, 'terragrunt.hcl'), content: tidy(blocks.join('\n\n')), comments: 'hash' }];
}

const dependency = ({ label, path, mocks }: TerragruntDependency): string => `dependency ${spell(label)} {
config_path = ${spell(path)}

# In place of outputs that are not there yet, where nothing is applied.
mock_outputs = {
${assignments(mocks)}
}
mock_outputs_allowed_terraform_commands = ["init", "validate", "plan"]
}`;

/** Into the module's folder before it runs: a child module has no providers of its own. */
function generated(providers: TerraformPlan, templates: TemplateOverrides): string {
  const contents = emitTerraform(providers, templates)
    .map(({ content }) => content)
    .join('');
  return `generate "irsa_providers" {
path = "irsa-providers.tf"
if_exists = "overwrite_terragrunt"
contents = <<EOF
${literalTemplate(contents)}EOF
}`;
}

/** Terragrunt would fill in holes before Terraform sees them. */
const literalTemplate = (text: string): string => text.replaceAll(/[$%](?=\{)/g, '$&$&');
