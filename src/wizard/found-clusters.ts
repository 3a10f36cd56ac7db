/** The clusters that the folder holds, and how its Terraform knows them. */
import type { ProviderBlock, RepoFacts } from '../plan/repo-facts.ts';
import type { KnownCluster } from '../survey/surroundings/known-clusters.ts';
import type { Choice } from './asker.ts';
import type { Wizard } from './wizard.ts';

/** `from` of a cluster, as in irsa.yaml. */
export type Source = Readonly<Record<string, unknown>>;

export interface FoundCluster extends Choice<Source> {
  readonly note: string;
  /** The cluster's name, where the code here says it. */
  readonly cluster?: string;
  /** Its name where nobody says otherwise: the default of a variable. */
  readonly usual?: string;
  readonly description?: string;
}

type Here = Pick<Wizard, 'eksModules' | 'facts'> & Partial<Pick<Wizard, 'surroundings'>>;

export const foundClusters = ({ eksModules, facts, surroundings }: Here): readonly FoundCluster[] => [
  ...eksModules.map(({ label, version, inputs = {}, at }) => ({
    value: { module: label },
    name: `module "${label}"`,
    note: [version, `${at.file}:${at.line}`].filter(Boolean).join(', '),
    // eks 21 renamed it.
    ...named(inputs['cluster_name'] ?? inputs['name'], surroundings?.names[`module.${label}`]),
  })),
  ...facts.eksClusters.map(({ label, name, at }) => ({
    value: { resource: label },
    name: `resource aws_eks_cluster.${label}`,
    note: `${at.file}:${at.line}`,
    ...named(name, surroundings?.names[`aws_eks_cluster.${label}`]),
  })),
  ...(surroundings?.clusters ?? []).map(knownCluster),
];

const named = (name: unknown, usual: string | undefined): Pick<FoundCluster, 'cluster' | 'usual'> =>
  typeof name === 'string' ? { cluster: name } : usual === undefined ? {} : { usual };

/** One that this folder can name, but does not make. */
function knownCluster({ address, at, name, from, by, missing }: KnownCluster): FoundCluster {
  const lacks = missing.map(({ output }) => output);
  return {
    value: { expressions: from },
    name: by === 'neighbour' ? from.oidcProviderArn : by === 'module' ? `module "${callIn(address)}"` : address,
    note: [`${at.file}:${at.line}`, ...(lacks.length === 0 ? [] : [`lacks output ${lacks.join(', ')}`])].join(', '),
    ...named(undefined, name),
    description: by === 'neighbour' ? `${address} trusts that OIDC provider` : DESCRIPTIONS[lacks.length === 0 ? by : 'lacking'],
  };
}

const DESCRIPTIONS: Readonly<Record<Exclude<KnownCluster['by'], 'neighbour'> | 'lacking', string>> = {
  module: 'a module of this repository makes it, and its outputs name it',
  lacking: 'a module of this repository makes it; what its outputs lack comes as a patch for it',
  'remote-state': 'another root makes it, and its state is read here',
  data: 'it is looked up here already, with its OIDC provider',
};

const callIn = (address: string): string => /^module\.([\w-]+)/.exec(address)?.[1] ?? address;

/** The provider that is used where no other is named, if it says its region. */
export const mainProvider = ({ providers }: RepoFacts): (ProviderBlock & { readonly region: string }) | undefined =>
  providers.flatMap((provider) =>
    provider.name === 'aws' && provider.alias === undefined && provider.region !== undefined
      ? [{ ...provider, region: provider.region }]
      : [],
  )[0];
