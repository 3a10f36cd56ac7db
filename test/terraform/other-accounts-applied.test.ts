/** The root of another account, made by the real AWS provider; whom its roles admit as IAM gives them back. */
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { evaluateTrust, type TrustPolicy } from '../../src/iam/trust.ts';
import { generateInto, temporaryFolder } from '../support/generate.ts';
import { appliedForReal, applyForReal } from '../support/terraform/moto.ts';

/** The account that moto speaks for. */
const OTHER = '123456789012';
const ISSUER = 'oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF';

const spec = `version: 1
tags: { team: shop }
clusters:
  production: { region: us-east-1, accountId: "111122223333", from: { data: true } }
apps:
  reports:
    namespace: shop
    serviceAccount: { name: reports, owner: none }
    assumeRoles:
      - role: arn:aws:iam::${OTHER}:role/data/reports
        externalId: shop-reports
        principalTags: [team]
        grants: [{ s3: { bucket: their-bucket, access: read } }]
        managedPolicies: ["arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess"]
  ledger:
    namespace: shop
    serviceAccount: { name: ledger, owner: none }
    assumeRoles:
      - { role: "arn:aws:iam::${OTHER}:role/ledger", via: direct, grants: [{ sqs: { queue: orders, access: consume } }] }
`;

appliedForReal('the root of another account, applied for real', () => {
  test('makes provider and roles, which admit one caller each, and a second plan is empty', async () => {
    const dir = temporaryFolder();
    await generateInto(dir, { spec });
    let assumed: unknown;
    let providers: unknown;
    const { failure, roles, settled } = await applyForReal(join(dir, 'irsa-accounts', OTHER), {
      vars: { irsa_production_issuer: `https://${ISSUER}` },
      inspect: async (aws) => {
        const assume = ['sts', 'assume-role', '--role-arn', `arn:aws:iam::${OTHER}:role/data/reports`];
        assumed = await aws([...assume, '--role-session-name', 'reports', '--external-id', 'shop-reports']);
        const arn = `arn:aws:iam::${OTHER}:oidc-provider/${ISSUER}`;
        providers = await aws(['iam', 'get-open-id-connect-provider', '--open-id-connect-provider-arn', arn]);
      },
    });
    expect(failure).toBeUndefined();
    expect(settled).toBe(true);
    expect(providers).toMatchObject({ Url: ISSUER, ClientIDList: ['sts.amazonaws.com'] });
    expect(assumed).toMatchObject({ AssumedRoleUser: { Arn: `arn:aws:sts::${OTHER}:assumed-role/reports/reports` } });

    const policyOf = (name: string) => roles[name]?.AssumeRolePolicyDocument as TrustPolicy;
    const chain = {
      role: 'arn:aws:iam::111122223333:role/production-reports',
      context: { 'sts:ExternalId': 'shop-reports', 'aws:PrincipalTag/team': 'shop' },
    };
    const token = { issuer: ISSUER, subject: 'system:serviceaccount:shop:ledger', audience: 'sts.amazonaws.com' };
    const admits = (name: string, request: Parameters<typeof evaluateTrust>[1]) => evaluateTrust(policyOf(name), request).admitted;
    expect([admits('reports', chain), admits('reports', token)]).toEqual([true, false]);
    expect([admits('ledger', chain), admits('ledger', token)]).toEqual([false, true]);
    expect(admits('reports', { ...chain, context: {} })).toBe(false);
    expect(admits('ledger', { ...token, subject: 'system:serviceaccount:shop:reports' })).toBe(false);
    expect(roles['reports']).toMatchObject({ Path: '/data/' });
    expect(roles['reports']?.attachedPolicies).toEqual([
      `arn:aws:iam::${OTHER}:policy/data/reports`,
      'arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess',
    ]);
  }, 300_000);
});
