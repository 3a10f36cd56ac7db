import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { allow } from '../../../src/iam/statement.ts';
import { aCluster, anAddOn, anApp, anAssumedRole, aSpec, planOf } from '../../support/a-spec.ts';
import { anyCharacter } from '../../support/any-character.ts';
import {
  ACCOUNT,
  byEksctl,
  configOf,
  fileOf,
  narrowed,
  orders,
  POLICY,
  problemsOf,
  production,
  reports,
  withPods,
} from './support/pods.ts';

const NEW = aCluster('production', {
  accountId: ACCOUNT,
  from: {
    kind: 'new',
    cluster: {
      kubernetesVersion: '1.33',
      network: { kind: 'given', vpcId: 'vpc-01234567', subnetIds: ['subnet-01234567'] },
      nodes: [{ name: 'default', instanceTypes: ['m6i.large'], amiType: 'AL2023_x86_64_STANDARD', min: 2, max: 4, desired: 2 }],
      addOns: ['coredns', 'eks-pod-identity-agent'],
      endpointPublicAccess: true,
    },
  },
});

describe('The ClusterConfig with Pod Identity, where eksctl makes the roles', () => {
  test('has an association with a role for an app, its ServiceAccount, and the agent; and no OIDC provider', () => {
    expect(configOf(byEksctl({ apps: [orders] }))).toEqual({
      apiVersion: 'eksctl.io/v1alpha5',
      kind: 'ClusterConfig',
      metadata: { name: 'production', region: 'us-east-1' },
      addons: [{ name: 'eks-pod-identity-agent' }],
      iam: {
        podIdentityAssociations: [
          {
            namespace: 'shop',
            serviceAccountName: 'orders',
            createServiceAccount: true,
            roleName: 'production-orders',
            permissionPolicy: {
              Version: '2012-10-17',
              Statement: [
                { Sid: 'S3ReadObjects', Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::my-bucket/*'] },
                { Sid: 'S3ListBucket', Effect: 'Allow', Action: ['s3:ListBucket'], Resource: ['arn:aws:s3:::my-bucket'] },
              ],
            },
          },
        ],
      },
    });
  });

  test('says all that an association has', () => {
    const [narrow] = configOf(byEksctl({ apps: [{ ...reports, ...narrowed }] })).iam?.podIdentityAssociations ?? [];
    expect(narrow).toEqual({
      namespace: 'shop',
      serviceAccountName: 'reports',
      createServiceAccount: true,
      roleName: 'production-reports',
      permissionPolicyARNs: [POLICY, 'arn:aws:iam::aws:policy/AmazonSNSReadOnlyAccess'],
      permissionsBoundaryARN: `arn:aws:iam::${ACCOUNT}:policy/boundary`,
      disableSessionTags: true,
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Sid: 'Read', Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::my-bucket/*'] }],
      }),
      tags: { team: 'platform', on: 'yes' },
    });
    const assumed = anAssumedRole({ via: 'target' });
    expect(configOf(byEksctl({ apps: [{ ...orders, assumeRoles: [assumed] }] })).iam?.podIdentityAssociations).toMatchObject([
      { targetRoleARN: assumed.role },
    ]);
  });

  test('has both side by side, each workload in one list', () => {
    const spec = byEksctl({ apps: [orders, anApp('web', { serviceAccount: { name: 'web' } })] });
    expect(configOf(spec)).toMatchObject({
      iam: {
        withOIDC: true,
        serviceAccounts: [{ metadata: { name: 'web' } }],
        podIdentityAssociations: [{ serviceAccountName: 'orders' }],
      },
    });
    expect(configOf(byEksctl({ apps: [anApp('web', { serviceAccount: { name: 'web' } })] }))).not.toHaveProperty(
      'iam.podIdentityAssociations',
    );
  });

  test('leaves ServiceAccounts of others alone, which need no annotation', () => {
    const of = (owner: 'none' | 'annotate' | 'manifests') => withPods(anApp(owner, { serviceAccount: { name: owner, owner } }));
    const spec = byEksctl({ apps: [of('none'), of('annotate'), of('manifests')] });
    for (const entry of configOf(spec).iam?.podIdentityAssociations ?? []) expect(entry).not.toHaveProperty('createServiceAccount');
    expect(fileOf(spec)).toContain('# none. Others make the ServiceAccount.');
    expect(fileOf(spec)).not.toContain('annotate the');
    expect(fileOf(spec, 'commands.sh')).not.toContain('kubectl');
    expect(
      planOf(spec)
        .nextSteps.map(({ text }) => text)
        .join('\n'),
    ).not.toContain('annotate ServiceAccount');
  });

  test('leaves the agent where it is', () => {
    const there = { ...production, podIdentityAgent: 'existing' as const };
    expect(configOf(byEksctl({ clusters: [there], apps: [orders] }))).not.toHaveProperty('addons');
  });

  test('says that the trust is not narrowed, and what narrows it', () => {
    expect(fileOf(byEksctl({ apps: [orders] }))).toMatch(
      /podIdentityAssociations:\n {4}# eksctl lets EKS Pod Identity hand these roles[\s\S]*iam:PassRole/,
    );
    expect(fileOf(byEksctl({ apps: [anApp('web')] }))).not.toContain('iam:PassRole');
  });

  test('carries any text of a session policy to EKS as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, minLength: 1 }), (value) => {
        const policy = [allow('Any', ['s3:GetObject'], [`arn:aws:s3:::b/${value}`])];
        const [entry] =
          configOf(byEksctl({ apps: [{ ...reports, podIdentity: { disableSessionTags: true, policy } }] })).iam?.podIdentityAssociations ??
          [];
        expect(JSON.parse(String(entry?.['policy']))).toMatchObject({ Statement: [{ Resource: [`arn:aws:s3:::b/${value}`] }] });
      }),
      { numRuns: 100 },
    );
  });
});

describe('EKS add-ons of a new cluster', () => {
  const ebs = withPods(anAddOn('aws-ebs-csi-driver', { installer: 'eks-addon' }));

  test('come with their own association where they take one, and never with both fields', () => {
    const config = configOf(
      byEksctl({
        clusters: [NEW],
        addOns: [ebs, anAddOn('vpc-cni', { installer: 'eks-addon', options: { ipFamily: 'ipv4', policyLogs: false } })],
      }),
    );
    expect(config.addons).toEqual([
      { name: 'coredns' },
      { name: 'eks-pod-identity-agent' },
      {
        name: 'aws-ebs-csi-driver',
        podIdentityAssociations: [
          expect.objectContaining({
            namespace: 'kube-system',
            serviceAccountName: 'ebs-csi-controller-sa',
            roleName: 'production-aws-ebs-csi-driver',
            permissionPolicyARNs: ['arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy'],
          }),
        ],
      },
      { name: 'vpc-cni', serviceAccountRoleARN: `arn:aws:iam::${ACCOUNT}:role/production-vpc-cni` },
    ]);
    expect(config.iam).not.toHaveProperty('podIdentityAssociations');
    for (const field of ['tags', 'wellKnownPolicies']) expect(JSON.stringify(config.addons)).not.toContain(field);
  });

  test('stand beside their association where they take none, or where eksctl would drop what it says', () => {
    const cert = withPods(anAddOn('cert-manager', { installer: 'eks-addon', options: { hostedZones: ['Z0123456789ABC'] } }));
    const untagged = { ...ebs, podIdentity: { disableSessionTags: true } };
    for (const [addOn, name, account] of [
      [cert, 'cert-manager', 'cert-manager'],
      [untagged, 'aws-ebs-csi-driver', 'ebs-csi-controller-sa'],
    ] as const) {
      const config = configOf(byEksctl({ clusters: [NEW], addOns: [addOn] }));
      expect(config.addons).toContainEqual({ name });
      expect(config.iam?.podIdentityAssociations).toMatchObject([{ serviceAccountName: account }]);
    }
  });
});

describe('Beside Terraform', () => {
  const spec = aSpec({ outputs: ['terraform', 'eksctl'], clusters: [aCluster('production')], apps: [orders] });

  test('the association is Terraform’s, and the files say so', () => {
    const config = configOf({ ...spec, apps: [{ ...orders, serviceAccount: { name: 'orders', owner: 'terraform' } }] });
    expect(config).toEqual({
      apiVersion: 'eksctl.io/v1alpha5',
      kind: 'ClusterConfig',
      metadata: { name: 'production', region: 'us-east-1' },
    });
    for (const name of ['cluster.yaml', 'commands.sh'])
      expect(fileOf(spec, name)).toContain('# orders: Terraform makes its role and its Pod Identity association');
    expect(fileOf(spec, 'commands.sh')).not.toMatch(/^run eksctl (?!get)/m);
  });

  test('needs no account where no ARN holds it', () => {
    expect(problemsOf(spec)).toEqual([]);
  });

  test('eksctl makes no ServiceAccount for it', () => {
    expect(problemsOf({ ...spec, apps: [{ ...orders, serviceAccount: { name: 'orders', owner: 'eksctl' } }] })).toEqual([
      'eksctl-service-account at apps.orders.serviceAccount',
    ]);
  });
});

test('a role that clusters share is refused', () => {
  const clusters = ['blue', 'green'].map((key) => aCluster(key, { accountId: ACCOUNT }));
  const shareRoles = [{ name: 'production', clusters: ['blue', 'green'] }];
  expect(problemsOf(byEksctl({ clusters, shareRoles, apps: [orders] }))).toEqual(['eksctl-share-roles at shareRoles']);
});
