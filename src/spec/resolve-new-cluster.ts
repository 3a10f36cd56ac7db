/** A valid `from: { new: … }` as written → NewCluster: defaults filled in. */
import { entries, loose, string, strings } from './loose.ts';
import type { Loose } from './loose.ts';
import { isGraviton } from './rules/instance-type.ts';
import type { NodeGroup } from './node-group.ts';
import type { NewCluster } from './spec.ts';

/** What every cluster with nodes of its own runs. */
const defaultAddOns = ['coredns', 'kube-proxy', 'vpc-cni'];

/** Hands pods their credentials where they get their role by an association. */
const podIdentityAgent = 'eks-pod-identity-agent';

/**
 * @param withRoles EKS add-ons that the spec installs itself, with a role: a cluster takes each once
 * @param podIdentity whether pods need the agent of EKS Pod Identity, which Auto Mode has built in
 */
export function resolveNewCluster(written: Loose, withRoles: readonly string[], podIdentity: boolean): NewCluster {
  const auto = written['nodes'] === 'auto';
  const access = written['endpointPublicAccess'];
  return {
    kubernetesVersion: String(written['kubernetesVersion']),
    network: resolveNetwork(written),
    nodes: auto ? 'auto' : entries(written['nodes']).map(([name, group]) => resolveNodeGroup(name, group)),
    addOns:
      written['addOns'] === undefined
        ? (auto ? [] : [...defaultAddOns, ...(podIdentity ? [podIdentityAgent] : [])]).filter((name) => !withRoles.includes(name))
        : strings(written['addOns']),
    endpointPublicAccess: Array.isArray(access) ? strings(access) : access === true,
  };
}

function resolveNetwork(written: Loose): NewCluster['network'] {
  if (written['vpc'] !== undefined) {
    const vpc = loose(written['vpc']);
    return { kind: 'made', cidr: String(vpc['cidr']), zones: strings(vpc['zones']) };
  }
  const { vpcId, subnetIds } = written;
  return {
    kind: 'given',
    vpcId: string(vpcId) ?? { ref: String(loose(vpcId)['ref']) },
    subnetIds: Array.isArray(subnetIds) ? strings(subnetIds) : { ref: String(loose(subnetIds)['ref']) },
  };
}

function resolveNodeGroup(name: string, written: Loose): NodeGroup {
  const instanceTypes = strings(written['instanceTypes']);
  const min = Number(written['min']);
  const amazonLinux = instanceTypes.some(isGraviton) ? 'AL2023_ARM_64_STANDARD' : 'AL2023_x86_64_STANDARD';
  return {
    name,
    ...(written['selfManaged'] === true ? { selfManaged: true as const } : {}),
    instanceTypes,
    amiType: string(written['amiType']) ?? amazonLinux,
    min,
    max: Number(written['max']),
    desired: written['desired'] === undefined ? Math.max(min, 1) : Number(written['desired']),
  };
}
