/** What is wrong with the way in which a spec knows a cluster. */
import { error, warning, type Problem } from '../problem.ts';
import type { ClusterSource, ClusterSpec } from '../spec/spec.ts';
import { eksModules, enableIrsa } from './eks-modules.ts';
import type { RepoFacts } from './repo-facts.ts';

export const moduleOwnsProvider = (cluster: ClusterSpec, module: string): Problem =>
  error(
    'oidc-provider-owner',
    ['clusters', cluster.key, 'oidcProvider'],
    `module "${module}" makes the OIDC provider itself; a second one for the same issuer is refused by AWS.`,
    `Set enable_irsa = true in module "${module}" and leave oidcProvider out.`,
  );

/** @param provider address of the one that is there */
export const rootOwnsProvider = (cluster: ClusterSpec, provider: string): Problem =>
  error(
    'oidc-provider-owner',
    ['clusters', cluster.key, 'oidcProvider'],
    `${provider} is the cluster's OIDC provider already; a second one for the same issuer is refused by AWS.`,
    'Leave oidcProvider out.',
  );

/** Of a cluster whose tokens are trusted. */
export function irsaDisabled(
  { spec, source }: { readonly spec: ClusterSpec; readonly source: ClusterSource },
  facts: RepoFacts,
): Problem[] {
  if (source.kind !== 'module' || spec.retired || spec.oidcProvider !== 'existing' || enableIrsa(source.label, facts) !== false) return [];
  const module = facts.modules.find(({ label }) => label === source.label);
  return [
    {
      ...(module && { edits: [{ file: module.at.file, block: ['module', module.label], path: ['enable_irsa'], value: ['true'] }] }),
      ...warning(
        'irsa-disabled',
        ['clusters', spec.key, 'from'],
        `module "${source.label}" says enable_irsa = false, so the OIDC provider is looked up, and the plan fails if nobody else makes it.`,
        `Set enable_irsa = true in module "${source.label}", or write oidcProvider: create here.`,
      ),
    },
  ];
}

/** A reference that is not in the folder is a warning: it may be on another branch. */
export function referenceNotFound(cluster: ClusterSpec, source: ClusterSource, facts: RepoFacts): Problem[] {
  // `stack-references.ts` tells of all that a stack does not hold.
  if (facts.isStack) return [];
  const path = ['clusters', cluster.key, 'from', source.kind];
  const blocks = source.kind === 'module' ? facts.modules : source.kind === 'resource' ? facts.eksClusters : [];
  const repeated = 'label' in source ? blocks.find((b) => b.label === source.label && b.repeated === 'for_each') : undefined;
  if (repeated) {
    return [
      error(
        'cluster-for-each',
        path,
        `${source.kind === 'module' ? `module "${repeated.label}"` : `aws_eks_cluster.${repeated.label}`} (${repeated.at.file}:${repeated.at.line}) is made with for_each, so it is more than one cluster.`,
        `Name the instance instead: from: { expressions: { oidcProviderArn: '${source.kind === 'module' ? `module.${repeated.label}["<key>"].oidc_provider_arn` : 'aws_iam_openid_connect_provider.<label>["<key>"].arn'}' } }.`,
      ),
    ];
  }
  if (source.kind === 'module' && !facts.modules.some((m) => m.label === source.label)) {
    const known = eksModules(facts).map((m) => `module "${m.label}" (${m.at.file}:${m.at.line})`);
    return [
      warning(
        'cluster-not-found',
        path,
        `There is no module "${source.label}" in this folder.`,
        known.length ? `Did you mean ${known.join(' or ')}?` : `Add the module, or name another one.`,
      ),
    ];
  }
  if (source.kind === 'resource' && !facts.eksClusters.some((c) => c.label === source.label)) {
    const known = facts.eksClusters.map((c) => `aws_eks_cluster.${c.label} (${c.at.file}:${c.at.line})`);
    return [
      warning(
        'cluster-not-found',
        path,
        `There is no resource aws_eks_cluster.${source.label} in this folder.`,
        known.length ? `Did you mean ${known.join(' or ')}?` : 'Add the resource, or name another one.',
      ),
    ];
  }
  return [];
}
