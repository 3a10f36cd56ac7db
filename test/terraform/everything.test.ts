/**
 * All add-ons and many apps in one spec: it plans, stays within the limits of IAM, and names no other partition.
 * With CREATE_IRSA_CASES there are two hundred apps, for which terraform takes minutes.
 */
import { expect, test } from '@jest/globals';
import { MANAGED_POLICY_MAX } from '../../src/iam/policy-size.ts';
import { thorough } from '../support/cases.ts';
import { appsForAll, everything } from '../support/everything.ts';
import { generateInto, temporaryFolder } from '../support/generate.ts';
import { judgedWithModules } from '../support/terraform/available.ts';
import { resources } from '../support/terraform/evaluate.ts';
import { judge } from '../support/terraform/judge.ts';

const EACH = 3;
const APPS = thorough ? 200 : appsForAll(EACH);
const ACCOUNT = '111122223333';

judgedWithModules('everything in one spec', (modules) => {
  test.each([
    // The catalog’s own tests have them on ordinary days.
    ...(thorough
      ? ([
          ['iam', 5, 'us-east-1', 'aws'],
          ['iam', 6, 'us-east-1', 'aws'],
          ['pod-identity', 1, 'us-gov-west-1', 'aws-us-gov'],
          ['pod-identity', 2, 'us-east-1', 'aws'],
        ] as const)
      : []),
    ['iam', 5, 'cn-north-1', 'aws-cn'],
    ['iam', 6, 'us-gov-west-1', 'aws-us-gov'],
  ] as const)('on %s %d.x in %s is planned, within the limits of IAM, and names %s only', async (family, line, region, partition) => {
    const dir = temporaryFolder();
    await generateInto(dir, { spec: everything({ family, line, account: ACCOUNT, region, partition, apps: APPS, each: EACH }) });
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
