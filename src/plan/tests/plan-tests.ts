/** Plan → tests of it, for the `terraform test` of the user's own CI. */
import { error, warning, type Problem } from '../../problem.ts';
import { satisfiable } from '../../catalog/modules/versions.ts';
import type { ResolvedModules } from '../modules.ts';
import type { Spec } from '../../spec/spec.ts';
import { plannedCluster, type PlannedCluster } from '../clusters.ts';
import type { PlannedRole, PlannedWorkload } from '../plan.ts';
import type { ProviderPlan } from '../providers.ts';
import type { RepoFacts } from '../repo-facts.ts';
import type { Block, TerraformPlan } from '../terraform/blocks.ts';
import { admittedClusters } from '../admission.ts';
import { podConditions } from '../pod-trust.ts';
import { accountOf, clusterArnOf, roleArnOf } from './made-up.ts';
import { roleAddress, TESTS_NEED, type PlannedTests, type StandIn, type TestedRole, type TestedServiceAccount } from './planned-tests.ts';
import { arnOf, clusterStandIns, newClusterReferences, ownStandIns } from './stand-ins.ts';
import { upstreamOf } from './upstream.ts';

export interface TestsInput {
  readonly spec: Spec;
  readonly facts: RepoFacts;
  readonly clusters: ReadonlyMap<string, PlannedCluster>;
  readonly workloads: readonly PlannedWorkload[];
  readonly providers: ProviderPlan;
  readonly home: string | undefined;
  /** Absent where none is written. */
  readonly terraform: TerraformPlan | undefined;
}

export function planTests(input: TestsInput): { readonly tests?: PlannedTests; readonly problems: readonly Problem[] } {
  const { spec, facts, terraform } = input;
  if (!spec.outputs.includes('tests')) return { problems: [] };
  const path = ['outputs', spec.outputs.indexOf('tests')];
  if (terraform === undefined || terraform.format === 'cdktf') return { problems: [notWritten(path, terraform)] };
  const release = releaseProblem(path, spec, facts);
  if (release?.severity === 'error') return { problems: [release] };

  const clusters = [...input.clusters.values()].filter((c) => !c.spec.retired);
  const replaced = clusterStandIns(
    clusters,
    input.workloads.flatMap(({ roles }) => roles),
  );
  const { references = {}, requiredVariables = [] } = facts.dependencies ?? {};
  const upstream = upstreamOf(replaced.starts, { references: { ...references, ...newClusterReferences(terraform) }, requiredVariables });
  const tested = rolesOf(input).filter(({ role }) => !admittedClusters(role).some((key) => replaced.opaque.includes(key)));
  const given = new Set(replaced.variables.map(({ key }) => key));
  return {
    problems: [...(release === undefined ? [] : [release]), ...replaced.opaque.map((key) => notReplaced(key))],
    tests: {
      directory: spec.terraform.directory,
      ...providersOf(input),
      variables: [...replaced.variables, ...upstream.idle.filter((key) => !given.has(key)).map((key) => ({ key, value: null }))],
      asked: upstream.asked.filter((name) => !given.has(name)),
      standIns: [
        ...replaced.standIns,
        ...upstream.standIns,
        ...ownStandIns(terraform, clusters),
        ...tested.flatMap(({ role, test }) => roleStandIns(role, test, input.clusters)),
      ],
      roles: tested.map(({ test }) => test),
      serviceAccounts: serviceAccountsOf(terraform, tested),
    },
  };
}

/** Where required_version is ours, it says what the tests need. */
export const withTests = (modules: ResolvedModules): ResolvedModules => ({
  ...modules,
  requiredProviders: { ...modules.requiredProviders, requiredVersion: `>= ${TESTS_NEED}` },
});

interface Tested {
  readonly role: PlannedRole;
  readonly test: TestedRole;
}

const rolesOf = ({ workloads, clusters, spec }: TestsInput): Tested[] =>
  workloads.flatMap((workload) =>
    // Those that this root makes.
    workload.roles
      .filter(({ maker }) => maker !== 'other-account')
      .map((role): Tested => ({
        role,
        test: {
          title: `${workload.id} in ${role.group}`,
          ...addressOf(role),
          arn: roleArnOf(plannedCluster(clusters, admittedClusters(role)[0]).spec, spec.rolePath, role.name),
          trust: role.trust.map(({ cluster, subject, audience }) => ({
            providerArn: arnOf(plannedCluster(clusters, cluster)),
            subject,
            audience,
          })),
          ...podTrustOf(role, clusters),
        },
      })),
  );

function podTrustOf({ podTrust }: PlannedRole, clusters: TestsInput['clusters']): Pick<TestedRole, 'podTrust'> {
  if (podTrust === undefined) return {};
  const specs = podTrust.clusters.map((key) => plannedCluster(clusters, key).spec);
  const [first] = specs;
  const conditions = podConditions(podTrust, specs.map(clusterArnOf), first ? accountOf(first) : '');
  return { podTrust: { subject: podTrust.subject, conditions } };
}

const addressOf = ({ maker, label }: PlannedRole): Pick<TestedRole, 'owner' | 'inModule'> =>
  maker === 'role-raw'
    ? { owner: `aws_iam_role.${label}` }
    : { owner: `module.${label}`, inModule: maker.startsWith('karpenter') ? 'controller' : 'this' };

/** Roles are not made, and the module of iam 5.x asks whose account it is. */
function roleStandIns(role: PlannedRole, test: TestedRole, clusters: TestsInput['clusters']): StandIn[] {
  const account = accountOf(plannedCluster(clusters, admittedClusters(role)[0]).spec);
  return [
    ...(role.maker === 'role-iam-5'
      ? [{ of: 'data' as const, target: `${test.owner}.data.aws_caller_identity.current`, values: { account_id: account } }]
      : []),
    { of: 'resource', target: roleAddress(test), values: {} },
  ];
}

/** Those of this root: ServiceAccounts of new clusters are made by a second one. */
function serviceAccountsOf({ files }: TerraformPlan, tested: readonly Tested[]): TestedServiceAccount[] {
  const blocks = files.flatMap((file) => file.blocks);
  return blocks.filter(isServiceAccount).flatMap((block): TestedServiceAccount[] => {
    const arn = JSON.stringify(block.annotations[0]?.value);
    const found = tested.find(({ role }) => JSON.stringify(role.terraformArn) === arn);
    const subject = found?.role.serviceAccounts[0]?.subject;
    if (found === undefined || subject === undefined) return [];
    return [
      block.kind === 'service-account'
        ? { address: `kubernetes_service_account_v1.${block.label}`, annotations: 'metadata[0].annotations', subject, role: found.test }
        : { address: `kubernetes_annotations.${block.label}`, annotations: 'annotations', subject, role: found.test },
    ];
  });
}

type ServiceAccount = Extract<Block, { kind: 'service-account' | 'service-account-annotations' }>;

const isServiceAccount = (block: Block): block is ServiceAccount =>
  block.kind === 'service-account' || block.kind === 'service-account-annotations';

/** Also those of the root that no cluster uses: what stands upstream of one may. */
function providersOf({ spec, facts, clusters, providers, home, terraform }: TestsInput): Pick<PlannedTests, 'aws' | 'kubernetes'> {
  const region = (clusters.get(home ?? '') ?? [...clusters.values()][0])?.spec.region ?? '';
  const aws = new Map<string | undefined, string>([[undefined, region]]);
  for (const provider of facts.providers) {
    if (provider.name === 'aws' && provider.alias !== undefined) aws.set(provider.alias, provider.region ?? region);
  }
  for (const cluster of spec.clusters) {
    const address = providers.clusters.get(cluster.key)?.aws;
    if (address !== undefined) aws.set(address.replace(/^aws\./, ''), cluster.region);
  }
  const blocks = (terraform?.files ?? []).flatMap((file) => file.blocks).filter(isServiceAccount);
  return {
    aws: [...aws].map(([alias, region]) => ({ ...(alias === undefined ? {} : { alias }), region })),
    kubernetes: [...new Set(blocks.map(({ provider }) => provider?.replace(/^kubernetes\./, '')))],
  };
}

const notWritten = (path: Problem['path'], terraform: TerraformPlan | undefined): Problem =>
  warning(
    'tests-not-written',
    path,
    terraform === undefined
      ? 'tests are tests of the Terraform that is written, but outputs does not list terraform.'
      : 'tests are tests of a root module, and an app for cdktf has tests of its own.',
    'Leave tests out of outputs.',
  );

const notReplaced = (key: string): Problem =>
  warning(
    'tests-local-reference',
    ['clusters', key, 'from', 'expressions'],
    `A test cannot put anything in the place of a local value, so the tests leave out the roles of ${key}.`,
    'Name what the local stands for: a module output, a data source, a resource or a variable.',
  );

/** `init` of an older release stops at the file, whether tests are run or not. */
function releaseProblem(path: Problem['path'], { terraform: { engine } }: Spec, facts: RepoFacts): Problem | undefined {
  if (engine.name === 'opentofu' || facts.openTofu) {
    return error(
      'tests-need-terraform',
      path,
      'OpenTofu cannot read what a run left in its state, which is how the tests look into modules.',
      'Leave tests out of outputs.',
    );
  }
  const required = engine.version === undefined ? facts.requiredVersion : `= ${engine.version}`;
  if (required !== undefined && !satisfiable([required, `>= ${TESTS_NEED}`])) {
    return error(
      'tests-need-terraform',
      path,
      `The tests need Terraform 1.11, and ${engine.version === undefined ? 'required_version is' : 'the spec says'} ${required.replace(/^= /, '')}.`,
      'Raise it, or leave tests out of outputs.',
    );
  }
  const admitsOlder = satisfiable([...(required === undefined ? [] : [required]), `< ${TESTS_NEED}`]);
  return facts.hasRequiredProviders && admitsOlder
    ? warning(
        'tests-need-terraform',
        path,
        `The tests need Terraform 1.11, and ${required === undefined ? 'the root has no required_version' : `required_version ${required} admits older ones`}, whose init stops at tests/irsa.tftest.hcl.`,
        'Write required_version = ">= 1.11" in the root.',
      )
    : undefined;
}
