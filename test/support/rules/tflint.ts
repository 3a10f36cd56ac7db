/**
 * Rules of tflint's Terraform ruleset: the recommended preset, as far as it can be told from the files
 * (not `terraform_deprecated_interpolation` and its like, which `terraform fmt` and `validate` see to),
 * and those on documentation and names. `terraform_standard_module_structure`, which no preset but
 * "all" has, wants files that are the user's here: main.tf, variables.tf, outputs.tf.
 */
import type { Finding, Rule } from './rule.ts';
import type { LintedBlock, TerraformModule } from './terraform-module.ts';

type Check = (module: TerraformModule) => readonly Finding[];

const found = ({ file, line, at }: LintedBlock, message: string): Finding => ({ file, line, at, message });

const each =
  (types: readonly string[], fault: (block: LintedBlock, module: TerraformModule) => string | undefined): Check =>
  (module) =>
    module.blocks
      .filter(({ type }) => types.includes(type))
      .flatMap((block) => {
        const message = fault(block, module);
        return message === undefined ? [] : [found(block, message)];
      });

const lacks = (field: string) => (block: LintedBlock) => (block.fields.has(field) ? undefined : `has no ${field}`);

/** Wherever any block refers to it, its own excepted. */
function used(address: string, { blocks }: TerraformModule): boolean {
  return blocks.some((block) =>
    [...(block.references ?? [])].some(
      ([name, references]) =>
        (block.type !== 'locals' || `local.${name}` !== address) &&
        block.at !== address &&
        references.some(({ to }) => to === address || to.startsWith(`${address}.`)),
    ),
  );
}

const requirements = ({ blocks }: TerraformModule) =>
  new Map(blocks.flatMap((block) => [...(block.fields.get('required_providers')?.fields ?? [])]));

/** Providers by their local names: of resources, data sources and provider blocks. */
const providersUsed = ({ blocks }: TerraformModule): Map<string, LintedBlock> =>
  new Map(
    blocks.flatMap((block): [string, LintedBlock][] => {
      if (block.type === 'provider') return [[block.labels[0] ?? '', block]];
      if (block.type !== 'resource' && block.type !== 'data') return [];
      const name = (block.labels[0] ?? '').split('_')[0] ?? '';
      return name === 'terraform' ? [] : [[name, block]];
    }),
  );

const CHECKS: Readonly<Record<string, Check>> = {
  terraform_required_version: ({ name, blocks }) =>
    blocks.some((b) => b.type === 'terraform' && b.fields.has('required_version'))
      ? []
      : [{ file: name, line: 1, at: 'terraform', message: 'there is no required_version' }],

  terraform_required_providers: (module) =>
    [...providersUsed(module)].flatMap(([name, block]) => {
      const requirement = requirements(module).get(name);
      return requirement?.fields?.has('version') && requirement.fields.has('source')
        ? []
        : [found(block, `required_providers has no source and version of ${name}`)];
    }),

  terraform_unused_required_providers: (module) => {
    const usedHere = providersUsed(module);
    const passedOn = new Set(module.blocks.flatMap(({ fields }) => [...(fields.get('providers')?.fields?.keys() ?? [])]));
    return [...requirements(module)].flatMap(([name, { line }]) =>
      usedHere.has(name) || passedOn.has(name)
        ? []
        : [{ file: module.name, line, at: 'terraform', message: `${name} is required and not used` }],
    );
  },

  terraform_typed_variables: each(['variable'], lacks('type')),
  terraform_documented_variables: each(['variable'], lacks('description')),
  terraform_documented_outputs: each(['output'], lacks('description')),

  terraform_unused_declarations: (module) => [
    ...each(['variable', 'data'], (block) => (used(block.at, module) ? undefined : 'is not used'))(module),
    ...module.blocks
      .filter(({ type }) => type === 'locals')
      .flatMap((block) =>
        [...block.fields.keys()].filter((name) => !used(`local.${name}`, module)).map((name) => found(block, `local.${name} is not used`)),
      ),
  ],

  terraform_module_pinned_source: each(['module'], ({ fields }) => {
    const source = String(fields.get('source')?.literal);
    return /^(git::|git@|hg::|github\.com\/|bitbucket\.org\/)/.test(source) && !/[?&](ref|rev)=(?!master|main|default)/.test(source)
      ? `${source} names no revision`
      : undefined;
  }),

  terraform_module_version: each(['module'], ({ fields }) => {
    const source = String(fields.get('source')?.literal);
    return /^([\w.-]+\/)?[\w-]+\/[\w-]+\/[\w-]+(\/\/.*)?$/.test(source) && !fields.has('version') ? `${source} has no version` : undefined;
  }),

  terraform_naming_convention: each(['resource', 'data', 'module', 'variable', 'output'], ({ labels }) =>
    /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(labels.at(-1) ?? '') ? undefined : `${labels.at(-1)} is not in snake case`,
  ),

  terraform_comment_syntax: ({ texts }) =>
    Object.entries(texts).flatMap(([file, text]) =>
      text.split('\n').flatMap((line, i) => (/^\s*\/\//.test(line) ? [{ file, line: i + 1, at: file, message: 'begins with //' }] : [])),
    ),
};

const LINK = 'https://github.com/terraform-linters/tflint-ruleset-terraform/blob/main/docs/rules';

export const tflint: readonly Rule<TerraformModule>[] = Object.entries(CHECKS).map(([id, check]) => ({
  id,
  link: `${LINK}/${id}.md`,
  check,
}));
