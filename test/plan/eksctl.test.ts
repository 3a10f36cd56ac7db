import { describe, expect, test } from '@jest/globals';
import { makePlan } from '../../src/plan/make-plan.ts';
import { emptyFacts } from '../../src/plan/repo-facts.ts';
import { formatPath } from '../../src/problem.ts';
import { allow } from '../../src/iam/statement.ts';
import { ref } from '../../src/iam/text.ts';
import type { NewCluster, Spec } from '../../src/spec/spec.ts';
import { aCluster, anAddOn, anApp, aSpec, planOf, someFacts } from '../support/a-spec.ts';

const production = aCluster('production', { accountId: '111122223333' });
const orders = anApp('orders', { serviceAccount: { name: 'orders', owner: 'terraform' } });
const withoutTerraform = (more: Partial<Omit<Spec, 'terraform'>>): Spec => aSpec({ outputs: ['eksctl'], clusters: [production], ...more });

const problemsOf = (spec: Spec): string[] => makePlan(spec, emptyFacts).problems.map(({ code, path }) => `${code} at ${formatPath(path)}`);

describe('eksctl refuses', () => {
  test('a role that several clusters share', () => {
    const clusters = ['blue', 'green'].map((key) => aCluster(key, { accountId: '111122223333' }));
    const shareRoles = [{ name: 'production', clusters: ['blue', 'green'] }];
    expect(problemsOf(withoutTerraform({ clusters, shareRoles, apps: [orders] }))).toEqual(['eksctl-share-roles at shareRoles']);
    expect(problemsOf(aSpec({ outputs: ['terraform', 'eksctl'], clusters, shareRoles, apps: [orders] }))).toEqual([]);
  });

  test('a role with a path', () => {
    expect(problemsOf(withoutTerraform({ rolePath: '/eks/', apps: [orders, anApp('web')] }))).toEqual(['eksctl-role-path at rolePath']);
  });

  test('traversals of Terraform, and says where each stands', () => {
    const table = { ref: 'aws_dynamodb_table.orders.arn' };
    const spec = withoutTerraform({
      addOns: [anAddOn('external-dns', { options: { hostedZones: ['Z0123456789ABC', { ref: 'aws_route53_zone.main.arn' }] } })],
      apps: [
        anApp('orders', {
          grants: [
            { service: 's3', options: { bucket: 'my-bucket', access: 'read' } },
            { service: 'dynamodb', options: { table, access: 'read', indexes: false, streams: false } },
          ],
          statements: [allow('Publish', ['sns:Publish'], [ref('aws_sns_topic.orders.arn')])],
        }),
      ],
    });
    expect(problemsOf(spec)).toEqual([
      'eksctl-reference at addOns.external-dns.hostedZones[1]',
      'eksctl-reference at apps.orders.grants[1].dynamodb.table',
      'eksctl-reference at apps.orders.statements[0]',
    ]);
  });

  test('Karpenter with a queue and a node role that do not exist yet', () => {
    const karpenter = (options: Record<string, string | boolean>) => withoutTerraform({ addOns: [anAddOn('karpenter', { options })] });
    expect(problemsOf(karpenter({ instanceProfiles: true }))).toEqual(['eksctl-needs-terraform at addOns.karpenter']);
    expect(problemsOf(karpenter({ nodeRole: 'Nodes', queue: 'interruptions', instanceProfiles: true }))).toEqual([]);
  });

  test('to make a cluster that it could not reach, in a VPC that is not there yet', () => {
    const made = (network: NewCluster['network'], endpointPublicAccess: NewCluster['endpointPublicAccess']) =>
      withoutTerraform({
        clusters: [
          aCluster('production', {
            from: { kind: 'new', cluster: { kubernetesVersion: '1.33', network, nodes: 'auto', addOns: [], endpointPublicAccess } },
          }),
        ],
      });
    const vpc = { kind: 'made', cidr: '10.0.0.0/16', zones: ['us-east-1a', 'us-east-1b'] } as const;
    const given = { kind: 'given', vpcId: 'vpc-0123456789abcdef0', subnetIds: ['subnet-0123456789abcdef0'] } as const;
    expect(problemsOf(made(vpc, false))).toEqual(['eksctl-private-endpoint at clusters.production.from.new.endpointPublicAccess']);
    expect(problemsOf(made(vpc, ['203.0.113.7/32']))).toEqual([]);
    expect(problemsOf(made(given, false))).toEqual([]);
    expect(planOf(made(given, false)).eksctl[0]?.creation?.fromVpcOnly).toBe(true);
  });

  test('an app that may do nothing', () => {
    expect(problemsOf(withoutTerraform({ apps: [anApp('idle', { grants: [] })] }))).toEqual(['eksctl-no-permissions at apps.idle']);
  });

  test('two workloads with one ServiceAccount', () => {
    const shared = ['a', 'b'].map((id) => anApp(id, { shared: true, serviceAccount: { name: 'both' } }));
    expect(problemsOf(withoutTerraform({ apps: shared }))).toEqual(['service-account-twice at apps.b']);
    const unowned = shared.map((app) => ({ ...app, serviceAccount: { name: 'both', owner: 'none' as const } }));
    expect(problemsOf(withoutTerraform({ apps: unowned }))).toEqual(['service-account-twice at apps.b']);
  });

  test('to make or annotate the ServiceAccount of the VPC CNI', () => {
    const cni = (owner: 'eksctl' | 'annotate' | 'eks-addon') =>
      withoutTerraform({ apps: [anApp('cni', { namespace: 'kube-system', serviceAccount: { name: 'aws-node', owner } })] });
    expect(problemsOf(cni('eksctl'))).toEqual(['eksctl-aws-node at apps.cni.serviceAccount']);
    expect(problemsOf(cni('annotate'))).toEqual(['eksctl-aws-node at apps.cni.serviceAccount']);
    expect(problemsOf(cni('eks-addon'))).toEqual([]);
  });
});

describe('The account', () => {
  const clusters = [aCluster('production')];
  const asked = ['account-id-needed at clusters.production'];

  test('is asked for where ARNs hold it', () => {
    const queue = anApp('jobs', { grants: [{ service: 'sqs', options: { queue: 'jobs', access: 'consume' } }] });
    expect(problemsOf(withoutTerraform({ clusters, apps: [queue] }))).toEqual(asked);
    expect(
      problemsOf(withoutTerraform({ clusters, apps: [anApp('legacy', { serviceAccount: { name: 'x', owner: 'annotate' } })] })),
    ).toEqual(asked);
    expect(problemsOf(aSpec({ outputs: ['terraform', 'eksctl'], clusters, apps: [orders] }))).toEqual(asked);
  });

  test('is asked for by charts, since no Terraform renders their values', () => {
    const addOns = [anAddOn('external-dns', { options: { hostedZones: ['Z0123456789ABC'] } })];
    const outputs = ['eksctl', 'helm'] as const;
    expect(problemsOf(withoutTerraform({ outputs, clusters, addOns }))).toEqual(asked);
    expect(problemsOf(withoutTerraform({ outputs, clusters, addOns, helm: { roleArn: 'placeholder' } }))).toEqual([]);
    expect(problemsOf(withoutTerraform({ outputs, addOns, helm: { roleArn: 'terraform' } }))).toEqual([
      'helm-needs-terraform at helm.roleArn',
    ]);
  });

  test('is not needed where no ARN holds it', () => {
    expect(problemsOf(withoutTerraform({ clusters, apps: [orders] }))).toEqual([]);
  });
});

describe('Without Terraform', () => {
  test('nothing is a problem that only Terraform would have', () => {
    const clusters = [
      aCluster('production', { from: { kind: 'module', label: 'gone' }, oidcProvider: 'create', providers: { aws: 'aws.gone' } }),
    ];
    const facts = someFacts({ namespaces: ['shop'] });
    const spec = withoutTerraform({ clusters, apps: [orders], namespaces: [{ name: 'shop', create: true }] });
    expect(makePlan(spec, facts).problems).toEqual([]);
    expect(planOf(spec, facts)).toMatchObject({ eksctl: [{ makesRoles: true, namespaces: ['shop'] }] });
  });

  test('the next steps are those of eksctl', () => {
    const apps = [orders, anApp('web', { serviceAccount: { name: 'web', owner: 'none' } })];
    const addOns = [anAddOn('aws-ebs-csi-driver', { installer: 'eks-addon' })];
    const steps = planOf(withoutTerraform({ addOns, apps })).nextSteps;
    expect(JSON.stringify(steps)).not.toMatch(/terraform|module\./i);
    expect(steps.slice(0, 3)).toEqual([
      {
        text: 'Read what eksctl would do in production, and run this again with --approve.',
        command: 'bash irsa/eksctl/commands.sh',
      },
      {
        text: 'Amazon EBS CSI driver: give the EKS add-on of production its role.',
        command:
          'aws eks update-addon --cluster-name production --region us-east-1 --addon-name aws-ebs-csi-driver --service-account-role-arn arn:aws:iam::111122223333:role/production-aws-ebs-csi-driver',
      },
      {
        text: 'web: annotate ServiceAccount shop/web in production with eks.amazonaws.com/role-arn = arn:aws:iam::111122223333:role/production-web',
      },
    ]);
  });
});

test('AWS’s own policies for an add-on come before those that the spec attaches', () => {
  const addOns = [
    anAddOn('amazon-cloudwatch-observability', {
      serviceAccount: { owner: 'annotate' },
      managedPolicies: ['arn:aws:iam::aws:policy/AmazonSSMReadOnlyAccess'],
    }),
  ];
  const spec = withoutTerraform({ addOns, clusters: [aCluster('beijing', { region: 'cn-north-1', accountId: '111122223333' })] });
  expect(problemsOf(spec)).toEqual([]);
  expect(planOf(spec).eksctl[0]?.accounts).toMatchObject([
    {
      config: {
        map: {
          attachPolicyARNs: ['CloudWatchAgentServerPolicy', 'AWSXrayWriteOnlyAccess', 'AmazonSSMReadOnlyAccess'].map(
            (name) => `arn:aws-cn:iam::aws:policy/${name}`,
          ),
        },
      },
    },
  ]);
});

test('an owner eksctl without the output is a warning', () => {
  const app = anApp('orders', { serviceAccount: { name: 'orders', owner: 'eksctl' } });
  expect(problemsOf(aSpec({ apps: [app] }))).toEqual(['eksctl-not-written at apps.orders.serviceAccount.owner']);
  const byDefault = anApp('orders', { serviceAccount: { name: 'orders' } });
  expect(problemsOf(aSpec({ terraform: { serviceAccounts: 'eksctl' }, apps: [byDefault] }))).toEqual([
    'eksctl-not-written at terraform.serviceAccounts',
  ]);
});

test('a retired cluster is left out', () => {
  const spec = withoutTerraform({ clusters: [production, aCluster('old', { retired: true })], apps: [orders] });
  expect(planOf(spec).eksctl.map(({ name }) => name)).toEqual(['production']);
});
