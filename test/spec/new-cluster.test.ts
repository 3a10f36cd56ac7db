import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isGraviton } from '../../src/spec/rules/instance-type.ts';
import { cidr, cidrSubnet } from '../../src/spec/rules/network.ts';
import { problemsOf, specOf } from './reading.ts';

const GIVEN = 'vpcId: vpc-0123456789abcdef0, subnetIds: [subnet-0123456789abcdef0, subnet-0123456789abcdef1]';

const clusterOf = (keys: string, more = ''): string =>
  `version: 1\nclusters:\n  production:\n    region: us-east-1${more}\n    from: { new: { ${keys} } }\n`;
const withNodes = (nodes: string): string => clusterOf(`kubernetesVersion: "1.33", ${GIVEN}, nodes: ${nodes}`);
const withKeys = (keys: string): string => clusterOf(`kubernetesVersion: "1.33", ${GIVEN}, nodes: auto, ${keys}`);

const sourceOf = (text: string) => specOf(text).clusters[0]?.from;

describe('a new cluster', () => {
  test('has the add-ons that nodes need, Amazon Linux 2023 and a private API unless it says otherwise', () => {
    expect(sourceOf(withNodes('{ default: { instanceTypes: [m6i.large], min: 0, max: 4 } }'))).toEqual({
      kind: 'new',
      cluster: {
        kubernetesVersion: '1.33',
        network: { kind: 'given', vpcId: 'vpc-0123456789abcdef0', subnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'] },
        nodes: [{ name: 'default', instanceTypes: ['m6i.large'], amiType: 'AL2023_x86_64_STANDARD', min: 0, max: 4, desired: 1 }],
        addOns: ['coredns', 'kube-proxy', 'vpc-cni'],
        endpointPublicAccess: false,
      },
    });
  });

  test('takes the image of the architecture of its instances, or the one it is told', () => {
    const amiOf = (group: string) => {
      const from = sourceOf(withNodes(`{ default: { ${group}, min: 1, max: 2 } }`));
      return from?.kind === 'new' && from.cluster.nodes !== 'auto' ? from.cluster.nodes[0]?.amiType : undefined;
    };
    expect(amiOf('instanceTypes: [m7g.large, c6gn.xlarge]')).toBe('AL2023_ARM_64_STANDARD');
    expect(amiOf('instanceTypes: [g4dn.xlarge]')).toBe('AL2023_x86_64_STANDARD');
    expect(amiOf('instanceTypes: [m7g.large], amiType: BOTTLEROCKET_ARM_64')).toBe('BOTTLEROCKET_ARM_64');
  });

  test('has no add-ons in Auto Mode, and takes its network by reference', () => {
    const keys =
      'vpcId: { ref: module.vpc.vpc_id }, subnetIds: { ref: module.vpc.private_subnets }, nodes: auto, endpointPublicAccess: [203.0.113.0/24]';
    expect(sourceOf(clusterOf(`kubernetesVersion: "1.33", ${keys}`))).toMatchObject({
      cluster: {
        network: { kind: 'given', vpcId: { ref: 'module.vpc.vpc_id' }, subnetIds: { ref: 'module.vpc.private_subnets' } },
        nodes: 'auto',
        addOns: [],
        endpointPublicAccess: ['203.0.113.0/24'],
      },
    });
  });

  test.each([
    ['a version without quotes', clusterOf(`kubernetesVersion: 1.33, ${GIVEN}, nodes: auto`), 'Put it in quotes: "1.33".'],
    ['a version that EKS has not', clusterOf(`kubernetesVersion: "2.0", ${GIVEN}, nodes: auto`), 'invalid-kubernetes-version'],
    ['no nodes', clusterOf(`kubernetesVersion: "1.33", ${GIVEN}`), 'missing-key: clusters.production.from.new needs nodes'],
    ['an empty map of nodes', withNodes('{}'), 'no-nodes: There is no node group. Add one, or write nodes: auto.'],
    ['a misspelled mode', withNodes('atuo'), 'Did you mean auto?'],
    [
      'no network',
      clusterOf('kubernetesVersion: "1.33", nodes: auto'),
      'no-network: A new cluster needs a VPC: vpcId and subnetIds are missing.',
    ],
    [
      'half a network',
      clusterOf('kubernetesVersion: "1.33", nodes: auto, vpcId: vpc-01234567'),
      'no-network: A new cluster needs a VPC: subnetIds is missing.',
    ],
    [
      'two networks',
      withKeys('vpc: { cidr: 10.0.0.0/16, zones: [us-east-1a, us-east-1b] }'),
      'two-networks: vpcId names a VPC that exists, and vpc makes one.',
    ],
    [
      'one subnet',
      clusterOf('kubernetesVersion: "1.33", nodes: auto, vpcId: vpc-01234567, subnetIds: [subnet-01234567]'),
      'too-few-subnets',
    ],
    [
      'a subnet that is none',
      clusterOf('kubernetesVersion: "1.33", nodes: auto, vpcId: vpc-01234567, subnetIds: [a, b]'),
      'invalid-subnet-id',
    ],
    ['one zone', clusterOf('kubernetesVersion: "1.33", nodes: auto, vpc: { cidr: 10.0.0.0/16, zones: [us-east-1a] }'), 'number-of-zones'],
    [
      'a zone of another region',
      clusterOf('kubernetesVersion: "1.33", nodes: auto, vpc: { cidr: 10.0.0.0/16, zones: [us-east-1a, us-east-2b] }'),
      'contradictory-region: us-east-2b is not a zone of us-east-1. Write a zone of it, such as us-east-1b.',
    ],
    [
      'too few addresses',
      clusterOf('kubernetesVersion: "1.33", nodes: auto, vpc: { cidr: 10.0.0.0/24, zones: [us-east-1a, us-east-1b] }'),
      'takes a /16 to a /20',
    ],
    [
      'what Auto Mode runs itself',
      withKeys('addOns: [metrics-server, coredns]'),
      'built-in-add-on: Auto Mode runs coredns itself. Remove it.',
    ],
    ['fewer than none', withNodes('{ a: { instanceTypes: [m6i.large], min: -1, max: 2 } }'), 'should be a number of nodes'],
    [
      'max below min',
      withNodes('{ a: { instanceTypes: [m6i.large], min: 3, max: 2 } }'),
      'node-group-size: max is 2, which is less than min, 3.',
    ],
    [
      'max of none',
      withNodes('{ a: { instanceTypes: [m6i.large], min: 0, max: 0 } }'),
      'node-group-size: max is 0, which is less than one node.',
    ],
    ['desired beyond max', withNodes('{ a: { instanceTypes: [m6i.large], min: 1, max: 2, desired: 3 } }'), 'node-group-size: desired is 3'],
    [
      'two types in a group that EKS does not manage',
      withNodes('{ a: { selfManaged: true, instanceTypes: [m6i.large, m5.large], min: 1, max: 2 } }'),
      'several-instance-types: A self-managed node group is of one instance type, and this one names 2',
    ],
    [
      'two architectures',
      withNodes('{ a: { instanceTypes: [m6i.large, m7g.large], min: 1, max: 2 } }'),
      'two-architectures: m7g.large is arm64 and the others are not',
    ],
    [
      'a name that IAM would not take',
      withNodes('{ "a group of a very long name": { instanceTypes: [m6i.large], min: 1, max: 2 } }'),
      'invalid-node-group-name',
    ],
    [
      'addresses beyond the first',
      withKeys('endpointPublicAccess: [203.0.113.7/24]'),
      'invalid-cidr: "203.0.113.7/24" does not begin at its first address. Write 203.0.113.0/24.',
    ],
    [
      'an OIDC provider of its own',
      clusterOf(`kubernetesVersion: "1.33", ${GIVEN}, nodes: auto`, '\n    oidcProvider: create'),
      'contradictory-oidc-provider',
    ],
    [
      'a Kubernetes provider',
      clusterOf(`kubernetesVersion: "1.33", ${GIVEN}, nodes: auto`, '\n    providers: { kubernetes: kubernetes.blue }'),
      'provider-of-new-cluster',
    ],
  ])('is refused with %s', (_, text, says) => {
    expect(problemsOf(text).join('\n')).toContain(says);
  });
});

describe('an add-on whose work Auto Mode does', () => {
  const beside = (more: string) => problemsOf(`${clusterOf(`kubernetesVersion: "1.33", ${GIVEN}, nodes: auto`)}${more}`);

  test('is warned of, in the clusters that it runs in', () => {
    const warned =
      'warning auto-mode-does-it: Auto Mode of production makes load balancers for Ingresses and Services itself. Leave AWS Load Balancer Controller out there, or keep their classes apart.';
    expect(beside('addOns:\n  aws-load-balancer-controller: {}\n')).toEqual([expect.stringContaining(warned)]);
    expect(beside('addOns:\n  external-dns: { hostedZones: [Z0123456789ABC] }\n')).toEqual([]);
  });

  test('is none where there are node groups', () => {
    const groups = clusterOf(`kubernetesVersion: "1.33", ${GIVEN}, nodes: { a: { instanceTypes: [m6i.large], min: 1, max: 2 } }`);
    expect(problemsOf(`${groups}addOns:\n  aws-load-balancer-controller: {}\n`)).toEqual([]);
  });
});

describe('subnets', () => {
  test('are counted as by cidrsubnet', () => {
    expect(cidrSubnet('10.0.0.0/16', 4, 0)).toBe('10.0.0.0/20');
    expect(cidrSubnet('10.0.0.0/16', 4, 5)).toBe('10.0.80.0/20');
    expect(cidrSubnet('10.0.0.0/16', 8, 245)).toBe('10.0.245.0/24');
    expect(cidrSubnet('192.168.16.0/20', 8, 241)).toBe('192.168.31.16/28');
  });

  test('are blocks of their own, whatever the VPC', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 32 - 1), fc.integer({ min: 16, max: 20 }), fc.nat(5), (address, length, n) => {
        const size = 2 ** (32 - length);
        const first = Math.floor(address / size) * size;
        const block = `${[24, 16, 8, 0].map((bits) => Math.floor(first / 2 ** bits) % 256).join('.')}/${length}`;
        const subnets = [...Array.from({ length: 6 }, (_, i) => cidrSubnet(block, 4, i)), cidrSubnet(block, 8, 240 + n)];
        expect([block, ...subnets].map(cidr)).toEqual([block, ...subnets].map(() => undefined));
        expect(new Set(subnets).size).toBe(7);
      }),
    );
  });
});

test('Graviton is told by the letter after the generation', () => {
  expect(
    ['m7g.large', 't4g.micro', 'c6gn.xlarge', 'x2gd.medium', 'r8gd.4xlarge', 'a1.large', 'g5g.xlarge', 'im4gn.large'].filter(
      (t) => !isGraviton(t),
    ),
  ).toEqual([]);
  expect(['m6i.large', 'g4dn.xlarge', 'g5.xlarge', 't3.micro', 'p4d.24xlarge', 'u-6tb1.metal'].filter(isGraviton)).toEqual([]);
});
