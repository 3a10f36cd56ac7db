/** How a ServiceAccount may come into a role, and what is said of those who may not. */
import { describe, expect, test } from '@jest/globals';
import { refusalOf } from '../../src/iam/refusal.ts';
import type { TrustConditions, TrustPolicy, TrustStatement } from '../../src/iam/trust.ts';
import { issuersOf, waysIn, type Asker } from '../../src/iam/ways-in.ts';

const BLUE = 'oidc.eks.us-east-1.amazonaws.com/id/B1';
const GREEN = 'oidc.eks.us-east-1.amazonaws.com/id/6E';
const CLUSTER = 'arn:aws:eks:us-east-1:111122223333:cluster/blue';
const provider = (issuer: string) => `arn:aws:iam::111122223333:oidc-provider/${issuer}`;
const asker: Asker = { subject: 'system:serviceaccount:shop:orders', audience: 'sts.amazonaws.com' };

const admit = (issuer: string, Condition?: TrustConditions): TrustStatement => ({
  Effect: 'Allow',
  Principal: { Federated: provider(issuer) },
  Action: 'sts:AssumeRoleWithWebIdentity',
  Condition: Condition ?? { StringEquals: { [`${issuer}:sub`]: asker.subject, [`${issuer}:aud`]: 'sts.amazonaws.com' } },
});

const POD_IDENTITY: TrustStatement = {
  Sid: 'PodIdentity',
  Effect: 'Allow',
  Principal: { Service: 'pods.eks.amazonaws.com' },
  Action: ['sts:AssumeRole', 'sts:TagSession'],
  Condition: {
    StringEquals: { 'aws:RequestTag/kubernetes-namespace': 'shop', 'aws:RequestTag/kubernetes-service-account': 'orders' },
    ArnEquals: { 'aws:SourceArn': CLUSTER },
  },
};

const policy = (...Statement: TrustStatement[]): TrustPolicy => ({ Version: '2012-10-17', Statement });
const ways = (of: TrustPolicy, more: Partial<Asker> = {}) =>
  waysIn(of, { ...asker, ...more }).map(({ by, admitted }) => [Object.values(by).join(''), admitted]);
const reasons = (of: TrustPolicy, more: Partial<Asker> = {}) => waysIn(of, { ...asker, ...more }).flatMap(refusalOf);

describe('each issuer that a policy speaks of is tried', () => {
  test('by its provider, or by a key alone', () => {
    const one = policy(admit(BLUE), admit(GREEN, { StringEquals: { 'https://example.com/x:sub': 'a' } }));
    expect(issuersOf(one)).toEqual([BLUE, GREEN, 'example.com/x']);
  });

  test('and admits by itself', () => {
    expect(ways(policy(admit(BLUE), admit(GREEN)))).toEqual([
      [BLUE, true],
      [GREEN, true],
    ]);
    expect(ways(policy(admit(BLUE)), { issuer: GREEN })).toEqual([[GREEN, false]]);
    expect(ways(policy())).toEqual([]);
  });
});

describe('Pod Identity is one more way', () => {
  test('from the cluster that the policy asks for, if none is named', () => {
    expect(ways(policy(admit(BLUE), POD_IDENTITY))).toEqual([
      [BLUE, true],
      ['pods.eks.amazonaws.com', true],
    ]);
    expect(ways(policy(POD_IDENTITY), { cluster: CLUSTER })).toEqual([['pods.eks.amazonaws.com', true]]);
    expect(ways(policy(POD_IDENTITY), { cluster: CLUSTER.replace('blue', 'green') })).toEqual([['pods.eks.amazonaws.com', false]]);
    expect(ways(policy(POD_IDENTITY), { subject: 'system:serviceaccount:shop:other' })).toEqual([['pods.eks.amazonaws.com', false]]);
  });

  test('not for whoever has a token', () => expect(ways(policy(POD_IDENTITY), { byTokenOnly: true })).toEqual([]));

  test('needs both actions', () => {
    const one = policy({ ...POD_IDENTITY, Action: 'sts:AssumeRole' });
    expect(reasons(one)).toEqual(['Statement 1 (PodIdentity) does not allow sts:TagSession, which EKS Pod Identity needs.']);
  });
});

describe('a refusal says what to change', () => {
  const [sub, aud] = [`${BLUE}:sub`, `${BLUE}:aud`];
  const saying = (Condition: TrustConditions, more?: Partial<Asker>) => reasons(policy(admit(BLUE, Condition)), { issuer: BLUE, ...more });

  test.each<readonly [string, readonly string[], string]>([
    [
      'another name',
      saying({ StringEquals: { [sub]: 'system:serviceaccount:shop:ordres' } }),
      `Statement 1: StringEquals wants ${sub} to be "system:serviceaccount:shop:ordres", and it is "system:serviceaccount:shop:orders".`,
    ],
    [
      'another case',
      saying({ StringEquals: { [sub]: 'system:serviceaccount:Shop:orders' } }),
      `Statement 1: StringEquals wants ${sub} to be "system:serviceaccount:Shop:orders", and it is "system:serviceaccount:shop:orders". They differ in case only.`,
    ],
    [
      'no prefix',
      saying({ StringEquals: { [sub]: 'shop:orders' } }),
      `Statement 1: StringEquals wants ${sub} to be "shop:orders", and it is "system:serviceaccount:shop:orders". Subjects begin with system:serviceaccount:.`,
    ],
    [
      'a wildcard that is none',
      saying({ StringEquals: { [sub]: 'system:serviceaccount:shop:*' } }),
      `Statement 1: StringEquals wants ${sub} to be "system:serviceaccount:shop:*", and it is "system:serviceaccount:shop:orders". StringEquals takes * and ? literally; name the ServiceAccount, as StringLike would admit others too.`,
    ],
    [
      'another audience',
      saying({ StringEquals: { [aud]: ['vault', 'sts.amazonaws.com'] } }, { audience: 'x' }),
      `Statement 1: StringEquals wants ${aud} to be "vault" or "sts.amazonaws.com", and it is "x".`,
    ],
    [
      'the scheme in a key',
      saying({ StringEquals: { [`https://${sub}`]: asker.subject } }),
      `Statement 1: StringEquals asks for https://${sub}, which no token has: keys name the issuer without https://.`,
    ],
    [
      'two issuers in one statement',
      saying({ StringEquals: { [sub]: asker.subject, [`${GREEN}:sub`]: asker.subject } }),
      `Statement 1: StringEquals also asks for ${GREEN}:sub, which a token of ${BLUE} never has. All keys of a statement must hold at once, so two issuers in one admit nobody: give each cluster a statement of its own.`,
    ],
    [
      'a key of another kind',
      saying({ Bool: { 'aws:SecureTransport': 'true' } }),
      'Statement 1: Bool asks for aws:SecureTransport, which the request has not.',
    ],
    [
      'another provider',
      reasons(policy(admit(BLUE)), { issuer: GREEN }),
      `No statement allows a provider of ${GREEN}: the role trusts other clusters, or none. Add a statement for this one.`,
    ],
    [
      'another action',
      reasons(policy({ ...admit(BLUE), Action: 'sts:AssumeRole' })),
      'Statement 1 does not allow sts:AssumeRoleWithWebIdentity.',
    ],
    [
      'a Deny',
      reasons(policy(admit(BLUE), { ...admit(BLUE), Sid: 'NotNow', Effect: 'Deny' })),
      'Statement 2 (NotNow) denies it, and a Deny wins over every Allow. Take it out, or narrow its conditions.',
    ],
  ])('%s', (_, found, said) => expect(found).toEqual([said]));

  test('and nothing of who is admitted', () => expect(reasons(policy(admit(BLUE)))).toEqual([]));
});
