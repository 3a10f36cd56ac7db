import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { parse } from 'yaml';
import { emitEksctl } from '../../../src/emit/eksctl/emit-eksctl.ts';
import { allow } from '../../../src/iam/statement.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import { emptyFacts } from '../../../src/plan/repo-facts.ts';
import { formatPath } from '../../../src/problem.ts';
import type { AddOnSpec, NewCluster, Spec } from '../../../src/spec/spec.ts';
import { aCluster, anAddOn, anApp, aSpec, planOf } from '../../support/a-spec.ts';

const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../support/schemas/eksctl-clusterconfig.schema.json'), 'utf8'),
) as object;
const validate = new Ajv({ strict: false }).compile(schema);

interface ServiceAccount {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly annotations?: Record<string, string> };
  readonly [field: string]: unknown;
}

interface ClusterConfig {
  readonly metadata: object;
  readonly iam: { readonly withOIDC: boolean; readonly serviceAccounts: readonly ServiceAccount[] };
}

const production = aCluster('production', { accountId: '111122223333' });
const withoutTerraform = (more: Partial<Omit<Spec, 'terraform'>>): Spec =>
  aSpec({ outputs: ['eksctl', 'helm'], clusters: [production], ...more });

/** Path → the ClusterConfig, read as eksctl does and valid by its schema. */
function configsOf(spec: Spec): Record<string, ClusterConfig> {
  return Object.fromEntries(
    emitEksctl(planOf(spec))
      .filter(({ path }) => path.endsWith('/cluster.yaml'))
      .map(({ path, content }) => {
        const config: unknown = parse(content, { version: '1.1' });
        expect({ valid: validate(config), errors: validate.errors }).toEqual({ valid: true, errors: null });
        return [path, config as ClusterConfig];
      }),
  );
}

const accountsOf = (spec: Spec): readonly ServiceAccount[] => configsOf(spec)['irsa/eksctl/cluster.yaml']?.iam.serviceAccounts ?? [];

const allAddOns: readonly AddOnSpec[] = [
  anAddOn('aws-ebs-csi-driver', { options: { kmsKeys: ['1234abcd-12ab-34cd-56ef-1234567890ab'] } }),
  anAddOn('aws-load-balancer-controller', { options: { targetGroupBindingOnly: false } }),
  anAddOn('cluster-autoscaler'),
  anAddOn('external-dns', { options: { hostedZones: ['Z0123456789ABC'] } }),
  anAddOn('external-secrets', { options: { secrets: ['production/*'], parameters: ['/db'], createSecrets: true } }),
  anAddOn('karpenter', { options: { nodeRole: 'KarpenterNodeRole', queue: 'interruptions', instanceProfiles: true } }),
];

describe('The ClusterConfig without Terraform', () => {
  test('has the role of an app, and its ServiceAccount', () => {
    const orders = anApp('orders', {
      serviceAccount: { name: 'orders-sa', tokenExpiration: 3600 },
      managedPolicies: ['arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess'],
      permissionsBoundary: 'arn:aws:iam::111122223333:policy/boundary',
      tags: { on: 'yes' },
    });
    expect(configsOf(withoutTerraform({ apps: [orders] }))).toEqual({
      'irsa/eksctl/cluster.yaml': {
        apiVersion: 'eksctl.io/v1alpha5',
        kind: 'ClusterConfig',
        metadata: { name: 'production', region: 'us-east-1' },
        iam: {
          withOIDC: true,
          serviceAccounts: [
            {
              metadata: { name: 'orders-sa', namespace: 'shop', annotations: { 'eks.amazonaws.com/token-expiration': '3600' } },
              roleName: 'production-orders',
              attachPolicyARNs: ['arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess'],
              attachPolicy: {
                Version: '2012-10-17',
                Statement: [
                  { Sid: 'S3ReadObjects', Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::my-bucket/*'] },
                  { Sid: 'S3ListBucket', Effect: 'Allow', Action: ['s3:ListBucket'], Resource: ['arn:aws:s3:::my-bucket'] },
                ],
              },
              permissionsBoundary: 'arn:aws:iam::111122223333:policy/boundary',
              tags: { on: 'yes' },
            },
          ],
        },
      },
    });
  });

  test('leaves ServiceAccounts of charts, EKS add-ons, manifests and others alone', () => {
    const accounts = accountsOf(
      withoutTerraform({
        addOns: [
          anAddOn('external-dns', { options: { hostedZones: ['Z0123456789ABC'] } }),
          anAddOn('aws-ebs-csi-driver', { installer: 'eks-addon' }),
        ],
        apps: (['none', 'manifests', 'annotate', 'terraform', 'eksctl'] as const).map((owner) =>
          anApp(owner, { serviceAccount: { name: owner, owner } }),
        ),
      }),
    );
    expect(accounts.filter(({ roleOnly }) => roleOnly === true).map(({ metadata: { name } }) => name)).toEqual([
      'external-dns',
      'ebs-csi-controller-sa',
      'none',
      'manifests',
      'annotate',
    ]);
  });

  test('lends policies of eksctl only where they are scoped', () => {
    const accounts = accountsOf(withoutTerraform({ addOns: allAddOns }));
    expect(Object.fromEntries(accounts.map(({ metadata: { name }, wellKnownPolicies }) => [name, wellKnownPolicies]))).toEqual({
      'aws-load-balancer-controller': { awsLoadBalancerController: true },
      'ebs-csi-controller-sa': { ebsCSIController: true },
      'cluster-autoscaler': undefined,
      'external-dns': undefined,
      'external-secrets': undefined,
      karpenter: undefined,
    });
  });

  test('limits ExternalDNS to its zones, and the autoscaler to groups of the cluster', () => {
    const text = emitEksctl(planOf(withoutTerraform({ addOns: allAddOns })))[0]?.content;
    expect(text).toContain('arn:aws:route53:::hostedzone/Z0123456789ABC');
    expect(text).not.toContain('hostedzone/*');
    expect(text).toContain('aws:ResourceTag/kubernetes.io/cluster/production');
    expect(text).toContain('arn:aws:eks:us-east-1:111122223333:nodegroup/production/*/*');
  });

  test('says why a statement is not limited to ARNs', () => {
    const [file] = emitEksctl(planOf(withoutTerraform({ addOns: allAddOns.filter(({ id }) => id === 'external-dns') })));
    expect(file?.content).toContain(
      '    # ExternalDNS. Its chart makes the ServiceAccount.\n    # FindZones is not limited to ARNs: It finds its zones',
    );
  });

  test('writes ARNs of the partition of its region', () => {
    const china = aCluster('production', { accountId: '111122223333', region: 'cn-north-1' });
    const app = anApp('orders', { managedPolicies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] });
    const text = JSON.stringify(accountsOf(withoutTerraform({ clusters: [china], apps: [app] })));
    expect(text).toContain('arn:aws-cn:s3:::my-bucket/*');
    expect(text).toContain('arn:aws-cn:iam::aws:policy/ReadOnlyAccess');
    expect(text).not.toContain('arn:aws:');
  });

  test('has a folder for each of several clusters, with the roles of that cluster', () => {
    const clusters = ['blue', 'green'].map((key) => aCluster(key, { accountId: '111122223333' }));
    const apps = [anApp('everywhere'), anApp('there', { clusters: ['green'] })];
    const roles = Object.entries(configsOf(withoutTerraform({ clusters, apps }))).map(([path, { iam }]) => [
      path,
      iam.serviceAccounts.map(({ roleName }) => roleName),
    ]);
    expect(roles).toEqual([
      ['irsa/eksctl/blue/cluster.yaml', ['blue-everywhere']],
      ['irsa/eksctl/green/cluster.yaml', ['green-everywhere', 'green-there']],
    ]);
  });

  test('carries any text of a statement to IAM as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), fc.string({ unit: 'grapheme', minLength: 1 }), (value, tag) => {
        const statement = allow('Anything', ['s3:GetObject'], [`arn:aws:s3:::b/${value}`], {
          conditions: [{ operator: 'StringEquals', key: `aws:PrincipalTag/${tag}`, values: [value] }],
        });
        const [account] = accountsOf(
          withoutTerraform({ apps: [anApp('a', { grants: [], statements: [statement], tags: { [`t${tag}`]: value } })] }),
        );
        expect(account).toMatchObject({
          attachPolicy: {
            Statement: [{ Resource: [`arn:aws:s3:::b/${value}`], Condition: { StringEquals: { [`aws:PrincipalTag/${tag}`]: [value] } } }],
          },
          tags: { [`t${tag}`]: value },
        });
      }),
      { numRuns: 100 },
    );
  });
});

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
    expect(steps).toContain('aws eks create-addon --cluster-name production');
  });
});

describe('The ClusterConfig beside Terraform', () => {
  const spec = aSpec({
    outputs: ['terraform', 'helm', 'eksctl'],
    clusters: [production],
    addOns: [anAddOn('external-dns', { options: { hostedZones: [{ ref: 'aws_route53_zone.main.zone_id' }] } })],
    apps: [anApp('orders', { serviceAccount: { name: 'orders', owner: 'eksctl' } })],
  });

  test('attaches the roles of Terraform and makes none', () => {
    expect(accountsOf(spec)).toEqual([
      {
        metadata: { name: 'external-dns', namespace: 'external-dns' },
        attachRoleARN: 'arn:aws:iam::111122223333:role/production-external-dns',
        roleOnly: true,
      },
      { metadata: { name: 'orders', namespace: 'shop' }, attachRoleARN: 'arn:aws:iam::111122223333:role/production-orders' },
    ]);
  });

  test('leaves the ServiceAccount of eksctl out of Terraform', () => {
    const { terraform } = planOf(spec);
    expect(
      terraform?.files.flatMap(({ blocks }) => blocks.map(({ kind }) => kind)).filter((kind) => kind.startsWith('service-account')),
    ).toEqual([]);
  });
});
