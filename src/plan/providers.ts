/**
 * Which provider configuration each cluster is spoken to through, and which of them we must write.
 * A provider that the root lacks is written; one that it has is used by name.
 */
import { error, warning, type Problem } from '../problem.ts';
import type { ClusterSpec, Spec } from '../spec/spec.ts';
import { sourceOf } from './clusters.ts';
import type { ProviderBlock, RepoFacts } from './repo-facts.ts';
import { snake } from './terraform/labels.ts';

/** Providers of which each configuration speaks to one cluster. */
export type ClusterProvider = 'kubernetes' | 'helm';

const CLUSTER_PROVIDERS: readonly ClusterProvider[] = ['kubernetes', 'helm'];

/** Keys of the clusters that each is needed for. */
export type InUse = Readonly<Record<ClusterProvider, ReadonlySet<string>>>;

/** Addresses (`kubernetes.irsa_green`); absent means the default configuration. */
export interface Wiring {
  readonly aws?: string;
  readonly kubernetes?: string;
  readonly helm?: string;
  /** Those of which a block is written for this cluster. */
  readonly writes: readonly ClusterProvider[];
}

export interface ProviderPlan {
  readonly clusters: ReadonlyMap<string, Wiring>;
  /** AWS provider blocks to write, the default one first. */
  readonly aws: readonly { readonly alias?: string; readonly region: string }[];
}

/** The aliases that the root has for one provider, and whether it has a default configuration. */
function configured(facts: RepoFacts, name: string) {
  const blocks = facts.providers.filter((p) => p.name === name);
  return {
    any: blocks.length > 0,
    hasDefault: blocks.some((p) => p.alias === undefined),
    aliases: blocks.flatMap((p) => (p.alias === undefined ? [] : [p.alias])),
  };
}

/** @param home the cluster that default configurations speak to */
export function planProviders(
  spec: Spec,
  facts: RepoFacts,
  home: string | undefined,
  inUse: InUse,
): { plan: ProviderPlan; problems: Problem[] } {
  const problems: Problem[] = [];
  const aws = configured(facts, 'aws');
  const inherits = facts.isChildModule;
  const defaultRegion = (spec.clusters.find((c) => c.key === home) ?? spec.clusters[0])?.region ?? '';
  const regions = new Set<string>();

  const named = (cluster: ClusterSpec, name: 'aws' | ClusterProvider): string | undefined => {
    const address = cluster.providers[name];
    if (address === undefined || address === name) return undefined;
    const { aliases } = configured(facts, name);
    const alias = address.slice(name.length + 1);
    if (!aliases.includes(alias) && !inherits) {
      const have =
        aliases.length > 0
          ? `The root has ${aliases.map((a) => `${name}.${a}`).join(', ')}.`
          : `The root has no provider "${name}" with an alias.`;
      problems.push(
        error(
          'provider-not-found',
          ['clusters', cluster.key, 'providers', name],
          `There is no provider ${address}. ${have}`,
          facts.isStack
            ? 'Leave it out: a stack of cdktf has providers of its own.'
            : `Declare provider "${name}" { alias = "${alias}" }, or name one that exists.`,
        ),
      );
    }
    return address;
  };

  const awsOf = (cluster: ClusterSpec): string | undefined => {
    if (cluster.providers.aws !== undefined) return named(cluster, 'aws');
    if (inherits || aws.hasDefault) return undefined;
    if (aws.any) return onlyAlias(cluster, 'aws', aws.aliases, problems);
    if (cluster.region === defaultRegion) return undefined;
    regions.add(cluster.region);
    return `aws.irsa_${snake(cluster.region)}`;
  };

  const inCluster = (cluster: ClusterSpec, name: ClusterProvider): { address?: string | undefined; writes: boolean } => {
    if (!inUse[name].has(cluster.key)) return { writes: false };
    const isHome = cluster.key === home;
    const { any, hasDefault, aliases } = configured(facts, name);
    if (cluster.providers[name] !== undefined) {
      const address = named(cluster, name);
      return { address, writes: address === undefined && !hasDefault && !inherits };
    }
    if (inherits) {
      problems.push(
        warning(
          'provider-from-caller',
          ['clusters', cluster.key],
          `This folder is a child module, so its ${name} provider comes from the caller.`,
          `Check that the module call passes a ${name} provider for this cluster.`,
        ),
      );
      return { writes: false };
    }
    if (isHome && hasDefault) return { writes: false };
    if (isHome && any) return { address: onlyAlias(cluster, name, aliases, problems), writes: false };
    return isHome ? { writes: true } : { address: `${name}.irsa_${snake(cluster.key)}`, writes: true };
  };

  const wirings = new Map<string, Wiring>();
  for (const cluster of spec.clusters) {
    const aws = awsOf(cluster);
    const found = CLUSTER_PROVIDERS.map((name) => ({ name, ...inCluster(cluster, name) }));
    wirings.set(cluster.key, {
      ...(aws === undefined ? {} : { aws }),
      ...Object.fromEntries(found.flatMap(({ name, address }) => (address === undefined ? [] : [[name, address]]))),
      writes: found.filter(({ writes }) => writes).map(({ name }) => name),
    });
  }
  // Aliases that we write differ by region only: they all speak to the account of the environment.
  problems.push(...accountsApart(spec, (key) => (aws.any || inherits ? (wirings.get(key)?.aws ?? 'aws') : 'aws')));
  problems.push(...regionsApart(spec, facts, (key) => wirings.get(key)?.aws ?? 'aws'));
  const writesAws = !aws.any && !inherits && spec.clusters.some((c) => c.providers.aws === undefined || c.providers.aws === 'aws');
  return {
    plan: {
      clusters: wirings,
      aws: writesAws ? [{ region: defaultRegion }, ...[...regions].map((region) => ({ alias: `irsa_${snake(region)}`, region }))] : [],
    },
    problems,
  };
}

function onlyAlias(cluster: ClusterSpec, name: string, aliases: readonly string[], problems: Problem[]): string | undefined {
  if (aliases.length === 1) return `${name}.${aliases[0]}`;
  problems.push(
    error(
      'provider-ambiguous',
      ['clusters', cluster.key],
      `The root has ${aliases.map((a) => `${name}.${a}`).join(' and ')}, but no default provider "${name}", so it is not clear which one speaks to this cluster.`,
      `Say so here: providers: { ${name}: ${name}.${aliases[0]} }.`,
    ),
  );
  return undefined;
}

/** A provider of another region finds no cluster by name, and names of queues and tables would mean those of its own region. */
function regionsApart(spec: Spec, facts: RepoFacts, provider: (key: string) => string): Problem[] {
  const aws = facts.providers.filter((p) => p.name === 'aws');
  const addressOf = ({ alias }: ProviderBlock): string => (alias === undefined ? 'aws' : `aws.${alias}`);
  return spec.clusters.flatMap((cluster) => {
    const block = aws.find((p) => addressOf(p) === provider(cluster.key));
    if (cluster.retired || block?.region === undefined || block.region === cluster.region) return [];
    const right = aws.find((p) => p.region === cluster.region);
    const fatal = ['data', 'new'].includes(sourceOf(cluster, facts).kind);
    return [
      (fatal ? error : warning)(
        'provider-other-region',
        ['clusters', cluster.key, 'region'],
        `The cluster is in ${cluster.region}, but provider ${addressOf(block)} (${block.at.file}:${block.at.line}) speaks to ${block.region}.`,
        right
          ? `Name the one that speaks to its region, here: providers: { aws: ${addressOf(right)} }`
          : `Correct the region, or declare an aliased provider "aws" for ${cluster.region} and name it: providers: { aws: aws.<alias> }.`,
      ),
    ];
  });
}

/** One account per provider configuration: roles of a second account would silently land in the first. */
function accountsApart(spec: Spec, provider: (key: string) => string): Problem[] {
  const accounts = new Map<string, string>();
  return spec.clusters.flatMap((cluster) => {
    if (cluster.accountId === undefined) return [];
    const address = provider(cluster.key);
    const first = accounts.get(address) ?? cluster.accountId;
    accounts.set(address, first);
    if (first === cluster.accountId) return [];
    return [
      error(
        'provider-one-account',
        ['clusters', cluster.key, 'accountId'],
        `Account ${cluster.accountId} needs an AWS provider of its own: provider ${address} speaks to ${first} already.`,
        'Declare a provider "aws" with an alias for it, and name it here: providers: { aws: aws.<alias> }.',
      ),
    ];
  });
}
