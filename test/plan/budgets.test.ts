import { describe, expect, test } from '@jest/globals';
import { allow } from '../../src/iam/statement.ts';
import { budgetsOf } from '../../src/plan/budgets.ts';
import type { Spec } from '../../src/spec/spec.ts';
import { aCluster, anAddOn, anApp, anAssumedRole, aSpec, planOf } from '../support/a-spec.ts';

const budgets = (spec: Spec) => budgetsOf(planOf(spec), spec);
const used = (spec: Spec) => Object.fromEntries(budgets(spec).map(({ limit, of, used: some }) => [`${limit} ${of}`.trim(), some]));

describe('what IAM limits', () => {
  test('is told for the fullest role, in characters as IAM counts them', () => {
    const document = {
      Version: '2012-10-17',
      Statement: [{ Sid: 'Read', Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::my-bucket/*' }],
    };
    const statements = [allow('Read', ['s3:GetObject'], ['arn:aws:s3:::my-bucket/*'])];
    const short = [allow('R', ['s3:GetObject'], ['arn:aws:s3:::b/*'])];
    const spec = aSpec({ apps: [anApp('my-app', { grants: [], statements }), anApp('other', { grants: [], statements: short })] });
    expect(budgets(spec)).toContainEqual({
      limit: 'managed-policy',
      of: 'production-my-app',
      used: JSON.stringify(document).length,
      most: 6144,
    });
    expect(budgets(spec)).toContainEqual(expect.objectContaining({ limit: 'trust-policy', of: 'production-my-app', most: 2048 }));
  });

  test('counts what modules make and attach, too', () => {
    const managedPolicies = ['arn:aws:iam::aws:policy/ReadOnlyAccess'];
    const dns = anAddOn('external-dns', { options: { hostedZones: ['Z0123456789ABC'] }, managedPolicies });
    expect(used(aSpec({ addOns: [dns] }))).toMatchObject({ 'policies-per-role production-external-dns': 2, roles: 1, policies: 1 });
  });

  test('is told for each account, as far as the spec names it', () => {
    const clusters = ['blue', 'green', 'red'].map((key) =>
      aCluster(key, { ...(key === 'red' ? {} : { accountId: '111122223333' }), oidcProvider: 'create' }),
    );
    expect(used(aSpec({ clusters, apps: [anApp('my-app')] }))).toMatchObject({
      'roles 111122223333': 2,
      'oidc-providers 111122223333': 2,
      roles: 1,
      'oidc-providers': 1,
    });
  });

  test('is told for each account whose roles are assumed, too', () => {
    const grants = [{ service: 's3', options: { bucket: 'reports', access: 'read' } }];
    const role = (name: string) => `arn:aws:iam::222222222222:role/${name}`;
    const assumeRoles = [
      anAssumedRole({ role: role('reads'), via: 'direct', grants }),
      anAssumedRole({ role: role('looks'), profile: 'looks', managedPolicies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] }),
    ];
    const clusters = [aCluster('production', { accountId: '111122223333' })];
    expect(
      used(aSpec({ clusters, apps: [anApp('my-app', { assumeRoles }), anApp('other', { assumeRoles: assumeRoles.slice(1) })] })),
    ).toMatchObject({
      'roles 111122223333': 2,
      'roles 222222222222': 2,
      'policies 222222222222': 1,
      'oidc-providers 222222222222': 1,
    });
  });

  test('is that of inline policies where eksctl makes the roles', () => {
    const clusters = [aCluster('production', { accountId: '111122223333' })];
    const spec = aSpec({ clusters, outputs: ['eksctl'], apps: [anApp('my-app')] });
    const limits = budgets(spec).map(({ limit }) => limit);
    expect(limits).toContain('inline-policies');
    expect(limits).not.toContain('managed-policy');
    expect(limits).not.toContain('policies');
  });
});
