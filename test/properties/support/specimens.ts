/**
 * Specs that together say something in every field that takes free text; a test fails where they do not, so
 * what the schema has new is added here. Options come from the catalog, so that a new add-on or grant is in.
 */
import { addOns, grants } from '../../../src/catalog/index.ts';
import type { Options } from '../../../src/catalog/option.ts';
import { sdks } from '../../../src/catalog/sdks.ts';
import { STS_AUDIENCE } from '../../../src/iam/audience.ts';
import { emptyFacts, type RepoFacts } from '../../../src/plan/repo-facts.ts';
import { identityOf } from './identity-of.ts';
import { statements } from './statements.ts';
import type { SpecInput, WorkloadInput } from '../../../src/spec/spec-input.ts';

const at = { file: 'main.tf', line: 1 };

/** A root that has the providers that specimens name. */
export const facts: RepoFacts = {
  ...emptyFacts,
  providers: [
    { name: 'aws', at },
    { name: 'aws', alias: 'use1', at },
    { name: 'kubernetes', at },
    { name: 'kubernetes', alias: 'blue', at },
    { name: 'helm', at },
    { name: 'helm', alias: 'blue', at },
  ],
};

const account = '111122223333';
const policy = (name: string): string => `arn:aws:iam::${account}:policy/${name}`;
const snake = (id: string): string => id.replaceAll('-', '_');

interface Way {
  /** Terraform references, or names and ARNs only. */
  readonly references: boolean;
  /** A ServiceAccount as a map with this audience, or its name; where it is said, Terraform installs add-ons too. */
  readonly audience?: string;
  /** By associations, or on the way there. */
  readonly podIdentity?: 'arrived' | 'on the way';
}

/** What is said once for all who ask for it changes with nobody else's. */
const ownAudience = (audience: string, id: string): string => (audience === STS_AUDIENCE ? audience : `${audience}/${id}`);

const common = (id: string, way: Way): WorkloadInput => ({
  namespace: `ns-${id}`,
  serviceAccount: way.audience === undefined ? `sa-${id}` : { name: `sa-${id}`, audience: ownAudience(way.audience, id) },
  clusters: ['production'],
  sdk: Object.fromEntries(Object.keys(sdks).map((name) => [name, '2030.1.1'])),
  modulePolicyName: way.podIdentity === 'on the way' ? { production: `module-policy-of-${id}` } : `module-policy-of-${id}`,
  ...identityOf(id, way),
  roleName: `role-of-${id}`,
  policyName: `policy-of-${id}`,
  roleDescription: `description of ${id}`,
  permissionsBoundary: policy(`boundary-of-${id}`),
  tags: { [`tag of ${id}`]: `value of ${id}` },
  managedPolicies: [policy(`managed-of-${id}`)],
  ...(way.references && { policyRefs: [`aws_iam_policy.${snake(id)}.arn`] }),
  statements: statements(id, way),
  policyFiles: [`policies/${id}.json`],
});

/** Every option but switches and choices, by its own example; of choices the widest, which other options narrow. */
function filledIn(owner: string, options: Options, { references }: Way): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options).flatMap(([name, { kind, example, required }]): [string, unknown][] => {
      const ref = { ref: `local.${snake(owner)}_${name}` };
      switch (kind) {
        case 'text':
          return [[name, example]];
        case 'names':
          return [[name, [example]]];
        case 'resource':
          return [[name, references ? ref : example]];
        case 'resources':
          return [[name, [example, ...(references ? [ref] : [])]]];
        case 'choice':
          return required ? [[name, options[name]?.choices?.at(-1)]] : [];
        case 'flag':
          return [];
      }
    }),
  );
}

/** What an add-on or a grant asks for beside its texts. */
const also: Readonly<Record<string, object>> = {
  'aws-load-balancer-controller': { targetGroupBindingOnly: true },
  sns: { access: 'publish' },
};

/** Options that do not go together with the others of their add-on: they are told in specimens of their own. */
const apart: Readonly<Record<string, readonly string[]>> = {
  'aws-load-balancer-controller': ['certificateZones', 'certificateAuthorities'],
};

/** All of its options that go together, or those that are left out then. */
export const optionsOf = (id: string, way: Way, alone = false): Record<string, unknown> => {
  const options = Object.entries(addOns.find(id)?.options ?? {}).filter(([name]) => (apart[id] ?? []).includes(name) === alone);
  return { ...filledIn(id, Object.fromEntries(options), way), ...(alone ? {} : also[id]) };
};

const anAddOn = (id: string, way: Way, alone = false): NonNullable<SpecInput['addOns']> => {
  // Where the chart cannot annotate, EKS installs it.
  const byEks = addOns.find(id)?.helm.annotatedByOthers === true;
  const install = byEks ? { version: 'v9.8.7-eksbuild.1' } : { version: '1.2.3', values: [`values/${id}.yaml`] };
  return {
    [id]: {
      ...common(id, way),
      release: `release-${id}`,
      ...(way.references && { ...(byEks && { installer: 'eks-addon' }), install }),
      ...optionsOf(id, way, alone),
    },
  };
};

/** As many grants as fit into one policy, where there is still room for a hostile text: what several share is divided by its length. */
const AT_ONCE = 4;

const grantsFrom = (first: number, way: Way) =>
  grants
    .all()
    .slice(first, first + AT_ONCE)
    .map(({ service, options }) => ({ [service]: { ...filledIn(service, options, way), ...also[service] } }));

/** Of other accounts, each with as many grants. */
export const theRoles = (way: Way): NonNullable<WorkloadInput['assumeRoles']> =>
  Array.from({ length: Math.ceil(grants.ids.length / AT_ONCE) }, (_, n) => ({
    role: `arn:aws:iam::222222222222:role/there/role-${n + 1}`,
    externalId: `external-id-${n + 1}`,
    principalTags: ['a tag'],
    sessionTags: [`session tag ${n + 1}`],
    profile: `profile-${n + 1}`,
    region: 'eu-west-1',
    grants: grantsFrom(n * AT_ONCE, way),
    managedPolicies: [`arn:aws:iam::222222222222:policy/managed-${n + 1}`],
    statements: statements(`role-${n + 1}`, way),
    policyFiles: [`policies/role-${n + 1}.json`],
  }));

const theApps = (way: Way): NonNullable<SpecInput['apps']> => ({
  'my-app': {
    ...common('my-app', way),
    namespace: 'my-namespace',
    grants: grantsFrom(0, way),
    deployment: { image: 'registry.example.com:5000/shop/orders:1.4.2', skipContainers: ['proxy'] },
  },
  ...Object.fromEntries(
    Array.from({ length: Math.ceil(grants.ids.length / AT_ONCE) - 1 }, (_, n) => [
      `app-${n + 2}`,
      { ...common(`app-${n + 2}`, way), grants: grantsFrom((n + 1) * AT_ONCE, way) },
    ]),
  ),
});

/** A spec around one workload: small ones are what many cases can be made of. */
const around = (workload: SpecInput): SpecInput => ({
  version: 1,
  namespaces: { 'my-namespace': { create: true } },
  ...workload,
  tags: { 'a tag': 'a value' },
  permissionsBoundary: policy('boundary'),
  rolePrefix: 'pre-',
  naming: '{prefix}{group}-of-{workload}',
});

export const anApp: NonNullable<SpecInput['apps']> = {
  'my-app': { namespace: 'shop', grants: [{ sqs: { queue: 'jobs', access: 'consume' } }] },
};

const withTerraform = {
  toolVersion: '0.1.0',
  terraform: {
    modules: {
      iam: { version: '5.60.0', source: 'registry.example.com/team/iam/aws' },
      eks: { version: '21.19.0', source: 'registry.example.com/team/eks/aws' },
      'pod-identity': { version: '2.8.1', source: 'registry.example.com/team/pod-identity/aws' },
    },
    engine: { name: 'terraform', version: '1.11' },
    directory: 'infra/live',
  },
  rolePath: '/a/path/',
  moved: { 'module.before': 'module.irsa_after' },
  gitops: { path: 'clusters/live' },
} as const;

const cluster = {
  name: 'the-cluster',
  region: 'us-east-1',
  accountId: account,
  providers: { aws: 'aws.use1', kubernetes: 'kubernetes.blue', helm: 'helm.blue' },
};

const newCluster = (network: object, more: SpecInput = {}): SpecInput => ({
  version: 1,
  clusters: {
    production: {
      region: 'us-east-1',
      accountId: account,
      from: {
        new: {
          kubernetesVersion: '1.33',
          nodes: { workers: { instanceTypes: ['m6i.large'], min: 1, max: 2, amiType: 'BOTTLEROCKET_x86_64' } },
          addOns: ['coredns', 'kube-proxy', 'vpc-cni'],
          endpointPublicAccess: ['203.0.113.0/24'],
          ...network,
        },
      },
    },
  },
  apps: anApp,
  ...more,
});

const MADE = { vpc: { cidr: '10.0.0.0/16', zones: ['us-east-1a', 'us-east-1b'] } };
const GIVEN = { vpcId: 'vpc-0123456789abcdef0', subnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'] };
const byEksctl: SpecInput = { outputs: ['eksctl'], tags: { 'a tag': 'a value' } };

const terragrunt = (dependency: string | Readonly<Record<string, string>>): SpecInput => ({
  version: 1,
  clusters: { production: { region: 'us-east-1', accountId: account, from: { dependency } } },
  terraform: { layout: 'module', caller: { name: 'terragrunt', root: 'root.hcl' } },
  apps: anApp,
});

/** One workload in each of the ways in which roles are made. */
const ofWorkload = (id: string, write: (way: Way) => SpecInput, audience: string): Record<string, SpecInput> => ({
  [`${id}, with references`]: {
    ...around(write({ references: true })),
    ...withTerraform,
    outputs: ['terraform', 'helm', 'manifests', 'gitops', 'eksctl', 'tests', 'verify', 'runbook', 'audit'],
    clusters: { production: { ...cluster, vpcId: { ref: 'module.vpc.vpc_id' }, from: { module: 'eks' } } },
  },
  [`${id}, with an audience`]: {
    ...around(write({ references: true, audience })),
    ...withTerraform,
    terraform: { ...withTerraform.terraform, serviceAccounts: 'manifests' },
    outputs: ['terraform', 'helm', 'manifests', 'gitops', 'verify', 'runbook'],
    clusters: { production: { ...cluster, vpcId: 'vpc-0123456789abcdef0', from: { data: true } } },
  },
  [`${id}, with Pod Identity`]: {
    ...around(write({ references: true, podIdentity: 'arrived' })),
    ...withTerraform,
    outputs: ['terraform', 'helm', 'manifests', 'tests'],
    clusters: { production: { ...cluster, vpcId: 'vpc-0123456789abcdef0', from: { data: true } } },
  },
  [`${id}, on the way to Pod Identity`]: {
    ...around(write({ references: true, podIdentity: 'on the way' })),
    ...withTerraform,
    outputs: ['terraform'],
    clusters: { production: { ...cluster, vpcId: 'vpc-0123456789abcdef0', from: { data: true } } },
  },
  [`${id}, for eksctl alone`]: {
    ...around(write({ references: false })),
    outputs: ['eksctl', 'helm', 'manifests', 'gitops', 'verify'],
    clusters: { production: { name: 'the-cluster', region: 'us-east-1', accountId: account, from: { data: true } } },
  },
});

/** Modules know one audience only; of these no module has a policy. */
const audienceOf = (addOn: string): string =>
  /^(ack-.*|argocd-image-updater|amazon-managed-prometheus|aws-for-fluent-bit|aws-privateca-issuer|fluent-bit|flux-.*|keda)$/.test(addOn)
    ? 'https://audience.example/a'
    : STS_AUDIENCE;

export const specimens: Readonly<Record<string, SpecInput>> = {
  ...(Object.assign({}, ...addOns.ids.map((id) => ofWorkload(id, (way) => ({ addOns: anAddOn(id, way) }), audienceOf(id)))) as Record<
    string,
    SpecInput
  >),
  ...(Object.assign(
    {},
    ...Object.keys(apart).map((id) => ofWorkload(`${id}, told the rest`, (way) => ({ addOns: anAddOn(id, way, true) }), audienceOf(id))),
  ) as Record<string, SpecInput>),
  ...ofWorkload('an app', (way) => ({ apps: theApps(way) }), 'https://audience.example/a'),
  'with roles of other accounts': {
    version: 1,
    outputs: ['terraform', 'manifests', 'verify', 'runbook'],
    tags: { 'a tag': 'a value' },
    clusters: { production: { region: 'us-east-1', accountId: account, from: { data: true } } },
    apps: {
      'my-app': {
        namespace: 'my-namespace',
        serviceAccount: { name: 'my-sa', owner: 'manifests' },
        assumeRoles: ['arn:aws:iam::333333333333:role/only', ...theRoles({ references: false })],
      },
    },
  },
  'of several clusters': {
    version: 1,
    outputs: ['terraform', 'helm', 'manifests', 'runbook', 'verify'],
    clusters: {
      blue: { region: 'us-east-1', accountId: account, from: { resource: 'this' }, oidcProvider: 'create', thumbprints: ['0'.repeat(40)] },
      green: {
        region: 'us-east-1',
        accountId: account,
        from: {
          literal: {
            oidcProviderArn: `arn:aws:iam::${account}:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF`,
          },
        },
      },
      red: {
        region: 'us-east-1',
        accountId: account,
        from: { expressions: { oidcProviderArn: 'local.provider_arn', clusterName: 'local.cluster_name' } },
      },
    },
    shareRoles: [{ name: 'colours', clusters: ['blue', 'green'] }],
    primary: 'colours',
    apps: anApp,
  },
  // Beside one cluster of Terragrunt's, all that says where things are: other files, and the workspace.
  'with units of Terragrunt': {
    ...terragrunt({
      path: '../eks',
      clusterName: 'name',
      oidcProviderArn: 'provider',
      endpoint: 'address',
      certificateAuthority: 'authority',
    }),
    extends: '../base.irsa.yaml',
    include: ['apps/*.irsa.yaml', { files: 'teams/*.irsa.yaml', namespaces: ['shop', 'shop-*'], namePrefix: 'team-' }],
  },
  'with a unit of Terragrunt': terragrunt('../eks'),
  'in a workspace': {
    version: 1,
    clusters: { production: { region: 'us-east-1', accountId: account, from: { module: 'eks' } } },
    terraform: { cloud: { organization: 'acme', workspace: 'irsa-{group}', project: 'platform', hostname: 'terraform.example.com' } },
    apps: anApp,
  },
  'with a new cluster and VPC': newCluster(MADE),
  'with a new cluster and VPC, by eksctl': newCluster(MADE, byEksctl),
  'with a new cluster in a VPC by id': newCluster(GIVEN),
  'with a new cluster in a VPC by id, by eksctl': newCluster(GIVEN, byEksctl),
  'with a new cluster in a VPC by reference': newCluster({
    vpcId: { ref: 'module.vpc.vpc_id' },
    subnetIds: { ref: 'module.vpc.private_subnets' },
  }),
};
