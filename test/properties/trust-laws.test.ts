/** What holds of trust evaluation whatever the policy and the request. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { meets } from '../../src/iam/conditions/meets.ts';
import {
  evaluateTrust,
  type RoleRequest,
  type TrustConditions,
  type TrustPolicy,
  type TrustPrincipal,
  type TrustStatement,
} from '../../src/iam/trust.ts';
import { cases } from '../support/cases.ts';

const ISSUERS = ['oidc.eks.us-east-1.amazonaws.com/id/B1', 'oidc.eks.us-east-1.amazonaws.com/id/6E'] as const;
const providerOf = (issuer: string) => `arn:aws:iam::111122223333:oidc-provider/${issuer}`;

const subject = fc.constantFrom('system:serviceaccount:a:b', 'system:serviceaccount:a:c', 'system:serviceaccount:b:b');
const audience = fc.constantFrom('sts.amazonaws.com', 'vault');
const tag = fc.constantFrom('red', 'Red', 'blue');
const issuer = fc.constantFrom(...ISSUERS);

const request: fc.Arbitrary<RoleRequest> = fc.oneof(
  issuer.chain((of) => fc.record({ issuer: fc.constant(of), providerArn: fc.constant(providerOf(of)), subject, audience })),
  fc.record({
    service: fc.constant('pods.eks.amazonaws.com'),
    action: fc.constantFrom('sts:AssumeRole', 'sts:TagSession'),
    context: fc.record({ 'aws:RequestTag/kubernetes-namespace': tag, 'aws:TagKeys': fc.uniqueArray(tag) }, { requiredKeys: [] }),
  }),
  fc.record({
    role: fc.constantFrom('arn:aws:iam::111122223333:role/a', 'arn:aws:iam::444455556666:role/a'),
    context: fc.record({ 'sts:ExternalId': tag }, { requiredKeys: [] }),
  }),
);

const positive = fc.constantFrom('StringEquals', 'StringLike', 'StringEqualsIgnoreCase');
const negative = fc.constantFrom('StringNotEquals', 'StringNotLike', 'StringNotEqualsIgnoreCase');
const operator = fc
  .tuple(fc.constantFrom('', '', 'ForAllValues:', 'ForAnyValue:'), fc.oneof(positive, negative), fc.constantFrom('', '', 'IfExists'))
  .map((parts) => parts.join(''));
const keys = [
  ...ISSUERS.flatMap((of) => [`${of}:sub`, `${of}:aud`]),
  'aws:RequestTag/kubernetes-namespace',
  'aws:TagKeys',
  'sts:ExternalId',
  'aws:PrincipalAccount',
];
const value = fc.oneof(subject, audience, tag, fc.constantFrom('*', 'system:serviceaccount:a:*', '${sts:ExternalId}', '111122223333'));
const conditions: fc.Arbitrary<TrustConditions> = fc.dictionary(
  operator,
  fc.dictionary(fc.constantFrom(...keys), fc.array(value, { minLength: 1, maxLength: 3 }), { minKeys: 1, maxKeys: 2 }),
  { maxKeys: 3 },
);

const statement: fc.Arbitrary<TrustStatement> = fc.record({
  Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
  Principal: fc.constantFrom<TrustPrincipal[]>(
    '*',
    { Federated: providerOf(ISSUERS[0]) },
    { Federated: ISSUERS.map(providerOf) },
    { Service: 'pods.eks.amazonaws.com' },
    { AWS: '111122223333' },
  ),
  Action: fc.constantFrom('sts:*', 'sts:AssumeRoleWithWebIdentity', ['sts:AssumeRole', 'sts:TagSession']),
  Condition: conditions,
});
const policy: fc.Arbitrary<TrustPolicy> = fc.record({
  Version: fc.constant('2012-10-17'),
  Statement: fc.array(statement, { maxLength: 4 }),
});

const statementsOf = ({ Statement }: TrustPolicy) => Statement as readonly TrustStatement[];
const admits = (of: TrustPolicy, who: RoleRequest): boolean => evaluateTrust(of, who).admitted;
const matches = (of: TrustStatement, who: RoleRequest): boolean =>
  evaluateTrust({ Version: '2012-10-17', Statement: of }, who).statements[0]?.matched === true;
const holds = (law: fc.IRawProperty<unknown[]>) => fc.assert(law, cases('trust laws', 2_000));

describe('statements', () => {
  test('what one of them denies, no other one allows', () =>
    holds(
      fc.property(policy, statement, request, (of, one, who) => {
        const denied = { ...of, Statement: [...statementsOf(of), { ...one, Effect: 'Deny' as const }] };
        expect(admits(denied, who)).toBe(admits(of, who) && !matches(one, who));
      }),
    ));

  test('one more that allows takes nothing away, and admits whom it matches unless another one denies', () =>
    holds(
      fc.property(policy, statement, request, (of, one, who) => {
        const more = { ...of, Statement: [...statementsOf(of), { ...one, Effect: 'Allow' as const }] };
        const denied = statementsOf(of).some((other) => other.Effect === 'Deny' && matches(other, who));
        expect(admits(more, who)).toBe(admits(of, who) || (matches(one, who) && !denied));
      }),
    ));

  test('their order does not matter', () =>
    holds(
      fc.property(policy, request, (of, who) => {
        expect(admits({ ...of, Statement: statementsOf(of).toReversed() }, who)).toBe(admits(of, who));
      }),
    ));
});

describe('conditions', () => {
  test('operators and keys are AND-ed: a statement matches as all of its conditions do, each by itself', () =>
    holds(
      fc.property(statement, request, (one, who) => {
        const alone = Object.entries(one.Condition ?? {}).flatMap(([op, of]) =>
          Object.entries(of).map(([key, values]) => matches({ ...one, Condition: { [op]: { [key]: values } } }, who)),
        );
        const bare = matches({ ...one, Condition: {} }, who);
        expect(matches(one, who)).toBe(bare && alone.every(Boolean));
      }),
    ));

  test('values are OR-ed: a positive operator holds as for one of them, a negated one as for each', () =>
    holds(
      fc.property(fc.array(value, { minLength: 1 }), value, positive, negative, (expected, actual, yes, no) => {
        expect(meets(yes, expected, [actual])).toBe(expected.some((one) => meets(yes, [one], [actual])));
        expect(meets(no, expected, [actual])).toBe(expected.every((one) => meets(no, [one], [actual])));
      }),
    ));

  test('a negated operator is met where its positive one is not', () =>
    holds(
      fc.property(fc.array(value, { minLength: 1 }), fc.option(value, { nil: undefined }), positive, (expected, actual, yes) => {
        const given = actual === undefined ? undefined : [actual];
        expect(meets(yes.replace('String', 'StringNot'), expected, given)).toBe(!meets(yes, expected, given));
      }),
    ));

  test('of a missing key: positive ones fail, negated ones and IfExists hold, and Null tells', () =>
    holds(
      fc.property(fc.array(value, { minLength: 1 }), positive, negative, (expected, yes, no) => {
        expect([yes, no, `${yes}IfExists`, `${no}IfExists`].map((op) => meets(op, expected, undefined))).toEqual([false, true, true, true]);
        expect(meets('Null', ['true'], undefined)).toBe(true);
        expect(meets('Null', ['true'], expected)).toBe(false);
      }),
    ));

  test('of a key with several values, all hold as each does and any as one does', () =>
    holds(
      fc.property(fc.array(value, { minLength: 1 }), fc.array(value), fc.oneof(positive, negative), (expected, actual, op) => {
        const each = actual.map((one) => meets(op, expected, [one]));
        expect(meets(`ForAllValues:${op}`, expected, actual)).toBe(each.every(Boolean));
        expect(meets(`ForAnyValue:${op}`, expected, actual)).toBe(each.some(Boolean));
      }),
    ));

  test('names of operators and keys are read without regard to case, values of StringEquals are not', () =>
    holds(
      fc.property(statement, request, fc.boolean(), (one, who, upper) => {
        const cased = (text: string) => (upper ? text.toUpperCase() : text.toLowerCase());
        const Condition = Object.fromEntries(
          Object.entries(one.Condition ?? {}).map(([op, of]) => [
            cased(op),
            Object.fromEntries(Object.entries(of).map(([key, values]) => [cased(key), values])),
          ]),
        );
        // Names that differed in case alone would have become one.
        fc.pre(Object.keys(Condition).length === Object.keys(one.Condition ?? {}).length);
        expect(matches({ ...one, Condition }, who)).toBe(matches(one, who));
        expect(meets('StringEquals', ['red'], ['Red'])).toBe(false);
      }),
    ));
});

test('a decision says of every condition what was expected, what there was, and whether that is met', () =>
  holds(
    fc.property(policy, request, (of, who) => {
      const { admitted, statements } = evaluateTrust(of, who);
      expect(statements).toHaveLength(statementsOf(of).length);
      for (const [i, { matched, principal, action, conditions: looked }] of statements.entries()) {
        const said = Object.values(statementsOf(of)[i]?.Condition ?? {}).flatMap((byKey) => Object.keys(byKey));
        expect(looked.map(({ key }) => key)).toEqual(said);
        expect(matched).toBe(principal && action && looked.every(({ met }) => met));
      }
      const matched = statements.filter((one) => one.matched);
      expect(admitted).toBe(matched.some(({ effect }) => effect === 'Allow') && !matched.some(({ effect }) => effect === 'Deny'));
    }),
  ));
