/** Clusters: what one says about itself in several places, and which of them others name. */
import type { Path } from '../../problem.ts';
import { didYouMean } from '../did-you-mean.ts';
import type { Placed } from '../explain-issue.ts';
import { entries, items, loose, string, strings } from '../loose.ts';
import type { Loose } from '../loose.ts';
import { primaryUnsaid } from '../primary.ts';
import { allOf, quoted } from '../rules/rule.ts';
import { doubtful, wrong } from './check.ts';
import type { Check } from './check.ts';

/** Problems for names that are no keys of `clusters`. */
export const unknownClusters = (spec: Loose, value: unknown, path: Path): Placed[] =>
  items(value).flatMap((name, i) => {
    const known = Object.keys(loose(spec['clusters']));
    if (typeof name !== 'string' || name === '' || known.includes(name) || known.length === 0) return [];
    const near = didYouMean(name, known);
    return [
      wrong(
        'unknown-cluster',
        [...path, i],
        `${quoted(name)} is not one of the clusters here: there ${known.length === 1 ? 'is' : 'are'} ${allOf(known)}.`,
        near === undefined ? 'Write one of them, or add it to clusters.' : `Did you mean ${near}?`,
      ),
    ];
  });

/** Region and account of a literal provider ARN are those of its cluster. */
export const literalProviders: Check = (spec) =>
  entries(spec['clusters']).flatMap(([key, cluster]) => {
    const path = ['clusters', key, 'from', 'literal', 'oidcProviderArn'];
    const arn = string(loose(loose(cluster['from'])['literal'])['oidcProviderArn']) ?? '';
    const [, account, region] = /^arn:[^:]+:iam::(\d{12}):oidc-provider\/oidc\.eks\.([a-z0-9-]+)\./.exec(arn) ?? [];
    if (account === undefined) return [];
    const { region: ownRegion, accountId } = cluster;
    return [
      ...(typeof ownRegion === 'string' && ownRegion !== region
        ? [
            wrong(
              'contradictory-region',
              path,
              `This OIDC provider is of ${region}, but the cluster is in ${ownRegion}.`,
              'Correct the one that is wrong.',
            ),
          ]
        : []),
      ...(typeof accountId === 'string' && accountId !== account
        ? [
            wrong(
              'contradictory-account',
              path,
              `This OIDC provider is of account ${account}, but the cluster is in ${accountId}.`,
              'Correct the one that is wrong.',
            ),
          ]
        : []),
    ];
  });

/** A cluster is in one group at most, and a group in one account. */
export const shareGroups: Check = (spec) => {
  const clusters = loose(spec['clusters']);
  const groups = items(spec['shareRoles']).map(loose);
  const seen = new Map<string, number>();
  return groups.flatMap((group, i) => {
    const path = ['shareRoles', i];
    const members = strings(group['clusters']);
    const name = string(group['name']);
    const problems = unknownClusters(spec, group['clusters'], [...path, 'clusters']);
    if (name !== undefined && groups.findIndex((other) => other['name'] === name) < i) {
      problems.push(
        wrong(
          'repeated-group',
          [...path, 'name'],
          `There are two groups of the name ${quoted(name)}, so their roles would have one name too.`,
          'Choose another name.',
        ),
      );
    }
    if (name !== undefined && Object.hasOwn(clusters, name) && !members.includes(name)) {
      problems.push(
        wrong(
          'repeated-group',
          [...path, 'name'],
          `${quoted(name)} is the key of a cluster that is not in this group, so their roles would be mixed up.`,
          'Choose another name.',
        ),
      );
    }
    members.forEach((member, j) => {
      const before = seen.get(member);
      if (before !== undefined && before !== i) {
        problems.push(
          wrong(
            'cluster-in-two-groups',
            [...path, 'clusters', j],
            `${quoted(member)} is in the group ${quoted(groups[before]?.['name'])} already, and a cluster shares its roles once.`,
            'Remove it from one of them.',
          ),
        );
      }
      seen.set(member, before ?? i);
    });
    const accounts = members.flatMap((member) => string(loose(clusters[member])['accountId']) ?? []);
    if (new Set(accounts).size > 1) {
      problems.push(
        wrong(
          'group-across-accounts',
          [...path, 'clusters'],
          `These clusters are in the accounts ${allOf([...new Set(accounts)])}, and a role belongs to one account.`,
          'Make a group for each account.',
        ),
      );
    }
    return problems;
  });
};

/** `primary` names a share group, or a cluster that is in none. */
export const primaryGroup: Check = (spec) => {
  const { primary } = spec;
  if (typeof primary !== 'string' || primary === '') return [];
  const groups = items(spec['shareRoles']).map(loose);
  const names = groups.flatMap((group) => string(group['name']) ?? []);
  const allowed = [...names, ...Object.keys(loose(spec['clusters']))];
  if (allowed.length === 0 || allowed.includes(primary)) return [];
  const near = didYouMean(primary, allowed);
  const message = `${quoted(primary)} is neither a cluster nor a share group here: there ${allowed.length === 1 ? 'is' : 'are'} ${allOf(allowed)}.`;
  // Where the primary cluster was taken out, naming another one would change the labels of its roles, and so replace them.
  if (near === undefined)
    return [
      doubtful(
        'unknown-primary',
        ['primary'],
        message,
        'Leave it if that cluster was taken out: the labels of the others must not change.',
      ),
    ];
  return [wrong('unknown-primary', ['primary'], message, `Did you mean ${near}?`)];
};

/** Labels without a suffix belong to one cluster or group; that must not depend on who stands first. */
export const primarySaid: Check = (spec) => {
  const first = primaryUnsaid(spec);
  return first === undefined
    ? []
    : [
        wrong(
          'primary-not-said',
          ['clusters'],
          'There are several clusters, and nothing says whose Terraform labels carry no suffix.',
          `Write primary: and the one that was there first, so that none of its addresses changes; among new ones any will do, such as primary: ${first}.`,
        ),
      ];
};
