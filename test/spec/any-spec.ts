/** Arbitrary valid specs, as written, for properties. Subjects never meet, as each app has its own name. */
import { loose } from '../../src/spec/loose.ts';
import { primaryUnsaid } from '../../src/spec/primary.ts';
import fc from 'fast-check';
import { partitionOf } from '../../src/iam/partition.ts';
import type { AppInput, ClusterInput, SpecInput, WorkloadInput } from '../../src/spec/spec-input.ts';

const optional = <T extends object>(keys: { [K in keyof T]: fc.Arbitrary<T[K]> }, requiredKeys: (keyof T)[] = []): fc.Arbitrary<T> =>
  fc.record(keys, { requiredKeys: requiredKeys as never }) as unknown as fc.Arbitrary<T>;

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?$/);
const account = fc.stringMatching(/^\d{12}$/);
const region = fc.constantFrom('us-east-1', 'cn-north-1', 'us-gov-west-1', 'eusc-de-east-1');
const reference = fc.constantFrom(
  'aws_s3_bucket.orders.arn',
  'module.queue["a b"].queue_arn',
  'var.arn',
  'local.arns[0]',
  'data.aws_s3_bucket.x.arn',
);
/** Text that YAML likes to take for something else. */
const trickyText = fc.oneof(
  fc.constantFrom(
    'yes',
    'null',
    '~',
    '0123',
    '1e3',
    '0x1F',
    'true',
    '- a',
    'a: b',
    '# a',
    '@a',
    'a ',
    ' a',
    '=',
    '2026-01-01',
    '<<',
    '.inf',
    '1_000',
  ),
  fc.stringMatching(/^[\p{L}\p{N} _.:/=+@-]{0,20}$/u),
);
const tagText = trickyText.filter((text) => /^[\p{L}\p{Z}\p{N}_.:/=+@-]*$/u.test(text));
const tags = fc.dictionary(
  fc.stringMatching(/^[a-z][a-z0-9 _.:/=+@-]{0,8}$/).filter((key) => !key.startsWith('aws:')),
  tagText,
  { maxKeys: 3 },
);
const policies = fc.uniqueArray(
  fc.stringMatching(/^[A-Za-z]{1,12}$/).map((name) => `arn:aws:iam::aws:policy/${name}`),
  { maxLength: 2 },
);

const oneOrMany = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<T | T[]> => fc.oneof(item, fc.array(item, { minLength: 1, maxLength: 3 }));
const resource = fc.oneof(
  fc.constantFrom('*', 'arn:aws:s3:::b/${aws:PrincipalTag/team}/*', 'arn:aws:sqs:*:*:a', 'arn:aws:s3:::"quoted" %{x} \\ é'),
  reference.map((ref) => ({ ref })),
);
const statement = fc.tuple(fc.boolean(), fc.boolean()).chain(([notAction, notResource]) =>
  optional<Record<string, unknown>>(
    {
      Effect: fc.constantFrom('Allow', 'Deny'),
      [notAction ? 'NotAction' : 'Action']: oneOrMany(fc.constantFrom('s3:GetObject', 'sqs:*', '*')),
      [notResource ? 'NotResource' : 'Resource']: oneOrMany(resource),
      Condition: fc.dictionary(
        fc.constantFrom('StringEquals', 'ForAnyValue:StringLikeIfExists', 'Bool'),
        fc.dictionary(
          fc.constantFrom('aws:SourceVpc', 's3:prefix', 'aws:PrincipalTag/cost center'),
          oneOrMany(fc.oneof(trickyText, fc.boolean(), fc.integer())),
          {
            minKeys: 1,
            maxKeys: 2,
          },
        ),
        { maxKeys: 2 },
      ),
    },
    ['Effect', notAction ? 'NotAction' : 'Action', notResource ? 'NotResource' : 'Resource'],
  ),
);

const commonKeys = (clusters: readonly string[]) => ({
  clusters: fc.subarray([...clusters], { minLength: 1 }),
  identity: fc.constant('irsa' as const),
  roleName: fc.stringMatching(/^[\w+=,.@-]{1,20}$/),
  permissionsBoundary: fc.constantFrom('arn:aws:iam::111122223333:policy/boundary', null),
  tags,
  managedPolicies: policies,
  statements: fc.array(statement, { maxLength: 2 }),
  assumeRoles: assumedRoles,
});

/** Of names that no two entries share, whatever their paths. */
const assumedRoles = fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/), { maxLength: 2 }).chain((names) =>
  fc.tuple(
    ...names.map((name) => {
      const role = `arn:aws:iam::222222222222:role/data/${name}`;
      return fc.oneof(
        fc.constant(role),
        optional<Record<string, unknown>>(
          {
            role: fc.constant(role),
            externalId: fc.stringMatching(/^[\w+=,.@:/-]{2,20}$/),
            sessionTags: fc.constant(['project']),
            region: fc.constant('eu-west-1'),
          },
          ['role'],
        ),
      );
    }),
  ),
);

type NewInput = NonNullable<NonNullable<ClusterInput['from']>['new']>;

const newCluster: fc.Arbitrary<NewInput> = fc
  .tuple(
    fc.constantFrom<Partial<NewInput>>(
      { vpcId: 'vpc-0123456789abcdef0', subnetIds: ['subnet-01234567', 'subnet-89abcdef'] },
      { vpcId: { ref: 'module.vpc.vpc_id' }, subnetIds: { ref: 'module.vpc.private_subnets' } },
    ),
    fc.constantFrom<Pick<NewInput, 'nodes' | 'addOns'>>(
      { nodes: 'auto' },
      { nodes: { default: { instanceTypes: ['m6i.large'], min: 0, max: 9, desired: 1 } }, addOns: ['vpc-cni'] },
    ),
    optional<Partial<NewInput>>({ endpointPublicAccess: fc.constantFrom<boolean | string[]>(true, ['203.0.113.0/24']) }),
  )
  .map(([network, nodes, more]) => ({ kubernetesVersion: '1.33', ...network, ...nodes, ...more }));

const cluster = optional<ClusterInput>(
  {
    region,
    accountId: account,
    name: fc.stringMatching(/^[0-9A-Za-z][A-Za-z0-9_-]{0,20}$/),
    thumbprints: fc.oneof(fc.constantFrom('lookup', 'none'), fc.constant(['0'.repeat(40)])),
    providers: fc.constantFrom({ aws: 'aws.use1' }, { aws: 'aws', kubernetes: 'kubernetes.blue', helm: 'helm.blue' }),
    vpcId: fc.constantFrom('vpc-0123456789abcdef0', { ref: 'module.vpc.vpc_id' }),
    from: fc.oneof(
      fc.constantFrom<NonNullable<ClusterInput['from']>>({ module: 'eks' }, { resource: 'this' }, { data: true }, { variables: true }),
      reference.map((oidcProviderArn) => ({ expressions: { oidcProviderArn } })),
      newCluster.map((cluster) => ({ new: cluster })),
    ),
  },
  ['region'],
).map(({ vpcId, ...cluster }) => {
  if (cluster.from?.new) return cluster.providers ? { ...cluster, providers: { aws: 'aws.use1' } } : cluster;
  return vpcId === undefined ? cluster : { ...cluster, vpcId };
});

const grant = fc.oneof(
  fc.record({
    s3: optional<Record<string, unknown>>(
      {
        bucket: fc.oneof(fc.constant('my-bucket'), fc.constant({ ref: 'aws_s3_bucket.x.arn' })),
        access: fc.constantFrom('read', 'write'),
        prefix: fc.constantFrom('a/', 'yes/no/'),
      },
      ['bucket', 'access'],
    ),
  }),
  fc.record({ sqs: fc.record({ queue: fc.constant('jobs'), access: fc.constantFrom('produce', 'consume') }) }),
  fc.record({
    sns: fc.record({ topic: fc.constantFrom('news', { ref: 'aws_sns_topic.x.arn' }), access: fc.constantFrom('publish', 'subscribe') }),
  }),
  fc.record({
    dynamodb: fc.record({
      table: fc.stringMatching(/^[\w.-]{3,20}$/),
      access: fc.constantFrom('read', 'read-write'),
      indexes: fc.boolean(),
    }),
  }),
  fc.record({ secretsmanager: fc.record({ secret: fc.stringMatching(/^[\w/+=.@-]{1,20}$/), access: fc.constant('read') }) }),
);

const kmsKeys = fc.subarray(['1234abcd-12ab-34cd-56ef-1234567890ab', { ref: 'aws_kms_key.volumes.arn' }]);

const addOns = (clusters: readonly string[]): fc.Arbitrary<Record<string, WorkloadInput>> =>
  optional<Record<string, WorkloadInput>>({
    'cluster-autoscaler': optional<WorkloadInput>(commonKeys(clusters)),
    'external-dns': optional<WorkloadInput>(
      {
        ...commonKeys(clusters),
        hostedZones: fc.uniqueArray(fc.stringMatching(/^Z[A-Z0-9]{12}$/), { minLength: 1, maxLength: 3 }),
        release: label,
        install: fc.constantFrom({ version: '1.19.0' }, { version: 'v1.19.0-rc.1', values: ['values/dns.yaml', './${file}.yaml'] }),
      },
      ['hostedZones'],
    ),
    'aws-load-balancer-controller': optional<WorkloadInput>({
      ...commonKeys(clusters),
      installer: fc.constantFrom('helm', 'blueprints'),
      namespace: label,
    }),
    'aws-ebs-csi-driver': fc.oneof(
      optional<WorkloadInput>({ ...commonKeys(clusters), kmsKeys }),
      optional<WorkloadInput>(
        {
          ...commonKeys(clusters),
          installer: fc.constant('eks-addon'),
          kmsKeys,
          install: fc.constantFrom<unknown>(true, false, { version: 'most-recent', overwrite: true, values: ['ebs.yaml'] }),
        },
        ['installer'],
      ),
    ),
    'external-secrets': optional<WorkloadInput>(
      {
        ...commonKeys(clusters),
        secrets: fc.uniqueArray(fc.stringMatching(/^[\w/+=.@-]{1,20}$/), { minLength: 1, maxLength: 2 }),
        parameters: fc.uniqueArray(fc.stringMatching(/^\/?[\w.-]{1,20}\*?$/).filter(notOfAws), { maxLength: 2 }),
        createSecrets: fc.boolean(),
      },
      ['secrets'],
    ),
    karpenter: optional<WorkloadInput>(commonKeys(clusters)),
  });

/** Parameters of AWS's own have other ARNs. */
const notOfAws = (name: string): boolean => !/^\/?aws/i.test(name);

const app = (clusters: readonly string[], namespace: string): fc.Arbitrary<AppInput> =>
  optional<AppInput>(
    {
      ...commonKeys(clusters),
      namespace: fc.constant(namespace),
      serviceAccount: optional({
        owner: fc.constantFrom('terraform', 'annotate', 'none'),
        tokenExpiration: fc.integer({ min: 600, max: 86_400 }),
      }),
      grants: fc.array(grant, { maxLength: 3 }),
    },
    ['namespace'],
  );

const reserved = ['cluster', 'namespaces', 'variables', 'outputs', 'versions', 'providers', 'karpenter', 'default'];

/** `parseSpec` has no error for any of these. */
export const anySpec: fc.Arbitrary<SpecInput> = fc.uniqueArray(label, { minLength: 1, maxLength: 3 }).chain((clusters) =>
  optional<SpecInput>(
    {
      version: fc.constant(1 as const),
      toolVersion: fc.constantFrom('0.1.0', '1.2.3-rc.1'),
      terraform: optional({
        modules: fc.constantFrom(
          { iam: 5 },
          { iam: { version: '6.5.0' }, eks: 21 },
          { 'pod-identity': { line: 2, source: './modules/pi' } },
        ),
        pin: fc.constantFrom('exact', 'pessimistic'),
        engine: fc.constantFrom('opentofu', { name: 'terraform', version: '1.10' }),
        format: fc.constantFrom('hcl', 'json'),
        directory: fc.constantFrom('.', '../infra', 'a b'),
      }),
      clusters: fc.record(Object.fromEntries(clusters.map((key) => [key, cluster]))),
      shareRoles: fc.subarray(clusters, { minLength: 1 }).map((members) => [{ name: members[0]!, clusters: members.slice(0, 1) }]),
      outputs: fc.uniqueArray(fc.constantFrom('terraform', 'helm'), { minLength: 1 }),
      helm: fc.constantFrom({}, { roleArn: 'terraform' }),
      namespaces: fc.dictionary(
        label.filter((name) => name !== 'default'),
        optional({ create: fc.boolean() }),
        { maxKeys: 2 },
      ),
      addOns: addOns(clusters),
      apps: fc
        .uniqueArray(
          label.filter((id) => !reserved.includes(id)),
          { maxLength: 3 },
        )
        .chain((ids) => fc.record(Object.fromEntries(ids.map((id) => [id, app(clusters, 'team')])))),
      tags,
      permissionsBoundary: fc.constantFrom('arn:aws:iam::111122223333:policy/boundary', null),
      rolePath: fc.constantFrom('/', '/apps/'),
      rolePrefix: fc.constantFrom('', 'team-'),
      naming: fc.constantFrom('{prefix}{group}-{workload}', '{workload}.{region}'),
    },
    ['version', 'clusters'],
  )
    .map(inOnePartition)
    .map(withPrimary),
);

/** Several groups ask for it. */
function withPrimary(spec: SpecInput): SpecInput {
  const primary = primaryUnsaid(loose(spec));
  return primary === undefined ? spec : { ...spec, primary };
}

/** ARNs of another partition than the clusters are refused, and a role trusts nobody of another one. */
function inOnePartition(spec: SpecInput): SpecInput {
  const [first = 'aws', ...others] = new Set(Object.values(spec.clusters ?? {}).map(({ region }) => partitionOf(region ?? '')));
  const text = JSON.stringify(spec).replaceAll('arn:aws:', `arn:${first}:`);
  return JSON.parse(text, (key, value: unknown) => (key === 'assumeRoles' && others.length > 0 ? undefined : value)) as SpecInput;
}
