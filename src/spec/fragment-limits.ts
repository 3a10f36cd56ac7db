/** What `include` lets the apps of a fragment do: namespaces, services and names that are theirs. */
import type { Path } from '../problem.ts';
import { matchesWildcards } from '../iam/wildcards.ts';
import { entries, items, saysNothing, string, type Loose } from './loose.ts';
import { allOf, oneOf, quoted, type Complaint } from './rules/rule.ts';

export interface FragmentLimits {
  /** Names, or patterns such as payments-*. */
  readonly namespaces?: readonly string[];
  /** Services; with them, neither managed policies nor statements nor roles of other accounts, which could be of any. */
  readonly grants?: readonly string[];
  readonly namePrefix?: string;
}

export interface Violation extends Complaint {
  /** Below the app; empty: its name. */
  readonly path: Path;
}

const ASK = 'Keep to it, or have the `include` that names this file allow more.';

/** All that one app says beyond its limits. */
export function beyondLimits(id: string, app: Loose, limits: FragmentLimits): Violation[] {
  return [...namespaceBeyond(app, limits), ...grantsBeyond(app, limits), ...namesBeyond(id, app, limits)];
}

function namespaceBeyond(app: Loose, { namespaces }: FragmentLimits): Violation[] {
  const namespace = string(app['namespace']);
  if (namespaces === undefined || namespace === undefined || namespaces.some((allowed) => matchesWildcards(allowed, namespace))) return [];
  return [
    {
      message: `The namespace ${quoted(namespace)} is not one that this file may use: ${oneOf(namespaces)}.`,
      fix: ASK,
      path: ['namespace'],
    },
  ];
}

function grantsBeyond(app: Loose, { grants }: FragmentLimits): Violation[] {
  if (grants === undefined) return [];
  const services = items(app['grants']).flatMap((grant, i) =>
    entries(grant).flatMap(([service]): Violation[] =>
      grants.includes(service)
        ? []
        : [{ message: `This file may grant ${allOf(grants)} only, not ${quoted(service)}.`, fix: ASK, path: ['grants', i, service] }],
    ),
  );
  const raw = ['managedPolicies', 'policyRefs', 'statements', 'policyFiles', 'assumeRoles'].filter((key) => !saysNothing(app[key]));
  return [
    ...services,
    ...raw.map((key) => ({
      message: `This file may grant ${allOf(grants)} only, and ${key} could allow anything.`,
      fix: 'Write grants instead, or let the owner of irsa.yaml add the app there.',
      path: [key],
    })),
  ];
}

function namesBeyond(id: string, app: Loose, { namePrefix }: FragmentLimits): Violation[] {
  if (namePrefix === undefined) return [];
  const names: readonly (readonly [Path, string | undefined])[] = [
    [[], id],
    [['roleName'], string(app['roleName'])],
    [['policyName'], string(app['policyName'])],
    ...modulePolicyNames(app['modulePolicyName']),
  ];
  return names.flatMap(([path, name]) =>
    name === undefined || name.startsWith(namePrefix)
      ? []
      : [{ message: `${quoted(name)} does not begin with ${quoted(namePrefix)}, as names of this file must.`, fix: ASK, path }],
  );
}

const modulePolicyNames = (said: unknown): readonly (readonly [Path, string | undefined])[] =>
  typeof said === 'string'
    ? [[['modulePolicyName'], said]]
    : entries(said).map(([group, name]) => [['modulePolicyName', group], string(name)] as const);
