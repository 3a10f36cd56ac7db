/** How much a change matters: what widens is told from what narrows. */
import { describe, expect, test } from '@jest/globals';
import { readPolicy } from '../../src/iam/policy-document.ts';
import type { TrustPolicy, TrustStatement } from '../../src/iam/trust.ts';
import { differences, roleDifference } from '../../src/access/difference.ts';
import { permitsOfPolicy } from '../../src/access/of-policy.ts';
import { permitsOfTrust } from '../../src/access/of-trust.ts';
import { noPermissions, type RolePermissions } from '../../src/access/role-permissions.ts';
import { ISSUER, providerArn } from './arbitrary-policies.ts';

const role = (more: Partial<RolePermissions> = {}): RolePermissions => ({ ...noPermissions, key: 'orders', name: 'orders', ...more });
const may = (...Statement: readonly object[]): RolePermissions => role({ permits: permitsOfPolicy(readPolicy({ Statement }) ?? []) });
const allow = (Action: string | string[], Resource: string | string[], Condition?: object) => ({
  Effect: 'Allow',
  Action,
  Resource,
  Condition,
});
const deny = (Action: string, Resource: string) => ({ Effect: 'Deny', Action, Resource });
const READ = allow('s3:GetObject', 'arn:aws:s3:::orders/*');

/** Rules of all that is gained and lost. */
const rules = (before: RolePermissions | undefined, after: RolePermissions) => {
  const { gained, lost } = roleDifference(before, after);
  return { gained: gained.map((piece) => piece.rules.join(' ')), lost: lost.map((piece) => piece.rules.join(' ')) };
};
const gains = (before: RolePermissions, after: RolePermissions) => rules(before, after).gained;

describe('permissions', () => {
  test.each([
    ['one more action on a resource with a name is a note', READ, allow('s3:PutObject', 'arn:aws:s3:::orders/*'), ['']],
    ['every action of a service', READ, allow('s3:*', 'arn:aws:s3:::orders/*'), ['wildcard-action']],
    ['every action there is', READ, allow('*', 'arn:aws:s3:::orders/*'), ['wildcard-action escalation']],
    ['any resource, for an action that can be held to some', READ, allow('s3:GetObject', '*'), ['wildcard-resource']],
    ['any bucket', READ, allow('s3:GetObject', 'arn:aws:s3:::*'), ['wildcard-resource']],
    ['any resource, for an action that knows none', READ, allow('s3:ListAllMyBuckets', '*'), ['']],
    [
      'any resource of a tag',
      READ,
      allow('ec2:DeleteTags', '*', { StringEquals: { 'aws:ResourceTag/owner': 'orders' } }),
      ['wildcard-on-condition'],
    ],
    ['an action that gives itself more', READ, allow('iam:PutRolePolicy', 'arn:aws:iam::111122223333:role/a'), ['escalation']],
    ['roles that are passed on, if named', READ, allow('iam:PassRole', 'arn:aws:iam::111122223333:role/a'), ['']],
    ['roles that are passed on, whichever they are', READ, allow('iam:PassRole', '*'), ['wildcard-resource escalation']],
    ['what was allowed already', READ, allow('s3:getobject', 'arn:aws:s3:::orders/2026/*'), []],
  ])('%s', (_, before, more, expected) => expect(gains(may(before), may(before, more))).toEqual(expected));

  test('a condition that is gone widens, and one that came narrows', () => {
    const held = may(allow('s3:GetObject', 'arn:aws:s3:::orders/*', { Bool: { 'aws:SecureTransport': 'true' } }));
    expect(rules(held, may(READ))).toEqual({ gained: ['widened-condition'], lost: [] });
    expect(rules(may(READ), held)).toEqual({ gained: [], lost: [''] });
  });

  test('one action instead of a pattern is a loss alone', () => {
    expect(rules(may(allow('s3:Get*', 'arn:aws:s3:::orders/*')), may(READ))).toEqual({ gained: [], lost: [''] });
  });

  test('a Deny that is gone gives back what it took; a new one is a note', () => {
    const denied = may(READ, deny('s3:GetObject', 'arn:aws:s3:::orders/secret/*'));
    expect(rules(denied, may(READ))).toEqual({ gained: [], lost: ['deny-lost'] });
    expect(rules(may(READ), denied)).toEqual({ gained: [''], lost: [] });
  });

  test('policies of AWS are warned of, and those that allow nearly everything refused', () => {
    const of = (name: string) => role({ managedPolicies: [`arn:aws:iam::aws:policy/${name}`] });
    expect(gains(role(), of('AmazonSQSReadOnlyAccess'))).toEqual(['managed-policy']);
    expect(gains(role(), of('AmazonS3FullAccess'))).toEqual(['managed-policy broad-managed-policy']);
    expect(gains(role(), of('AdministratorAccess'))).toEqual(['managed-policy broad-managed-policy escalation']);
    expect(rules(of('AmazonS3FullAccess'), role({ permits: may(READ).permits })).lost).toEqual(['']);
  });

  test('flags of modules are told by their names and inputs', () => {
    const flag = { input: 'attach_external_dns_policy', value: 'true' };
    const zones = (value: string) => role({ modulePolicy: [flag, { input: 'external_dns_hosted_zone_arns', value }] });
    expect(gains(role(), role({ modulePolicy: [flag] }))).toEqual(['module-policy']);
    expect(gains(zones('arn:aws:route53:::hostedzone/Z1'), zones('*'))).toEqual(['module-policy wildcard-resource']);
    expect(rules(undefined, role({ modulePolicy: [flag] })).gained).toEqual(['']);
  });

  test('a boundary that is gone is an error, another one a warning, a new one a note', () => {
    const [one, other] = ['a', 'b'].map((name) => ({ ...may(READ), boundary: `arn:aws:iam::111122223333:policy/${name}` }));
    expect(rules(one, may(READ))).toEqual({ gained: [], lost: ['boundary-lost'] });
    expect(rules(one, other!)).toEqual({ gained: [''], lost: ['boundary-changed'] });
    expect(rules(may(READ), one!)).toEqual({ gained: [''], lost: [] });
  });
});

describe('trust', () => {
  const token = (condition: object, Principal: TrustStatement['Principal'] = { Federated: providerArn }): TrustStatement => ({
    Effect: 'Allow',
    Principal,
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: condition as NonNullable<TrustStatement['Condition']>,
  });
  const sub = (...names: string[]) => ({ [`${ISSUER}:sub`]: names.map((name) => `system:serviceaccount:shop:${name}`) });
  const aud = { [`${ISSUER}:aud`]: 'sts.amazonaws.com' };
  const ORDERS = token({ StringEquals: { ...sub('orders'), ...aud } });
  const trusting = (...Statement: TrustStatement[]) => role({ trust: permitsOfTrust({ Version: '2012-10-17', Statement } as TrustPolicy) });
  const aws = (principal: string): TrustStatement => ({ Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole' });

  test.each([
    ['one more subject', token({ StringEquals: { ...sub('cart'), ...aud } }), ['new-subject']],
    ['the same in one list', token({ StringEquals: { ...sub('cart', 'orders'), ...aud } }), ['new-subject']],
    ['subjects by a wildcard', token({ StringLike: sub('*'), StringEquals: aud }), ['trust-wildcard-sub trust-condition-lost']],
    ['a name by StringLike', token({ StringLike: sub('cart'), StringEquals: aud }), ['trust-string-like new-subject']],
    ['no subject', token({ StringEquals: aud }), ['trust-no-sub trust-condition-lost']],
    ['no audience', token({ StringEquals: sub('orders') }), ['trust-no-aud trust-condition-lost']],
    [
      'another cluster',
      token({ StringEquals: { 'x.example:sub': 'a', 'x.example:aud': 'b' } }, { Federated: `${providerArn}2` }),
      ['new-principal'],
    ],
    ['another account', aws('444455556666'), ['cross-account new-principal']],
    ['a role of another account', aws('arn:aws:iam::444455556666:role/a'), ['cross-account new-principal']],
    ['everybody', aws('*'), ['open-trust new-principal']],
    ['a role of its own account', aws('arn:aws:iam::111122223333:role/a'), ['new-principal']],
    [
      'pods without a condition',
      { Effect: 'Allow', Principal: { Service: 'pods.eks.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ['trust-any-pod new-principal'],
    ],
  ] as const)('%s', (_, more, expected) => expect(gains(trusting(ORDERS), trusting(ORDERS, more as TrustStatement))).toEqual(expected));

  test('an account that is the roles’ own is none of others', () => {
    const { gained } = roleDifference(role(), trusting(aws('444455556666')), new Set(['444455556666']));
    expect(gained.map(({ rules }) => rules)).toEqual([['new-principal']]);
  });

  test('a new role that names its subject and audience is a note, and one that does not is no better for being new', () => {
    expect(rules(undefined, trusting(ORDERS)).gained).toEqual(['']);
    expect(rules(undefined, trusting(token({ StringEquals: aud }))).gained).toEqual(['trust-no-sub']);
  });
});

test('roles are compared by their keys: what is new, what is gone, what stays', () => {
  const [one, two] = ['one', 'two'].map((key) => ({ ...may(READ), key, name: key }));
  expect(differences([one!], [two!]).map(({ key, status }) => [key, status])).toEqual([
    ['two', 'added'],
    ['one', 'removed'],
  ]);
  expect(differences([one!], [one!]).map(({ status }) => status)).toEqual(['unchanged']);
});
