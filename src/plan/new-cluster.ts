/** Clusters that are made here (`from: { new: … }`): what their modules are given. */
import { findAddOn } from '../catalog/index.ts';
import { ref, type Text, type Value } from '../iam/text.ts';
import { error, type Problem } from '../problem.ts';
import { cidrSubnet } from '../spec/rules/network.ts';
import type { NodeGroup } from '../spec/node-group.ts';
import type { ClusterSpec, NewCluster, Spec } from '../spec/spec.ts';
import type { PlannedCluster } from './clusters.ts';
import { newClusterAddOns } from './new-cluster-add-ons.ts';
import type { ResolvedModules } from './modules.ts';
import type { Entry } from './terraform/block-parts.ts';
import type { Block } from './terraform/blocks.ts';
import { snake, type Labels } from './terraform/labels.ts';

/** The modules put it before names of roles, of which IAM takes 38 characters before a random suffix (`<name>-eks-auto-`). */
const LONGEST_NAME = 28;

/** The agent must be there before pods ask it. */
const beforeCompute = (addOn: string): boolean => addOn === 'eks-pod-identity-agent' || findAddOn(addOn)?.beforeNodes === true;

/** The pools that Auto Mode comes with. https://docs.aws.amazon.com/eks/latest/userguide/set-builtin-node-pools.html */
const NODE_POOLS = ['general-purpose', 'system'];

export const isNew = ({ from }: ClusterSpec): boolean => from?.kind === 'new';

export const makesVpc = ({ from }: ClusterSpec): boolean => from?.kind === 'new' && from.cluster.network.kind === 'made';

const moduleLabel = (label: string, labels: Labels): string => labels.free('module', label);
const vpcLabel = (label: string, labels: Labels): string => labels.free('module', `${label}_vpc`);

/** How the cluster is spoken of; `label` is `irsa_<cluster>`. */
export function newClusterReferences(label: string, { network, kubernetesVersion }: NewCluster, labels: Labels) {
  const module = `module.${moduleLabel(label, labels)}`;
  return {
    module,
    kubernetesVersion,
    clusterName: ref(`${module}.cluster_name`),
    oidcProviderArn: ref(`${module}.oidc_provider_arn`),
    vpcId: network.kind === 'made' ? ref(`module.${vpcLabel(label, labels)}.vpc_id`) : textOf(network.vpcId),
  };
}

interface BlockOptions {
  readonly awsProvider?: string;
  readonly tags: readonly Entry<string>[];
  /** Beside that of STS: tokens for them are refused unless the provider lists them. */
  readonly audiences: readonly string[];
}

/** The cluster's module and, if it is made here, that of its VPC. */
export function newClusterBlocks(
  { spec, label, vpcId = '' }: PlannedCluster,
  cluster: NewCluster,
  modules: Pick<ResolvedModules, 'eksLine' | 'eks' | 'vpc'>,
  labels: Labels,
  { awsProvider, tags, audiences }: BlockOptions,
): Block[] {
  const { network, nodes, endpointPublicAccess } = cluster;
  const common = { tags, ...(awsProvider === undefined ? {} : { awsProvider }) };
  const groups = nodes === 'auto' ? [] : nodes;
  const vpc = vpcLabel(label, labels);
  const subnetIds: Value =
    network.kind === 'made'
      ? ref(`module.${vpc}.private_subnets`)
      : 'ref' in network.subnetIds
        ? ref(network.subnetIds.ref)
        : network.subnetIds;
  return [
    ...(network.kind === 'made'
      ? [
          {
            kind: 'module-vpc' as const,
            label: vpc,
            ...modules.vpc,
            ...common,
            name: spec.name,
            cidr: network.cidr,
            zones: network.zones,
            privateSubnets: network.zones.map((_, i) => cidrSubnet(network.cidr, 4, i)),
            // Of the last sixteenth, which six zones leave free.
            publicSubnets: network.zones.map((_, i) => cidrSubnet(network.cidr, 8, 240 + i)),
          },
        ]
      : []),
    {
      kind: modules.eksLine === 20 ? 'module-eks-20' : 'module-eks-21',
      label: moduleLabel(label, labels),
      ...modules.eks,
      ...common,
      clusterName: spec.name,
      kubernetesVersion: cluster.kubernetesVersion,
      vpcId,
      subnetIds,
      publicAccess: endpointPublicAccess !== false,
      ...(typeof endpointPublicAccess === 'boolean' ? {} : { publicAccessCidrs: endpointPublicAccess }),
      ...(audiences.length === 0 ? {} : { audiences }),
      ...(nodes === 'auto' ? { nodePools: NODE_POOLS } : {}),
      addOns: cluster.addOns.map((name) => ({ name, beforeCompute: beforeCompute(name) })),
      nodeGroups: groups.filter(({ selfManaged }) => !selfManaged),
      selfManagedNodeGroups: groups.filter(({ selfManaged }) => selfManaged).map(ofOneType),
    },
  ];
}

/** The spec holds no other. */
function ofOneType({ instanceTypes: [instanceType = ''], name, amiType, min, max, desired }: NodeGroup) {
  return { name, instanceType, amiType, min, max, desired };
}

const textOf = (said: string | { readonly ref: string }): Text => (typeof said === 'string' ? said : ref(said.ref));

/** What the schema cannot see, since it looks at one place at a time. */
export function newClusterProblems(spec: Spec): Problem[] {
  const workloads = new Map([...spec.addOns, ...spec.apps].map(({ id }) => [snake(id), id]));
  return [
    ...oneAccount(spec.clusters.filter(isNew)),
    ...spec.clusters.flatMap((cluster) =>
      cluster.from?.kind === 'new'
        ? [...longName(cluster), ...sameModule(cluster, workloads), ...newClusterAddOns(spec, cluster, cluster.from.cluster)]
        : [],
    ),
  ];
}

const longName = ({ key, name }: ClusterSpec): Problem[] =>
  name.length <= LONGEST_NAME
    ? []
    : [
        error(
          'cluster-name-too-long',
          ['clusters', key],
          `${name} has ${name.length} characters; the names of the roles that the eks module makes leave room for ${LONGEST_NAME}.`,
          'Give the cluster a shorter name.',
        ),
      ];

/** Clusters and workloads share the labels of modules. */
const sameModule = (cluster: ClusterSpec, workloads: ReadonlyMap<string, string>): Problem[] =>
  [snake(cluster.key), ...(makesVpc(cluster) ? [`${snake(cluster.key)}_vpc`] : [])]
    .filter((label) => workloads.has(label))
    .map((label) =>
      error(
        'cluster-label-clash',
        ['clusters', cluster.key],
        `The cluster ${cluster.key} and the workload ${workloads.get(label)} would both be module "irsa_${label}" in Terraform.`,
        'Rename one of the two keys; the `name` of a cluster keeps the name that EKS knows.',
      ),
    );

/** The second root has one AWS provider for each region, all of one account. */
function oneAccount(clusters: readonly ClusterSpec[]): Problem[] {
  const [first] = clusters.flatMap(({ accountId }) => accountId ?? []);
  return clusters
    .filter(({ accountId }) => accountId !== undefined && accountId !== first)
    .map(({ key, accountId }) =>
      error(
        'new-clusters-across-accounts',
        ['clusters', key, 'accountId'],
        `New clusters of one spec are in one account, ${first}, and this one is in ${accountId}.`,
        'Give it a spec of its own.',
      ),
    );
}
