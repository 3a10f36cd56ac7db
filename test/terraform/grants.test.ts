/** Every grant of the catalog in one spec: what the policies allow, read from the plans that the real terraform makes. */
import { expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { MANAGED_POLICY_MAX } from '../../src/iam/policy-size.ts';
import { allows, type PolicyDocument } from '../support/allows.ts';
import { generateInto, temporaryFolder } from '../support/generate.ts';
import { ACCOUNT, grantCases, mistakes, REGION } from '../support/grant-cases.ts';
import { judgedWithModules } from '../support/terraform/available.ts';
import { resources } from '../support/terraform/evaluate.ts';
import { judge, planOnly } from '../support/terraform/judge.ts';

/** A few grants in each app: a policy of all would be too large for IAM, and one role for each takes minutes to plan. */
const appOf: Readonly<Record<string, string>> = Object.fromEntries(
  Object.keys(grantCases).map((service, i) => [service, `app-${Math.floor(i / 6)}`]),
);

const grantsOf = (app: string) =>
  Object.entries(grantCases).flatMap(([service, { options }]) => (appOf[service] === app ? [{ [service]: options }] : []));

const specOf = (line: number, region = REGION, partition = 'aws', domain = 'amazonaws.com'): string =>
  specWith(
    Object.fromEntries(Object.values(appOf).map((app) => [app, { ...APP, grants: grantsOf(app) }])),
    line,
    region,
    partition,
    domain,
  );

const APP = { namespace: 'shop', serviceAccount: { owner: 'none' } };

const specWith = (apps: object, line: number, region = REGION, partition = 'aws', domain = 'amazonaws.com'): string =>
  stringify(
    {
      version: 1,
      terraform: { modules: { iam: line } },
      clusters: {
        production: {
          region,
          from: {
            literal: {
              oidcProviderArn: `arn:${partition}:iam::${ACCOUNT}:oidc-provider/oidc.eks.${region}.${domain}/id/0123456789ABCDEF0123456789ABCDEF`,
            },
          },
        },
      },
      apps,
    },
    { aliasDuplicateObjects: false },
  );

const none: PolicyDocument = { Statement: [] };

judgedWithModules('each grant', (modules) => {
  /** Policies as they are rendered, by their names. */
  const rendered = async (spec: string, where: { region?: string; partition?: string } = {}): Promise<ReadonlyMap<string, string>> => {
    const dir = temporaryFolder();
    await generateInto(dir, { spec });
    const judgement = await judge(dir, { ...planOnly, fmt: true, modules, account: ACCOUNT, region: REGION, ...where });
    expect(judgement.failure).toBeUndefined();
    return new Map(
      resources(judgement.plan)
        .filter(({ type, mode }) => type === 'aws_iam_policy' && mode === 'managed')
        .map(({ values }) => [String(values?.['name']), String(values?.['policy'])]),
    );
  };

  /** The policy that holds each grant. */
  const planned = async (...of: Parameters<typeof rendered>): Promise<ReadonlyMap<string, PolicyDocument>> => {
    const policies = await rendered(...of);
    const policy = (app: string): PolicyDocument => JSON.parse(policies.get(`production-${app}`) ?? JSON.stringify(none)) as PolicyDocument;
    return new Map(Object.entries(appOf).map(([service, app]) => [service, policy(app)]));
  };

  test.each([5, 6])('by iam %d.x allows what it names, and nothing beside it, in no other account and no other partition', async (line) => {
    const policies = await planned(specOf(line));
    expect(Object.entries(grantCases).map(([service, given]) => [service, mistakes(policies.get(service) ?? none, given)])).toEqual(
      Object.keys(grantCases).map((service) => [service, []]),
    );
  });

  test.each([
    ['cn-north-1', 'aws-cn', 'amazonaws.com.cn'],
    ['us-gov-west-1', 'aws-us-gov', 'amazonaws.com'],
  ])('names resources of %s as %s does', async (region, partition, domain) => {
    const policies = await planned(specOf(5, region, partition, domain), { region, partition });
    expect(JSON.stringify([...policies.values()])).not.toContain('arn:aws:');
    const there = (text: string): string =>
      text === REGION ? region : text.replace('arn:aws:', `arn:${partition}:`).replaceAll(`:${REGION}:`, `:${region}:`);
    for (const [service, { request }] of Object.entries(grantCases)) {
      const context = Object.fromEntries(Object.entries(request.context ?? {}).map(([key, value]) => [key, there(value)]));
      const asked = { ...request, resource: there(request.resource), context };
      expect([service, allows(policies.get(service) ?? none, asked)]).toEqual([service, true]);
    }
  });

  test.each([5, 6])('is allowed beside all others in one role of iam %d.x, by policies of which each fits', async (line) => {
    const grants = Object.entries(grantCases).map(([service, { options }]) => ({ [service]: options }));
    const policies = [...(await rendered(specWith({ everything: { ...APP, grants } }, line))).values()];
    expect(policies.length).toBeGreaterThan(1);
    for (const policy of policies) expect(JSON.stringify(JSON.parse(policy)).length).toBeLessThanOrEqual(MANAGED_POLICY_MAX);
    const whole = { Statement: policies.flatMap((policy) => (JSON.parse(policy) as PolicyDocument).Statement) };
    expect(Object.entries(grantCases).filter(([, { request }]) => !allows(whole, request))).toEqual([]);
  });
});
