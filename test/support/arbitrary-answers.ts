/** Arbitrary answers, as far as flags can say them: not all of them make a valid spec. */
import fc from 'fast-check';
import { addOns, grants } from '../../src/catalog/index.ts';
import type { Option, Options } from '../../src/catalog/option.ts';
import type { SpecInput } from '../../src/spec/spec-input.ts';

/** What the options of the catalog may hold; every text a shell or our own separators could trip over. */
const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
const awkward = fc
  .string({
    minLength: 1,
    maxLength: 12,
    unit: fc.constantFrom('a', 'Z', '0', '/', ',', '\\', "'", '"', '$', ' ', '`', '!', '*', '=', ':', '.', '-', 'ü'),
  })
  .filter((text) => !text.startsWith('ref:'));
const resource = fc.oneof(awkward, fc.constant({ ref: 'aws_s3_bucket.orders.arn' }));

const valueOf = ({ kind, choices = [] }: Option): fc.Arbitrary<unknown> => {
  if (kind === 'flag') return fc.boolean();
  if (kind === 'choice') return fc.constantFrom(...choices);
  if (kind === 'resource') return resource;
  if (kind === 'resources') return fc.array(resource, { minLength: 1, maxLength: 3 });
  return kind === 'names' ? fc.array(awkward, { minLength: 1, maxLength: 3 }) : awkward;
};

const optionsOf = (options: Options, more: Readonly<Record<string, fc.Arbitrary<unknown>>> = {}) =>
  fc.record(
    { ...Object.fromEntries(Object.entries(options).map(([name, option]) => [name, valueOf(option)])), ...more },
    {
      requiredKeys: Object.keys(options).slice(0, 1),
    },
  );

const install = fc.oneof(
  fc.boolean(),
  fc.record(
    { version: awkward, values: fc.array(awkward, { minLength: 1, maxLength: 2 }), overwrite: fc.boolean() },
    { requiredKeys: ['version'] },
  ),
);

const statements = fc.array(fc.record({ Action: awkward, Resource: awkward }), { minLength: 1, maxLength: 2 });

const pods = {
  identity: fc.constantFrom('irsa', 'pod-identity'),
  podIdentity: fc.oneof(
    fc.record({ disableSessionTags: fc.boolean() }),
    fc.record({ disableSessionTags: fc.constant(true), policy: statements }),
  ),
  runsOn: fc.array(awkward, { minLength: 1, maxLength: 2 }),
  sdk: fc.record({ python: awkward, 'java-v1': awkward }, { requiredKeys: ['python'] }),
};

const cluster = fc.record(
  {
    region: word,
    from: fc.oneof(
      fc.record({ module: word }),
      fc.record({ resource: word }),
      fc.constant({ data: true }),
      fc.constant({ variables: true }),
      fc.record({ literal: fc.record({ oidcProviderArn: awkward }) }),
      fc
        .tuple(word, fc.array(awkward, { minLength: 1, maxLength: 3 }))
        .map(([kubernetesVersion, zones]) => ({ new: { kubernetesVersion, nodes: 'auto', vpc: { cidr: '10.0.0.0/16', zones } } })),
    ),
    accountId: fc.stringMatching(/^\d{12}$/),
    vpcId: resource,
    oidcProvider: fc.constantFrom('existing', 'create'),
    providers: fc.record({ aws: word, kubernetes: word, helm: word }),
    podIdentityAgent: fc.constantFrom('create', 'existing'),
    retired: fc.boolean(),
  },
  { requiredKeys: ['region'] },
);

const app = fc.record(
  {
    namespace: word,
    serviceAccount: fc.oneof(word, fc.record({ name: word, audience: awkward })),
    deployment: fc.record(
      { image: awkward, replicas: fc.nat(9), fsGroup: fc.nat(9), skipContainers: fc.array(awkward, { minLength: 1, maxLength: 2 }) },
      { requiredKeys: ['image'] },
    ),
    grants: fc.array(fc.oneof(...grants.all().map(({ service, options }) => optionsOf(options).map((said) => ({ [service]: said })))), {
      minLength: 1,
      maxLength: 2,
    }),
    managedPolicies: fc.array(awkward, { minLength: 1, maxLength: 2 }),
    statements,
    assumeRoles: fc.array(
      fc.oneof(
        awkward.filter((text) => !text.startsWith('{')),
        fc.record({ role: awkward, externalId: awkward, principalTags: fc.array(awkward), default: fc.boolean() }),
      ),
      { minLength: 1, maxLength: 2 },
    ),
    shared: fc.boolean(),
    ...pods,
    roleName: awkward,
    tags: fc.record({ team: awkward }),
  },
  { requiredKeys: ['namespace', 'serviceAccount'] },
);

export const anyAnswers: fc.Arbitrary<SpecInput> = fc
  .record({
    clusters: fc.dictionary(word, cluster, { minKeys: 1, maxKeys: 2 }),
    namespaces: fc.dictionary(word, fc.record({ create: fc.boolean() }), { minKeys: 1, maxKeys: 2 }),
    addOns: fc.record(Object.fromEntries(addOns.all().map(({ id, options }) => [id, optionsOf(options, { install, ...pods })])), {
      requiredKeys: ['external-dns'],
    }),
    apps: fc.dictionary(
      word.map((name) => `app-${name}`),
      app,
      { minKeys: 1, maxKeys: 2 },
    ),
    terraform: fc.record({
      modules: fc.record({ iam: fc.constantFrom(5, 6) }),
      pin: fc.constantFrom('exact', 'pessimistic'),
      directory: word,
    }),
    tags: fc.record({ team: awkward, 'a-b': awkward }),
    rolePrefix: awkward,
    naming: awkward,
    primary: word,
    shareRoles: fc.array(fc.record({ name: word, clusters: fc.array(word, { minLength: 1, maxLength: 2 }) }), {
      minLength: 1,
      maxLength: 1,
    }),
    identity: fc.constantFrom('irsa', 'pod-identity'),
    outputs: fc.constant(['terraform', 'helm']),
    helm: fc.record({ roleArn: fc.constantFrom('literal', 'placeholder') }),
    gitops: fc.record({ path: awkward }),
  })
  .map((spec) => JSON.parse(JSON.stringify(spec)) as SpecInput);
