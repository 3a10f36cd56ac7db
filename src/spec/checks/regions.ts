/**
 * A region that is well-formed and not on the list is new, or misspelt. Which of the two, no distance
 * tells: `us-east-3` is one slip from `us-east-1` and may exist tomorrow. So it is a warning.
 */
import { knownRegions } from '../../iam/regions.ts';
import type { Path } from '../../problem.ts';
import { didYouMean } from '../did-you-mean.ts';
import { entries, items, loose } from '../loose.ts';
import { region } from '../rules/aws.ts';
import { quoted } from '../rules/rule.ts';
import type { Check } from './check.ts';
import { doubtful } from './check.ts';

export const regionsKnown: Check = (spec) =>
  places(spec).flatMap(([path, value]) => {
    if (typeof value !== 'string' || knownRegions.includes(value) || region(value) !== undefined) return [];
    const near = didYouMean(value, knownRegions);
    return [
      doubtful(
        'unknown-region',
        path,
        `${quoted(value)} is not a region that this release of create-irsa knows.`,
        `${near === undefined ? 'Compare it with what `aws ec2 describe-regions --all-regions` lists.' : `Did you mean ${near}?`} A region that is new may stay.`,
      ),
    ];
  });

const places = (spec: Parameters<Check>[0]): readonly (readonly [Path, unknown])[] => [
  ...entries(spec['clusters']).map(([key, cluster]) => [['clusters', key, 'region'], cluster['region']] as const),
  ...(['addOns', 'apps'] as const).flatMap((section) =>
    entries(spec[section]).flatMap(([id, { assumeRoles }]) =>
      items(assumeRoles).map((role, i) => [[section, id, 'assumeRoles', i, 'region'], loose(role)['region']] as const),
    ),
  ),
];
