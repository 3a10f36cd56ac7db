/** Plans with every kind of block and with values that break naive printers. */
import fc, { type Arbitrary } from 'fast-check';
import { join, ref } from '../../src/iam/text.ts';
import type { Entry } from '../../src/plan/terraform/block-parts.ts';
import type { Block, BlockKind, BlockOf, TerraformPlan } from '../../src/plan/terraform/blocks.ts';
import type { DocumentStatement } from '../../src/plan/terraform/role-blocks.ts';
import { hole, key, literal, text, value } from './arbitrary-text.ts';

const some = <T>(of: Arbitrary<T>): Arbitrary<T[]> => fc.array(of, { minLength: 1, maxLength: 3 });

const entries = <T>(of: Arbitrary<T>, named: Arbitrary<string> = key): Arbitrary<Entry<T>[]> =>
  fc.uniqueArray(fc.record({ key: named, value: of }), { selector: (entry) => entry.key, maxLength: 3 });

const policyName = fc.stringMatching(/^[A-Z][\w+=,.@-]{0,8}$/);
const accountId = fc.stringMatching(/^[0-9]{12}$/);
const identifier = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/);
const nonEmpty = literal.filter((name) => name !== '');
const tags = entries(literal);
/** Descriptions of variables and outputs are ours, and cdktf would take its tokens in them for its own. */
export const sentence = literal.filter((words) => !/TfToken\[|Map Token Value/.test(words));

type Model<T> = { [F in keyof T]-?: Arbitrary<Exclude<T[F], undefined>> };

/** Optional fields are absent or present, as the Plan has them: never undefined. */
const record = <T extends object>(model: Model<T>, ...optional: (keyof T)[]): Arbitrary<T> =>
  fc.record(model, { requiredKeys: (Object.keys(model) as (keyof T)[]).filter((field) => !optional.includes(field)) }) as Arbitrary<T>;

const statement = record<Omit<DocumentStatement, 'comments'>>(
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

const present = text.filter((some) => some !== '');
const aws = fc.constantFrom('aws', 'aws.use1');
const kubernetes = fc.constantFrom('kubernetes', 'kubernetes.blue');
const helm = fc.constantFrom('helm', 'helm.blue');
const addresses = fc
  .uniqueArray(fc.constantFrom('module.irsa_x', 'module.eks', 'kubernetes_service_account_v1.irsa_x'))
  .map((of) => of.map(ref));
const path = literal.map((name) => join(ref('path.module'), `/${name}`));
const source = fc.constantFrom('terraform-aws-modules/iam/aws//modules/x', './modules/x', 'git::https://example.com/x.git?ref=v1');
const version = fc.constantFrom('5.60.0', '~> 21.0', '>= 6.28, < 7.0');
const call = { source, version, awsProvider: aws, tags };
const role = {
  ...call,
  name: literal,
  description: literal,
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
const karpenter = {
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
const named = <T extends { name: string }>(of: Arbitrary<T>): Arbitrary<T[]> =>
  fc.uniqueArray(of, { selector: ({ name }) => name, maxLength: 3 });
const eks = {
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
const optionalOfEks = ['version', 'awsProvider', 'publicAccessCidrs', 'audiences', 'nodePools'] as const;
const account = { name: literal, namespace: text, annotations: entries(text), provider: kubernetes };

const access = {
  alias: identifier,
  host: text,
  certificateAuthority: text,
  exec: fc.record({ clusterName: text, region: literal }),
  token: present,
};

type Fields<K extends BlockKind> = Omit<BlockOf<K>, 'kind' | 'label' | 'comments'>;

const FIELDS: { readonly [K in BlockKind]: Arbitrary<Fields<K>> } = {
  'required-providers': record<Fields<'required-providers'>>({
    requiredVersion: version,
    providers: fc.uniqueArray(
      record<Fields<'required-providers'>['providers'][number]>(
        { name: identifier, source, version, configurationAliases: fc.constantFrom(['aws.use1'], ['aws.use1', 'aws.euw1']) },
        'configurationAliases',
      ),
      { selector: ({ name }) => name },
    ),
  }),
  cloud: record<Fields<'cloud'>>(
    { hostname: nonEmpty, organization: nonEmpty, workspace: nonEmpty, project: nonEmpty },
    'hostname',
    'project',
  ),
  'child-module': record<Fields<'child-module'>>({
    source: fc.constantFrom('./irsa-module', '../modules/irsa'),
    providers: fc.constantFrom(['aws'], ['aws.use1', 'kubernetes'], ['aws', 'aws.use1', 'kubernetes', 'kubernetes.blue']),
    inputs: entries(text, identifier),
  }),
  'provider-aws': record<Fields<'provider-aws'>>({ alias: identifier, region: text }, 'alias'),
  'provider-kubernetes': record<Fields<'provider-kubernetes'>>(access, 'alias', 'exec', 'token'),
  'provider-helm-2': record<Fields<'provider-helm-2'>>(access, 'alias', 'exec', 'token'),
  'provider-helm-3': record<Fields<'provider-helm-3'>>(access, 'alias', 'exec', 'token'),
  variable: record<Fields<'variable'>>(
    { type: fc.constant('string'), description: sentence, validation: fc.record({ pattern: literal, message: literal }) },
    'validation',
  ),
  'local-issuer': record<Fields<'local-issuer'>>({ oidcProviderArn: text }),
  'data-partition': record<Fields<'data-partition'>>({ provider: aws }, 'provider'),
  'data-caller-identity': record<Fields<'data-caller-identity'>>({ provider: aws }, 'provider'),
  'data-region': record<Fields<'data-region'>>({ provider: aws }, 'provider'),
  'data-eks-cluster': record<Fields<'data-eks-cluster'>>({ name: text, provider: aws }, 'provider'),
  'data-eks-cluster-auth': record<Fields<'data-eks-cluster-auth'>>({ name: text, provider: aws }, 'provider'),
  'data-oidc-provider': record<Fields<'data-oidc-provider'>>({ url: text, provider: aws }, 'provider'),
  'data-eks-add-on-version': record<Fields<'data-eks-add-on-version'>>(
    { addOn: literal, kubernetesVersion: text, provider: aws },
    'provider',
  ),
  'data-role': record<Fields<'data-role'>>({ name: literal, provider: aws }, 'provider'),
  'data-tls-certificate': record<Fields<'data-tls-certificate'>>({ url: text }),
  'oidc-provider': record<Fields<'oidc-provider'>>(
    { url: text, clientIds: some(literal), thumbprints: some(text), tags, provider: aws },
    'thumbprints',
    'provider',
  ),
  namespace: record<Fields<'namespace'>>({ name: literal, provider: kubernetes }, 'provider'),
  'policy-document': record<Fields<'policy-document'>>({ statements: some(statement), provider: aws }, 'provider'),
  policy: record<Fields<'policy'>>(
    { name: literal, path: nonEmpty, description: literal, document: text, tags, provider: aws },
    'path',
    'provider',
  ),
  'role-iam-5': record<Fields<'role-iam-5'>>(role, 'version', 'awsProvider', 'path', 'permissionsBoundary'),
  'role-iam-6': record<Fields<'role-iam-6'>>(
    { ...role, policyName: nonEmpty },
    'version',
    'awsProvider',
    'path',
    'permissionsBoundary',
    'policyName',
  ),
  'module-vpc': record<Fields<'module-vpc'>>(
    { ...call, name: literal, cidr: literal, zones: some(literal), privateSubnets: some(literal), publicSubnets: some(literal) },
    'version',
    'awsProvider',
  ),
  'module-eks-20': record<Fields<'module-eks-20'>>(eks, ...optionalOfEks),
  'module-eks-21': record<Fields<'module-eks-21'>>(eks, ...optionalOfEks),
  'role-raw': record<Fields<'role-raw'>>(
    { name: literal, path: nonEmpty, description: literal, trustDocument: text, permissionsBoundary: present, tags, provider: aws },
    'path',
    'permissionsBoundary',
    'provider',
  ),
  'policy-attachments': record<Fields<'policy-attachments'>>(
    { role: text, policies: entries(text, policyName).filter(({ length }) => length > 0), provider: aws },
    'provider',
  ),
  'karpenter-eks-20': record<Fields<'karpenter-eks-20'>>(
    { ...karpenter, oidcProviderArn: text },
    'version',
    'awsProvider',
    'rolePath',
    'permissionsBoundary',
  ),
  'karpenter-eks-21': record<Fields<'karpenter-eks-21'>>(
    { ...karpenter, trustDocument: text },
    'version',
    'awsProvider',
    'rolePath',
    'permissionsBoundary',
  ),
  'service-account': record<Fields<'service-account'>>(account, 'provider'),
  'service-account-annotations': record<Fields<'service-account-annotations'>>(
    { ...account, annotations: account.annotations.filter(({ length }) => length > 0) },
    'provider',
  ),
  'helm-release': record<Fields<'helm-release'>>(
    {
      name: literal,
      repository: literal,
      chart: literal,
      version: literal,
      namespace: text,
      createNamespace: fc.constant(true),
      valuesFiles: fc.array(path, { maxLength: 2 }),
      values: fc.dictionary(key, value, { maxKeys: 3, noNullPrototype: true }).map((map) => ({ map })),
      dependsOn: addresses,
      provider: helm,
    },
    'createNamespace',
    'provider',
  ),
  'eks-add-on': record<Fields<'eks-add-on'>>(
    {
      clusterName: text,
      name: literal,
      version: present,
      roleArn: text,
      configurationFile: path,
      onCreate: fc.constantFrom('NONE', 'OVERWRITE'),
      tags,
      dependsOn: addresses,
      provider: aws,
    },
    'version',
    'configurationFile',
    'provider',
  ),
  output: record<Fields<'output'>>(
    {
      description: sentence,
      value,
      preconditions: fc.array(fc.record({ actual: hole, expected: accountId, message: text }), { maxLength: 2 }),
    },
    'preconditions',
  ),
  'output-helm-values': record<Fields<'output-helm-values'>>({ description: sentence, charts: entries(value) }),
};

/** One block of a kind. */
export const arbitraryBlock = (kind: BlockKind, label = 'irsa_x'): Arbitrary<Block> =>
  (FIELDS[kind] as Arbitrary<object>).map((fields) => ({ kind, ...(isLabelled(kind) ? { label } : {}), ...fields }) as unknown as Block);

const isLabelled = (kind: BlockKind): boolean => !/^(required-providers|cloud|provider-.*)$/.test(kind);

/** A root module with a block of every kind, in two files; of the provider for Helm, as one release takes it. */
export const arbitraryPlan: Arbitrary<TerraformPlan> = fc
  .constantFrom('provider-helm-2', 'provider-helm-3')
  .chain((other) =>
    fc.tuple(...(Object.keys(FIELDS) as BlockKind[]).filter((kind) => kind !== other).map((kind, i) => arbitraryBlock(kind, `irsa_${i}`))),
  )
  .map((blocks) => ({
    directory: '.',
    format: 'hcl',
    files: [
      { name: 'irsa-cluster.tf', blocks: blocks.slice(0, 12) },
      { name: 'irsa-my-app.tf', blocks: blocks.slice(12) },
    ],
  }));
