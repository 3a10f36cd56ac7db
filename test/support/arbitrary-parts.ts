/** What the fields of blocks are made of: values that break naive printers. */
import fc, { type Arbitrary } from 'fast-check';
import { join, ref } from '../../src/iam/text.ts';
import type { Entry } from '../../src/plan/terraform/block-parts.ts';
import type { DocumentStatement } from '../../src/plan/terraform/role-blocks.ts';
import { hole, key, literal, text, value } from './arbitrary-text.ts';

export const some = <T>(of: Arbitrary<T>): Arbitrary<T[]> => fc.array(of, { minLength: 1, maxLength: 3 });

export const entries = <T>(of: Arbitrary<T>, named: Arbitrary<string> = key): Arbitrary<Entry<T>[]> =>
  fc.uniqueArray(fc.record({ key: named, value: of }), { selector: (entry) => entry.key, maxLength: 3 });

export const policyName = fc.stringMatching(/^[A-Z][\w+=,.@-]{0,8}$/);
export const accountId = fc.stringMatching(/^[0-9]{12}$/);
export const identifier = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/);
export const nonEmpty = literal.filter((name) => name !== '');
export const tags = entries(literal);
/** Descriptions of variables and outputs are ours, and cdktf would take its tokens in them for its own. */
export const sentence = literal.filter((words) => !/TfToken\[|Map Token Value/.test(words));

export type Model<T> = { [F in keyof T]-?: Arbitrary<Exclude<T[F], undefined>> };

/** Optional fields are absent or present, as the Plan has them: never undefined. */
export const record = <T extends object>(model: Model<T>, ...optional: (keyof T)[]): Arbitrary<T> =>
  fc.record(model, { requiredKeys: (Object.keys(model) as (keyof T)[]).filter((field) => !optional.includes(field)) }) as Arbitrary<T>;

export const statement = record<Omit<DocumentStatement, 'comments'>>(
  {
    sid: nonEmpty,
    effect: fc.constantFrom('Allow', 'Deny'),
    actions: some(literal),
    notActions: some(literal),
    resources: some(text),
    notResources: some(text),
    principals: fc.array(fc.record({ type: literal, identifiers: some(text) }), { maxLength: 2 }),
    conditions: fc.array(fc.record({ test: literal, variable: text, values: some(text) }), { maxLength: 2 }),
  },
  'sid',
  'actions',
  'notActions',
  'resources',
  'notResources',
);

export const present = text.filter((some) => some !== '');
export const aws = fc.constantFrom('aws', 'aws.use1');
export const kubernetes = fc.constantFrom('kubernetes', 'kubernetes.blue');
export const helm = fc.constantFrom('helm', 'helm.blue');
export const addresses = fc
  .uniqueArray(fc.constantFrom('module.irsa_x', 'module.eks', 'kubernetes_service_account_v1.irsa_x'))
  .map((of) => of.map(ref));
export const path = literal.map((name) => join(ref('path.module'), `/${name}`));
export const source = fc.constantFrom('terraform-aws-modules/iam/aws//modules/x', './modules/x', 'git::https://example.com/x.git?ref=v1');
export const version = fc.constantFrom('5.60.0', '~> 21.0', '>= 6.28, < 7.0');
export const call = { source, version, awsProvider: aws, tags };
export const role = {
  ...call,
  name: literal,
  description: nonEmpty,
  path: nonEmpty,
  permissionsBoundary: present,
  inputs: entries(
    value,
    identifier.map((name) => `attach_${name}`),
  ),
  policies: entries(text),
  oidcProviders: fc.uniqueArray(fc.record({ key, providerArn: text, subjects: some(literal) }), {
    selector: (provider) => provider.key,
    minLength: 1,
    maxLength: 3,
  }),
};
export const karpenter = {
  ...call,
  clusterName: text,
  roleName: literal,
  rolePath: nonEmpty,
  permissionsBoundary: present,
  policyName: literal,
  nodeRoleName: literal,
  queueName: literal,
  rulePrefix: literal,
  policies: entries(text),
  namespace: literal,
  serviceAccount: literal,
};
const { oidcProviders: _, ...others } = role;
export const roleOfModule = others;
export const named = <T extends { name: string }>(of: Arbitrary<T>): Arbitrary<T[]> =>
  fc.uniqueArray(of, { selector: ({ name }) => name, maxLength: 3 });
export const eks = {
  ...call,
  clusterName: literal,
  kubernetesVersion: literal,
  vpcId: text,
  subnetIds: fc.oneof(some(text), hole),
  publicAccess: fc.boolean(),
  publicAccessCidrs: some(literal),
  audiences: some(literal),
  nodePools: some(literal),
  addOns: named(fc.record({ name: key, beforeCompute: fc.boolean() })),
  nodeGroups: named(
    fc.record({ name: key, instanceTypes: some(literal), amiType: literal, min: fc.nat(9), max: fc.nat(9), desired: fc.nat(9) }),
  ),
  selfManagedNodeGroups: named(
    fc.record({ name: key, instanceType: literal, amiType: literal, min: fc.nat(9), max: fc.nat(9), desired: fc.nat(9) }),
  ),
};
export const optionalOfEks = ['version', 'awsProvider', 'publicAccessCidrs', 'audiences', 'nodePools'] as const;
export const account = { name: literal, namespace: text, annotations: entries(text), provider: kubernetes };

export const access = {
  alias: identifier,
  host: text,
  certificateAuthority: text,
  exec: fc.record({ clusterName: text, region: literal }),
  token: present,
};
