/** What stands in the way of a migration. */
import { withCluster, type ExamplesOf, type ProblemExample } from './example.ts';

const DNS = 'addOns:\n  external-dns: { hostedZones: [Z0123456789ABC] }\n';
const on = (iam: string): string => withCluster(`terraform: { modules: { iam: ${iam} } }\n${DNS}`);
const MIGRATE = ['migrate', 'iam-6'];

const migrate = (spec: string, ...words: readonly string[]): ProblemExample => ({
  files: { 'irsa.yaml': spec },
  argv: [...MIGRATE, ...words],
});

const toPodIdentity = (spec: string, ...words: readonly string[]): ProblemExample => ({
  files: { 'irsa.yaml': spec },
  argv: ['migrate', 'pod-identity', ...words],
});

interface Resource {
  readonly address: string;
  readonly type: string;
  readonly values: object;
}

const at = (address: string, values: object): Resource => ({ address, type: address.split('.').at(-2) ?? '', values });
const ROLE = at('module.irsa_external_dns.aws_iam_role.this[0]', { name: 'production-external-dns' });
const POLICY = 'module.irsa_external_dns.aws_iam_policy.external_dns[0]';

const fromState = (resources: readonly Resource[], spec = on('5'), ...words: readonly string[]): ProblemExample => ({
  files: {
    'irsa.yaml': spec,
    'state.json': `${JSON.stringify({
      format_version: '1.0',
      values: { root_module: { resources: resources.map((resource) => ({ ...resource, mode: 'managed' })) } },
    })}\n`,
  },
  argv: [...MIGRATE, '--state', 'state.json', ...words],
});

const attached = (...names: readonly string[]): string =>
  JSON.stringify({
    AttachedPolicies: names.map((PolicyName) => ({ PolicyName, PolicyArn: `arn:aws:iam::111122223333:policy/${PolicyName}` })),
  });

const NODE_ROLE = 'arn:aws:iam::111122223333:role/nodes';
const NODE_GROUP = at('aws_eks_node_group.nodes', { node_role_arn: NODE_ROLE });
const attaching = (name: string): Resource =>
  at(`aws_iam_role_policy_attachment.${name}`, { role: 'nodes', policy_arn: `arn:aws:iam::111122223333:policy/${name}` });
const saying = (name: string, Action: string, Resource: string): Resource =>
  at(`aws_iam_policy.${name}`, {
    arn: `arn:aws:iam::111122223333:policy/${name}`,
    policy: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] }),
  });

const offNodes = (resources: readonly Resource[], ...words: readonly string[]): ProblemExample => ({
  ...fromState(resources, withCluster('')),
  argv: ['migrate', 'node-role', '--state', 'state.json', ...words],
});

export const migrating: ExamplesOf<'Migrations'> = {
  'migration-unknown': { files: { 'irsa.yaml': on('5') }, argv: ['migrate', 'iam6'] },
  'nothing-to-migrate': migrate(withCluster('terraform: { modules: { iam: 5 } }\n'), '--dry-run'),
  'migration-under-way': migrate(on('{ line: 6, from: 5 }')),
  'migration-not-under-way': migrate(on('6'), '--finish'),
  'migration-not-applied': fromState(
    [ROLE, at(POLICY, { name: 'AmazonEKS_External_DNS_Policy-20250101000000000000000001' })],
    on('{ line: 6, from: 5 }'),
    '--finish',
  ),
  'policy-names-not-said': migrate(on('5')),
  'state-of-another-root': fromState([at('aws_s3_bucket.orders', { bucket: 'orders' })]),
  'workload-unknown': toPodIdentity(on('5'), '--workload', 'externaldns'),
  'migration-needs-terraform': toPodIdentity(`outputs: [helm]\nhelm: { roleArn: placeholder }\n${on('5')}`),
  'role-not-carried': toPodIdentity(
    withCluster(
      'apps:\n  vault:\n    namespace: vault\n    serviceAccount: { owner: none, audience: vault }\n    grants: [{ s3: { bucket: my-bucket, access: read } }]\n',
    ),
    '--workload',
    'vault',
  ),
  'former-policy-missing': {
    files: {
      'irsa.yaml': withCluster(
        'addOns:\n  external-dns: { hostedZones: [Z0123456789ABC], migration: { phase: prepare, role: keep, from: 5 } }\n',
      ),
    },
  },
  'state-not-said': toPodIdentity(on('5')),
  'policy-not-in-state': fromState([ROLE]),
  'policy-several-times': fromState([
    ROLE,
    at(`module.east.${POLICY}`, { name: 'AmazonEKS_External_DNS_Policy-20250101000000000000000001' }),
    at(`module.west.${POLICY}`, { name: 'AmazonEKS_External_DNS_Policy-20250101000000000000000002' }),
  ]),
  'policy-name-not-known': fromState([ROLE, at(POLICY, { path: '/' })]),
  'policy-not-told-apart': {
    ...migrate(on('5'), '--live'),
    programs: {
      aws: `#!/bin/sh\necho '${attached('AmazonEKS_External_DNS_Policy-20250101000000000000000001', 'Zones-20250101000000000000000002')}'\n`,
    },
    setting: 'Somebody has attached another policy with a generated name.',
  },
  'module-of-own-source': fromState(
    [ROLE, at(POLICY, { name: 'AmazonEKS_External_DNS_Policy-20250101000000000000000001' })],
    on('{ line: 5, source: "git::https://example.com/iam.git?ref=0123456789abcdef0123456789abcdef01234567" }'),
  ),
  'node-roles-not-said': { files: { 'irsa.yaml': withCluster('') }, argv: ['migrate', 'node-role'] },
  'node-role-not-found': offNodes([ROLE]),
  'node-policy-unknown': offNodes([NODE_GROUP, attaching('orders-data')], '--detach', 'order-data'),
  'node-policy-not-known': offNodes([NODE_GROUP, attaching('orders-data')], '--assign', 'orders:shop/orders=orders-data'),
  'node-policy-not-narrowed': offNodes(
    [NODE_GROUP, attaching('orders-data'), saying('orders-data', 's3:GetObject', '*')],
    '--assign',
    'orders:shop/orders=orders-data',
  ),
  'add-on-option-not-told': offNodes(
    [NODE_GROUP, attaching('dns'), saying('dns', 'route53:ChangeResourceRecordSets', 'arn:aws:route53:::hostedzone/*')],
    '--assign',
    'external-dns=dns',
  ),
  'cluster-dump-not-read': {
    files: { 'irsa.yaml': withCluster(''), 'state.json': '{"format_version":"1.0"}\n', 'nodes.json': '{"items":[{"kind":"Node"}]}\n' },
    argv: ['migrate', 'node-role', '--state', 'state.json', '--cluster-dump', 'nodes.json'],
  },
  'terraform-missing': { ...migrate(on('5'), '--terraform'), programs: {} },
  'terraform-refused': {
    ...migrate(on('5'), '--terraform'),
    programs: { terraform: '#!/bin/sh\necho "Error: Backend initialization required, please run \\"terraform init\\"" >&2\nexit 1\n' },
    setting: 'Nobody has run `terraform init` there.',
  },
};
