/** How the root module knows each cluster, and how it is spoken of in Terraform. */
import type { Problem } from '../problem.ts';
import { ref, type Text } from '../iam/text.ts';
import { vpcIdPattern } from '../spec/rules/network.ts';
import { traversal } from '../spec/rules/terraform.ts';
import type { ClusterSource, ClusterSpec } from '../spec/spec.ts';
import { moduleOwnsProvider, referenceNotFound, rootOwnsProvider } from './cluster-problems.ts';
import { eksModules, enableIrsa } from './eks-modules.ts';
import { newClusterReferences } from './new-cluster.ts';
import type { RepoFacts } from './repo-facts.ts';
import { snake, type Labels } from './terraform/labels.ts';

/** A cluster with every question of "how do I say that here" answered. */
export interface PlannedCluster {
  readonly spec: ClusterSpec;
  readonly source: ClusterSource;
  /** Suffix of the cluster's own blocks: `irsa_<cluster>`. */
  readonly label: string;
  readonly clusterName: Text;
  readonly oidcProviderArn: Text;
  /** Its module says here that it makes the OIDC provider, so nobody needs to look. */
  readonly oidcProviderSaid?: true;
  /** Address of the module that makes it and its nodes, where it is called here. */
  readonly module?: string;
  readonly vpcId?: Text;
  /** As EKS knows it. */
  readonly kubernetesVersion?: Text;
  /** Where connection details come from; absent where a `data.aws_eks_cluster` must be asked. */
  readonly endpoint?: Text;
  readonly certificateAuthority?: Text;
  /** The issuer URL with `https://`, where it can be named: for looking up or creating the OIDC provider. */
  readonly issuer?: Text;
  /** Blocks it needs. */
  readonly needs: {
    readonly dataCluster: boolean;
    readonly oidcData: boolean;
    readonly oidcResource: boolean;
    readonly variables: boolean;
  };
}

/** Of a spec whose clusters are all planned before anything speaks of them. */
export function plannedCluster(clusters: ReadonlyMap<string, PlannedCluster>, key: string | undefined): PlannedCluster {
  const cluster = clusters.get(key ?? '');
  if (!cluster) throw new Error(`cluster ${key} was not planned`);
  return cluster;
}

/** What the spec says, else the only eks module or cluster resource found, else a data source. */
export function sourceOf(cluster: Pick<ClusterSpec, 'from'>, facts: RepoFacts): ClusterSource {
  if (cluster.from) return cluster.from;
  const modules = eksModules(facts);
  const candidates: ClusterSource[] = [
    ...modules.map((m): ClusterSource => ({ kind: 'module', label: m.label })),
    ...facts.eksClusters.map((c): ClusterSource => ({ kind: 'resource', label: c.label })),
  ];
  return candidates.length === 1 && candidates[0] ? candidates[0] : { kind: 'data' };
}

/**
 * Spells one cluster; of a retired one only what its providers need.
 *
 * @param needsLookup something is asked of it that only EKS knows, where nothing here does
 */
export function planCluster(
  cluster: ClusterSpec,
  facts: RepoFacts,
  labels: Labels,
  needsLookup: boolean,
): { cluster: PlannedCluster; problems: Problem[] } {
  const source = sourceOf(cluster, facts);
  const label = `irsa_${snake(cluster.key)}`;
  const data = `data.aws_eks_cluster.${labels.free('data.aws_eks_cluster', label)}`;
  const vpcId = vpcIdOf(cluster, source, facts);
  const connection = (address: string) => ({
    endpoint: ref(`${address}.endpoint`),
    certificateAuthority: ref(`${address}.certificate_authority[0].data`),
    issuer: ref(`${address}.identity[0].oidc[0].issuer`),
    kubernetesVersion: ref(`${address}.version`),
    ...(vpcId === undefined ? { vpcId: ref(`${address}.vpc_config[0].vpc_id`) } : {}),
  });
  const none = { dataCluster: false, oidcData: false, oidcResource: false, variables: false };
  const base = { spec: cluster, source, label, ...(vpcId === undefined ? {} : { vpcId }) };
  const oidc = {
    data: !cluster.retired && cluster.oidcProvider === 'existing',
    resource: !cluster.retired && cluster.oidcProvider === 'create',
  };
  const problems = referenceNotFound(cluster, source, facts);
  const byName = needsLookup ? connection(data) : {};

  switch (source.kind) {
    case 'module': {
      const module = `module.${source.label}${indexOf(facts.modules, source.label)}`;
      const says = enableIrsa(source.label, facts);
      const makesNone = says === false;
      if (cluster.oidcProvider === 'create' && !makesNone) {
        problems.push(moduleOwnsProvider(cluster, source.label));
      }
      return {
        cluster: {
          ...base,
          module,
          clusterName: ref(`${module}.cluster_name`),
          kubernetesVersion: ref(`${module}.cluster_version`),
          endpoint: ref(`${module}.cluster_endpoint`),
          certificateAuthority: ref(`${module}.cluster_certificate_authority_data`),
          ...(makesNone
            ? {
                issuer: ref(`${module}.cluster_oidc_issuer_url`),
                oidcProviderArn: oidcArn(cluster, labels, label),
                needs: { ...none, oidcData: oidc.data, oidcResource: oidc.resource },
              }
            : { oidcProviderArn: ref(`${module}.oidc_provider_arn`), ...(says === true ? { oidcProviderSaid: says } : {}), needs: none }),
        },
        problems,
      };
    }
    case 'resource': {
      const address = `aws_eks_cluster.${source.label}${indexOf(facts.eksClusters, source.label)}`;
      const own = ownOidcProvider(address, facts);
      if (own && oidc.resource) {
        problems.push(rootOwnsProvider(cluster, own));
      }
      return {
        cluster: {
          ...base,
          clusterName: ref(`${address}.name`),
          ...connection(address),
          oidcProviderArn: own ? ref(`${own}.arn`) : oidcArn(cluster, labels, label),
          needs: { ...none, oidcData: !own && oidc.data, oidcResource: oidc.resource },
        },
        problems,
      };
    }
    case 'data':
      return {
        cluster: {
          ...base,
          clusterName: ref(`${data}.name`),
          ...connection(data),
          oidcProviderArn: oidcArn(cluster, labels, label),
          needs: {
            ...none,
            dataCluster: !cluster.retired || needsLookup,
            oidcData: oidc.data,
            oidcResource: oidc.resource,
          },
        },
        problems,
      };
    case 'dependency': {
      // The module runs as a root, and the unit fills its variables from the outputs of the other one.
      const variable = (name: string): Text => ref(`var.${labels.free('var', `${label}_${name}`)}`);
      return {
        cluster: {
          ...base,
          clusterName: variable('cluster_name'),
          oidcProviderArn: variable('oidc_provider_arn'),
          endpoint: variable('endpoint'),
          certificateAuthority: variable('certificate_authority'),
          needs: none,
        },
        problems,
      };
    }
    case 'new':
      return { cluster: { ...base, ...newClusterReferences(label, source.cluster, labels), needs: none }, problems };
    case 'variables':
      return {
        cluster: {
          ...base,
          clusterName: ref(`var.${labels.free('var', `${label}_cluster_name`)}`),
          oidcProviderArn: ref(`var.${labels.free('var', `${label}_oidc_provider_arn`)}`),
          ...byName,
          needs: { ...none, variables: true, dataCluster: needsLookup },
        },
        problems,
      };
    case 'literal':
      return {
        cluster: {
          ...base,
          clusterName: cluster.name,
          oidcProviderArn: source.oidcProviderArn,
          ...byName,
          needs: { ...none, dataCluster: needsLookup },
        },
        problems,
      };
    case 'expressions':
      return {
        cluster: {
          ...base,
          clusterName: source.clusterName === undefined ? cluster.name : ref(source.clusterName),
          oidcProviderArn: ref(source.oidcProviderArn),
          ...byName,
          needs: { ...none, dataCluster: needsLookup },
        },
        problems,
      };
  }
}

/** What the spec says, else what its module is given here. */
function vpcIdOf({ vpcId }: ClusterSpec, source: ClusterSource, facts: RepoFacts): Text | undefined {
  if (vpcId !== undefined) return typeof vpcId === 'string' ? vpcId : ref(vpcId.ref);
  const written = source.kind === 'module' ? facts.modules.find((m) => m.label === source.label)?.vpcId : undefined;
  if (written === undefined || vpcIdPattern.test(written)) return written;
  return traversal(written) === undefined ? ref(written) : undefined;
}

/** `[0]` where the block is made by count; for_each has no index that could be guessed, see `cluster-problems.ts`. */
const indexOf = (blocks: readonly { readonly label: string; readonly repeated?: 'count' | 'for_each' }[], label: string): string =>
  blocks.find((b) => b.label === label)?.repeated === 'count' ? '[0]' : '';

function oidcArn(cluster: ClusterSpec, labels: Labels, label: string): Text {
  const type = cluster.oidcProvider === 'create' ? 'aws_iam_openid_connect_provider' : 'data.aws_iam_openid_connect_provider';
  return ref(`${type}.${labels.free(type, label)}.arn`);
}

/** Address of the OIDC provider of this very root that names the cluster: a data source would be read before it exists. */
function ownOidcProvider(address: string, facts: RepoFacts): string | undefined {
  const [own, ...others] = facts.oidcProviders.filter((p) => p.url.includes(`${address}.`) || p.url.includes(`${address}[`));
  if (own === undefined || others.length > 0 || own.repeated === 'for_each') return undefined;
  return `aws_iam_openid_connect_provider.${own.label}${own.repeated === 'count' ? '[0]' : ''}`;
}
