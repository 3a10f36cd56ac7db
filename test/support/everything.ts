/** All add-ons of the catalog, told as much as they can be, and apps with all its grants: one spec. */
import { addOns } from '../../src/catalog/index.ts';
import { fullest } from './accepted-options.ts';
import { grantCases } from './grant-cases.ts';

const services = Object.entries(grantCases);

/** Apps that have each grant once, of `each` in one. */
export const appsForAll = (each: number): number => Math.ceil(services.length / each);

/** Lines that need a newer AWS provider than eks 20.x takes. */
const NEWER = ['iam 6', 'pod-identity 2'];

interface Everything {
  /** Whose roles they are: of the iam modules, or of the one for Pod Identity. */
  readonly family?: 'iam' | 'pod-identity';
  /** Of those modules. */
  readonly line: number;
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly apps: number;
  /** Grants in each app. */
  readonly each: number;
}

export function everything({ family = 'iam', line, account, region, partition, apps, each }: Everything): string {
  /** Options as the spec has them where there is no partition but that of the cluster. */
  const here = (value: unknown): unknown => JSON.parse(JSON.stringify(value).replaceAll('arn:aws:', `arn:${partition}:`)) as unknown;
  return JSON.stringify({
    version: 1,
    terraform: { modules: { [family]: line, eks: NEWER.includes(`${family} ${line}`) ? 21 : 20 } },
    ...(family === 'pod-identity' && { identity: family }),
    clusters: {
      production: {
        region,
        accountId: account,
        from: {
          literal: {
            oidcProviderArn: `arn:${partition}:iam::${account}:oidc-provider/oidc.eks.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}/id/0123456789ABCDEF0123456789ABCDEF`,
          },
        },
      },
    },
    outputs: ['terraform'],
    addOns: Object.fromEntries(
      addOns
        .all()
        .map((addOn) => [
          addOn.id,
          { ...(here(fullest(addOn)) as object), ...(addOn.helm.annotatedByOthers ? { installer: 'eks-addon' } : {}) },
        ]),
    ),
    apps: Object.fromEntries(
      Array.from({ length: apps }, (_, n) => {
        const some = Array.from({ length: each }, (_, more) => services[(n * each + more) % services.length] as (typeof services)[number]);
        return [
          `app-${n}`,
          {
            namespace: 'shop',
            serviceAccount: { owner: 'none' },
            grants: some.map(([service, { options }]) => ({ [service]: here(options) })),
          },
        ];
      }),
    ),
  });
}
