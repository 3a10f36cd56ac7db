/** Plans with every kind of block and with values that break naive printers. */
import fc, { type Arbitrary } from 'fast-check';
import { ref } from '../../src/iam/text.ts';
import type { Block, BlockKind, BlockOf, TerraformPlan } from '../../src/plan/terraform/blocks.ts';
import { hole, key, literal, text, value } from './arbitrary-text.ts';
import {
  access,
  account,
  accountId,
  addresses,
  aws,
  call,
  eks,
  entries,
  helm,
  identifier,
  karpenter,
  kubernetes,
  nonEmpty,
  optionalOfEks,
  path,
  policyName,
  present,
  record,
  role,
  roleOfModule,
  sentence,
  some,
  source,
  statement,
  tags,
  version,
} from './arbitrary-parts.ts';

const trusting = record<Fields<'role-pod-identity'>['trustStatements'][number]>(
  {
    sid: nonEmpty,
    effect: fc.constantFrom('Allow', 'Deny'),
    actions: some(literal),
    notActions: fc.constant([]),
    resources: fc.constant([]),
    notResources: fc.constant([]),
    principals: some(fc.record({ type: literal, identifiers: some(text) })),
    conditions: fc.array(fc.record({ test: literal, variable: text, values: some(text) }), { maxLength: 2 }),
  },
  'sid',
  'notActions',
  'resources',
  'notResources',
).map(({ sid, effect, actions = [], principals, conditions }) => ({
  ...(sid === undefined ? {} : { sid }),
  effect,
  actions,
  principals,
  conditions,
}));

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
  'role-iam-5': record<Fields<'role-iam-5'>>(role, 'version', 'awsProvider', 'description', 'path', 'permissionsBoundary'),
  'role-iam-6': record<Fields<'role-iam-6'>>(
    { ...role, policyName: nonEmpty },
    'version',
    'awsProvider',
    'description',
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
  'role-pod-identity': record<Fields<'role-pod-identity'>>(
    {
      ...roleOfModule,
      trustConditions: some(fc.record({ test: literal, variable: literal, values: some(text) })),
      trustStatements: fc.array(trusting, { maxLength: 2 }),
      associations: fc.uniqueArray(
        record<Fields<'role-pod-identity'>['associations'][number]>(
          {
            key,
            clusterName: text,
            namespace: literal,
            serviceAccount: literal,
            targetRoleArn: nonEmpty,
            disableSessionTags: fc.constant(true),
          },
          'targetRoleArn',
          'disableSessionTags',
        ),
        { selector: (association) => association.key, maxLength: 3 },
      ),
    },
    'version',
    'awsProvider',
    'description',
    'path',
    'permissionsBoundary',
  ),
  'pod-identity-association': record<Fields<'pod-identity-association'>>(
    {
      clusterName: text,
      namespace: literal,
      serviceAccount: literal,
      roleArn: text,
      targetRoleArn: nonEmpty,
      disableSessionTags: fc.constant(true),
      policy: present,
      tags,
      provider: aws,
    },
    'targetRoleArn',
    'disableSessionTags',
    'policy',
    'provider',
  ),
  'role-raw': record<Fields<'role-raw'>>(
    { name: literal, path: nonEmpty, description: nonEmpty, trustDocument: text, permissionsBoundary: present, tags, provider: aws },
    'path',
    'description',
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
    { ...karpenter, trustDocument: text, makesAssociation: fc.boolean() },
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
      roleArn: present,
      association: fc.record({ serviceAccount: literal, roleArn: text }),
      configurationFile: path,
      onCreate: fc.constantFrom('NONE', 'OVERWRITE'),
      tags,
      dependsOn: addresses,
      provider: aws,
    },
    'version',
    'roleArn',
    'association',
    'configurationFile',
    'provider',
  ),
  moved: fc.constantFrom('this[0]', 'external_dns[0]', 'additional["A+b=,.@-"]').chain((to) =>
    identifier.map((label) => ({
      from: ref(`module.${label}.aws_iam_policy.former["a.b"]`),
      to: ref(`module.${label}.aws_iam_policy.${to}`),
    })),
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

const isLabelled = (kind: BlockKind): boolean => !/^(required-providers|cloud|moved|provider-.*)$/.test(kind);

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
