/** `from: { new: … }`: a cluster that is made here, with its nodes and, if asked for, its VPC. */
import * as z from 'zod/mini';
import { cidr, cidrPattern, subnetId, subnetIdPattern, vpcCidr, vpcId, vpcIdPattern, zone, zonePattern } from '../rules/network.ts';
import { hyphenated, matches } from '../rules/rule.ts';
import { traversal, traversalPattern } from '../rules/terraform.ts';
import { choice, either, flag, list, map, may, must, named, text } from './fields.ts';
import type { Finding, Schema } from './fields.ts';
import { alreadyInAutoMode, network, oneArchitecture, oneType, sizes, twoToSix } from './new-cluster-findings.ts';

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
      vpcId: may('The VPC, if it exists; with subnetIds.', vpcIdSchema, {
        examples: ['vpc-0123456789abcdef0', { ref: 'module.vpc.vpc_id' }],
      }),
      subnetIds: may(
        'Its private subnets, where nodes and pods run.',
        () =>
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
        () =>
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
        'auto for EKS Auto Mode, or node groups by name.',
        either(
          [choice(['auto']), nodeGroups()],
          'auto, or node groups such as { default: { instanceTypes: [m6i.large], min: 2, max: 4 } }',
        ),
        {
          examples: ['auto', { default: { instanceTypes: ['m6i.large'], min: 2, max: 4 } }],
        },
      ),
      addOns: may(
        'EKS add-ons that need no role; default with node groups: coredns, kube-proxy and vpc-cni, without those that the addOns of the spec have. What needs a role belongs there.',
        () =>
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
        () =>
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
      selfManaged: may('Whether it is an Auto Scaling group that EKS does not manage; then of one instance type.', () => flag(), {
        default: false,
      }),
      min: must('Never fewer nodes.', count('a number of nodes, such as 2'), { examples: [2] }),
      max: must('Never more nodes.', count('a number of nodes, such as 4'), { examples: [4] }),
      desired: may('How many at first; default: min.', () => count('a number of nodes, such as 2')),
      amiType: may(
        'The operating system; default: Amazon Linux 2023 of the architecture of the instance types.',
        () => text('an AMI type of EKS', { code: 'invalid-ami-type', rule: amiType, pattern: amiTypePattern }),
        { examples: ['BOTTLEROCKET_x86_64'] },
      ),
    },
    'a map such as { instanceTypes: [m6i.large], min: 2, max: 4 }',
    (nodes) => [...sizes(nodes), ...oneArchitecture(nodes), ...oneType(nodes)],
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
