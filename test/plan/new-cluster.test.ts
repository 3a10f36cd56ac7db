import { describe, expect, test } from '@jest/globals';
import { ref } from '../../src/iam/text.ts';
import type { Plan } from '../../src/plan/plan.ts';
import type { NewCluster, Spec } from '../../src/spec/spec.ts';
import { aCluster, anAddOn, anApp, aSpec, blocksOfKind, planOf, problemsOf, someFacts } from '../support/a-spec.ts';

const GIVEN: NewCluster['network'] = { kind: 'given', vpcId: 'vpc-01234567', subnetIds: ['subnet-01234567', 'subnet-89abcdef'] };

const aNewCluster = (key: string, more: Partial<NewCluster> = {}, cluster: Partial<Parameters<typeof aCluster>[1]> = {}) =>
  aCluster(key, {
    from: {
      kind: 'new',
      cluster: { kubernetesVersion: '1.33', network: GIVEN, nodes: 'auto', addOns: [], endpointPublicAccess: false, ...more },
    },
    ...cluster,
  });

const app = anApp('orders', { serviceAccount: { name: 'orders', owner: 'terraform' } });
const newSpec = (more: Partial<Spec> = {}): Spec =>
  aSpec({ clusters: [aNewCluster('production')], namespaces: [{ name: 'shop', create: true }], apps: [app], ...more });

const kindsOf = (root: Plan['terraform']) => (root?.files ?? []).flatMap((f) => f.blocks.map((b) => b.kind));

describe('a new cluster', () => {
  test('is spoken of by the outputs of its module', () => {
    const [role] = blocksOfKind(planOf(newSpec()), 'role-iam-5');
    expect(role?.oidcProviders[0]?.providerArn).toEqual(ref('module.irsa_production.oidc_provider_arn'));
  });

  test('keeps Kubernetes out of the root that makes it', () => {
    const { terraform, kubernetesRoot } = planOf(newSpec());
    expect(kindsOf(terraform).filter((kind) => /kubernetes|namespace|service-account/.test(kind))).toEqual([]);
    expect(terraform?.files[0]?.blocks[0]).toMatchObject({ providers: [{ name: 'aws' }] });
    expect(kubernetesRoot?.directory).toBe('./irsa-kubernetes');
    expect(kindsOf(kubernetesRoot)).toEqual([
      'required-providers',
      'provider-aws',
      'provider-kubernetes',
      'data-eks-cluster',
      'namespace',
      'data-role',
      'service-account',
    ]);
  });

  test('annotates ServiceAccounts with roles looked up by their exact name', () => {
    const blocks = planOf(newSpec()).kubernetesRoot?.files.at(-1)?.blocks;
    expect(blocks).toMatchObject([
      { kind: 'data-role', label: 'irsa_orders', name: 'production-orders' },
      {
        annotations: [{ value: ref('data.aws_iam_role.irsa_orders.arn') }],
        namespace: ref('kubernetes_namespace_v1.irsa_shop.metadata[0].name'),
      },
    ]);
  });

  test('needs no second root where Terraform holds nothing in Kubernetes', () => {
    const plan = planOf(newSpec({ namespaces: [], apps: [anApp('orders')] }));
    expect(plan.kubernetesRoot).toBeUndefined();
    expect(plan.nextSteps.some(({ command }) => command?.includes('irsa-kubernetes'))).toBe(false);
  });

  test('leaves what is in other clusters where it was', () => {
    const blue = aCluster('blue');
    const alone = planOf(newSpec({ clusters: [blue], primary: 'blue' }));
    const both = planOf(newSpec({ clusters: [blue, aNewCluster('green')], primary: 'blue' }));
    const kubernetes = ['provider-kubernetes', 'namespace', 'service-account'] as const;
    for (const kind of kubernetes) expect(blocksOfKind(both, kind)).toEqual(blocksOfKind(alone, kind));
    expect(both.kubernetesRoot?.files.flatMap((f) => f.blocks)).toContainEqual({
      kind: 'namespace',
      label: 'irsa_shop_green',
      name: 'shop',
      provider: 'kubernetes.irsa_green',
    });
  });

  test('stays, with its providers, while it is retired', () => {
    const plan = planOf(newSpec({ clusters: [aCluster('blue'), aNewCluster('green', {}, { retired: true })], primary: 'blue' }));
    expect(blocksOfKind(plan, 'module-eks-21')).toHaveLength(1);
    expect(kindsOf(plan.kubernetesRoot)).toEqual(['required-providers', 'provider-aws', 'provider-kubernetes', 'data-eks-cluster']);
  });

  test('has the line of the eks module that the spec says, and the network module of its AWS provider', () => {
    const made: Partial<NewCluster> = { network: { kind: 'made', cidr: '10.0.0.0/16', zones: ['us-east-1a', 'us-east-1b'] } };
    const withLine = (line: number) => {
      const plan = planOf({
        ...newSpec({ clusters: [aNewCluster('production', made)] }),
        terraform: { ...newSpec().terraform, modules: { eks: { line } } },
      });
      return [...blocksOfKind(plan, 'module-eks-20'), ...blocksOfKind(plan, 'module-eks-21'), ...blocksOfKind(plan, 'module-vpc')].map(
        (b) => b.version,
      );
    };
    expect(withLine(20)).toEqual(['20.37.2', '5.21.0']);
    expect(withLine(21)).toEqual(['21.19.0', '6.6.0']);
  });

  test('gets the network before its nodes', () => {
    const [module] = blocksOfKind(
      planOf(newSpec({ clusters: [aNewCluster('production', { addOns: ['coredns', 'vpc-cni'] })] })),
      'module-eks-21',
    );
    expect(module?.addOns).toEqual([
      { name: 'coredns', beforeCompute: false },
      { name: 'vpc-cni', beforeCompute: true },
    ]);
  });

  test('splits its VPC into private and public subnets that do not overlap', () => {
    const network: NewCluster['network'] = { kind: 'made', cidr: '10.0.0.0/16', zones: ['us-east-1a', 'us-east-1b'] };
    const plan = planOf(newSpec({ clusters: [aNewCluster('production', { network })] }));
    expect(blocksOfKind(plan, 'module-vpc')).toMatchObject([
      { label: 'irsa_production_vpc', privateSubnets: ['10.0.0.0/20', '10.0.16.0/20'], publicSubnets: ['10.0.240.0/24', '10.0.241.0/24'] },
    ]);
    expect(blocksOfKind(plan, 'module-eks-21')[0]?.subnetIds).toEqual(ref('module.irsa_production_vpc.private_subnets'));
  });

  test('takes a label that is free in the root', () => {
    const plan = planOf(newSpec(), someFacts({ addresses: ['module.irsa_production'] }));
    expect(blocksOfKind(plan, 'module-eks-21')[0]?.label).toBe('irsa_production_2');
    expect(blocksOfKind(plan, 'role-iam-5')[0]?.oidcProviders[0]?.providerArn).toEqual(ref('module.irsa_production_2.oidc_provider_arn'));
  });

  test.each<[string, string, Spec]>([
    ['a name too long for its roles', 'cluster-name-too-long', newSpec({ clusters: [aNewCluster('a', {}, { name: 'a'.repeat(29) })] })],
    ['the name of a workload', 'cluster-label-clash', newSpec({ clusters: [aNewCluster('orders')] })],
    ['an add-on that needs a role', 'add-on-needs-role', newSpec({ clusters: [aNewCluster('a', { addOns: ['aws-ebs-csi-driver'] })] })],
    [
      'an add-on that the spec has, too',
      'add-on-needs-role',
      newSpec({
        clusters: [aNewCluster('a', { addOns: ['vpc-cni'] })],
        addOns: [anAddOn('vpc-cni', { options: { ipFamily: 'ipv4', policyLogs: false } })],
      }),
    ],
    [
      'another one in another account',
      'new-clusters-across-accounts',
      newSpec({
        primary: 'a',
        clusters: [aNewCluster('a', {}, { accountId: '111122223333' }), aNewCluster('b', {}, { accountId: '444455556666' })],
      }),
    ],
  ])('is refused with %s', (_, code, spec) => {
    expect(problemsOf(spec)).toContain(code);
  });
});

describe('hop limit 1', () => {
  const controller = (network: NewCluster['network'], more: Partial<Spec> = {}) =>
    planOf(
      newSpec({
        clusters: [aNewCluster('production', { network }, { accountId: '111122223333' })],
        addOns: [anAddOn('aws-load-balancer-controller')],
        ...more,
      }),
    );

  test('gives the Load Balancer Controller the VPC that its pods cannot ask for', () => {
    expect(controller(GIVEN).helm[0]?.values).toMatchObject({ map: { vpcId: 'vpc-01234567' } });
  });

  test('lets Terraform render values where the VPC is known after apply only', () => {
    const plan = controller({ kind: 'made', cidr: '10.0.0.0/16', zones: ['us-east-1a', 'us-east-1b'] });
    expect(blocksOfKind(plan, 'output-helm-values')[0]?.charts[0]?.value).toMatchObject({
      map: { vpcId: ref('module.irsa_production_vpc.vpc_id') },
    });
    expect(plan.helm[0]?.values).not.toHaveProperty(['map', 'vpcId']);
  });

  test('says how to find the VPC where values must be static', () => {
    const plan = controller(
      { kind: 'given', vpcId: { ref: 'module.vpc.vpc_id' }, subnetIds: { ref: 'module.vpc.private_subnets' } },
      { helm: { roleArn: 'literal' } },
    );
    expect(plan.nextSteps.map(({ command }) => command).join('\n')).toContain('cluster.resourcesVpcConfig.vpcId');
  });

  test('is that of nodes which EKS does not manage, too', () => {
    const group = { name: 'own', instanceTypes: ['c7i.large'], amiType: 'AL2023_x86_64_STANDARD', min: 1, max: 2, desired: 1 };
    const { terraform } = planOf(newSpec({ clusters: [aNewCluster('production', { nodes: [{ ...group, selfManaged: true }] })] }));
    const { instanceTypes, ...rest } = group;
    expect(terraform?.files.flatMap(({ blocks }) => blocks).find(({ kind }) => kind === 'module-eks-21')).toMatchObject({
      nodeGroups: [],
      selfManagedNodeGroups: [{ ...rest, instanceType: instanceTypes[0] }],
    });
  });

  test('is what the next steps speak of, and for Karpenter what its node class must say', () => {
    const steps = (nodes: NewCluster['nodes']) =>
      planOf(newSpec({ clusters: [aNewCluster('production', { nodes })], addOns: [anAddOn('karpenter')] }))
        .nextSteps.map(({ text }) => text)
        .join('\n');
    const group = { name: 'default', instanceTypes: ['m6i.large'], amiType: 'AL2023_x86_64_STANDARD', min: 1, max: 2, desired: 1 };
    expect(steps('auto')).toContain("Nodes of production are Auto Mode's: IMDSv2 with hop limit 1, which cannot be changed.");
    expect(steps('auto')).not.toContain('EC2NodeClass');
    expect(steps([group])).toContain('Nodes of production take IMDSv2 with hop limit 1');
    expect(steps([group])).toContain('spec: { role: production-karpenter-node, metadataOptions: {');
    expect(steps([group])).toContain('httpPutResponseHopLimit: 1');
  });

  test('is asked of node classes in clusters that are there already too, whose role is the one that was given', () => {
    const steps = (options: Record<string, string | boolean>) =>
      planOf(aSpec({ clusters: [aCluster('production')], addOns: [anAddOn('karpenter', { options })] }))
        .nextSteps.map(({ text }) => text)
        .filter((text) => text.includes('EC2NodeClass'));
    expect(steps({ instanceProfiles: true })).toEqual([expect.stringContaining('{ role: production-karpenter-node, metadataOptions: {')]);
    expect(steps({ nodeRole: 'Nodes', queue: 'interruptions', instanceProfiles: true })).toEqual([
      expect.stringContaining('spec: { metadataOptions: { httpEndpoint: enabled, httpTokens: required, httpPutResponseHopLimit: 1 } }.'),
    ]);
  });

  test('tells that a private API is reached from the VPC only', () => {
    const said = (endpointPublicAccess: NewCluster['endpointPublicAccess']) =>
      planOf(newSpec({ clusters: [aNewCluster('production', { endpointPublicAccess })] })).nextSteps.some(({ text }) =>
        text.includes('from its VPC only'),
      );
    expect([said(false), said(true), said(['203.0.113.0/24'])]).toEqual([true, false, false]);
  });
});
