/** What is wrong with a new cluster although each of its fields is right. */
import { isGraviton } from '../rules/instance-type.ts';
import { zonePattern } from '../rules/network.ts';
import { allOf } from '../rules/rule.ts';
import type { Finding } from './fields.ts';

/** What Auto Mode runs itself. https://docs.aws.amazon.com/eks/latest/userguide/automode.html */
const builtIn = ['coredns', 'kube-proxy', 'vpc-cni', 'eks-pod-identity-agent', 'aws-ebs-csi-driver'];

export const twoToSix = (items: readonly unknown[]): Finding[] =>
  items.length >= 2 && items.length <= 6
    ? []
    : [
        {
          code: 'number-of-zones',
          message: 'EKS needs subnets in at least two zones, and a new VPC has room for six.',
          fix: 'Name two to six zones.',
        },
      ];

/** A VPC that exists, or one that is made: never both, never half. */
export function network(cluster: Record<string, unknown>): Finding[] {
  const given = ['vpcId', 'subnetIds'].filter((key) => cluster[key] != null);
  if (cluster['vpc'] != null) {
    return given.map((key) => ({
      code: 'two-networks',
      message: `${key} names a VPC that exists, and vpc makes one.`,
      fix: 'Keep one of them.',
      path: [key],
      onKey: true,
    }));
  }
  if (given.length === 2) return [];
  const missing = ['vpcId', 'subnetIds'].filter((key) => !given.includes(key));
  return [
    {
      code: 'no-network',
      message: `A new cluster needs a VPC: ${allOf(missing)} ${missing.length === 1 ? 'is' : 'are'} missing.`,
      fix: 'Write vpcId and subnetIds, or vpc: { cidr: 10.0.0.0/16, zones: [us-east-1a, us-east-1b] }.',
    },
  ];
}

export function alreadyInAutoMode({ nodes, addOns }: Record<string, unknown>): Finding[] {
  if (nodes !== 'auto' || !Array.isArray(addOns)) return [];
  return addOns.flatMap((name: unknown, i): Finding[] =>
    builtIn.includes(String(name))
      ? [{ code: 'built-in-add-on', message: `Auto Mode runs ${String(name)} itself.`, fix: 'Remove it.', path: ['addOns', i] }]
      : [],
  );
}

export function sizes({ min, max, desired }: Record<string, unknown>): Finding[] {
  if (typeof min !== 'number' || typeof max !== 'number') return [];
  const complaint = (key: string, message: string): Finding[] => [
    { code: 'node-group-size', message, fix: 'Correct one of them.', path: [key] },
  ];
  if (max < Math.max(min, 1)) return complaint('max', `max is ${max}, which is less than ${min > max ? `min, ${min}` : 'one node'}.`);
  if (typeof desired === 'number' && (desired < min || desired > max))
    return complaint('desired', `desired is ${desired}, which is not between min, ${min}, and max, ${max}.`);
  return [];
}

/** One image serves all instance types of a group. */
export function oneArchitecture({ instanceTypes, amiType: said }: Record<string, unknown>): Finding[] {
  const types = (Array.isArray(instanceTypes) ? instanceTypes : []).filter((type) => typeof type === 'string');
  const graviton = types.filter(isGraviton);
  if (said !== undefined || graviton.length === 0 || graviton.length === types.length) return [];
  return [
    {
      code: 'two-architectures',
      message: `${allOf(graviton)} ${graviton.length === 1 ? 'is' : 'are'} arm64 and the others are not; a node group has one image.`,
      fix: 'Make a group for each.',
      path: ['instanceTypes'],
    },
  ];
}

/** An Auto Scaling group takes several only with a policy of how to mix them. */
export function oneType({ selfManaged, instanceTypes }: Record<string, unknown>): Finding[] {
  if (selfManaged !== true || !Array.isArray(instanceTypes) || instanceTypes.length < 2) return [];
  return [
    {
      code: 'several-instance-types',
      message: `A self-managed node group is of one instance type, and this one names ${instanceTypes.length}.`,
      fix: 'Make a group for each, or leave selfManaged out.',
      path: ['instanceTypes'],
    },
  ];
}

/** What a cluster says elsewhere that a new one decides itself. */
export function besidesNew(cluster: Record<string, unknown>): Finding[] {
  const { from, providers, region } = cluster;
  if (typeof from !== 'object' || from === null || !('new' in from) || typeof from.new !== 'object' || from.new === null) return [];
  const findings: Finding[] = [];
  if (cluster['oidcProvider'] === 'create') {
    findings.push({
      code: 'contradictory-oidc-provider',
      message: 'oidcProvider says create, but the module of a new cluster makes the provider itself.',
      fix: 'Leave oidcProvider out.',
      path: ['oidcProvider'],
    });
  }
  for (const name of ['kubernetes', 'helm']) {
    if (typeof providers !== 'object' || (providers as Record<string, unknown> | null)?.[name] == null) continue;
    findings.push({
      code: 'provider-of-new-cluster',
      message: 'What Kubernetes holds of a new cluster is in a root of its own, irsa-kubernetes/, with its own providers.',
      fix: `Remove ${name}.`,
      path: ['providers', name],
      onKey: true,
    });
  }
  if (cluster['vpcId'] != null) {
    findings.push({
      code: 'two-networks',
      message: 'from.new says which VPC the cluster is in.',
      fix: 'Remove vpcId here.',
      path: ['vpcId'],
      onKey: true,
    });
  }
  const vpc: unknown = 'vpc' in from.new ? from.new.vpc : undefined;
  const zones: unknown = typeof vpc === 'object' && vpc !== null && 'zones' in vpc ? vpc.zones : undefined;
  if (typeof region === 'string' && Array.isArray(zones)) {
    zones.forEach((name: unknown, i) => {
      if (typeof name !== 'string' || !zonePattern.test(name) || name.slice(0, -1) === region) return;
      findings.push({
        code: 'contradictory-region',
        message: `${name} is not a zone of ${region}.`,
        fix: `Write a zone of it, such as ${region}${name.at(-1)}.`,
        path: ['from', 'new', 'vpc', 'zones', i],
      });
    });
  }
  return findings;
}
