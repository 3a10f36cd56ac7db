/** Roles of other accounts: what the two sides must agree on, and what a root of its own cannot refer to. */
import { partitionOf } from '../../iam/partition.ts';
import { parseArn } from '../../iam/arn.ts';
import type { Path } from '../../problem.ts';
import type { Placed } from '../explain-issue.ts';
import { entries, items, loose, string, strings } from '../loose.ts';
import type { Loose } from '../loose.ts';
import { profileOf } from '../profile-name.ts';
import { allOf, quoted } from '../rules/rule.ts';
import { doubtful, wrong } from './check.ts';
import type { Check } from './check.ts';

interface Assumed {
  /** Of the entry, and of its ARN. */
  readonly path: Path;
  readonly at: Path;
  readonly workload: Loose;
  readonly entry: Loose;
  readonly role: string;
  readonly partition: string;
  readonly accountId: string;
  readonly name: string;
  readonly direct: boolean;
}

/** Those whose ARN is one. */
const assumed = (spec: Loose): Assumed[] =>
  ['addOns', 'apps'].flatMap((kind) => entries(spec[kind]).flatMap(([id, w]) => ofWorkload([kind, id], w)));

const ofWorkload = (path: Path, workload: Loose): Assumed[] =>
  items(workload['assumeRoles']).flatMap((written, i) => {
    const entry = typeof written === 'string' ? { role: written } : loose(written);
    const role = string(entry.role);
    const arn = parseArn(role ?? '');
    if (role === undefined || arn === undefined || arn.service !== 'iam') return [];
    const own = [...path, 'assumeRoles', i];
    return [
      {
        path: own,
        at: typeof written === 'string' ? own : [...own, 'role'],
        workload,
        entry,
        role,
        partition: arn.partition,
        accountId: arn.accountId,
        name: arn.resource.replace(/^.*\//, ''),
        direct: entry['via'] === 'direct',
      },
    ];
  });

const clustersOf = (spec: Loose, workload: Loose): [string, Loose][] =>
  entries(spec['clusters']).filter(([key]) => workload['clusters'] === undefined || strings(workload['clusters']).includes(key));

export const assumableRoles: Check = (spec) => {
  const all = assumed(spec);
  return [
    ...all.flatMap((role) => [...ofOtherPartition(spec, role), ...ofOwnAccount(spec, role), ...missingTags(spec, role), ...foreign(role)]),
    ...ambiguous(all),
    ...clashes(all),
    ...providersApart(all),
  ];
};

/** STS of one partition knows no account of another. Where no cluster is in the partition, that is told of every ARN. */
function ofOtherPartition(spec: Loose, { workload, at, partition }: Assumed): Placed[] {
  const partitions = (clusters: readonly [string, Loose][]) => clusters.map(([, { region }]) => partitionOf(string(region) ?? ''));
  const others = clustersOf(spec, workload).filter(([, { region }]) => partitionOf(string(region) ?? '') !== partition);
  if (others.length === 0 || !partitions(entries(spec['clusters'])).includes(partition)) return [];
  return [
    wrong(
      'assume-role-partition',
      at,
      `This role is of the partition ${partition}, and ${allOf(others.map(([key]) => key))} ${others.length === 1 ? 'is' : 'are'} in another one, whose roles it cannot trust.`,
      'Write clusters beside assumeRoles, and make a workload for each partition.',
    ),
  ];
}

/** A chain within one account works, but grants of the workload do the same without a second session. */
function ofOwnAccount(spec: Loose, { workload, at, accountId, direct }: Assumed): Placed[] {
  const own = clustersOf(spec, workload).find(([, cluster]) => cluster['accountId'] === accountId);
  if (own === undefined) return [];
  return direct
    ? [
        wrong(
          'assume-role-own-account',
          at,
          `This role is of the account of ${own[0]} itself, where the cluster's OIDC provider is already; a second one is refused by AWS.`,
          'Leave via out for a chain, or give the workload these permissions itself.',
        ),
      ]
    : [
        doubtful(
          'assume-role-own-account',
          at,
          `This role is of the account of ${own[0]} itself, so the pods could have its permissions without a second session of an hour.`,
          'Give them to the workload (grants, managedPolicies, statements), unless two roles are what you want.',
        ),
      ];
}

/** The trust would ask for what no session has. */
function missingTags(spec: Loose, { path, workload, entry }: Assumed): Placed[] {
  const tags = { ...loose(spec['tags']), ...loose(workload['tags']) };
  return strings(entry['principalTags']).flatMap((key, i) =>
    Object.hasOwn(tags, key)
      ? []
      : [
          wrong(
            'principal-tag-missing',
            [...path, 'principalTags', i],
            `The pods' role has no tag ${quoted(key)}, so the trust would refuse it.`,
            `Add it: tags: { ${key}: … }, here in the workload or for the whole spec.`,
          ),
        ],
  );
}

/** References and policies that are not of the role's account. */
function foreign({ path, entry, accountId }: Assumed): Placed[] {
  const policies = strings(entry['managedPolicies']).flatMap((arn, i) => {
    const owner = parseArn(arn)?.accountId;
    return owner === undefined || owner === 'aws' || owner === accountId
      ? []
      : [
          wrong(
            'assumed-role-policy',
            [...path, 'managedPolicies', i],
            `This policy is of account ${owner}, and IAM attaches those of the role's own account ${accountId} only.`,
            'Write a policy of that account, or grants or statements.',
          ),
        ];
  });
  const references = ['grants', 'statements'].flatMap((key) => referencesIn(entry[key], [...path, key]));
  return [
    ...policies,
    ...references.map(({ at, ref }) =>
      wrong(
        'assumed-role-reference',
        at,
        `${quoted(ref)} is something of this side, and the role is made in a root of its own, where it is not known.`,
        'Write the name or ARN that it has in the other account.',
      ),
    ),
  ];
}

function referencesIn(value: unknown, at: Path): { readonly at: Path; readonly ref: string }[] {
  if (Array.isArray(value)) return value.flatMap((item, i) => referencesIn(item, [...at, i]));
  const map = loose(value);
  const ref = string(map['ref']);
  if (ref !== undefined) return [{ at: [...at, 'ref'], ref }];
  return Object.entries(map).flatMap(([key, inner]) => (key === 'Condition' ? [] : referencesIn(inner, [...at, key])));
}

/** Within a workload a role, and a profile, is named once, and one of them is what pods use. */
function ambiguous(all: readonly Assumed[]): Placed[] {
  return all.flatMap((role) => {
    const before = all.slice(0, all.indexOf(role)).filter((other) => other.workload === role.workload);
    const twice = before.find((other) => other.role === role.role);
    if (twice !== undefined) {
      return [wrong('assume-role-twice', role.at, `${role.role} is listed twice.`, 'Make one entry of the two.')];
    }
    const profile = profileOf(role.entry);
    const named = before.find((other) => profileOf(other.entry) === profile);
    return [
      ...(named === undefined
        ? []
        : [
            wrong(
              'profile-taken',
              role.entry['profile'] === undefined ? role.at : [...role.path, 'profile'],
              `The profile ${quoted(profile)} is ${named.role} already.`,
              'Write another one: profile: <name>.',
            ),
          ]),
      ...(role.entry['default'] === true && before.some((other) => other.entry['default'] === true)
        ? [
            wrong(
              'several-default-roles',
              [...role.path, 'default'],
              'Another entry is the default already, and pods use one.',
              'Leave default out of one of them.',
            ),
          ]
        : []),
    ];
  });
}

/** IAM takes a name once per account, whatever its path and case. */
function clashes(all: readonly Assumed[]): Placed[] {
  const first = new Map<string, Assumed>();
  return all.flatMap((role) => {
    const key = `${role.accountId}/${role.name.toLowerCase()}`;
    const other = first.get(key) ?? role;
    first.set(key, other);
    return other.role === role.role
      ? []
      : [
          wrong(
            'assumed-role-clash',
            role.at,
            `${role.role} and ${other.role} are one name to IAM, which takes a name once per account, whatever its path and case.`,
            'Correct the one that is wrong.',
          ),
        ];
  });
}

/** An issuer has one provider in an account, which is made or there. */
function providersApart(all: readonly Assumed[]): Placed[] {
  const said = ({ entry }: Assumed): unknown => entry['oidcProvider'] ?? 'create';
  return all
    .filter(({ direct }) => direct)
    .flatMap((role, i, direct) => {
      const other = direct.slice(0, i).find(({ accountId }) => accountId === role.accountId);
      return other === undefined || said(other) === said(role)
        ? []
        : [
            wrong(
              'assumed-oidc-provider',
              role.path,
              `This entry and that of ${other.role} differ on whether the OIDC provider is there in account ${role.accountId}.`,
              'Write the same oidcProvider in both.',
            ),
          ];
    });
}
