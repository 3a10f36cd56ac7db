/** What is collected while an inventory is made, and what is still to be tied together. */
import type { Edge } from '../edge.ts';
import type { Resolved } from '../code/scope.ts';
import type { At, Id } from '../found.ts';
import type {
  Association,
  Cluster,
  GrantTarget,
  Namespace,
  NodeGroup,
  OidcProvider,
  Pod,
  Policy,
  Role,
  ServiceAccount,
  StaticKey,
} from '../inventory.ts';

/** One end of an edge: something that is known, or what names it. */
export type End = Id | Resolved;

/** An edge whose ends are looked up when everything is there. */
export interface Loose {
  readonly kind: Edge['kind'];
  readonly from: End;
  readonly to: End;
  readonly at: At;
}

export interface Gathered {
  readonly clusters: readonly Cluster[];
  readonly oidcProviders: readonly OidcProvider[];
  readonly roles: readonly Role[];
  readonly policies: readonly Policy[];
  readonly associations: readonly Association[];
  readonly serviceAccounts: readonly ServiceAccount[];
  readonly pods: readonly Pod[];
  readonly staticKeys: readonly StaticKey[];
  readonly nodeGroups: readonly NodeGroup[];
  readonly namespaces: readonly Namespace[];
  readonly grantTargets: readonly GrantTarget[];
  readonly edges: readonly Edge[];
  readonly loose: readonly Loose[];
}

export const nothingGathered: Gathered = {
  clusters: [],
  oidcProviders: [],
  roles: [],
  policies: [],
  associations: [],
  serviceAccounts: [],
  pods: [],
  staticKeys: [],
  nodeGroups: [],
  namespaces: [],
  grantTargets: [],
  edges: [],
  loose: [],
};

export const gathered = (some: Partial<Gathered>): Gathered => ({ ...nothingGathered, ...some });

const KEYS = Object.keys(nothingGathered) as (keyof Gathered)[];

/** In order; lists of thousands are put together at once. */
export const together = (parts: readonly Partial<Gathered>[]): Gathered =>
  Object.fromEntries(KEYS.map((key) => [key, parts.flatMap((part): readonly unknown[] => part[key] ?? [])])) as unknown as Gathered;
