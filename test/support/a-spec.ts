/** Builds specs and facts for tests: only what a case is about has to be said. */
import type { AddOnSpec, AppSpec, AssumedRole, ClusterSpec, Spec } from '../../src/spec/spec.ts';
import { emptyFacts, type RepoFacts } from '../../src/plan/repo-facts.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import type { Plan } from '../../src/plan/plan.ts';
import type { Block, BlockKind, BlockOf } from '../../src/plan/terraform/blocks.ts';

export const aCluster = (key: string, more: Partial<ClusterSpec> = {}): ClusterSpec => ({
  key,
  name: key,
  region: 'us-east-1',
  oidcProvider: 'existing',
  thumbprints: 'lookup',
  providers: {},
  retired: false,
  from: {
    kind: 'literal',
    oidcProviderArn: `arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/${key.toUpperCase().padEnd(32, '0')}`,
  },
  ...more,
});

export const anApp = (id: string, more: Partial<AppSpec> = {}): AppSpec => ({
  id,
  namespace: 'shop',
  serviceAccount: { name: id, owner: 'none' },
  shared: false,
  identity: 'irsa',
  podIdentity: { disableSessionTags: false },
  tags: {},
  managedPolicies: [],
  statements: [],
  assumeRoles: [],
  grants: [{ service: 's3', options: { bucket: 'my-bucket', access: 'read' } }],
  ...more,
});

export const anAddOn = (id: string, more: Partial<AddOnSpec> = {}): AddOnSpec => ({
  id,
  installer: 'helm',
  serviceAccount: {},
  shared: false,
  identity: 'irsa',
  podIdentity: { disableSessionTags: false },
  tags: {},
  managedPolicies: [],
  statements: [],
  assumeRoles: [],
  options: {},
  ...more,
});

/** By a chain, as one with nothing but its ARN. */
export const anAssumedRole = (more: Partial<AssumedRole> = {}): AssumedRole => ({
  role: 'arn:aws:iam::222222222222:role/data/reports',
  via: 'chain',
  oidcProvider: 'create',
  principalTags: [],
  sessionTags: [],
  sourceIdentity: false,
  profile: 'reports',
  default: false,
  grants: [],
  managedPolicies: [],
  statements: [],
  ...more,
});

export const aSpec = ({
  terraform,
  ...more
}: Partial<Omit<Spec, 'terraform'>> & { terraform?: Partial<Spec['terraform']> } = {}): Spec => ({
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
    ...terraform,
  },
  clusters: [aCluster('production')],
  shareRoles: [],
  identity: 'irsa',
  outputs: ['terraform', 'helm'],
  helm: {},
  gitops: { path: '.' },
  namespaces: [],
  addOns: [],
  apps: [],
  tags: {},
  rolePath: '/',
  rolePrefix: '',
  naming: '{prefix}{group}-{workload}',
  ...more,
});

export const someFacts = (more: Partial<RepoFacts> = {}): RepoFacts => ({ ...emptyFacts, ...more });

/** The plan of a spec that has one; fails with its problems otherwise. */
export function planOf(spec: Spec, facts: RepoFacts = emptyFacts): Plan {
  const { value, problems } = makePlan(spec, facts);
  if (!value) throw new Error(problems.map((p) => `${p.code}: ${p.message}`).join('\n'));
  return value;
}

export const problemsOf = (spec: Spec, facts: RepoFacts = emptyFacts): string[] => makePlan(spec, facts).problems.map((p) => p.code);

export const blocksOf = (plan: Plan): Block[] => (plan.terraform?.files ?? []).flatMap((f) => f.blocks);

export const blocksOfKind = <K extends BlockKind>(plan: Plan, kind: K): BlockOf<K>[] =>
  blocksOf(plan).filter((b): b is BlockOf<K> => b.kind === kind);

/** Addresses of all blocks but outputs and providers, sorted: what must not change when somebody joins. */
export const addressesOf = (plan: Plan): string[] =>
  blocksOf(plan)
    .flatMap((b) => ('label' in b && !b.kind.startsWith('output') ? [`${b.kind}.${b.label}`] : []))
    .sort();
