/** What a repository itself demands of the AWS provider. */
import { newestAllowed, requirementsOf } from '../catalog/modules/releases.ts';
import { registryAddress } from '../catalog/modules/registry-address.ts';
import { satisfiable } from '../catalog/modules/versions.ts';
import { warning, type Problem } from '../problem.ts';
import type { Demand } from './association-demands.ts';
import type { ModuleCall, RepoFacts } from './repo-facts.ts';

export const LOCK_FILE = '.terraform.lock.hcl';

/** A lock file that the root's own modules have outgrown binds nobody: the next `init` asks for its upgrade anyway. */
export function ownDemands(facts: RepoFacts, problems: Problem[]): Demand[] {
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
export const releaseOf = (module: ModuleCall): string | undefined =>
  module.resolved ??
  /[?&]ref=v?(\d+\.\d+\.\d+)/.exec(module.source)?.[1] ??
  newestAllowed(registryAddress(module.source), module.version ?? '');
