import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { evaluateTrust } from '../../src/iam/trust.ts';
import type { TrustConditions, TrustPolicy, TrustRequest, TrustStatement } from '../../src/iam/trust.ts';

const BLUE = 'oidc.eks.us-east-1.amazonaws.com/id/B1B1B1B1B1B1B1B1B1B1B1B1B1B1B1B1';
const GREEN = 'oidc.eks.us-east-1.amazonaws.com/id/6E6E6E6E6E6E6E6E6E6E6E6E6E6E6E6E';
const provider = (issuer: string, account = '111122223333'): string => `arn:aws:iam::${account}:oidc-provider/${issuer}`;

const SUBJECT = 'system:serviceaccount:prod:app-sa';
const token = (issuer: string, more: Partial<TrustRequest> = {}): TrustRequest => ({
  issuer,
  providerArn: provider(issuer),
  subject: SUBJECT,
  audience: 'sts.amazonaws.com',
  ...more,
});

/** What our roles say of one cluster. */
const admit = (issuer: string, conditions?: TrustConditions): TrustStatement => ({
  Effect: 'Allow',
  Principal: { Federated: provider(issuer) },
  Action: 'sts:AssumeRoleWithWebIdentity',
  Condition: conditions ?? { StringEquals: { [`${issuer}:sub`]: SUBJECT, [`${issuer}:aud`]: 'sts.amazonaws.com' } },
});

const admits = (policy: TrustPolicy, request: TrustRequest): boolean => evaluateTrust(policy, request).admitted;
const admitsIf = (conditions: TrustConditions, request = token(BLUE)): boolean => admits({ Statement: admit(BLUE, conditions) }, request);

describe('one statement per provider', () => {
  const policy: TrustPolicy = { Version: '2012-10-17', Statement: [admit(BLUE), admit(GREEN)] };

  test('admits the workload of either cluster', () => {
    expect(admits(policy, token(BLUE))).toBe(true);
    expect(admits(policy, token(GREEN))).toBe(true);
  });

  test.each<[string, Partial<TrustRequest>]>([
    ['another name', { subject: 'system:serviceaccount:prod:app-sa2' }],
    ['another namespace', { subject: 'system:serviceaccount:dev:app-sa' }],
    ['a name in other case', { subject: 'system:serviceaccount:prod:App-SA' }],
    ['another audience', { audience: 'vault' }],
    [
      'another cluster',
      { issuer: 'oidc.eks.us-east-1.amazonaws.com/id/OTHER', providerArn: provider('oidc.eks.us-east-1.amazonaws.com/id/OTHER') },
    ],
    ['a provider of another account', { providerArn: provider(BLUE, '999999999999') }],
    ['another action', { action: 'sts:AssumeRole' }],
  ])('refuses %s', (_, more) => expect(admits(policy, token(BLUE, more))).toBe(false));

  test('finds the provider by its issuer where the account is not known', () => {
    const { providerArn: _, ...anyAccount } = token(BLUE);
    expect(admits(policy, anyAccount)).toBe(true);
    expect(admits(policy, { ...anyAccount, issuer: BLUE.slice(1) })).toBe(false);
  });
});

test('two issuers in one statement admit nobody, as keys are AND-ed and a token has its own issuer’s only', () => {
  const policy: TrustPolicy = {
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: [provider(BLUE), provider(GREEN)] },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringEquals: { [`${BLUE}:sub`]: SUBJECT, [`${GREEN}:sub`]: SUBJECT } },
      },
    ],
  };
  for (const issuer of [BLUE, GREEN]) expect(admits(policy, token(issuer))).toBe(false);
  expect(evaluateTrust(policy, token(BLUE)).statements).toEqual([
    {
      effect: 'Allow',
      matched: false,
      principal: true,
      action: true,
      conditions: [
        { operator: 'StringEquals', key: `${BLUE}:sub`, expected: [SUBJECT], actual: SUBJECT, met: true },
        { operator: 'StringEquals', key: `${GREEN}:sub`, expected: [SUBJECT], met: false },
      ],
    },
  ]);
});

test('an explicit Deny wins', () => {
  const deny: TrustStatement = { ...admit(BLUE), Sid: 'NotNow', Effect: 'Deny' };
  const decision = evaluateTrust({ Statement: [admit(BLUE), deny] }, token(BLUE));
  expect(decision.admitted).toBe(false);
  expect(decision.statements.map(({ sid, matched }) => [sid, matched])).toEqual([
    [undefined, true],
    ['NotNow', true],
  ]);
  expect(admits({ Statement: [admit(BLUE), { ...deny, Principal: { Federated: provider(GREEN) } }] }, token(BLUE))).toBe(true);
});

test('a policy without statements admits nobody', () => expect(admits({ Statement: [] }, token(BLUE))).toBe(false));

describe('principals', () => {
  const withPrincipal = (statement: Partial<TrustStatement>): boolean => {
    const { Principal: _, ...rest } = admit(BLUE);
    return admits({ Statement: { ...rest, ...statement } }, token(BLUE));
  };

  test('may be one provider, a list, or anybody', () => {
    expect(withPrincipal({ Principal: { Federated: [provider(GREEN), provider(BLUE)] } })).toBe(true);
    expect(withPrincipal({ Principal: '*' })).toBe(true);
    expect(withPrincipal({ Principal: { AWS: '*' } })).toBe(true);
  });

  test('must be federated, and know no wildcards inside an ARN', () => {
    expect(withPrincipal({})).toBe(false);
    expect(withPrincipal({ Principal: { AWS: 'arn:aws:iam::111122223333:root' } })).toBe(false);
    expect(withPrincipal({ Principal: { Service: 'pods.eks.amazonaws.com' } })).toBe(false);
    expect(withPrincipal({ Principal: { Federated: 'arn:aws:iam::111122223333:oidc-provider/*' } })).toBe(false);
  });

  test('may be everybody but some', () => {
    expect(withPrincipal({ NotPrincipal: { Federated: provider(GREEN) } })).toBe(true);
    expect(withPrincipal({ NotPrincipal: { Federated: provider(BLUE) } })).toBe(false);
  });
});

describe('actions', () => {
  const withAction = (statement: Partial<TrustStatement>): boolean => {
    const { Action: _, ...rest } = admit(BLUE);
    return admits({ Statement: { ...rest, ...statement } }, token(BLUE));
  };

  test.each(['sts:AssumeRoleWithWebIdentity', 'STS:assumerolewithwebidentity', 'sts:AssumeRole*', 'sts:*', '*'])('%s covers it', (action) =>
    expect(withAction({ Action: ['sts:TagSession', action] })).toBe(true),
  );
  test.each(['sts:AssumeRole', 'sts:TagSession', 'ec2:*'])('%s does not', (action) => expect(withAction({ Action: action })).toBe(false));

  test('may be all but some', () => {
    expect(withAction({ NotAction: 'sts:TagSession' })).toBe(true);
    expect(withAction({ NotAction: 'sts:*' })).toBe(false);
    expect(withAction({})).toBe(false);
  });
});

describe('conditions', () => {
  const [sub, aud] = [`${BLUE}:sub`, `${BLUE}:aud`];

  test('several values of a key are OR-ed, several operators AND-ed', () => {
    expect(admitsIf({ StringEquals: { [sub]: ['system:serviceaccount:a:b', SUBJECT] } })).toBe(true);
    expect(admitsIf({ StringEquals: { [sub]: SUBJECT }, StringLike: { [aud]: 'vault*' } })).toBe(false);
    expect(admitsIf({ StringEquals: { [sub]: [] } })).toBe(false);
  });

  test('keys and operators are read without regard to case', () => {
    expect(admitsIf({ stringequals: { [sub.toUpperCase()]: SUBJECT } })).toBe(true);
  });

  test('a key with https:// is none that a token has', () => {
    expect(admitsIf({ StringEquals: { [`https://${sub}`]: SUBJECT } })).toBe(false);
  });

  test.each<[string, string, boolean]>([
    ['StringLike', 'system:serviceaccount:prod:*', true],
    ['StringLike', 'system:serviceaccount:*:app-sa', true],
    ['StringLike', 'system:serviceaccount:pro?:app-sa', true],
    ['StringLike', '*', true],
    ['StringLike', 'system:serviceaccount:prod:app-s?*a', false],
    ['StringLike', 'system:serviceaccount:prod', false],
    ['StringLike', '?', false],
    ['StringLike', 'system.serviceaccount:prod:app-sa', false],
    ['StringEquals', 'system:serviceaccount:prod:*', false],
    ['StringEqualsIgnoreCase', 'SYSTEM:serviceaccount:PROD:app-sa', true],
    ['StringNotEquals', SUBJECT, false],
    ['StringNotEquals', 'system:serviceaccount:prod:other', true],
    ['StringNotLike', 'system:serviceaccount:prod:*', false],
    ['StringNotLike', 'system:serviceaccount:dev:*', true],
    ['ForAnyValue:StringLike', 'system:serviceaccount:prod:*', true],
    ['ForAllValues:StringEquals', SUBJECT, true],
    ['ForAllValues:StringEquals', 'system:serviceaccount:prod:other', false],
    ['NumericEquals', SUBJECT, false],
  ])('%s %s: %s', (operator, expected, met) => expect(admitsIf({ [operator]: { [sub]: expected } })).toBe(met));

  test('StringNotEquals is met only if none of its values matches', () => {
    expect(admitsIf({ StringNotEquals: { [sub]: ['system:serviceaccount:prod:other', SUBJECT] } })).toBe(false);
  });

  test.each<[string, boolean]>([
    ['StringEquals', false],
    ['StringLike', false],
    ['StringEqualsIfExists', true],
    ['StringNotEquals', true],
    ['StringNotLike', true],
    ['ForAllValues:StringEquals', true],
    ['ForAnyValue:StringEquals', false],
    ['Bool', false],
    ['BoolIfExists', true],
  ])('a missing key under %s: %s', (operator, met) => expect(admitsIf({ [operator]: { 'aws:PrincipalTag/team': '*' } })).toBe(met));

  test('Null asks whether a key is missing', () => {
    expect(admitsIf({ Null: { [sub]: 'false' } })).toBe(true);
    expect(admitsIf({ Null: { [sub]: true } })).toBe(false);
    expect(admitsIf({ Null: { 'aws:MultiFactorAuthAge': 'true' } })).toBe(true);
  });

  test('the provider is a key too', () => {
    expect(admitsIf({ ArnLike: { 'aws:FederatedProvider': 'arn:aws:iam::*:oidc-provider/*' } })).toBe(true);
    expect(admitsIf({ StringEquals: { 'aws:FederatedProvider': provider(GREEN) } })).toBe(false);
  });
});

test('wildcards match as a regular expression would, in time that no pattern blows up', () => {
  const piece = fc.stringMatching(/^[ab*?]{0,12}$/);
  fc.assert(
    fc.property(piece, fc.stringMatching(/^[ab*?]{0,12}$/), (pattern, subject) => {
      const expected = new RegExp(
        `^${pattern
          .split('')
          .map((c) => ({ '*': '.*', '?': '.' })[c] ?? c)
          .join('')}$`,
      ).test(subject);
      expect(admitsIf({ StringLike: { [`${BLUE}:sub`]: pattern } }, token(BLUE, { subject }))).toBe(expected);
    }),
  );
  const hostile = `${'*a'.repeat(2_000)}b`;
  expect(admitsIf({ StringLike: { [`${BLUE}:sub`]: hostile } }, token(BLUE, { subject: 'a'.repeat(4_000) }))).toBe(false);
});

describe('a role that asks for another one', () => {
  const caller = 'arn:aws:iam::111122223333:role/production-reports';
  const policy: TrustPolicy = {
    Statement: {
      Effect: 'Allow',
      Principal: { AWS: caller },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': 'shop', 'aws:PrincipalTag/team': 'data' } },
    },
  };
  const context = { 'sts:ExternalId': 'shop', 'aws:PrincipalTag/team': 'data' };
  const asks = (role: string, keys: Readonly<Record<string, string>> = context, action = 'sts:AssumeRole') =>
    evaluateTrust(policy, { role, context: keys, action }).admitted;

  test('is admitted by its ARN and by what is asked of it', () => expect(asks(caller)).toBe(true));

  test('is refused as another role, in another account, without an external id or a tag, or for another action', () => {
    expect(asks(`${caller}-2`)).toBe(false);
    expect(asks(caller.replace('111122223333', '444455556666'))).toBe(false);
    expect(asks(caller, { 'aws:PrincipalTag/team': 'data' })).toBe(false);
    expect(asks(caller, { ...context, 'sts:ExternalId': 'Shop' })).toBe(false);
    expect(asks(caller, { ...context, 'aws:PrincipalTag/team': 'web' })).toBe(false);
    expect(asks(caller, context, 'sts:TagSession')).toBe(false);
  });

  test('is admitted with its whole account, and never where a provider of tokens is trusted', () => {
    const trusting = (Principal: NonNullable<TrustStatement['Principal']>) =>
      evaluateTrust({ Statement: { Effect: 'Allow', Principal, Action: 'sts:AssumeRole*' } }, { role: caller }).admitted;
    expect(trusting({ AWS: 'arn:aws:iam::111122223333:root' })).toBe(true);
    expect(trusting({ AWS: ['444455556666', '111122223333'] })).toBe(true);
    expect(trusting({ AWS: 'arn:aws-cn:iam::111122223333:root' })).toBe(false);
    expect(trusting({ Federated: provider(BLUE) })).toBe(false);
  });

  test('can be told by its account, as the caller is a key too', () => {
    const of = (account: string) =>
      evaluateTrust(
        {
          Statement: {
            Effect: 'Allow',
            Principal: '*',
            Action: 'sts:AssumeRole',
            Condition: { StringEquals: { 'aws:PrincipalAccount': account }, ArnEquals: { 'aws:PrincipalArn': caller } },
          },
        },
        { role: caller },
      ).admitted;
    expect([of('111122223333'), of('444455556666')]).toEqual([true, false]);
  });
});
