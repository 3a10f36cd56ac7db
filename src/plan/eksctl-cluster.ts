/** A cluster that eksctl makes, where no Terraform does: network, nodes and add-ons as its ClusterConfig says them. */
import type { Value } from '../iam/text.ts';
import type { Path, Problem } from '../problem.ts';
import type { NodeGroup } from '../spec/node-group.ts';
import type { NewCluster, Spec } from '../spec/spec.ts';
import type { PlannedCluster } from './clusters.ts';
import { accountUnknown, imageUnknown, nobodyInside, referenceIn } from './eksctl-problems.ts';
import type { EksctlCluster, PlannedRole } from './plan.ts';

/** An EKS add-on with its role among the ServiceAccounts of the same file, or with its own association, or with one that stands alone. */
export type AddOnWithRole =
  | { readonly name: string; readonly roleArn: PlannedRole['arn'] }
  | { readonly name: string; readonly association: Value }
  | { readonly name: string };

type Creation = NonNullable<EksctlCluster['creation']>;

/** @returns nothing where the cluster is there already, or Terraform makes it */
export function creationOf(
  spec: Spec,
  planned: PlannedCluster,
  withRoles: readonly AddOnWithRole[],
  problems: Problem[],
): Creation | undefined {
  const { spec: said, source } = planned;
  if (source.kind !== 'new' || spec.outputs.includes('terraform')) return undefined;
  const { cluster } = source;
  const path = ['clusters', said.key, 'from', 'new'];
  const fromVpcOnly = cluster.endpointPublicAccess === false;
  if (fromVpcOnly && cluster.network.kind === 'made') problems.push(nobodyInside(path));
  return {
    ...(fromVpcOnly ? { fromVpcOnly } : {}),
    metadata: { version: cluster.kubernetesVersion, ...(Object.keys(spec.tags).length === 0 ? {} : { tags: { map: spec.tags } }) },
    sections: {
      ...(cluster.network.kind === 'made' ? { availabilityZones: cluster.network.zones } : {}),
      vpc: { map: { ...network(cluster, path, problems), ...endpoints(cluster) } },
      ...addOns(planned, cluster.addOns, withRoles, problems),
      ...(cluster.nodes === 'auto'
        ? { autoModeConfig: { map: { enabled: true } } }
        : nodeGroups(cluster.nodes, (group) => nodeGroup(group, [...path, 'nodes', group.name], problems))),
    },
  };
}

/**
 * A role that eksctl would make for an add-on (`attachPolicy` there) trusts every ServiceAccount of the cluster.
 * So it is given one of ours: eksctl makes those of ServiceAccounts before the nodes, and most add-ons after
 * them; the network is told its role in between.
 * https://github.com/eksctl-io/eksctl/blob/main/pkg/cfn/builder/iam.go
 */
function addOns(
  cluster: PlannedCluster,
  names: readonly string[],
  withRoles: readonly AddOnWithRole[],
  problems: Problem[],
): Record<string, Value> {
  if (withRoles.some((addOn) => 'roleArn' in addOn && addOn.roleArn === undefined)) problems.push(accountUnknown(cluster));
  const addons = [
    ...names.map((name): Value => ({ map: { name } })),
    ...withRoles.map((addOn): Value => ({
      map: {
        name: addOn.name,
        ...('roleArn' in addOn ? { serviceAccountRoleARN: addOn.roleArn ?? '' } : {}),
        ...('association' in addOn ? { podIdentityAssociations: [addOn.association] } : {}),
      },
    })),
  ];
  return addons.length === 0 ? {} : { addons };
}

/** Subnets by names, as eksctl looks up which zone each is in. https://eksctl.io/usage/vpc-subnet-settings/ */
function network({ network: of }: NewCluster, path: Path, problems: Problem[]): Record<string, Value> {
  if (of.kind === 'made') return { cidr: of.cidr, nat: { map: { gateway: 'Single' } } };
  const { vpcId, subnetIds } = of;
  if (typeof vpcId !== 'string') problems.push(referenceIn([...path, 'vpcId'], vpcId.ref));
  if ('ref' in subnetIds) problems.push(referenceIn([...path, 'subnetIds'], subnetIds.ref));
  const subnets = 'ref' in subnetIds ? [] : subnetIds.map((id, i) => [`private-${i + 1}`, { map: { id } }] as const);
  return {
    id: typeof vpcId === 'string' ? vpcId : '',
    subnets: { map: { private: { map: Object.fromEntries(subnets) } } },
  };
}

const endpoints = ({ endpointPublicAccess: access }: NewCluster): Record<string, Value> => ({
  clusterEndpoints: { map: { privateAccess: true, publicAccess: access !== false } },
  ...(typeof access === 'boolean' ? {} : { publicAccessCIDRs: access }),
});

function nodeGroups(groups: readonly NodeGroup[], spelled: (group: NodeGroup) => Value): Record<string, Value> {
  const [own, managed] = [groups.filter(({ selfManaged }) => selfManaged), groups.filter(({ selfManaged }) => !selfManaged)];
  return {
    ...(managed.length === 0 ? {} : { managedNodeGroups: managed.map(spelled) }),
    ...(own.length === 0 ? {} : { nodeGroups: own.map(spelled) }),
  };
}

/** With `disablePodIMDS` eksctl sets the hop limit to 1. */
function nodeGroup({ name, selfManaged, instanceTypes, amiType, min, max, desired }: NodeGroup, path: Path, problems: Problem[]): Value {
  const amiFamily = familyOf(amiType);
  if (amiFamily === undefined) problems.push(imageUnknown(path, amiType));
  return {
    map: {
      name,
      ...(selfManaged ? { instanceType: instanceTypes[0] ?? '' } : { instanceTypes }),
      amiFamily: amiFamily ?? '',
      minSize: min,
      maxSize: max,
      desiredCapacity: desired,
      privateNetworking: true,
      disableIMDSv1: true,
      disablePodIMDS: true,
    },
  };
}

/** eksctl tells the architecture, and whether there are GPUs, from the instance types. */
function familyOf(amiType: string): string | undefined {
  if (/^AL2023_(x86_64|ARM_64)_(STANDARD|NVIDIA|NEURON)$/.test(amiType)) return 'AmazonLinux2023';
  if (/^BOTTLEROCKET_(x86_64|ARM_64)_FIPS$/.test(amiType)) return 'BottlerocketFips';
  if (/^BOTTLEROCKET_(x86_64|ARM_64)(_NVIDIA)?$/.test(amiType)) return 'Bottlerocket';
  const [, kind, year] = /^WINDOWS_(CORE|FULL)_(2019|2022|2025)_x86_64$/.exec(amiType) ?? [];
  return kind === undefined ? undefined : `WindowsServer${year}${kind === 'CORE' ? 'Core' : 'Full'}Container`;
}
