/**
 * Which module releases the generated files call, and which providers they need. Computed from what
 * the releases themselves require, so that no set is emitted that no provider version satisfies.
 */
import type { PodIdentityLine, RoleLine } from '../catalog/add-on.ts';
import { contractOf, type Contract } from '../catalog/modules/contracts.ts';
import { newestAllowed, newestOfLine, requirementsOf } from '../catalog/modules/releases.ts';
import { parseConstraint, satisfiable } from '../catalog/modules/versions.ts';
import { error, warning, type Problem } from '../problem.ts';
import type { ModuleChoice, Spec } from '../spec/spec.ts';
import { eksModules } from './clusters.ts';
import { associationDemands, ownConstraint, tooOldFor, type Demand } from './association-demands.ts';
import { addressOf, CLUSTER, EKS, IAM, lineOf, POD_IDENTITY, VPC, type Family } from './module-families.ts';
import type { ResolvedModule, RoleMaker } from './plan.ts';
import { registryAddress } from '../catalog/modules/registry-address.ts';
import { helmLine, profileOf, requiredProviders, type HelmLine } from './provider-profile.ts';
import { emptyFacts, type ModuleCall, type RepoFacts } from './repo-facts.ts';
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

interface Candidate {
  readonly line: number;
  readonly version: string;
  readonly demand: Demand;
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

const LOCK_FILE = '.terraform.lock.hcl';

/** A lock file that the root's own modules have outgrown binds nobody: the next `init` asks for its upgrade anyway. */
function ownDemands(facts: RepoFacts, problems: Problem[]): Demand[] {
  const demands = repositoryDemands(facts);
  if (satisfiable(demands.map((d) => d.constraint))) return demands;
  const others = demands.filter((d) => d.who !== LOCK_FILE);
  const [refusing] = others.filter((d) => !satisfiable([d.constraint, `= ${facts.lockedProviders['aws']}`]));
  if (others.length === demands.length || refusing === undefined) return demands;
  problems.push(
    warning(
      'lock-file-outdated',
      [],
      `${LOCK_FILE} holds AWS provider ${facts.lockedProviders['aws']}, but ${refusing.who} needs ${refusing.constraint}.`,
      'Run `terraform init -upgrade`, which moves the lock file.',
    ),
  );
  return others;
}

/** What the root's own files, its lock file and the modules it holds demand of the AWS provider. */
function repositoryDemands(facts: RepoFacts): Demand[] {
  const demands: Demand[] = [];
  const aws = facts.requiredProviders['aws'];
  if (aws?.version !== undefined)
    demands.push({
      who: `required_providers (${aws.at.file}:${aws.at.line})`,
      constraint: aws.version,
      edit: { file: aws.at.file, block: ['terraform'], path: ['required_providers', 'aws', 'version'] },
    });
  const locked = facts.lockedProviders['aws'];
  if (locked !== undefined) demands.push({ who: LOCK_FILE, constraint: `= ${locked}` });
  for (const module of facts.modules) {
    const release = releaseOf(module);
    const constraint = release === undefined ? undefined : requirementsOf(registryAddress(module.source), release)?.providers['aws'];
    if (constraint !== undefined)
      demands.push({ who: `module "${module.label}" ${release} (${module.at.file}:${module.at.line})`, constraint });
  }
  return demands;
}

/** Terraform takes the newest release that the constraint allows, whatever providers that release needs. */
const releaseOf = (module: ModuleCall): string | undefined =>
  module.resolved ??
  /[?&]ref=v?(\d+\.\d+\.\d+)/.exec(module.source)?.[1] ??
  newestAllowed(registryAddress(module.source), module.version ?? '');

const neighbours = (family: Family, facts: RepoFacts): ModuleCall[] =>
  facts.modules.filter((m) => family.lines.some((line) => registryAddress(m.source) === addressOf(family, line)));

/** Only the lines of roles and clusters are chosen; whoever wants another network brings it. */
const choiceOf = ({ name }: Family, { terraform }: Spec): ModuleChoice | undefined =>
  name === 'vpc' ? undefined : terraform.modules[name];

/** The line of a call, also where its constraint admits no release that is on record. */
function lineOfCall(module: ModuleCall): number | undefined {
  const release = releaseOf(module);
  return release === undefined ? parseConstraint(module.version ?? '')?.at(-1)?.from[0] : lineOf(release);
}

/** The spec decides, else the repository, else the first line of preference that a provider version satisfies. */
function decide(
  family: Family,
  spec: Spec,
  held: readonly ModuleCall[],
  used: boolean,
  demands: readonly Demand[],
  problems: Problem[],
): Candidate {
  const choice = choiceOf(family, spec);
  const releases = held.map(releaseOf).filter((r) => r !== undefined);
  const isOurs = (module: ModuleCall): boolean => family.lines.includes(lineOfCall(module) ?? Number.NaN);
  const [decisive] = [...held.filter(isOurs), ...held.filter((module) => lineOfCall(module) !== undefined)];
  const lines = choice ? [choice.line] : decisive === undefined ? family.lines : nearest(family.lines, lineOfCall(decisive) ?? 0);
  const [first, ...others] = lines.map((line) => candidate(family, line, choice, releases)) as [Candidate, ...Candidate[]];
  // Old lines are none of our business where nothing is called.
  if (!used) return first;
  const fits = [first, ...others].find((c) => satisfiable([...demands.map((d) => d.constraint), c.demand.constraint]));
  if (!fits) problems.push(unsatisfiable(family, first, demands));
  const taken = fits ?? first;
  if (!choice && decisive !== undefined && !isOurs(decisive)) problems.push(unknownLine(family, decisive, taken));
  return taken;
}

/** A line itself where it is one of ours, else all, the nearest first. */
const nearest = (lines: readonly number[], line: number): readonly number[] =>
  lines.includes(line) ? [line] : [...lines].sort((a, b) => Math.abs(a - line) - Math.abs(b - line));

function unknownLine(family: Family, module: ModuleCall, { line, version }: Candidate): Problem {
  const held = `module "${module.label}" ${releaseOf(module) ?? module.version ?? ''} (${module.at.file}:${module.at.line})`;
  const isOlderCluster = family.name === 'eks' && (lineOfCall(module) ?? 0) < 20;
  return warning(
    'module-line-unknown',
    ['terraform', 'modules', family.name],
    `create-irsa has no contract for the line of ${held}, so the new files call ${addressOf(family, line)} ${version}, the nearest release with one.`,
    `${isOlderCluster ? 'Modules below 20 leave a cluster without access entries, which that release makes for its nodes: set the authentication mode to API_AND_CONFIG_MAP, or give Karpenter a nodeRole and queue of your own. ' : ''}Move the module to line ${line}, or say that this is meant: terraform: { modules: { ${family.name}: ${line} } }.`,
  );
}

function candidate(family: Family, line: number, choice: ModuleChoice | undefined, releases: readonly string[]): Candidate {
  const module = addressOf(family, line);
  // Older releases than any whose inputs are known might lack some: the repository's own calls keep theirs, new ones take a known one.
  const held = releases.find((r) => lineOf(r) === line && contractOf(module, r) !== undefined);
  const version = choice?.version ?? held ?? newestOfLine(module, line) ?? `${line}.0.0`;
  const constraint = requirementsOf(module, version)?.providers['aws'] ?? '>= 0';
  return { line, version, demand: { who: `${family.registry} ${version}`, constraint } };
}

function unsatisfiable(family: Family, wanted: Candidate, demands: readonly Demand[]): Problem {
  const against = demands.filter((d) => !satisfiable([d.constraint, wanted.demand.constraint]));
  const sides = (against.length > 0 ? against : demands).map((d) => `${d.who} needs aws ${d.constraint}`).join('; ');
  const other = family.lines.find(
    (line) =>
      line !== wanted.line && satisfiable([...demands.map((d) => d.constraint), candidate(family, line, undefined, []).demand.constraint]),
  );
  // What the next `init -upgrade` moves binds nobody.
  const binding = demands.filter(({ who }) => who !== LOCK_FILE);
  return {
    ...ownConstraint(wanted.demand.constraint, demands, binding),
    ...error(
      'versions-unsatisfiable',
      ['terraform', 'modules', family.name],
      `No AWS provider version fits: ${wanted.demand.who} needs aws ${wanted.demand.constraint}, but ${sides}.`,
      wayOut(wanted, against, other === undefined ? undefined : `terraform: { modules: { ${family.name}: ${other} } }`),
    ),
  };
}

/** @param instead what to write for another line that fits */
function wayOut({ demand }: Candidate, against: readonly Demand[], instead: string | undefined): string {
  if (against.length > 0 && against.every((d) => d.who === LOCK_FILE))
    return `Run \`terraform init -upgrade\`, which moves the lock file${instead === undefined ? '' : `, or write ${instead}`}.`;
  if (instead === undefined) return 'Raise or lower one side in your own files.';
  const others = against.filter((d) => d.who !== LOCK_FILE).map((d) => d.who);
  return others.length === 0
    ? `Write ${instead}, or change the other side in your own files.`
    : `Write ${instead}, or first move ${others.join(' and ')} in your own files to what takes aws ${demand.constraint}.`;
}

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
