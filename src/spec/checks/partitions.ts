/** An ARN names a partition of AWS, and IAM refuses those of another one, though only on apply. */
import { partitionOf } from '../../iam/partition.ts';
import type { Path } from '../../problem.ts';
import type { Placed } from '../explain-issue.ts';
import { entries, loose, string } from '../loose.ts';
import { allOf } from '../rules/rule.ts';
import type { Check } from './check.ts';
import { wrong } from './check.ts';

const ARN = /^arn:(aws[a-z-]*):/;

export const onePartition: Check = (spec) => {
  const regions = entries(spec['clusters']).flatMap(([, { region }]) => string(region) ?? []);
  const own = [...new Set(regions.map(partitionOf))];
  const [first] = own;
  if (first === undefined) return [];
  return places(spec).flatMap(([path, value]) => elsewhere(value, path, own, first));
};

/** Where resources, policies and providers are named. */
const places = (spec: Parameters<Check>[0]): readonly (readonly [Path, unknown])[] => [
  ...entries(spec['clusters']).map(([key, { from }]) => [['clusters', key, 'from'], from] as const),
  ...['addOns', 'apps', 'permissionsBoundary'].map((key) => [[key], spec[key]] as const),
];

/** Conditions and tags may speak of anything. */
const FREE: readonly string[] = ['Condition', 'tags'];

function elsewhere(value: unknown, path: Path, own: readonly string[], first: string): readonly Placed[] {
  if (typeof value === 'string') {
    const partition = ARN.exec(value)?.[1];
    if (partition === undefined || own.includes(partition) || isOurs(value, path)) return [];
    return [
      wrong(
        'contradictory-partition',
        path,
        `This ARN is of the partition ${partition}, but the clusters are in ${allOf(own)}.`,
        `Begin it with arn:${first}:.`,
      ),
    ];
  }
  if (Array.isArray(value)) return value.flatMap((item, i) => elsewhere(item, [...path, i], own, first));
  return Object.entries(loose(value)).flatMap(([key, inner]) => (FREE.includes(key) ? [] : elsewhere(inner, [...path, key], own, first)));
}

/** Managed policies of AWS are attached by the partition that Terraform finds itself in. */
const isOurs = (arn: string, path: Path): boolean => path.includes('managedPolicies') && /^arn:[^:]+:iam::aws:/.test(arn);
