/** The clusters whose tokens the roles of a root trust, and how irsa.yaml refers to each so that the same words come out. Pure. */
import { partitionOf } from '../iam/partition.ts';
import { partsOf, ref, type Text } from '../iam/text.ts';
import { sourceOf } from '../plan/clusters.ts';
import type { RepoFacts } from '../plan/repo-facts.ts';
import { sameInput } from '../spec/merge-input.ts';
import type { ClusterInput, SpecInput } from '../spec/spec-input.ts';
import { clusterNamePattern, oidcProviderArnPattern } from '../spec/rules/aws.ts';
import { traversal } from '../spec/rules/terraform.ts';
import type { Cluster, Inventory } from '../survey/inventory.ts';
import { knownText } from '../survey/written.ts';

export interface AdoptedCluster {
  readonly key: string;
  readonly input: ClusterInput;
  readonly partition: string;
  /** As this root speaks of it. */
  readonly clusterName: Text;
  /** Its name is known to Terraform only: `key` stands for it. */
  readonly unnamed?: true;
  /** irsa.yaml has it already. */
  readonly isThere?: true;
}

export interface SaidOfClusters {
  /** Instead of what providers say. */
  readonly region?: string;
  /** Of the only cluster. */
  readonly name?: string;
}

/** What a role says of its cluster. */
export interface Trusted {
  /** ARN of the OIDC provider. */
  readonly provider: Text;
  /** Address of the AWS provider, where the call names one. */
  readonly awsProvider?: string;
}

/** @returns nothing where no key of irsa.yaml could say that provider, or the region is not known */
export function clusterFor(
  trusted: Trusted,
  { inventory, root, facts, said, taken, existing }: Surroundings,
): AdoptedCluster | 'provider' | 'region' {
  const region = said.region ?? regionOf(trusted.awsProvider, inventory, root);
  const expression = wholeReference(trusted.provider);
  const source = expression === undefined ? undefined : madeHere(expression, inventory, root);
  const from = fromOf(trusted.provider, expression, source);
  if (from === undefined) return 'provider';
  const usual = usualSource(facts);
  const there = Object.entries(existing?.clusters ?? {}).find(([, cluster]) => sameInput(cluster.from ?? usual, from));
  if (there !== undefined) return thatIsThere(there, source, root);
  if (region === undefined) return 'region';
  const known = said.name ?? knownText(source?.name);
  const name = known !== undefined && clusterNamePattern.test(known) ? known : undefined;
  const key = unique(name ?? labelOf(source, expression), taken);
  const reference = source?.references.find((one) => one.root === root)?.name;
  return {
    key,
    input: {
      ...(name === undefined || name === key ? {} : { name }),
      region,
      ...(trusted.awsProvider === undefined || trusted.awsProvider === 'aws' ? {} : { providers: { aws: trusted.awsProvider } }),
      from,
    },
    partition: partitionOf(region),
    clusterName: reference === undefined ? (name ?? key) : ref(reference),
    ...(name === undefined ? { unnamed: true as const } : {}),
  };
}

/** Where irsa.yaml does not say how the root knows a cluster. */
function usualSource(facts: RepoFacts): ClusterInput['from'] {
  const source = sourceOf({}, facts);
  return source.kind === 'module' ? { module: source.label } : undefined;
}

function thatIsThere([key, input]: readonly [string, ClusterInput], source: Cluster | undefined, root: string): AdoptedCluster {
  const reference = source?.references.find((one) => one.root === root)?.name;
  return {
    key,
    input,
    partition: partitionOf(input.region ?? ''),
    clusterName: reference === undefined ? (input.name ?? key) : ref(reference),
    isThere: true,
  };
}

interface Surroundings {
  readonly inventory: Inventory;
  readonly root: string;
  readonly said: SaidOfClusters;
  readonly facts: RepoFacts;
  readonly taken: ReadonlySet<string>;
  readonly existing?: SpecInput;
}

function wholeReference(text: Text): string | undefined {
  const [only, ...others] = partsOf(text);
  return typeof only === 'object' && 'ref' in only && others.length === 0 ? only.ref : undefined;
}

/** The cluster of this repository whose OIDC provider the root names so. */
const madeHere = (expression: string, { clusters }: Inventory, root: string): Cluster | undefined =>
  clusters.find(({ references }) => references.some((one) => one.root === root && one.oidcProviderArn === expression));

function fromOf(provider: Text, expression: string | undefined, source: Cluster | undefined): ClusterInput['from'] {
  if (typeof provider === 'string') return oidcProviderArnPattern.test(provider) ? { literal: { oidcProviderArn: provider } } : undefined;
  if (expression === undefined || traversal(expression) !== undefined) return undefined;
  const label = /^module\.([\w-]+)\.oidc_provider_arn$/.exec(expression)?.[1];
  if (source?.form === 'module' && source.makesOidcProvider === true && source.repeated === undefined && label !== undefined)
    return { module: label };
  const name = source?.references.find(({ oidcProviderArn }) => oidcProviderArn === expression)?.name;
  return {
    expressions: { oidcProviderArn: expression, ...(name === undefined || traversal(name) !== undefined ? {} : { clusterName: name }) },
  };
}

/** Of the provider that makes the role; variables by their defaults, as nothing is made from it. */
function regionOf(address: string | undefined, { providers }: Inventory, root: string): string | undefined {
  const alias = address?.split('.')[1];
  const found = providers.find((one) => one.root === root && one.name === 'aws' && one.alias === alias);
  return knownText(found?.region);
}

const labelOf = (source: Cluster | undefined, expression = ''): string =>
  source?.address?.split('.').at(-1) ?? /^(?:data\.)?[\w-]+\.([\w-]+)/.exec(expression)?.[1]?.replace(/_?oidc.*$/i, '') ?? 'cluster';

function unique(wanted: string, taken: ReadonlySet<string>): string {
  const name = clusterNamePattern.test(wanted) ? wanted : 'cluster';
  let key = name;
  for (let n = 2; taken.has(key); n++) key = `${name}-${n}`;
  return key;
}
