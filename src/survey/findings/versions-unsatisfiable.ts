import { requirementsOf } from '../../catalog/modules/releases.ts';
import { parseConstraint, satisfiable } from '../../catalog/modules/versions.ts';
import type { FindingKind, Sighting } from '../finding.ts';
import { ownAddress } from '../found.ts';
import type { At } from '../found.ts';
import type { Inventory, Root } from '../inventory.ts';
import { addressOfCall, releaseOfCall } from '../module-calls.ts';

export const versionsUnsatisfiable: FindingKind = {
  code: 'versions-unsatisfiable',
  severity: 'error',
  title: 'Releases that no provider version satisfies',
  why: 'A root module has one version of a provider for all its modules, so init stops where their constraints leave none.',
  link: 'https://developer.hashicorp.com/terraform/language/expressions/version-constraints',
  find: (inventory) => inventory.roots.filter(({ kind }) => kind === 'root').flatMap((root) => sightings(root, inventory)),
};

interface Demand {
  readonly who: string;
  readonly provider: string;
  readonly constraint: string;
  readonly at: At;
}

function sightings(root: Root, inventory: Inventory): readonly Sighting[] {
  const demands = demandsOf(root, inventory, new Set());
  return [...new Set(demands.map(({ provider }) => provider))].flatMap((provider) => {
    const [one, other] = conflict(demands.filter((demand) => demand.provider === provider)) ?? [];
    if (one === undefined || other === undefined) return [];
    return [
      {
        at: isIn(root, other) || !isIn(root, one) ? other.at : one.at,
        subject: root.id,
        message: `No version of the provider ${provider} fits: ${other.who} needs ${other.constraint}, and ${one.who} needs ${one.constraint}.`,
        fix: 'Move one of the two to a release line that goes with the other.',
      },
    ];
  });
}

/** What a root module says itself is mended there, not in the modules that others call as well. */
const isIn = ({ folder }: Root, { at: { file } }: Demand): boolean =>
  (file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '.') === folder;

/** The first two that exclude each other. */
const conflict = (demands: readonly Demand[]): readonly [Demand, Demand] | undefined => {
  for (const [i, other] of demands.entries()) {
    const one = demands.slice(0, i).find(({ constraint }) => !satisfiable([constraint, other.constraint]));
    if (one !== undefined) return [one, other];
  }
  return undefined;
};

/** Its own, and those of all modules below it; a constraint that cannot be read demands nothing. */
function demandsOf(root: Root, inventory: Inventory, seen: Set<string>): readonly Demand[] {
  if (seen.has(root.folder)) return [];
  seen.add(root.folder);
  const own = root.requiredProviders.flatMap(({ name, version, at }): readonly Demand[] =>
    version === undefined ? [] : [{ who: `required_providers (${at.file}:${at.line})`, provider: name, constraint: version, at }],
  );
  const ofModules = inventory.modules
    .filter((use) => use.root === root.folder)
    .flatMap((use): readonly Demand[] => {
      const local = inventory.roots.find(({ folder }) => folder === use.folder);
      if (local !== undefined) return demandsOf(local, inventory, seen);
      const [address, release] = [addressOfCall(use), releaseOfCall(use)];
      const providers = address === undefined || release === undefined ? {} : (requirementsOf(address, release)?.providers ?? {});
      return Object.entries(providers).map(([provider, constraint]) => ({
        who: `${ownAddress(use.address)}, ${address} ${release},`,
        provider,
        constraint,
        at: use.version?.at ?? use.at,
      }));
    });
  return [...own, ...ofModules].filter(({ constraint }) => parseConstraint(constraint) !== undefined);
}
