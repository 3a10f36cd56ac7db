/** What a repository holds that a root module's new roles have to fit in with. Pure data. */
import type { At } from '../found.ts';
import type { Inventory, Role } from '../inventory.ts';
import type { Subject } from '../trusts.ts';
import { knownText } from '../written.ts';
import { habitsOf, type Habits } from './habits.ts';
import { clustersKnownIn, defaultNames, onlyCluster, type KnownCluster } from './known-clusters.ts';
import { seenFrom } from './seen-from.ts';

/** A region that a provider has where nobody says otherwise. */
interface KnownRegion {
  readonly region: string;
  readonly at: At;
}

interface Declared {
  readonly name: string;
  readonly at: At;
}

interface KnownAccount extends Declared {
  readonly namespace: string;
}

interface KnownTarget extends Declared {
  /** `aws_s3_bucket` */
  readonly type: string;
}

export interface Surroundings {
  /** Clusters beside those that the root makes itself. */
  readonly clusters: readonly KnownCluster[];
  /** Address of a cluster that the root makes → its name, where nobody says otherwise. */
  readonly names: Readonly<Record<string, string>>;
  /** Of the root's AWS provider without an alias. */
  readonly region?: KnownRegion;
  /** The only cluster that the repository makes. */
  readonly onlyCluster?: { readonly name: string; readonly region?: string };
  readonly habits: Habits;
  /** Roles of pods in the root, as `address (file:line)`, by how they are taken. */
  readonly takenBy: { readonly irsa: readonly string[]; readonly podIdentity: readonly string[] };
  /** Made somewhere in the repository. */
  readonly namespaces: readonly Declared[];
  /** ServiceAccounts that something other than Terraform makes, and that have no role yet. */
  readonly accounts: readonly KnownAccount[];
  /** Made by other roots, so that only a name leads to them. */
  readonly targets: readonly KnownTarget[];
}

export const noSurroundings: Surroundings = {
  clusters: [],
  names: {},
  habits: {},
  takenBy: { irsa: [], podIdentity: [] },
  namespaces: [],
  accounts: [],
  targets: [],
};

/** @param root its folder, as the inventory names it; places are as seen from there */
export function surroundingsOf(inventory: Inventory, root: string): Surroundings {
  const at = seenFrom(root);
  const region = regionOf(inventory, root);
  const only = onlyCluster(inventory);
  return {
    clusters: clustersKnownIn(inventory, root),
    names: defaultNames(inventory, root),
    ...(region === undefined ? {} : { region }),
    ...(only === undefined ? {} : { onlyCluster: only }),
    habits: habitsOf(inventory, root),
    takenBy: { irsa: takersIn(inventory, root, 'web-identity'), podIdentity: takersIn(inventory, root, 'pod-identity') },
    namespaces: unlike(
      inventory.namespaces.flatMap((one) => {
        const name = knownText(one.name);
        return name === undefined ? [] : [{ name, at: at(one.at) }];
      }),
    ),
    accounts: unlike(
      inventory.serviceAccounts.flatMap(({ form, created, roleArn, ...one }) => {
        const [name, namespace] = [knownText(one.name), knownText(one.namespace)];
        return form !== 'manifest' ||
          !created ||
          roleArn !== undefined ||
          name === undefined ||
          namespace === undefined ||
          name === 'default'
          ? []
          : [{ name, namespace, at: at(one.at) }];
      }),
    ),
    targets: unlike(
      inventory.grantTargets.flatMap(({ type, ...one }) => {
        const name = knownText(one.name);
        return one.root === root || name === undefined || one.repeated !== undefined ? [] : [{ type, name, at: at(one.at) }];
      }),
    ),
  };
}

/** The first of each; roots that call one module have the same of it. */
function unlike<T extends { readonly name: string; readonly namespace?: string; readonly type?: string }>(
  found: readonly T[],
): readonly T[] {
  const known = new Map(found.toReversed().map((one) => [`${one.type ?? ''} ${one.namespace ?? ''} ${one.name}`, one]));
  return found.filter((one) => known.get(`${one.type ?? ''} ${one.namespace ?? ''} ${one.name}`) === one);
}

/** Web identities without a ServiceAccount are pipelines. */
const isTakenBy = ({ subjects, takenBy }: Role, by: Subject['by']): boolean =>
  subjects.some((subject) => subject.by === by) || (by === 'pod-identity' && takenBy.includes(by));

const takersIn = ({ roles }: Inventory, root: string, by: Subject['by']): readonly string[] =>
  roles
    .filter((role) => role.root === root && isTakenBy(role, by))
    .map(({ address = '', at }) => {
      const { file, line } = seenFrom(root)(at);
      return `${address} (${file}:${line})`;
    });

function regionOf({ providers }: Inventory, root: string): KnownRegion | undefined {
  const own = providers.filter((provider) => provider.root === root && provider.name === 'aws' && provider.alias === undefined);
  const [only] = own.flatMap(({ region, at }) => {
    const known = knownText(region);
    return known === undefined || known === '' ? [] : [{ region: known, at: seenFrom(root)(at) }];
  });
  return only;
}
