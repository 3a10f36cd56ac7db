/** `from: { new: … }`: a cluster that is made here, with its nodes and, if asked for, its VPC. */
import * as z from 'zod/mini';
import { isGraviton } from '../rules/instance-type.ts';
import { cidr, cidrPattern, subnetId, subnetIdPattern, vpcCidr, vpcId, vpcIdPattern, zone, zonePattern } from '../rules/network.ts';
import { allOf, hyphenated, matches } from '../rules/rule.ts';
import { traversal, traversalPattern } from '../rules/terraform.ts';
import { choice, either, flag, list, map, may, must, named, text } from './fields.ts';
import type { Finding, Schema } from './fields.ts';

const versionPattern = /^1\.[2-9]\d$/;
const version = matches(versionPattern, 'a Kubernetes version of EKS', (literal) => {
  const [, minor] = /^v?(1\.\d+)/.exec(literal) ?? [];
  return `Write major and minor version in quotes, such as "${minor !== undefined && versionPattern.test(minor) ? minor : '1.33'}".`;
});
/** The module puts it before the name of the nodes' role, of which IAM takes 38 characters before a random suffix. */
const groupNamePattern = /^[a-z0-9][a-z0-9-]{0,21}$/;
const groupName = matches(
  groupNamePattern,
  'a name for a node group: it takes 1 to 22 lower-case letters, digits and hyphens',
  hyphenated(groupNamePattern, 'Choose a shorter name, such as default.'),
);
const instanceTypePattern = /^[a-z][a-z0-9-]*\.[a-z0-9-]+$/;
const instanceType = matches(instanceTypePattern, 'an instance type of EC2', 'Write family and size, such as m6i.large.');
const amiTypePattern = /^[A-Z][A-Za-z0-9_]+$/;
const amiType = matches(amiTypePattern, 'an AMI type of EKS', 'Write one such as BOTTLEROCKET_x86_64, or leave amiType out.');
const addOnPattern = /^[a-z0-9][a-z0-9_-]{0,99}$/;
const addOn = matches(
  addOnPattern,
  'the name of an EKS add-on',
  'Write it as `aws eks describe-addon-versions` shows it, such as coredns.',
);

/** What Auto Mode runs itself. https://docs.aws.amazon.com/eks/latest/userguide/automode.html */
const builtIn = ['coredns', 'kube-proxy', 'vpc-cni', 'eks-pod-identity-agent', 'aws-ebs-csi-driver'];

export const vpcIdSchema = (): Schema =>
  either(
    [text('the id of a VPC', { code: 'invalid-vpc-id', rule: vpcId, pattern: vpcIdPattern }), reference('module.vpc.vpc_id')],
    'the id of a VPC, or { ref: module.vpc.vpc_id }',
  );

const reference = (example: string): Schema =>
  map(
    {
      ref: must(
        'A Terraform reference.',
        text(`a reference such as ${example}`, { code: 'invalid-reference', rule: traversal, pattern: traversalPattern }),
        { examples: [example] },
      ),
    },
    `{ ref: ${example} }`,
  );

export function newClusterSchema(): Schema {
  const zones = list(
    text('an availability zone', { code: 'invalid-zone', rule: zone, pattern: zonePattern }),
    'a list of zones, such as [us-east-1a, us-east-1b]',
    { unique: true, check: twoToSix },
  );
  return map(
    {
      kubernetesVersion: must(
        'The Kubernetes version, in quotes.',
        text('a Kubernetes version in quotes, such as "1.33"', {
          code: 'invalid-kubernetes-version',
          rule: version,
          pattern: versionPattern,
        }),
        { examples: ['1.33'] },
      ),
      vpcId: may('The VPC, if it exists; with subnetIds.', vpcIdSchema(), {
        examples: ['vpc-0123456789abcdef0', { ref: 'module.vpc.vpc_id' }],
      }),
      subnetIds: may(
        'Its private subnets, where nodes and pods run.',
        either(
          [
            list(
              text('the id of a subnet', { code: 'invalid-subnet-id', rule: subnetId, pattern: subnetIdPattern }),
              'a list of subnet ids',
              {
                unique: true,
                check: (items) =>
                  items.length < 2
                    ? [
                        {
                          code: 'too-few-subnets',
                          message: 'EKS needs subnets in at least two zones.',
                          fix: 'Name two or more subnets, in different zones.',
                        },
                      ]
                    : [],
              },
            ),
            reference('module.vpc.private_subnets'),
          ],
          'a list of subnet ids, or { ref: module.vpc.private_subnets }',
        ),
        { examples: [['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'], { ref: 'module.vpc.private_subnets' }] },
      ),
      vpc: may(
        'A VPC that is made here, instead of vpcId and subnetIds: a private and a public subnet in each zone, and one NAT gateway.',
        map(
          {
            cidr: must(
              'Its addresses, a /16 to a /20.',
              text('a block such as 10.0.0.0/16', { code: 'invalid-cidr', rule: vpcCidr, pattern: cidrPattern }),
              {
                examples: ['10.0.0.0/16'],
              },
            ),
            zones: must('Its availability zones, two to six.', zones, { examples: [['us-east-1a', 'us-east-1b']] }),
          },
          '{ cidr: 10.0.0.0/16, zones: [us-east-1a, us-east-1b] }',
        ),
      ),
      nodes: must(
        'auto for EKS Auto Mode, or managed node groups by name.',
        either(
          [choice(['auto']), nodeGroups()],
          'auto, or node groups such as { default: { instanceTypes: [m6i.large], min: 2, max: 4 } }',
        ),
        {
          examples: ['auto', { default: { instanceTypes: ['m6i.large'], min: 2, max: 4 } }],
        },
      ),
      addOns: may(
        'EKS add-ons that need no role; default with node groups: coredns, kube-proxy and vpc-cni. Those that need one belong to the addOns of the spec.',
        list(
          text('the name of an EKS add-on', { code: 'invalid-eks-add-on', rule: addOn, pattern: addOnPattern }),
          'a list of EKS add-ons, such as [coredns, kube-proxy, vpc-cni]',
          {
            unique: true,
          },
        ),
        { examples: [['coredns', 'kube-proxy', 'vpc-cni']] },
      ),
      endpointPublicAccess: may(
        'Whether the Kubernetes API is reached from outside the VPC: true, false, or the addresses it is reached from.',
        either(
          [
            flag(),
            list(
              text('a block such as 203.0.113.0/24', { code: 'invalid-cidr', rule: cidr, pattern: cidrPattern }),
              'a list of blocks such as [203.0.113.0/24]',
              {
                filled: { message: 'This list of addresses is empty.', fix: 'Write false instead.' },
                unique: true,
              },
            ),
          ],
          'true, false, or a list of blocks such as [203.0.113.0/24]',
        ),
        { default: false },
      ),
    },
    'a map such as { kubernetesVersion: "1.33", vpcId: …, subnetIds: […], nodes: auto }',
    (cluster) => [...network(cluster), ...alreadyInAutoMode(cluster)],
  );
}

function nodeGroups(): Schema {
  const count = (expected: string) =>
    z.int({ error: expected }).check(z.minimum(0, { error: expected }), z.maximum(1000, { error: expected }));
  const group = map(
    {
      instanceTypes: must(
        'Instance types of one architecture, the preferred one first.',
        list(
          text('an instance type', { code: 'invalid-instance-type', rule: instanceType, pattern: instanceTypePattern }),
          'a list of instance types, such as [m6i.large]',
          {
            filled: { message: 'This group has no instance type.', fix: 'Name one, such as m6i.large.' },
            unique: true,
          },
        ),
        { examples: [['m6i.large']] },
      ),
      min: must('Never fewer nodes.', count('a number of nodes, such as 2'), { examples: [2] }),
      max: must('Never more nodes.', count('a number of nodes, such as 4'), { examples: [4] }),
      desired: may('How many at first; default: min.', count('a number of nodes, such as 2')),
      amiType: may(
        'The operating system; default: Amazon Linux 2023 of the architecture of the instance types.',
        text('an AMI type of EKS', { code: 'invalid-ami-type', rule: amiType, pattern: amiTypePattern }),
        { examples: ['BOTTLEROCKET_x86_64'] },
      ),
    },
    'a map such as { instanceTypes: [m6i.large], min: 2, max: 4 }',
    (nodes) => [...sizes(nodes), ...oneArchitecture(nodes)],
  );
  return named(group, 'a map from names to node groups', (groups) => {
    const names = Object.keys(groups);
    if (names.length === 0) return [{ code: 'no-nodes', message: 'There is no node group.', fix: 'Add one, or write nodes: auto.' }];
    return names.flatMap((name): Finding[] => {
      const complaint = groupName(name);
      return complaint ? [{ code: 'invalid-node-group-name', ...complaint, path: [name], onKey: true }] : [];
    });
  });
}

const twoToSix = (items: readonly unknown[]): Finding[] =>
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
function network(cluster: Record<string, unknown>): Finding[] {
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

function alreadyInAutoMode({ nodes, addOns }: Record<string, unknown>): Finding[] {
  if (nodes !== 'auto' || !Array.isArray(addOns)) return [];
  return addOns.flatMap((name: unknown, i): Finding[] =>
    builtIn.includes(String(name))
      ? [{ code: 'built-in-add-on', message: `Auto Mode runs ${String(name)} itself.`, fix: 'Remove it.', path: ['addOns', i] }]
      : [],
  );
}

function sizes({ min, max, desired }: Record<string, unknown>): Finding[] {
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
function oneArchitecture({ instanceTypes, amiType: said }: Record<string, unknown>): Finding[] {
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
