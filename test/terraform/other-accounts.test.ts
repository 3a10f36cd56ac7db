/** The roots of other accounts, as their owners would run them: accepted by terraform, and exact in whom they admit. */
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { evaluateTrust, type ChainRequest, type TrustPolicy, type TrustRequest } from '../../src/iam/trust.ts';
import { generateInto, temporaryFolder } from '../support/generate.ts';
import { judged } from '../support/terraform/available.ts';
import { resources, trustPolicies } from '../support/terraform/evaluate.ts';
import { judge } from '../support/terraform/judge.ts';

const CLUSTER = '111122223333';
const OTHER = '222222222222';
const ISSUER = 'oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF';

/** A cluster by its provider's ARN, unless the test says otherwise, and one app that assumes roles. */
const spec = (
  entries: string,
  cluster = `accountId: "${CLUSTER}", from: { literal: { oidcProviderArn: "arn:aws:iam::${CLUSTER}:oidc-provider/${ISSUER}" } }`,
) => `version: 1
tags: { team: data }
clusters:
  production: { region: us-east-1, ${cluster} }
apps:
  reports:
    namespace: shop
    serviceAccount: { name: reports, owner: none }
    assumeRoles:
${entries}`;

const CHAIN = `      - role: arn:aws:iam::${OTHER}:role/data/reports
        externalId: shop-reports
        principalTags: [team]
        region: eu-west-1
        grants: [{ dynamodb: { table: orders, access: read } }, { s3: { bucket: their-bucket, access: read } }]
        managedPolicies: ["arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess", "arn:aws:iam::${OTHER}:policy/AmazonSQSReadOnlyAccess"]
`;
const DIRECT = `      - { role: "arn:aws:iam::${OTHER}:role/reports", via: direct, oidcProvider: existing }\n`;

interface Options {
  readonly format?: 'hcl' | 'json';
  readonly account?: string;
  readonly vars?: Readonly<Record<string, string>>;
  readonly partition?: string;
  readonly region?: string;
}

/** What terraform says of the root of the other account. */
async function judgeOther(text: string, { format = 'hcl', account = OTHER, vars = {}, ...setting }: Options = {}) {
  const dir = temporaryFolder();
  await generateInto(dir, { spec: text, format });
  return judge(join(dir, 'irsa-accounts', OTHER), { plan: true, account, vars, ...setting });
}

async function trustOf(text: string, options: Options = {}): Promise<TrustPolicy> {
  const { failure, diagnostics, plan } = await judgeOther(text, options);
  expect(failure).toBeUndefined();
  expect(diagnostics).toEqual([]);
  const policies = Object.values(trustPolicies(plan));
  expect(policies).toHaveLength(1);
  return policies[0] as TrustPolicy;
}

const caller = (role = 'production-reports', account = CLUSTER, partition = 'aws') => `arn:${partition}:iam::${account}:role/${role}`;
const KEYS = { 'sts:ExternalId': 'shop-reports', 'aws:PrincipalTag/team': 'data' };

judged('the root of another account', () => {
  test.each(['hcl', 'json'] as const)('is a root of its own, which admits one role by a chain and nobody else, in %s', async (format) => {
    const policy = await trustOf(spec(CHAIN), { format });
    const admits = (request: Partial<ChainRequest> = {}) => evaluateTrust(policy, { role: caller(), context: KEYS, ...request }).admitted;
    expect(admits()).toBe(true);
    for (const refused of [
      { role: caller('production-ledger') },
      { role: caller('Production-reports') },
      { role: caller('production-reports', '444455556666') },
      { role: caller('production-reports', OTHER) },
      { context: { 'aws:PrincipalTag/team': 'data' } },
      { context: { ...KEYS, 'sts:ExternalId': 'shop' } },
      { context: { 'sts:ExternalId': 'shop-reports' } },
      { context: { ...KEYS, 'aws:PrincipalTag/team': 'web' } },
      { action: 'sts:TagSession' },
      { action: 'sts:SetSourceIdentity' },
    ])
      expect([refused, admits(refused)]).toEqual([refused, false]);
    const token = { issuer: ISSUER, subject: 'system:serviceaccount:shop:reports', audience: 'sts.amazonaws.com' };
    expect(evaluateTrust(policy, token).admitted).toBe(false);
  });

  test('lets sessions be tagged, by the keys that are named, only where the entry says so', async () => {
    const policy = await trustOf(
      spec(`      - { role: "arn:aws:iam::${OTHER}:role/reports", sessionTags: [project], sourceIdentity: true }\n`),
    );
    const admits = (action: string, context: Readonly<Record<string, string>> = {}) =>
      evaluateTrust(policy, { role: caller(), action, context }).admitted;
    expect(admits('sts:AssumeRole')).toBe(true);
    expect(admits('sts:SetSourceIdentity')).toBe(true);
    expect(admits('sts:TagSession', { 'aws:TagKeys': 'project' })).toBe(true);
    expect(admits('sts:TagSession', { 'aws:TagKeys': 'team' })).toBe(false);
  });

  test('grants what names mean in that account and the region that is said', async () => {
    const { plan } = await judgeOther(spec(CHAIN));
    const policy = resources(plan).find(({ type, mode }) => type === 'aws_iam_policy' && mode === 'managed')?.values?.['policy'];
    const { Statement } = JSON.parse(String(policy)) as { Statement: { Resource: string | readonly string[] }[] };
    expect([...new Set(Statement.flatMap(({ Resource }) => Resource))].sort()).toEqual([
      `arn:aws:dynamodb:eu-west-1:${OTHER}:table/orders`,
      'arn:aws:s3:::their-bucket',
      'arn:aws:s3:::their-bucket/*',
    ]);
    const attached = resources(plan).filter(({ type }) => type === 'aws_iam_role_policy_attachment');
    expect(attached.map(({ address }) => String(/\["(.*)"\]/.exec(address)?.[1])).sort()).toEqual([
      'AmazonSQSReadOnlyAccess',
      'AmazonSQSReadOnlyAccess_2',
      'irsa',
    ]);
  });

  test('is refused in any other account', async () => {
    const { failure } = await judgeOther(spec(CHAIN), { account: CLUSTER });
    expect(failure?.replaceAll(/\s+/g, ' ')).toContain(`speaks for account ${CLUSTER}, and these roles belong to ${OTHER}`);
  });

  test('asks for the account of a cluster whose account is not said, and trusts its role', async () => {
    const text = spec(CHAIN, 'from: { data: true }');
    expect((await judgeOther(text)).failure).toContain('No value for required variable');
    expect((await judgeOther(text, { vars: { irsa_production_account_id: '1234' } })).failure).toContain('An account id has 12 digits');
    const policy = await trustOf(text, { vars: { irsa_production_account_id: CLUSTER } });
    expect(evaluateTrust(policy, { role: caller(), context: KEYS }).admitted).toBe(true);
    expect(evaluateTrust(policy, { role: caller('production-reports', OTHER), context: KEYS }).admitted).toBe(false);
  });

  test.each(['hcl', 'json'] as const)('trusts the tokens of one ServiceAccount of one cluster directly, in %s', async (format) => {
    const policy = await trustOf(spec(DIRECT), { format });
    const token: TrustRequest = {
      issuer: ISSUER,
      providerArn: `arn:aws:iam::${OTHER}:oidc-provider/${ISSUER}`,
      subject: 'system:serviceaccount:shop:reports',
      audience: 'sts.amazonaws.com',
    };
    const admits = (more: Partial<TrustRequest> = {}) => evaluateTrust(policy, { ...token, ...more }).admitted;
    expect(admits()).toBe(true);
    for (const refused of [
      { subject: 'system:serviceaccount:shop:ledger' },
      { subject: 'system:serviceaccount:other:reports' },
      { subject: 'system:serviceaccount:shop:*' },
      { audience: 'kubernetes.default.svc' },
      { issuer: ISSUER.replace('0123', 'FFFF'), providerArn: token.providerArn!.replace('0123', 'FFFF') },
      { providerArn: `arn:aws:iam::${CLUSTER}:oidc-provider/${ISSUER}` },
    ])
      expect([refused, admits(refused)]).toEqual([refused, false]);
    expect(evaluateTrust(policy, { role: caller() }).admitted).toBe(false);
  });

  test('asks for the issuer of a cluster that is looked up', async () => {
    const text = spec(DIRECT, 'from: { data: true }');
    const swapped = `https://${ISSUER.replace('oidc.eks.us-east-1', 'oidc.us-east-1.eks')}`;
    expect((await judgeOther(text, { vars: { irsa_production_issuer: swapped } })).failure).toContain('Expected https://oidc.eks.');
    expect((await judgeOther(text, { vars: { irsa_production_issuer: `https://${ISSUER}` } })).failure).toBeUndefined();
  });

  test.each([
    ['aws-cn', 'cn-north-1'],
    ['aws-us-gov', 'us-gov-west-1'],
  ])('holds no ARN of another partition in %s', async (partition, region) => {
    const text = spec(CHAIN, `accountId: "${CLUSTER}", from: { data: true }`)
      .replaceAll('arn:aws:', `arn:${partition}:`)
      .replace('us-east-1', region)
      .replace('eu-west-1', region);
    const { failure, plan } = await judgeOther(text, { partition, region });
    expect(failure).toBeUndefined();
    expect(JSON.stringify(plan?.planned_values)).not.toContain('arn:aws:');
    const [policy] = Object.values(trustPolicies(plan)) as TrustPolicy[];
    expect(evaluateTrust(policy!, { role: caller('production-reports', CLUSTER, partition), context: KEYS }).admitted).toBe(true);
  });
});

judged('the two formats', () => {
  test('are planned alike', async () => {
    const both = spec(
      CHAIN + `      - { role: "arn:aws:iam::${OTHER}:role/direct", via: direct, grants: [{ sqs: { queue: orders, access: consume } }] }\n`,
    );
    const [hcl, json] = [await judgeOther(both), await judgeOther(both, { format: 'json' })];
    expect(hcl.failure).toBeUndefined();
    expect(hcl.plan?.resource_changes?.length).toBeGreaterThan(5);
    expect(json.plan?.resource_changes).toEqual(hcl.plan?.resource_changes);
    expect(json.plan?.output_changes).toEqual(hcl.plan?.output_changes);
  });
});
