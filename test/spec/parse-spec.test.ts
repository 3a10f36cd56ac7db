import { describe, expect, test } from '@jest/globals';
import { parseSpec } from '../../src/spec/parse-spec.ts';
import { located } from '../../src/spec/locate.ts';
import { error, warning } from '../../src/problem.ts';
import { codesOf, specOf, withApp, withCluster } from './reading.ts';
import { smallCatalog } from './small-catalog.ts';

/** The example of the documentation, as it stands there. */
const documented = `version: 1
terraform:
  modules: { iam: 5, eks: 21, pod-identity: 2 }   # release lines
  pin: exact                        # exact | pessimistic (~>)
  engine: terraform
  layout: root
  format: hcl
  serviceAccounts: terraform
  directory: .
clusters:
  production:
    name: production                # EKS name; default: the key
    region: us-east-1
    accountId: "111122223333"
    oidcProvider: existing
    providers: { aws: aws, kubernetes: kubernetes }
    from: { module: eks }
shareRoles: []
identity: irsa
outputs: [terraform, helm]
namespaces:
  production: { create: true }
addOns:
  aws-load-balancer-controller: {}
  external-dns: { hostedZones: [Z0123456789ABC] }
apps:
  my-app:
    namespace: production
    serviceAccount: my-app-sa
    grants:
      - s3: { bucket: my-bucket, prefix: my-app/, access: read-write }
      - dynamodb: { table: orders, access: read-write, indexes: true }
    managedPolicies: [arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess]
    statements: []
    assumeRoles: []
tags: { team: platform }
permissionsBoundary: null
rolePath: /
rolePrefix: ""
naming: "{prefix}{group}-{workload}"
`;

describe('a spec', () => {
  test('of the documentation is without a problem', () => {
    expect(codesOf(documented)).toEqual([]);
    const spec = specOf(documented);
    expect(spec.terraform.modules).toEqual({ iam: { line: 5 }, eks: { line: 21 }, 'pod-identity': { line: 2 } });
    expect(spec.clusters).toEqual([
      {
        key: 'production',
        name: 'production',
        region: 'us-east-1',
        accountId: '111122223333',
        oidcProvider: 'existing',
        thumbprints: 'lookup',
        retired: false,
        providers: { aws: 'aws', kubernetes: 'kubernetes' },
        from: { kind: 'module', label: 'eks' },
      },
    ]);
    expect(spec).not.toHaveProperty('permissionsBoundary');
    expect(spec.apps[0]?.grants).toMatchObject([
      { service: 's3', options: { bucket: 'my-bucket', prefix: 'my-app/', access: 'read-write' } },
      { service: 'dynamodb', options: { table: 'orders', access: 'read-write', indexes: true } },
    ]);
  });

  test('needs no more than a cluster and its region: everything else has a default', () => {
    expect(specOf(withCluster())).toEqual({
      version: 1,
      terraform: {
        modules: {},
        pin: 'exact',
        engine: { name: 'terraform' },
        layout: 'root',
        caller: { name: 'module' },
        format: 'hcl',
        cdktf: 'cdktf',
        serviceAccounts: 'terraform',
        directory: '.',
        kubernetesAuth: 'exec',
      },
      clusters: [
        {
          key: 'production',
          name: 'production',
          region: 'us-east-1',
          oidcProvider: 'existing',
          thumbprints: 'lookup',
          providers: {},
          retired: false,
        },
      ],
      shareRoles: [],
      identity: 'irsa',
      outputs: ['terraform', 'helm', 'runbook', 'verify'],
      helm: {},
      gitops: { path: '.' },
      namespaces: [],
      addOns: [],
      apps: [],
      tags: {},
      rolePath: '/',
      rolePrefix: '',
      naming: '{prefix}{group}-{workload}',
    });
  });

  test('is the same with CRLF and a byte order mark, and as JSON', () => {
    expect(specOf(`\uFEFF${documented.replaceAll('\n', '\r\n')}`)).toEqual(specOf(documented));
    expect(specOf('{"version":1,"clusters":{"production":{"region":"us-east-1"}}}')).toEqual(specOf(withCluster()));
  });

  test('takes a key without a value as left out, or as an empty map where the key says it all', () => {
    const spec = specOf(withCluster('terraform:\ntags:\nnamespaces:\n  production:\naddOns:\n  cluster-autoscaler:\nshareRoles: null\n'));
    expect(spec.tags).toEqual({});
    expect(spec.namespaces).toEqual([{ name: 'production', create: false }]);
    expect(spec.addOns.map(({ id }) => id)).toEqual(['cluster-autoscaler']);
  });

  test('keeps workloads and clusters in the order in which they are written', () => {
    const spec = specOf(withCluster('apps:\n  zoo: { namespace: a }\n  ant: { namespace: a }\n'));
    expect(spec.apps.map(({ id }) => id)).toEqual(['zoo', 'ant']);
  });
});

describe('ways to know a cluster', () => {
  test.each([
    ['{ module: eks }', { kind: 'module', label: 'eks' }],
    ['{ resource: this }', { kind: 'resource', label: 'this' }],
    ['{ data: true }', { kind: 'data' }],
    ['{ variables: true }', { kind: 'variables' }],
    [
      '{ literal: { oidcProviderArn: "arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/0A" } }',
      { kind: 'literal', oidcProviderArn: 'arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/0A' },
    ],
    [
      '{ expressions: { oidcProviderArn: local.provider_arn, clusterName: var.name } }',
      { kind: 'expressions', oidcProviderArn: 'local.provider_arn', clusterName: 'var.name' },
    ],
    ['{ module: eks, new: null, remoteState: {} }', { kind: 'module', label: 'eks' }],
  ])('%s', (from, source) => {
    expect(specOf(`version: 1\nclusters:\n  production: { region: us-east-1, from: ${from} }\n`).clusters[0]?.from).toEqual(source);
  });

  test('thumbprints are asked for, left to IAM, or given, in lower case', () => {
    const thumbprintsOf = (thumbprints: string) =>
      specOf(`version: 1\nclusters:\n  a: { region: us-east-1, oidcProvider: create, thumbprints: ${thumbprints} }\n`).clusters[0]
        ?.thumbprints;
    expect(thumbprintsOf('lookup')).toBe('lookup');
    expect(thumbprintsOf('none')).toBe('none');
    expect(thumbprintsOf(`[${'9E'.repeat(20)}]`)).toEqual(['9e'.repeat(20)]);
  });
});

describe('modules and engines', () => {
  const terraformOf = (keys: string) => specOf(withCluster(`terraform: ${keys}\n`)).terraform;

  test('a release says its line', () => {
    expect(terraformOf('{ modules: { iam: { version: "5.60.0" } } }').modules).toEqual({ iam: { line: 5, version: '5.60.0' } });
  });

  test('a module may come from elsewhere', () => {
    expect(terraformOf('{ modules: { iam: { line: 6, source: "git::https://git.example.com/iam.git?ref=0a1b2c" } } }').modules).toEqual({
      iam: { line: 6, source: 'git::https://git.example.com/iam.git?ref=0a1b2c' },
    });
    expect(terraformOf('{ modules: { iam: { version: "6.5.0", source: registry.example.com/team/iam/aws } } }').modules).toEqual({
      iam: { line: 6, version: '6.5.0', source: 'registry.example.com/team/iam/aws' },
    });
  });

  test('the engine has a version if one is given', () => {
    expect(terraformOf('{ engine: opentofu }').engine).toEqual({ name: 'opentofu' });
    expect(terraformOf('{ engine: { name: terraform, version: "1.9.8" } }').engine).toEqual({ name: 'terraform', version: '1.9.8' });
  });
});

describe('workloads', () => {
  test('an app without a ServiceAccount is called as the app is', () => {
    expect(specOf(withApp('')).apps[0]?.serviceAccount).toEqual({ name: 'my-app' });
    expect(specOf(withApp('serviceAccount: sa')).apps[0]?.serviceAccount).toEqual({ name: 'sa' });
    expect(specOf(withApp('serviceAccount: { owner: annotate, tokenExpiration: 3600 }')).apps[0]?.serviceAccount).toEqual({
      name: 'my-app',
      owner: 'annotate',
      tokenExpiration: 3600,
    });
  });

  test('a Deployment has one replica unless it says more', () => {
    expect(specOf(withApp('deployment: { image: orders }')).apps[0]?.deployment).toEqual({
      image: 'orders',
      replicas: 1,
      skipContainers: [],
    });
    const whole = {
      image: '111122223333.dkr.ecr.us-east-1.amazonaws.com/shop/orders:1.4',
      replicas: 0,
      fsGroup: 1000,
      skipContainers: ['p'],
    };
    expect(specOf(withApp(`deployment: ${JSON.stringify(whole)}`)).apps[0]?.deployment).toEqual(whole);
  });

  test('the audience of STS may be written out', () => {
    expect(specOf(withApp('serviceAccount: { name: sa, audience: sts.amazonaws.com }')).apps[0]?.serviceAccount).toEqual({ name: 'sa' });
    expect(specOf(withApp('serviceAccount: { name: sa, audience: sts.amazonaws.com.cn }')).apps[0]?.serviceAccount).toEqual({
      name: 'sa',
      audience: 'sts.amazonaws.com.cn',
    });
  });

  test('options of add-ons stand beside the keys all workloads have', () => {
    const spec = specOf(
      withCluster('addOns:\n  kite-controller: { strings: [a, { ref: local.b }], namespace: sky, installer: blueprints, release: k }\n'),
      smallCatalog,
    );
    expect(spec.addOns).toEqual([
      {
        id: 'kite-controller',
        namespace: 'sky',
        serviceAccount: {},
        shared: false,
        identity: 'irsa',
        podIdentity: { disableSessionTags: false },
        tags: {},
        managedPolicies: [],
        statements: [],
        assumeRoles: [],
        installer: 'blueprints',
        release: 'k',
        options: { strings: ['a', { ref: 'local.b' }], wind: 'calm', night: false },
      },
    ]);
  });
});

describe('raw statements', () => {
  const statementsOf = (statement: string) => specOf(withApp(`statements: [${statement}]`)).apps[0]?.statements;

  test('are IAM’s own; single values count as lists of one', () => {
    expect(
      statementsOf('{ Sid: Send, Effect: Allow, Action: sqs:SendMessage, Resource: ["arn:aws:sqs:*:*:a", { ref: aws_sqs_queue.b.arn }] }'),
    ).toEqual([
      {
        sid: 'Send',
        effect: 'Allow',
        actions: ['sqs:SendMessage'],
        resources: ['arn:aws:sqs:*:*:a', { text: [{ ref: 'aws_sqs_queue.b.arn' }] }],
        conditions: [],
      },
    ]);
  });

  test('may turn things round', () => {
    expect(statementsOf('{ Effect: Deny, NotAction: [s3:GetObject, "s3:List*"], NotResource: "arn:aws:s3:::a/*" }')).toEqual([
      { effect: 'Deny', notActions: ['s3:GetObject', 's3:List*'], notResources: ['arn:aws:s3:::a/*'], conditions: [] },
    ]);
  });

  test('keep policy variables as literal text', () => {
    const [statement] =
      statementsOf('{ Effect: Allow, Action: s3:GetObject, Resource: "arn:aws:s3:::b/${aws:PrincipalTag/team}/*" }') ?? [];
    expect(statement?.resources).toEqual(['arn:aws:s3:::b/${aws:PrincipalTag/team}/*']);
  });

  test('may have conditions; numbers and booleans become text, as IAM compares text', () => {
    const condition =
      '{ Bool: { "aws:SecureTransport": true }, "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": [o-1/*, o-2/*], "s3:max-keys": 10 } }';
    const [statement] =
      statementsOf(`{ Effect: Allow, Action: s3:GetObject, Resource: "arn:aws:s3:::b/*", Condition: ${condition} }`) ?? [];
    expect(statement?.conditions).toEqual([
      { operator: 'Bool', key: 'aws:SecureTransport', values: ['true'] },
      { operator: 'ForAnyValue:StringLike', key: 'aws:PrincipalOrgPaths', values: ['o-1/*', 'o-2/*'] },
      { operator: 'ForAnyValue:StringLike', key: 's3:max-keys', values: ['10'] },
    ]);
  });
});

describe('problems of later stages', () => {
  const text = 'version: 1\nclusters:\n  production:\n    region: us-east-1\n';
  const parsed = parseSpec(text, 'irsa.yaml').value!;

  test('get the place that their path points to', () => {
    expect(located([error('cluster-not-found', ['clusters', 'production', 'region'], 'm', 'f')], parsed)).toMatchObject([
      { file: 'irsa.yaml', line: 4, column: 13 },
    ]);
    expect(located([warning('cluster-not-found', ['clusters', 'production', 'from', 'module'], 'm', 'f')], parsed)).toMatchObject([
      { line: 3, column: 3 },
    ]);
  });

  test('keep the place in another file that they have', () => {
    const elsewhere = { ...error('terraform-syntax', [], 'm', 'f'), file: 'main.tf', line: 7 };
    expect(located([elsewhere], parsed)).toEqual([elsewhere]);
  });
});
