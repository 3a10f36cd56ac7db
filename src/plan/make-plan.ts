/** Spec + RepoFacts → Plan: every decision, in the order in which one rests on another. */
import { findAddOn } from '../catalog/index.ts';
import { error, hasErrors, type Outcome, type Problem } from '../problem.ts';
import type { AddOnSpec, Spec, WorkloadSpec } from '../spec/spec.ts';
import type { Contract } from '../catalog/modules/contracts.ts';
import type { Options, OptionValues } from '../catalog/option.ts';
import { isIdle } from './admission.ts';
import { onlyDirect, usesPodIdentity } from './assumed-roles.ts';
import { missingOutputs } from './called-outputs.ts';
import { childModule, clusterInside } from './child-module.ts';
import { irsaDisabled } from './cluster-problems.ts';
import { planCluster, type PlannedCluster } from './clusters.ts';
import { groupsAcrossPartitions, groupsOf, homeCluster, sharingWith } from './groups.ts';
import { agentProblems, agentsOf, agentSteps } from './pod-identity-agent.ts';
import { planGitops } from './gitops.ts';
import { planHelm } from './helm.ts';
import { planEksctl } from './eksctl.ts';
import { clustersAskedForVersions, clustersWithCharts, installedTwice } from './installations.ts';
import { planKubernetes } from './kubernetes.ts';
import { planMigration } from './migration.ts';
import { resolveModules, type ModuleUses } from './modules.ts';
import { nameClashes } from './name-clashes.ts';
import { namespaceSteps } from './namespace-steps.ts';
import { nextSteps } from './next-steps.ts';
import { oneOwnerEach, ownersNotWritten } from './owners.ts';
import { isNew, makesVpc, newClusterProblems } from './new-cluster.ts';
import { placeholderSteps } from './placeholder-steps.ts';
import type { Plan } from './plan.ts';
import { olderPolicies } from './older-policies.ts';
import { planOtherAccounts } from './other-accounts.ts';
import { providerSteps } from './provider-steps.ts';
import { planProviders, type InUse } from './providers.ts';
import { factsFor, type RepoFacts } from './repo-facts.ts';
import { planRoots } from './roots.ts';
import { planRunbook } from './runbook/plan-runbook.ts';
import { runsOf } from './runs.ts';
import { labels as labelsOf, snake } from './terraform/labels.ts';
import { layOutKubernetesRoot } from './terraform/kubernetes-root.ts';
import { withCloud } from './terraform/cloud-file.ts';
import { addressClashes } from './terraform/address-clashes.ts';
import { checkCalls } from './terraform/check-calls.ts';
import { notInStack } from './terraform/stack-references.ts';
import { stacksOf } from './terraform/stacks.ts';
import { planTests, withTests } from './tests/plan-tests.ts';
import { formerWorkloads } from './former-workloads.ts';
import { planVerify } from './verify/plan-verify.ts';
import { planWorkloads } from './workloads.ts';

/**
 * Decides everything. Pure: one spec and one repository give one plan, byte for byte.
 *
 * @returns the plan, unless a problem is an error; warnings accompany it
 */
export function makePlan(spec: Spec, found: RepoFacts): Outcome<Plan> {
  const facts = factsFor(spec.terraform.format, found);
  const problems: Problem[] = [];
  const keep = <T extends { problems: readonly Problem[] }>(outcome: T): Omit<T, 'problems'> => {
    problems.push(...outcome.problems);
    return outcome;
  };

  const writesTerraform = spec.outputs.includes('terraform');
  /** What Terraform alone trips over is no problem where none is written. */
  const keepOfTerraform: typeof keep = (outcome) => (writesTerraform ? keep(outcome) : outcome);

  const groups = groupsOf(spec);
  const home = homeCluster(spec);
  const ids = [...spec.addOns, ...spec.apps].map((w) => w.id);
  const rootLabels = labelsOf(facts.addresses, ids);
  const child = writesTerraform && spec.terraform.layout === 'module' ? childModule(spec) : undefined;
  const labels = child ? labelsOf([], ids) : rootLabels;

  const inUse: InUse = { kubernetes: clustersWithKubernetes(spec), helm: clustersWithCharts(spec) };
  const [inThisRoot, later] = byRoot(spec, inUse);
  const { plan: providers } = keepOfTerraform(planProviders(spec, facts, home, inThisRoot));
  const askedForVersions = clustersAskedForVersions(spec);
  const rootClusters = new Map<string, PlannedCluster>();
  for (const cluster of spec.clusters) {
    const writes = providers.clusters.get(cluster.key)?.writes ?? [];
    const needsLookup = writes.length > 0 || askedForVersions.has(cluster.key);
    rootClusters.set(cluster.key, keepOfTerraform(planCluster(cluster, facts, rootLabels, needsLookup)).cluster);
  }
  const clusters = child ? new Map(spec.clusters.map((c) => [c.key, clusterInside(c, labels)])) : rootClusters;

  const uses = moduleUses(spec, rootClusters, inThisRoot, later);
  const { modules } = keepOfTerraform(resolveModules(spec, facts, uses));
  const ofRoles = {
    spec: child?.spec ?? spec,
    groups,
    clusters,
    labels,
    wirings: providers.clusters,
    podIdentity: {
      line: modules.podIdentityLine,
      ...(writesTerraform ? contractOfRoles(modules.contracts['role-pod-identity']) : {}),
    },
    karpenter: modules.karpenterMaker,
  };
  const role = writesTerraform ? contractOfRoles(modules.contracts[`role-${modules.roleLine}`]) : {};
  const { workloads } = keep(planWorkloads({ ...ofRoles, line: modules.roleLine, role }));
  const formerly = writesTerraform ? formerWorkloads(spec, ofRoles) : undefined;
  const { plan: helm } = keep(planHelm(spec, workloads, clusters, home));
  const { files: manifests } = keep(planKubernetes(spec, workloads, clusters));
  const { clusters: eksctl } = keep(planEksctl(spec, workloads, clusters));
  const { files: gitops } = keep(planGitops(spec, workloads, clusters, manifests));

  const roles = workloads.flatMap((workload) => workload.roles);
  problems.push(
    ...nameClashes(workloads, spec),
    ...oneOwnerEach(workloads),
    ...ownersNotWritten(spec),
    ...groupsAcrossPartitions(spec),
    ...labelClashes(spec),
    ...newClusterProblems(spec),
    ...(writesTerraform ? agentProblems(spec) : []),
    ...(writesTerraform ? namespacesDeclared(spec, facts) : []),
    ...(writesTerraform ? spec.clusters.flatMap((cluster) => missingOutputs(cluster, facts)) : []),
    ...installedTwice(spec, facts),
    ...(writesTerraform ? [...rootClusters.values()].filter((c) => !isIdle(c.spec, roles)).flatMap((c) => irsaDisabled(c, facts)) : []),
    ...(writesTerraform ? olderPolicies(workloads, modules) : []),
    ...(writesTerraform ? thumbprintProblems(rootClusters, modules.awsAtLeast) : []),
  );
  const agents = agentsOf(spec, facts, clusters, labels);
  const layOut = {
    spec,
    agents,
    labels,
    clusters,
    workloads,
    ...(formerly === undefined ? {} : { formerly }),
    providers,
    modules: spec.outputs.includes('tests') ? withTests(modules) : modules,
    home,
    helmValues: helm.rendered,
  };
  const primary = groups.find((g) => g.primary);
  const roots = writesTerraform
    ? keep(planRoots({ layOut, facts, primary, child, labels: rootLabels, clusters: rootClusters, inKubernetes: inThisRoot.kubernetes }))
    : undefined;
  const terraform = roots?.terraform;
  if (terraform) problems.push(...checkCalls(terraform, modules));
  for (const root of [terraform, roots?.caller?.root]) if (root && !hasErrors(problems)) problems.push(...addressClashes(root));
  const { tests } = keep(planTests({ spec, facts, clusters, workloads, providers, home, terraform }));
  const { accounts: otherAccounts } = keep(planOtherAccounts(spec, workloads, rootClusters));
  const { migration, canaries } = planMigration(spec, workloads, rootClusters);
  const { verify, canaries: ofVerify } = planVerify(spec, workloads, rootClusters);
  const runbook = planRunbook(spec, workloads, rootClusters);
  const secondRoot = terraform && layOutKubernetesRoot({ spec, workloads, modules, home, inUse });
  const kubernetesRoot = secondRoot && withCloud(secondRoot, spec, primary, '-kubernetes');
  if (terraform?.format === 'cdktf') problems.push(...notInStack(stacksOf({ terraform, ...(kubernetesRoot && { kubernetesRoot }) })));
  if (hasErrors(problems)) return { problems };

  return {
    problems,
    value: {
      version: 1,
      groups: groups.map((g) => ({ key: g.key, name: g.name, clusters: g.clusters.map((c) => c.key), primary: g.primary })),
      workloads,
      namespaces: spec.namespaces.map((n) => n.name),
      ...(terraform === undefined ? {} : { terraform }),
      ...(roots?.caller === undefined ? {} : { caller: roots.caller }),
      ...(kubernetesRoot === undefined ? {} : { kubernetesRoot }),
      otherAccounts,
      runs: runsOf(spec, terraform, roots?.caller, kubernetesRoot),
      helm: helm.files,
      manifests: [...manifests, ...gitops, ...canaries, ...ofVerify],
      eksctl,
      ...(tests === undefined ? {} : { tests }),
      ...(migration === undefined ? {} : { migration }),
      ...(verify === undefined ? {} : { verify }),
      ...(runbook === undefined ? {} : { runbook }),
      ...(spec.outputs.includes('audit') ? { audit: { regions: [...new Set(spec.clusters.map(({ region }) => region))] } } : {}),
      nextSteps: [
        ...(writesTerraform ? providerSteps(facts, modules.requiredProviders) : []),
        ...(writesTerraform ? agentSteps(spec, agents) : []),
        ...namespaceSteps(spec, facts, workloads),
        ...placeholderSteps(manifests, helm.files),
        ...nextSteps(spec, rootClusters, workloads, [...helm.files, ...manifests, ...gitops], kubernetesRoot !== undefined, otherAccounts),
      ],
    },
  };
}

/** Clusters in which Terraform makes a namespace or touches a ServiceAccount, or has done so until it was retired. */
function clustersWithKubernetes(spec: Spec): ReadonlySet<string> {
  const inTerraform = (owner: string | undefined, { identity }: WorkloadSpec) =>
    owner === 'terraform' || (owner === 'annotate' && identity === 'irsa');
  const everywhere = spec.namespaces.some((n) => n.create);
  const touching = [
    ...spec.addOns.filter((a) => inTerraform(a.serviceAccount.owner, a)),
    ...spec.apps.filter((a) => inTerraform(a.serviceAccount.owner ?? spec.terraform.serviceAccounts, a)),
  ];
  // Workloads move between clusters that share roles: what one leaves behind is removed through its provider.
  const inUse = (key: string) =>
    everywhere || touching.some(({ clusters }) => clusters === undefined || sharingWith(spec, key).some((k) => clusters.includes(k)));
  // One that retires may hold what is now for other clusters only; where nothing is for Terraform, it holds nothing.
  const isLeft = everywhere || touching.length > 0;
  return new Set(spec.clusters.filter((c) => (c.retired && isLeft) || inUse(c.key)).map((c) => c.key));
}

/** What Kubernetes holds of a new cluster is in a root of its own. */
function byRoot({ clusters }: Spec, { kubernetes, helm }: InUse): readonly [InUse, InUse] {
  const which = (made: boolean): InUse => {
    const keys = clusters.filter((c) => isNew(c) === made).map((c) => c.key);
    return { kubernetes: new Set(keys.filter((key) => kubernetes.has(key))), helm: new Set(keys.filter((key) => helm.has(key))) };
  };
  return [which(false), which(true)];
}

const contractOfRoles = (contract: Contract | undefined): { readonly contract?: Contract } => (contract ? { contract } : {});

/** A role of its own goes over to the other module at once. */
const usesIam = ({ identity, migration }: WorkloadSpec): boolean =>
  identity === 'irsa' && (migration === undefined || migration.phase === 'irsa' || migration.role === 'new');

function moduleUses(spec: Spec, clusters: ReadonlyMap<string, PlannedCluster>, inThisRoot: InUse, later: InUse): ModuleUses {
  const inAny = ({ kubernetes, helm }: InUse) => ({ kubernetes: kubernetes.size > 0, helm: helm.size > 0 });
  const ownModule = (addOn: AddOnSpec) => findAddOn(addOn.id)?.ownModule?.(addOn.options as OptionValues<Options>) !== undefined;
  const all = [...spec.apps, ...spec.addOns].filter(usesPodIdentity);
  const roles = [...spec.apps, ...spec.addOns.filter((a) => !ownModule(a))];
  return {
    role: roles.some((w) => usesIam(w) && w.serviceAccount.audience === undefined && onlyDirect(w) === undefined),
    podIdentity: roles.some(usesPodIdentity),
    associations: {
      target: all.some((w) => w.podIdentity.disableSessionTags || w.assumeRoles.some(({ via }) => via === 'target')),
      policy: all.some((w) => w.podIdentity.policy !== undefined),
    },
    karpenter: spec.addOns.some(ownModule),
    cluster: spec.clusters.some(isNew),
    vpc: spec.clusters.some(makesVpc),
    ...inAny(inThisRoot),
    later: inAny(later),
    tls: [...clusters.values()].some((c) => c.needs.oidcResource && c.spec.thumbprints === 'lookup'),
  };
}

/** Cluster keys that read alike in Terraform. */
function labelClashes(spec: Spec): Problem[] {
  const seen = new Map<string, string>();
  return spec.clusters.flatMap(({ key }) => {
    const first = seen.get(snake(key));
    seen.set(snake(key), key);
    return first === undefined
      ? []
      : [
          error(
            'cluster-label-clash',
            ['clusters', key],
            `The keys ${first} and ${key} both read irsa_${snake(key)} in Terraform.`,
            'Rename one of them; `name` keeps the name that EKS knows.',
          ),
        ];
  });
}

function namespacesDeclared(spec: Spec, facts: RepoFacts): Problem[] {
  return spec.namespaces
    .filter((n) => n.create && facts.namespaces.includes(n.name))
    .map((n) =>
      error(
        'namespace-declared',
        ['namespaces', n.name],
        `The root module declares the namespace ${n.name} already; a second declaration would fail on apply.`,
        'Write create: false here.',
      ),
    );
}

/** thumbprint_list is optional from AWS provider 5.81 on. https://github.com/hashicorp/terraform-provider-aws/pull/37255 */
function thumbprintProblems(clusters: ReadonlyMap<string, PlannedCluster>, awsAtLeast: (version: string) => boolean): Problem[] {
  return [...clusters.values()]
    .filter((c) => c.needs.oidcResource && c.spec.thumbprints === 'none' && !awsAtLeast('5.81.0'))
    .map((c) =>
      error(
        'thumbprint-required',
        ['clusters', c.spec.key, 'thumbprints'],
        'AWS provider releases before 5.81 demand a thumbprint, and the root module allows them.',
        'Write thumbprints: lookup here, or require aws >= 5.81 in required_providers.',
      ),
    );
}
