/** The clusters that the folder holds, and how its Terraform knows them. */
import type { ProviderBlock, RepoFacts } from '../plan/repo-facts.ts';
import type { Choice } from './asker.ts';
import type { Wizard } from './wizard.ts';

/** `from` of a cluster, as in irsa.yaml. */
export type Source = Readonly<Record<string, unknown>>;

export interface FoundCluster extends Choice<Source> {
  readonly note: string;
  /** The cluster's name, where the code here says it. */
  readonly cluster?: string;
}

export const foundClusters = ({ eksModules, facts }: Pick<Wizard, 'eksModules' | 'facts'>): readonly FoundCluster[] => [
  ...eksModules.map(({ label, version, inputs = {}, at }) => ({
    value: { module: label },
    name: `module "${label}"`,
    note: [version, `${at.file}:${at.line}`].filter(Boolean).join(', '),
    // eks 21 renamed it.
    ...named(inputs['cluster_name'] ?? inputs['name']),
  })),
  ...facts.eksClusters.map(({ label, name, at }) => ({
    value: { resource: label },
    name: `resource aws_eks_cluster.${label}`,
    note: `${at.file}:${at.line}`,
    ...named(name),
  })),
];

const named = (name: unknown): { cluster?: string } => (typeof name === 'string' ? { cluster: name } : {});

/** The provider that is used where no other is named, if it says its region. */
export const mainProvider = ({ providers }: RepoFacts): (ProviderBlock & { readonly region: string }) | undefined =>
  providers.flatMap((provider) =>
    provider.name === 'aws' && provider.alias === undefined && provider.region !== undefined
      ? [{ ...provider, region: provider.region }]
      : [],
  )[0];
