/** Account, region and partition that AWS values speak of. */
import type { Context } from '../knowledge.ts';
import type { Values } from '../wire.ts';

export interface Place {
  readonly region: string;
  readonly account: string;
  readonly partition: string;
  readonly dnsSuffix: string;
}

/** https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html */
const PARTITIONS = [
  { partition: 'aws-cn', regions: /^cn-/, dnsSuffix: 'amazonaws.com.cn' },
  { partition: 'aws-us-gov', regions: /^us-gov-/, dnsSuffix: 'amazonaws.com' },
  { partition: 'aws-iso', regions: /^us-iso-/, dnsSuffix: 'c2s.ic.gov' },
  { partition: 'aws-iso-b', regions: /^us-isob-/, dnsSuffix: 'sc2s.sgov.gov' },
  { partition: 'aws-eusc', regions: /^eusc-/, dnsSuffix: 'amazonaws.eu' },
  { partition: 'aws', regions: /^/, dnsSuffix: 'amazonaws.com' },
];

/** A resource's own region goes first, then its provider's, then the setting's. */
export function placeOf({ config, setting }: Context, values: Values): Place {
  const region = [values['region'], config['region']].find((r): r is string => typeof r === 'string') ?? setting.region;
  const { partition, dnsSuffix } = PARTITIONS.find((p) =>
    setting.partition ? p.partition === setting.partition : p.regions.test(region),
  ) ?? {
    partition: setting.partition ?? 'aws',
    dnsSuffix: 'amazonaws.com',
  };
  return { region, account: setting.account, partition, dnsSuffix };
}

/** @param rest e.g. `cluster/production` */
export const arn = ({ partition, region, account }: Place, service: string, rest: string): string =>
  `arn:${partition}:${service}:${region}:${account}:${rest}`;

/** IAM is global: its ARNs name no region. */
export const iamArn = ({ partition, account }: Place, rest: string): string => `arn:${partition}:iam::${account}:${rest}`;
