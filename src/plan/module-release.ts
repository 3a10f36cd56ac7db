/** Which release of a family of modules is called. */
import { contractOf } from '../catalog/modules/contracts.ts';
import { registryAddress } from '../catalog/modules/registry-address.ts';
import { newestOfLine, requirementsOf } from '../catalog/modules/releases.ts';
import { parseConstraint, satisfiable } from '../catalog/modules/versions.ts';
import { error, warning, type Problem } from '../problem.ts';
import type { ModuleChoice, Spec } from '../spec/spec.ts';
import { ownConstraint, type Demand } from './association-demands.ts';
import { addressOf, lineOf, type Family } from './module-families.ts';
import type { ModuleCall, RepoFacts } from './repo-facts.ts';
import { LOCK_FILE, releaseOf } from './repository-demands.ts';

export interface Candidate {
  readonly line: number;
  readonly version: string;
  readonly demand: Demand;
}

export const neighbours = (family: Family, facts: RepoFacts): ModuleCall[] =>
  facts.modules.filter((m) => family.lines.some((line) => registryAddress(m.source) === addressOf(family, line)));

/** Only the lines of roles and clusters are chosen; whoever wants another network brings it. */
export const choiceOf = ({ name }: Family, { terraform }: Spec): ModuleChoice | undefined =>
  name === 'vpc' ? undefined : terraform.modules[name];

/** The line of a call, also where its constraint admits no release that is on record. */
function lineOfCall(module: ModuleCall): number | undefined {
  const release = releaseOf(module);
  return release === undefined ? parseConstraint(module.version ?? '')?.at(-1)?.from[0] : lineOf(release);
}

/** The spec decides, else the repository, else the first line of preference that a provider version satisfies. */
export function decide(
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

export function candidate(family: Family, line: number, choice: ModuleChoice | undefined, releases: readonly string[]): Candidate {
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
  // The folder was at odds with itself before anything was added to it.
  const alone = against.length === 0 && !satisfiable(demands.map((d) => d.constraint));
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
      alone
        ? `No AWS provider version fits what is here already: ${sides}.`
        : `No AWS provider version fits: ${wanted.demand.who} needs aws ${wanted.demand.constraint}, but ${sides}.`,
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
