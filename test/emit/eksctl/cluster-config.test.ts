import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { emitEksctl } from '../../../src/emit/eksctl/emit-eksctl.ts';
import { allow } from '../../../src/iam/statement.ts';
import type { AddOnSpec, Spec } from '../../../src/spec/spec.ts';
import { accountsOf, configsOf } from './support/cluster-configs.ts';
import { anyCharacter } from '../../support/any-character.ts';
import { aCluster, anAddOn, anApp, aSpec, planOf } from '../../support/a-spec.ts';

const production = aCluster('production', { accountId: '111122223333' });
const withoutTerraform = (more: Partial<Omit<Spec, 'terraform'>>): Spec =>
  aSpec({ outputs: ['eksctl', 'helm'], clusters: [production], ...more });

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
    expect(text).toMatch(/- route53:ChangeResourceRecordSets\n +Resource:\n +- arn:aws:route53:::hostedzone\/Z0123456789ABC\n +- Sid:/);
    expect(text).toContain('aws:ResourceTag/kubernetes.io/cluster/production');
    expect(text).toContain('arn:aws:eks:us-east-1:111122223333:nodegroup/production/*/*');
  });

  test('says why a statement is not limited to ARNs', () => {
    const [file] = emitEksctl(planOf(withoutTerraform({ addOns: allAddOns.filter(({ id }) => id === 'external-dns') })));
    expect(file?.content).toContain(
      '    # ExternalDNS. Its chart makes the ServiceAccount.\n    # FindZones is not limited to ARNs: The list of hosted zones',
    );
  });

  test('says of a statement only what is so', () => {
    const efs = anAddOn('aws-efs-csi-driver', { options: { s3Files: true } });
    const [file] = emitEksctl(planOf(withoutTerraform({ addOns: [efs] })));
    expect(file?.content).toContain('\n    # S3FilesRead: The driver asks since 3.0');
    expect(file?.content).toContain('\n    # S3FilesFind is not limited to ARNs: It finds the file system');
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
      fc.property(fc.string({ unit: anyCharacter, minLength: 1 }), fc.string({ unit: 'grapheme', minLength: 1 }), (value, tag) => {
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
