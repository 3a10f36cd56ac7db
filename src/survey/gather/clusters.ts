/** Clusters and OIDC providers in Terraform, and what makes them. */
import { targetOf } from '../code/scope.ts';
import type { Tree, TreeBlock } from '../code/tree.ts';
import type { Cluster, OidcProvider } from '../inventory.ts';
import { expression } from '../written.ts';
import { argumentsOf, some, unreadOf, type Arguments } from './arguments.ts';
import type { Gathered } from './gathered.ts';
import { referencesTo, type ClusterOutputs } from './references.ts';
import { placedIn, type Instance } from './scopes.ts';

/** Nothing for blocks that make or look up neither. */
export function clustersOf(block: TreeBlock, scope: Instance): Partial<Gathered> {
  const given = argumentsOf(block, scope);
  const [first = '', second = ''] = block.labels;
  const isResource = block.type === 'resource';
  if (block.type === 'module') {
    const kind = scope.kinds.get(first);
    if (kind === 'eks' || kind === 'blueprints') return ofModule(given, kind);
    return kind === 'iam-oidc-provider' ? { oidcProviders: [provider(given, 'module', 'client_id_list')] } : {};
  }
  if (first === 'aws_eks_cluster') {
    const at = `${isResource ? '' : 'data.'}aws_eks_cluster.${second}`;
    const arn = providerArn(at, scope);
    const outputs = { name: `${at}.name`, issuer: `${at}.identity[0].oidc[0].issuer`, ...some('oidcProviderArn', arn) };
    return { clusters: [clusterOf(given, isResource ? 'resource' : 'data', outputs)] };
  }
  if (first === 'aws_iam_openid_connect_provider') {
    const found = provider(given, isResource ? 'resource' : 'data', 'client_id_list');
    const url = given.tree('url');
    return {
      oidcProviders: [found],
      ...(url === undefined
        ? {}
        : { loose: [{ kind: 'oidc-provider-cluster', from: found.id, to: { tree: urlOf(url), scope }, at: url.at }] }),
    };
  }
  return {};
}

/** Of the provider beside it that is made of its issuer. */
function providerArn(cluster: string, scope: Instance): string | undefined {
  for (const [address, block] of scope.blocks) {
    const url = /^(data\.)?aws_iam_openid_connect_provider\./.test(address) ? block.attributes.get('url') : undefined;
    if (url !== undefined && targetOf(urlOf(url), scope)?.address === cluster) return `${address}.arn`;
  }
  return undefined;
}

/** `replace(x, "https://", "")` is of x. */
const urlOf = (tree: Tree): Tree => (tree.kind === 'call' ? (tree.arguments[0] ?? tree) : tree);

function provider(given: Arguments, form: OidcProvider['form'], audiences: string): OidcProvider {
  return {
    ...placedIn(given.scope, given.block),
    form,
    ...some('url', given.text('url')),
    audiences: given.texts(audiences),
    ...unreadOf(given),
  };
}

function clusterOf(given: Arguments, form: Cluster['form'], outputs: ClusterOutputs): Cluster {
  return {
    ...placedIn(given.scope, given.block),
    form,
    ...some('name', given.text('name', 'cluster_name')),
    ...some('region', given.text('region')),
    ...some('version', form === 'module' ? given.text('kubernetes_version', 'cluster_version') : given.text('version')),
    references: referencesTo(given.block, given.scope, outputs),
  };
}

/** terraform-aws-modules/eks, which makes the provider along unless `enable_irsa` is false; EKS Blueprints 4.x calls it. */
function ofModule(given: Arguments, kind: 'eks' | 'blueprints'): Partial<Gathered> {
  if (given.isFalse('create') || given.isFalse('create_eks')) return {};
  const { block, scope } = given;
  const address = `module.${block.labels[0] ?? ''}`;
  const isMade = !given.isFalse('enable_irsa');
  const oidcProviderArn = isMade
    ? `${address}.${kind === 'eks' ? 'oidc_provider_arn' : 'eks_oidc_provider_arn'}`
    : providerArn(address, scope);
  const outputs: ClusterOutputs = {
    name: `${address}.${kind === 'eks' ? 'cluster_name' : 'eks_cluster_id'}`,
    issuer: `${address}.${kind === 'eks' ? 'cluster_oidc_issuer_url' : 'eks_oidc_issuer_url'}`,
    ...some('oidcProviderArn', oidcProviderArn),
  };
  const cluster = { ...clusterOf(given, 'module', outputs), makesOidcProvider: isMade };
  const id = `${cluster.id}/oidc-provider`;
  return {
    clusters: [cluster],
    ...(isMade
      ? {
          oidcProviders: [
            { ...placedIn(scope, block), id, form: 'module', url: expression(outputs.issuer), audiences: ['sts.amazonaws.com'] },
          ],
          edges: [{ kind: 'oidc-provider-cluster', from: id, to: cluster.id, at: block.at }],
        }
      : {}),
  };
}
