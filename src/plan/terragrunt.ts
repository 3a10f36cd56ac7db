/** A Terragrunt unit that runs the child module: where its inputs come from, and the providers that it generates. */
import { domainOf, partitionOf } from '../iam/partition.ts';
import { ref, type Text } from '../iam/text.ts';
import type { ClusterSource, ClusterSpec } from '../spec/spec.ts';
import { variableOf, type CallerContext } from './child-inputs.ts';
import { variablesOf } from './child-module.ts';
import type { PlannedCluster } from './clusters.ts';
import { CHILD_MODULE } from './own-folders.ts';
import type { Entry } from './terraform/block-parts.ts';
import type { Block, TerraformPlan } from './terraform/blocks.ts';
import { clusterBlocks } from './terraform/cluster-file.ts';
import { snake } from './terraform/labels.ts';
import { providerBlocks } from './terraform/lay-out.ts';

/** Where the unit's own root.hcl is looked for, if the spec names none. */
const ROOT = 'root.hcl';

export interface TerragruntDependency {
  readonly label: string;
  /** Of the other unit, seen from this one. */
  readonly path: string;
  /** Outputs as they might be, by name. */
  readonly mocks: readonly Entry<string>[];
}

export interface TerragruntUnit {
  readonly directory: string;
  /** File of a folder above that the unit includes. */
  readonly root?: string;
  readonly source: string;
  readonly dependencies: readonly TerragruntDependency[];
  /** `irsa-providers.tf` for the module, which has none itself. */
  readonly providers?: TerraformPlan;
  readonly inputs: readonly Entry[];
}

type Dependency = Extract<ClusterSource, { kind: 'dependency' }>;

const dependencyOf = ({ source }: PlannedCluster): Dependency | undefined => (source.kind === 'dependency' ? source : undefined);

export function planTerragrunt(context: CallerContext, inputs: readonly Entry[]): TerragruntUnit {
  const { spec, facts, clusters, providers, labels, home, modules, child } = context;
  const root = spec.terraform.caller.root ?? (facts.hclAbove?.includes(ROOT) ? ROOT : undefined);
  // Providers of retired ones stay, so that Terraform can remove what was there.
  const all = [...clusters.values()];
  // What it includes configures the default AWS provider, as every root.hcl does.
  const aws = root === undefined ? providers.aws : providers.aws.filter(({ alias }) => alias !== undefined);
  const configured = [
    ...all.flatMap((cluster) => connectionData(cluster, context)),
    ...providerBlocks({ spec, clusters, providers: { ...providers, aws }, labels, home, modules }),
  ];
  const known = variablesOf(child);
  const connections = all.flatMap((cluster) => connectionInputs(cluster, configured)).filter(({ key }) => !known.has(key));
  const variables = connections.map(({ key, description }): Block => ({ kind: 'variable', label: key, type: 'string', description }));
  return {
    directory: spec.terraform.directory,
    ...(root === undefined ? {} : { root }),
    source: `.//${CHILD_MODULE}`,
    dependencies: all.flatMap((cluster) => dependencyBlocks(cluster, [...inputs, ...connections])),
    ...(configured.length === 0
      ? {}
      : {
          providers: {
            directory: '.',
            format: 'hcl' as const,
            files: [{ name: 'irsa-providers.tf', blocks: [...variables, ...configured] }],
          },
        }),
    inputs: [...inputs, ...connections].map(({ key, value }) => ({ key, value: fromDependency(value, all) })),
  };
}

/** A cluster that no other unit makes is asked for its address by name. */
function connectionData(cluster: PlannedCluster, { labels, providers }: CallerContext): Block[] {
  const wiring = providers.clusters.get(cluster.spec.key);
  if (!wiring?.writes.length || cluster.source.kind === 'dependency') return [];
  return clusterBlocks(cluster, labels, {
    ...(wiring.aws === undefined ? {} : { awsProvider: wiring.aws }),
    tags: [],
    issuerLocal: false,
    clientIds: [],
  });
}

/** Variables that the generated providers need beside those of the module. */
function connectionInputs(cluster: PlannedCluster, configured: readonly Block[]): (Entry & { readonly description: string })[] {
  const said = JSON.stringify(configured);
  const { key } = cluster.spec;
  const candidates: readonly (readonly [Text | undefined, string])[] = [
    [cluster.clusterName, `Name of the EKS cluster ${key}.`],
    [cluster.endpoint, `Endpoint of the Kubernetes API of ${key}.`],
    [cluster.certificateAuthority, `Certificate authority of the Kubernetes API of ${key}, in base64.`],
  ];
  return candidates.flatMap(([value, description]) => {
    if (value === undefined || typeof value === 'string') return [];
    const variable = variableOf(value);
    return said.includes(`"var.${variable}"`) ? [{ key: variable, value, description }] : [];
  });
}

/** The unit knows outputs of other units where the module knows variables. */
function fromDependency(value: Text, clusters: readonly PlannedCluster[]): Text {
  for (const cluster of clusters) {
    const output = outputOf(value, cluster);
    if (output !== undefined) return ref(`dependency.${snake(cluster.spec.key)}.outputs.${output}`);
  }
  return value;
}

function outputOf(value: Text, cluster: PlannedCluster): string | undefined {
  const dependency = dependencyOf(cluster);
  if (dependency === undefined || typeof value === 'string') return undefined;
  const names = Object.keys(dependency.outputs) as (keyof Dependency['outputs'])[];
  const name = names.find((one) => {
    const planned = cluster[one];
    return planned !== undefined && typeof planned === 'object' && variableOf(planned) === variableOf(value);
  });
  return name === undefined ? undefined : dependency.outputs[name];
}

function dependencyBlocks(cluster: PlannedCluster, inputs: readonly Entry[]): TerragruntDependency[] {
  const dependency = dependencyOf(cluster);
  if (dependency === undefined) return [];
  const mocks = mocksOf(cluster.spec);
  const used = (Object.keys(mocks) as (keyof typeof mocks)[]).filter((name) =>
    inputs.some(({ value }) => outputOf(value, cluster) === dependency.outputs[name]),
  );
  if (used.length === 0) return [];
  return [
    {
      label: snake(cluster.spec.key),
      path: dependency.path,
      mocks: used.map((name) => ({ key: dependency.outputs[name], value: mocks[name] })),
    },
  ];
}

/** In the form that validations of the module expect, and of nobody. */
function mocksOf({ name, region, accountId = '000000000000' }: ClusterSpec): Readonly<Record<keyof Dependency['outputs'], string>> {
  const partition = partitionOf(region);
  return {
    clusterName: name,
    oidcProviderArn: `arn:${partition}:iam::${accountId}:oidc-provider/oidc.eks.${region}.${domainOf(region)}/id/${'0'.repeat(32)}`,
    endpoint: 'https://mock.invalid',
    certificateAuthority: 'bW9jaw==',
  };
}
