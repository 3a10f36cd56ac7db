/** Who calls the child module of `layout: module`, and hands it its inputs and providers. */
import { ref, type Value } from '../iam/text.ts';
import { inputsOf, type CallerContext } from './child-inputs.ts';
import { withoutUnused } from './child-module.ts';
import { CHILD_MODULE } from './own-folders.ts';
import type { Entry } from './terraform/block-parts.ts';
import type { Block, TerraformFile, TerraformPlan } from './terraform/blocks.ts';
import { clusterBlocks, variableBlocks } from './terraform/cluster-file.ts';
import { clientIds, providerBlocks } from './terraform/lay-out.ts';
import { tagEntries } from './terraform/policy-blocks.ts';
import { planTerragrunt, type TerragruntUnit } from './terragrunt.ts';

export interface TfvarsFile {
  /** The child module's own: Terraform reads it there by itself, and ignores it where the module is called. */
  readonly directory: string;
  readonly values: readonly Entry<Value>[];
}

/** One of three. */
export interface Caller {
  readonly root?: TerraformPlan;
  readonly terragrunt?: TerragruntUnit;
  readonly tfvars?: TfvarsFile;
}

export function planCaller(context: CallerContext): Caller {
  switch (context.spec.terraform.caller.name) {
    case 'module':
      return { root: layOutCaller(context) };
    case 'terragrunt':
      return { terragrunt: planTerragrunt(context, inputsOf(context)) };
    case 'tfvars':
      return { tfvars: { directory: context.child.directory, values: inputsOf(context) } };
  }
}

/** A root module: providers, what it knows of the clusters, one module block, and the outputs handed on. */
function layOutCaller(context: CallerContext): TerraformPlan {
  const { spec, facts, labels, clusters, providers, passed, modules, home, child } = context;
  const label = labels.free('module', 'irsa');
  const outputs = child.files
    .flatMap(({ blocks }) => blocks)
    .filter((block) => block.kind === 'output' || block.kind === 'output-helm-values');
  const files: TerraformFile[] = [
    { name: 'irsa-versions.tf', blocks: facts.hasRequiredProviders ? [] : [modules.requiredProviders] },
    { name: 'irsa-providers.tf', blocks: providerBlocks({ spec, clusters, providers, labels, home, modules }) },
    { name: 'irsa-variables.tf', blocks: [...clusters.values()].flatMap((cluster) => variableBlocks(cluster, labels)) },
    {
      name: 'irsa-cluster.tf',
      blocks: [...clusters.values()].flatMap((cluster) => {
        const awsProvider = providers.clusters.get(cluster.spec.key)?.aws;
        return clusterBlocks(cluster, labels, {
          ...(awsProvider === undefined ? {} : { awsProvider }),
          tags: tagEntries(spec.tags),
          issuerLocal: false,
          clientIds: clientIds(context.roles, cluster.spec.key),
        });
      }),
    },
    {
      name: 'irsa-module.tf',
      blocks: [{ kind: 'child-module', label, source: `./${CHILD_MODULE}`, providers: passed, inputs: inputsOf(context) }],
    },
    {
      name: 'irsa-outputs.tf',
      blocks: outputs.map((output): Block => ({
        kind: 'output',
        label: labels.free('output', output.label),
        description: output.description,
        value: ref(`module.${label}.${output.label}`),
      })),
    },
  ];
  return withoutUnused({ directory: spec.terraform.directory, format: spec.terraform.format, files });
}
