import { describe, expect, test } from '@jest/globals';
import { emitEksctl } from '../../../src/emit/eksctl/emit-eksctl.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import { emptyFacts } from '../../../src/plan/repo-facts.ts';
import { formatPath } from '../../../src/problem.ts';
import type { NewCluster, Spec } from '../../../src/spec/spec.ts';
import { aCluster, anAddOn, anApp, aSpec, planOf } from '../../support/a-spec.ts';
import { accountsOf, configsOf } from './support/cluster-configs.ts';

describe('The ClusterConfig of a new cluster', () => {
  const group = {
    name: 'default',
    instanceTypes: ['m6i.large', 'm5.large'],
    amiType: 'AL2023_x86_64_STANDARD',
    min: 2,
    max: 4,
    desired: 2,
  };
  const made = (more: Partial<NewCluster> = {}): NewCluster => ({
    kubernetesVersion: '1.33',
    network: { kind: 'given', vpcId: 'vpc-01234567', subnetIds: ['subnet-01234567', 'subnet-89abcdef'] },
    nodes: [group],
    addOns: ['coredns', 'vpc-cni'],
    endpointPublicAccess: ['203.0.113.0/24'],
    ...more,
  });
  const specOf = (cluster: NewCluster, more: Partial<Omit<Spec, 'terraform'>> = {}): Spec =>
    aSpec({
      outputs: ['eksctl'],
      clusters: [aCluster('production', { accountId: '111122223333', from: { kind: 'new', cluster } })],
      ...more,
    });
  const configOf = (spec: Spec): unknown => configsOf(spec)['irsa/eksctl/cluster.yaml'];

  test('says version, network, endpoint, add-ons and nodes that take IMDSv2 with hop limit 1', () => {
    expect(configOf(specOf(made(), { tags: { team: 'platform' } }))).toEqual({
      apiVersion: 'eksctl.io/v1alpha5',
      kind: 'ClusterConfig',
      metadata: { name: 'production', region: 'us-east-1', version: '1.33', tags: { team: 'platform' } },
      vpc: {
        id: 'vpc-01234567',
        subnets: { private: { 'private-1': { id: 'subnet-01234567' }, 'private-2': { id: 'subnet-89abcdef' } } },
        clusterEndpoints: { privateAccess: true, publicAccess: true },
        publicAccessCIDRs: ['203.0.113.0/24'],
      },
      addons: [{ name: 'coredns' }, { name: 'vpc-cni' }],
      managedNodeGroups: [
        {
          name: 'default',
          instanceTypes: ['m6i.large', 'm5.large'],
          amiFamily: 'AmazonLinux2023',
          minSize: 2,
          maxSize: 4,
          desiredCapacity: 2,
          privateNetworking: true,
          disableIMDSv1: true,
          disablePodIMDS: true,
        },
      ],
      iam: { withOIDC: true },
    });
  });

  test('lists nodes that EKS does not manage apart, with the same hop limit', () => {
    const own = { ...group, name: 'own', selfManaged: true as const, instanceTypes: ['c7i.large'] };
    const config = configOf(specOf(made({ nodes: [own] }))) as { nodeGroups: Readonly<Record<string, unknown>>[] };
    expect(config).not.toHaveProperty('managedNodeGroups');
    expect(config.nodeGroups).toMatchObject([{ name: 'own', instanceType: 'c7i.large', disableIMDSv1: true, disablePodIMDS: true }]);
    expect(config.nodeGroups[0]).not.toHaveProperty('instanceTypes');
    expect(configOf(specOf(made({ nodes: [group, own] })))).toMatchObject({
      managedNodeGroups: [{ name: 'default' }],
      nodeGroups: [{ name: 'own' }],
    });
  });

  test('makes a VPC where one is asked for, and nodes by Auto Mode', () => {
    const network: NewCluster['network'] = { kind: 'made', cidr: '10.0.0.0/16', zones: ['us-east-1a', 'us-east-1b'] };
    expect(configOf(specOf(made({ network, nodes: 'auto', addOns: [], endpointPublicAccess: true })))).toEqual({
      apiVersion: 'eksctl.io/v1alpha5',
      kind: 'ClusterConfig',
      metadata: { name: 'production', region: 'us-east-1', version: '1.33' },
      availabilityZones: ['us-east-1a', 'us-east-1b'],
      vpc: { cidr: '10.0.0.0/16', nat: { gateway: 'Single' }, clusterEndpoints: { privateAccess: true, publicAccess: true } },
      autoModeConfig: { enabled: true },
      iam: { withOIDC: true },
    });
  });

  test.each([
    ['AL2023_ARM_64_STANDARD', 'AmazonLinux2023'],
    ['BOTTLEROCKET_x86_64_FIPS', 'BottlerocketFips'],
    ['BOTTLEROCKET_ARM_64', 'Bottlerocket'],
    ['WINDOWS_FULL_2022_x86_64', 'WindowsServer2022FullContainer'],
  ])('takes images of type %s from the family %s', (amiType, family) => {
    expect(configOf(specOf(made({ nodes: [{ ...group, amiType }] })))).toMatchObject({ managedNodeGroups: [{ amiFamily: family }] });
  });

  test('has the roles of workloads too', () => {
    expect(accountsOf(specOf(made(), { apps: [anApp('orders')] }))).toMatchObject([{ roleName: 'production-orders' }]);
  });

  test('is not made where Terraform makes the cluster', () => {
    const config = configOf(specOf(made(), { outputs: ['terraform', 'eksctl'], apps: [anApp('orders')] }));
    expect(config).toMatchObject({ metadata: { name: 'production' } });
    expect(config).not.toHaveProperty('managedNodeGroups');
  });

  test('refuses references and images that eksctl does not know', () => {
    const network: NewCluster['network'] = {
      kind: 'given',
      vpcId: { ref: 'module.vpc.vpc_id' },
      subnetIds: { ref: 'module.vpc.private_subnets' },
    };
    const told = (cluster: NewCluster): string[] =>
      makePlan(specOf(cluster), emptyFacts).problems.map(({ code, path }) => `${code} at ${formatPath(path)}`);
    expect(told(made({ network }))).toEqual([
      'eksctl-reference at clusters.production.from.new.vpcId',
      'eksctl-reference at clusters.production.from.new.subnetIds',
    ]);
    expect(told(made({ nodes: [{ ...group, amiType: 'AL2_x86_64' }] }))).toEqual([
      'eksctl-ami-type at clusters.production.from.new.nodes.default.amiType',
    ]);
  });

  test('is what the next steps begin with, and they say what hop limit 1 means', () => {
    const { nextSteps } = planOf(specOf(made(), { addOns: [anAddOn('aws-ebs-csi-driver', { installer: 'eks-addon' })] }));
    const steps = nextSteps.map(({ text, command = '' }) => `${text} ${command}`).join('\n');
    expect(nextSteps[0]?.command).toBe('bash irsa/eksctl/commands.sh');
    expect(steps).toContain('IMDSv2 with hop limit 1');
    // The file does it.
    expect(steps).not.toMatch(/aws eks \w+-addon/);
  });

  test('installs EKS add-ons with the roles that the file makes, each of which trusts one ServiceAccount', () => {
    const addOns = [
      anAddOn('aws-ebs-csi-driver', { installer: 'eks-addon' }),
      anAddOn('vpc-cni', { installer: 'eks-addon', options: { ipFamily: 'ipv4', policyLogs: false } }),
      anAddOn('external-dns', { options: { hostedZones: ['Z0123456789ABC'] } }),
    ];
    const spec = specOf(made({ addOns: ['coredns'] }), { addOns });
    const arn = (name: string) => `arn:aws:iam::111122223333:role/production-${name}`;
    const config = configOf(spec);
    expect(config).toMatchObject({
      addons: [
        { name: 'coredns' },
        { name: 'aws-ebs-csi-driver', serviceAccountRoleARN: arn('aws-ebs-csi-driver') },
        { name: 'vpc-cni', serviceAccountRoleARN: arn('vpc-cni') },
      ],
    });
    // By an add-on's own policies eksctl would make a role that trusts every ServiceAccount.
    expect(JSON.stringify((config as { addons: unknown }).addons)).not.toMatch(/attachPolicy|wellKnownPolicies/);
    for (const id of ['aws-ebs-csi-driver', 'vpc-cni'])
      expect(accountsOf(spec)).toContainEqual(expect.objectContaining({ roleName: `production-${id}`, roleOnly: true }));
  });

  test('leaves the VPC that it makes to whoever installs a chart that must know it', () => {
    const addOns = [anAddOn('aws-load-balancer-controller', { options: { targetGroupBindingOnly: false } })];
    const network = { kind: 'made', cidr: '10.0.0.0/16', zones: ['us-east-1a', 'us-east-1b'] } as const;
    const { helm, nextSteps } = planOf(specOf(made({ network }), { outputs: ['eksctl', 'helm'], addOns }));
    expect(helm[0]?.comments.join()).toContain('the command asks AWS for it, once the cluster is there.');
    expect(helm[0]?.comments.join()).toContain(' --set vpcId="$(aws eks describe-cluster --name production ');
    expect(nextSteps.find(({ command }) => command?.includes('resourcesVpcConfig.vpcId'))?.text).toContain('--set vpcId=<its id>');
  });

  test('needs the account for the roles of EKS add-ons', () => {
    const addOns = [anAddOn('aws-ebs-csi-driver', { installer: 'eks-addon' })];
    const cluster = aCluster('production', { from: { kind: 'new', cluster: made() } });
    const told = makePlan({ ...specOf(made(), { addOns }), clusters: [cluster] }, emptyFacts).problems;
    expect(told.map(({ code, path }) => `${code} at ${formatPath(path)}`)).toEqual(['account-id-needed at clusters.production']);
  });

  test('is followed by the add-ons that came to the file later', () => {
    const [, script] = emitEksctl(planOf(specOf(made())));
    expect(script?.content).toContain('run eksctl create addon --config-file "$here/cluster.yaml"');
    const [, without] = emitEksctl(planOf(specOf(made({ addOns: [] }))));
    expect(without?.content).not.toContain('addon');
  });
});
