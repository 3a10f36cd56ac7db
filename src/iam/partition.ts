/** Partitions, for files that are read before Terraform runs; in Terraform itself `data.aws_partition` says it. */

/** https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html */
const PREFIXES: readonly (readonly [RegExp, string])[] = [
  [/^cn-/, 'aws-cn'],
  [/^us-gov-/, 'aws-us-gov'],
  [/^us-iso-/, 'aws-iso'],
  [/^us-isob-/, 'aws-iso-b'],
  [/^eu-isoe-/, 'aws-iso-e'],
  [/^us-isof-/, 'aws-iso-f'],
  [/^eusc-/, 'aws-eusc'],
];

/** The partition a region belongs to. */
export const partitionOf = (region: string): string => PREFIXES.find(([prefix]) => prefix.test(region))?.[1] ?? 'aws';

/** What host names of AWS end in there. */
export const domainOf = (region: string): string => (partitionOf(region) === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com');
