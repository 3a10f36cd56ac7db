import { describe, expect, test } from '@jest/globals';
import { allow } from '../../src/iam/statement.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { anAddOn, anApp, aSpec, blocksOfKind, planOf, someFacts } from '../support/a-spec.ts';

const dns = { options: { hostedZones: ['Z0123456789ABC'] } };
const listZones = allow('ListZones', ['route53:ListHostedZonesByName'], ['*']);
const managed = (many: number) => Array.from({ length: many }, (_, i) => `arn:aws:iam::111122223333:policy/p${i}`);

describe('a policy of ours', () => {
  test('has the role’s name', () => {
    expect(blocksOfKind(planOf(aSpec({ apps: [anApp('my-app')] })), 'policy').map((p) => p.name)).toEqual(['production-my-app']);
  });

  test('stands beside a module’s, whose name is taken', () => {
    const plan = planOf(
      aSpec({ addOns: [anAddOn('external-dns', { ...dns, statements: [listZones] })], terraform: { modules: { iam: { line: 6 } } } }),
    );
    expect(blocksOfKind(plan, 'role-iam-6').map((r) => r.policyName)).toEqual(['production-external-dns']);
    expect(blocksOfKind(plan, 'policy').map((p) => p.name)).toEqual(['production-external-dns-more']);
  });

  test('stands beside that of Karpenter’s own module', () => {
    const karpenter = anAddOn('karpenter', {
      options: { instanceProfiles: true },
      statements: [allow('Read', ['ec2:DescribeHosts'], ['*'])],
    });
    const plan = planOf(aSpec({ addOns: [karpenter], terraform: { modules: { eks: { line: 20 } } } }));
    expect(blocksOfKind(plan, 'karpenter-eks-20').map((k) => k.policyName)).toEqual(['production-karpenter']);
    expect(blocksOfKind(plan, 'policy').map((p) => p.name)).toEqual(['production-karpenter-more']);
  });

  test('has no Sid twice, whatever Sids were written by hand', () => {
    const grant = (bucket: string) => ({ service: 's3', options: { bucket, access: 'read' } });
    const byHand = ['S3ReadObjects2', 'S3ReadObjects2x'].map((sid) => allow(sid, ['s3:GetObjectTagging'], ['arn:aws:s3:::my-bucket/*']));
    const plan = planOf(aSpec({ apps: [anApp('my-app', { grants: [grant('one-bucket'), grant('two-bucket')], statements: byHand })] }));
    const sids = blocksOfKind(plan, 'policy-document')[0]?.statements.map((s) => s.sid) ?? [];
    expect(sids).toEqual(expect.arrayContaining(['S3ReadObjects', 'S3ReadObjects2', 'S3ReadObjects2x']));
    expect(new Set(sids).size).toBe(sids.length);
    expect(sids).toHaveLength(6);
  });
});

describe('managed policies', () => {
  test('of one last name are told apart', () => {
    const managedPolicies = ['arn:aws:iam::111122223333:policy/team/ReadOnly', 'arn:aws:iam::111122223333:policy/ReadOnly'];
    const plan = planOf(aSpec({ apps: [anApp('my-app', { grants: [], managedPolicies })] }));
    const policies = blocksOfKind(plan, 'role-iam-5')[0]?.policies ?? [];
    expect(policies.map((p) => p.value)).toEqual(managedPolicies);
    expect(new Set(policies.map((p) => p.key)).size).toBe(2);
  });

  test('are counted with ours and the module’s, since a role takes ten', () => {
    const warned = (...policies: Parameters<typeof aSpec>) =>
      makePlan(aSpec(...policies), someFacts()).problems.map(({ code, severity }) => `${severity} ${code}`);
    const ofApp = (many: number) => warned({ apps: [anApp('my-app', { managedPolicies: managed(many) })] });
    expect(ofApp(9)).toEqual([]);
    expect(ofApp(10)).toEqual(['warning too-many-policies']);
    const ofAddOn = (many: number) => warned({ addOns: [anAddOn('external-dns', { ...dns, managedPolicies: managed(many) })] });
    expect(ofAddOn(9)).toEqual([]);
    expect(ofAddOn(10)).toEqual(['warning too-many-policies']);
  });
});
