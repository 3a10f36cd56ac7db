/**
 * All add-ons and many apps in one spec: it plans, stays within the limits of IAM, and names no other partition.
 * With CREATE_IRSA_CASES there are two hundred apps, for which terraform takes minutes.
 */
import { expect, test } from '@jest/globals';
import { addOns } from '../../src/catalog/index.ts';
import { MANAGED_POLICY_MAX } from '../../src/iam/policy-size.ts';
import { thorough } from '../support/cases.ts';
import { fullest } from '../support/accepted-options.ts';
import { generateInto, temporaryFolder } from '../support/generate.ts';
import { grantCases } from '../support/grant-cases.ts';
import { judgedWithModules } from '../support/terraform/available.ts';
import { resources } from '../support/terraform/evaluate.ts';
import { judge } from '../support/terraform/judge.ts';

const APPS = thorough ? 200 : Math.ceil(Object.keys(grantCases).length / 3);
const ACCOUNT = '111122223333';
const services = Object.entries(grantCases);

/** Options as the spec has them where there is no partition but that of the cluster. */
const here = (partition: string, value: unknown): unknown =>
  JSON.parse(JSON.stringify(value).replaceAll('arn:aws:', `arn:${partition}:`)) as unknown;

const spec = (line: number, region: string, partition: string): string =>
  JSON.stringify({
    version: 1,
    terraform: { modules: { iam: line, eks: line === 5 ? 20 : 21 } },
    clusters: {
      production: {
        region,
        accountId: ACCOUNT,
        from: {
          literal: {
            oidcProviderArn: `arn:${partition}:iam::${ACCOUNT}:oidc-provider/oidc.eks.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}/id/0123456789ABCDEF0123456789ABCDEF`,
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
          { ...(here(partition, fullest(addOn)) as object), ...(addOn.helm.annotatedByOthers ? { installer: 'eks-addon' } : {}) },
        ]),
    ),
    apps: Object.fromEntries(
      Array.from({ length: APPS }, (_, n) => {
        const some = [0, 1, 2].map((more) => services[(n * 3 + more) % services.length] as (typeof services)[number]);
        return [
          `app-${n}`,
          {
            namespace: 'shop',
            serviceAccount: { owner: 'none' },
            grants: some.map(([service, { options }]) => ({ [service]: here(partition, options) })),
          },
        ];
      }),
    ),
  });

judgedWithModules('everything in one spec', (modules) => {
  test.each([
    // The catalog’s own tests have them on ordinary days.
    ...(thorough
      ? ([
          [5, 'us-east-1', 'aws'],
          [6, 'us-east-1', 'aws'],
        ] as const)
      : []),
    [5, 'cn-north-1', 'aws-cn'],
    [6, 'us-gov-west-1', 'aws-us-gov'],
  ])('on iam %d.x in %s is planned, within the limits of IAM, and names %s only', async (line, region, partition) => {
    const dir = temporaryFolder();
    await generateInto(dir, { spec: spec(line, region, partition) });
    const { failure, plan } = await judge(dir, { plan: true, fmt: true, modules, account: ACCOUNT, region, partition });
    expect(failure).toBeUndefined();
    const made = resources(plan).filter(({ mode }) => mode === 'managed');
    const texts = (type: string, key: string): string[] =>
      made.filter((resource) => resource.type === type).flatMap(({ values }) => (typeof values?.[key] === 'string' ? [values[key]] : []));
    const sizeOf = (policy: string): number => JSON.stringify(JSON.parse(policy)).length;
    const policies = texts('aws_iam_policy', 'policy');
    expect(policies.length).toBeGreaterThan(APPS);
    expect(policies.filter((policy) => sizeOf(policy) > MANAGED_POLICY_MAX)).toEqual([]);
    expect(texts('aws_iam_role', 'assume_role_policy').filter((policy) => sizeOf(policy) > 2048)).toEqual([]);
    expect(texts('aws_iam_role', 'name').filter((name) => name.length > 64)).toEqual([]);
    const others = made.filter((resource) => JSON.stringify(resource).includes('arn:aws:')).map(({ address }) => address);
    expect(partition === 'aws' ? [] : others).toEqual([]);
  });
});
