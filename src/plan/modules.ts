/**
 * Which module releases the generated files call, and which providers they need. Computed from what
 * the releases themselves require, so that no set is emitted that no provider version satisfies.
 */
import type { PodIdentityLine, RoleLine } from '../catalog/add-on.ts';
import { contractOf, type Contract } from '../catalog/modules/contracts.ts';
import { satisfiable } from '../catalog/modules/versions.ts';
import { warning, type Problem } from '../problem.ts';
import type { Spec } from '../spec/spec.ts';
import { eksModules } from './eks-modules.ts';
import { associationDemands, tooOldFor, type Demand } from './association-demands.ts';
import { addressOf, CLUSTER, EKS, IAM, POD_IDENTITY, VPC, type Family } from './module-families.ts';
import { candidate, choiceOf, decide, neighbours, type Candidate } from './module-release.ts';
import type { ResolvedModule, RoleMaker } from './plan.ts';
import { helmLine, profileOf, requiredProviders, type HelmLine } from './provider-profile.ts';
import { emptyFacts, type RepoFacts } from './repo-facts.ts';
import { LOCK_FILE, ownDemands } from './repository-demands.ts';
import type { ModuleBlock } from './terraform/blocks.ts';
import type { RequiredProvidersBlock } from './terraform/root-blocks.ts';

type ModuleKind = ModuleBlock['kind'];

export interface ModuleUses {
  readonly role: boolean;
  readonly podIdentity: boolean;
  /** Associations say what not every AWS provider can. */
  readonly associations: { readonly target: boolean; readonly policy: boolean };
  readonly karpenter: boolean;
  /** A cluster is made here. */
  readonly cluster: boolean;
  readonly vpc: boolean;
  readonly kubernetes: boolean;
  readonly helm: boolean;
  readonly tls: boolean;
  /** In the second root. */
  readonly later: { readonly kubernetes: boolean; readonly helm: boolean };
}

export interface ResolvedModules {
  readonly roleLine: RoleLine;
  readonly role: ResolvedModule;
  readonly podIdentityLine: PodIdentityLine;
  readonly podIdentity: ResolvedModule;
  readonly karpenterMaker: Extract<RoleMaker, `karpenter-${string}`>;
  readonly karpenter: ResolvedModule;
  readonly eksLine: 20 | 21;
  readonly eks: ResolvedModule;
  readonly vpc: ResolvedModule;
  /** Of the modules that are called. */
  readonly contracts: Readonly<Partial<Record<ModuleKind, Contract>>>;
  readonly requiredProviders: RequiredProvidersBlock;
  /** Of the second root, which speaks to clusters that the first one makes. */
  readonly kubernetesProviders: RequiredProvidersBlock;
  readonly helmLine: HelmLine;
  /** The same for the second root. */
  readonly laterHelmLine: HelmLine;
  /** How `data.aws_region` names the region in every AWS provider release that is allowed here. */
  readonly regionAttribute: 'region' | 'name' | 'id';
  /** Every AWS provider release that is allowed here is at least this one. */
  readonly awsAtLeast: (version: string) => boolean;
}

export function resolveModules(spec: Spec, facts: RepoFacts, uses: ModuleUses): { modules: ResolvedModules; problems: Problem[] } {
  const problems: Problem[] = [];
  const demands = ownDemands(facts, problems);
  for (const demand of associationDemands(uses)) {
    if (!satisfiable([...demands.map((d) => d.constraint), demand.constraint])) problems.push(tooOldFor(demand, demands));
    demands.push(demand);
  }
  const iam = decide(IAM, spec, neighbours(IAM, facts), uses.role, demands, problems);
  if (uses.role) demands.push(iam.demand);
  const usesEks = uses.karpenter || uses.cluster;
  const eks = decide(EKS, spec, eksModules(facts), usesEks, demands, problems);
  if (usesEks) demands.push(eks.demand);
  const podIdentity = decide(POD_IDENTITY, spec, neighbours(POD_IDENTITY, facts), uses.podIdentity, demands, problems);
  if (uses.podIdentity) demands.push(podIdentity.demand);
  const vpc = candidate(VPC, eks.line === 20 ? 5 : 6, undefined, []);
  if (uses.vpc) demands.push(vpc.demand);

  const roleLine: RoleLine = iam.line === 6 ? 'iam-6' : 'iam-5';
  const eksLine = eks.line === 20 ? 20 : 21;
  const karpenterMaker = eks.line === 20 ? 'karpenter-eks-20' : 'karpenter-eks-21';
  const contracts: Partial<Record<ModuleKind, Contract>> = {
    ...(uses.role ? contractFor(IAM, `role-${roleLine}`, iam, problems) : {}),
    ...(uses.podIdentity ? contractFor(POD_IDENTITY, 'role-pod-identity', podIdentity, problems) : {}),
    ...(uses.karpenter ? contractFor(EKS, karpenterMaker, eks, problems) : {}),
    ...(uses.cluster ? contractFor(CLUSTER, `module-eks-${eksLine}`, eks, uses.karpenter ? [] : problems) : {}),
    ...(uses.vpc ? contractFor(VPC, 'module-vpc', vpc, problems) : {}),
  };
  const profile = profileOf(
    demands.map((d) => d.constraint),
    (uses.role && iam.line === 6) || (usesEks && eks.line === 21) || (uses.podIdentity && podIdentity.line === 2),
    facts.lockedProviders['aws'],
  );
  const aws = uses.associations.policy ? profile.aws.replace(/^>= [\d.]+/, '>= 6.57.1') : profile.aws;
  const constraintsOf = (some: readonly Demand[]) => [...some.map((d) => d.constraint), ...(facts.hasRequiredProviders ? [] : [aws])];
  const line = helmLine(facts);
  // There nobody has chosen a release yet.
  const laterHelmLine = helmLine(emptyFacts);
  const awsAtLeast = (version: string) => !satisfiable([...constraintsOf(demands), `< ${version}`]);
  return {
    problems,
    modules: {
      roleLine,
      role: call(IAM, iam, spec),
      podIdentityLine: podIdentity.line === 1 ? 'pod-identity-1' : 'pod-identity-2',
      podIdentity: call(POD_IDENTITY, podIdentity, spec),
      karpenterMaker,
      karpenter: call(EKS, eks, spec),
      eksLine,
      eks: call(CLUSTER, eks, spec),
      vpc: call(VPC, vpc, spec),
      contracts,
      requiredProviders: requiredProviders({ ...profile, aws }, uses, line),
      kubernetesProviders: requiredProviders(profile, { ...uses.later, tls: false }, laterHelmLine),
      helmLine: line,
      laterHelmLine,
      regionAttribute: regionAttribute(constraintsOf(demands.filter((d) => d.who !== LOCK_FILE))),
      awsAtLeast,
    },
  };
}

/** Not by what a lock file holds: the files would change with the first `init`. */
const regionAttribute = (constraints: readonly string[]): ResolvedModules['regionAttribute'] =>
  !satisfiable([...constraints, '< 6.0.0']) ? 'region' : !satisfiable([...constraints, '>= 6.0.0']) ? 'name' : 'id';

function contractFor(
  family: Family,
  kind: ModuleKind,
  { line, version }: Candidate,
  problems: Problem[],
): Partial<Record<ModuleKind, Contract>> {
  const found = contractOf(addressOf(family, line), version);
  if (!found?.exact) {
    problems.push(
      warning(
        'module-without-contract',
        ['terraform', 'modules', family.name],
        `The inputs of ${family.registry} ${version} are not known to this release of create-irsa; ${found ? `those of ${found.contract.version} were used` : 'the calls are not checked'}.`,
        'Read what `terraform plan` says of them with care, or pin a release that is known.',
      ),
    );
  }
  if (!found) return {};
  return { [kind]: found.contract };
}

/** The call's source and version: registry addresses take a version, git and local sources carry theirs. */
function call(family: Family, { line, version }: Candidate, spec: Spec): ResolvedModule {
  const source = choiceOf(family, spec)?.source ?? family.registry;
  const path = family.submodule === undefined ? '' : `modules/${family.submodule(line)}`;
  if (/^\.{1,2}\//.test(source)) return { source: [source.replace(/\/+$/, ''), ...(path === '' ? [] : [path])].join('/') };
  const [address = source, query] = source.split('?');
  const full = `${path === '' || /[^:]\/\//.test(address) ? address : `${address}//${path}`}${query === undefined ? '' : `?${query}`}`;
  if (/^(git::|git@|https?:|ssh:|github\.com\/|bitbucket\.org\/|s3::|gcs::)/.test(source)) return { source: full };
  return { source: full, version: spec.terraform.pin === 'exact' ? version : `~> ${version.split('.').slice(0, 2).join('.')}` };
}
