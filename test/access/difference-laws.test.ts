/** What holds of every comparison, whatever is compared: what IAM would do is the judge. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readPolicy } from '../../src/iam/policy-document.ts';
import { evaluateTrust, type RoleRequest, type TrustPolicy } from '../../src/iam/trust.ts';
import { onlyIn, roleDifference } from '../../src/access/difference.ts';
import { permitsOfPolicy } from '../../src/access/of-policy.ts';
import { permitsOfTrust } from '../../src/access/of-trust.ts';
import { noPermissions, type RolePermissions } from '../../src/access/role-permissions.ts';
import { allows, type AnyPolicyDocument, type AnyStatement } from '../support/allows.ts';
import { cases } from '../support/cases.ts';
import { ISSUER, policy, policyPair, providerArn, request, statement, trustPair, trustPolicy } from './arbitrary-policies.ts';

const role = (document: AnyPolicyDocument): RolePermissions => ({
  ...noPermissions,
  key: 'a',
  name: 'a',
  permits: permitsOfPolicy(readPolicy(document) ?? []),
});
const trusting = (of: TrustPolicy): RolePermissions => ({ ...noPermissions, key: 'a', name: 'a', trust: permitsOfTrust(of) });
const holds = (law: fc.IRawProperty<unknown[]>) => fc.assert(law, cases('difference laws', 500));

const shuffled = <T>(items: readonly T[]): fc.Arbitrary<T[]> =>
  fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length });

/** The same in other words: each list in another order, each statement once or twice, or divided. */
const reworded = ({ Statement }: AnyPolicyDocument): fc.Arbitrary<AnyPolicyDocument> =>
  fc
    .tuple(
      ...Statement.map((of) =>
        fc.boolean().chain((divided): fc.Arbitrary<AnyStatement[]> => {
          const { Action } = of;
          if (!divided || !Array.isArray(Action)) return fc.constant([of, of]);
          return shuffled(Action as string[]).map((actions) => actions.map((one) => ({ ...of, Action: one })));
        }),
      ),
    )
    .chain((statements) => shuffled((statements as AnyStatement[][]).flat()))
    .map((statements) => ({ Statement: statements }));

const sensible = policy.filter(({ Statement }) => Statement.length > 0);

describe('of permissions', () => {
  test('nothing differs from itself, in whatever words', () =>
    holds(
      fc.property(
        sensible.chain((of) => fc.tuple(fc.constant(of), reworded(of))),
        ([one, other]) => {
          expect(onlyIn(role(one), role(other))).toEqual([]);
          expect(onlyIn(role(other), role(one))).toEqual([]);
        },
      ),
    ));

  test('one that gains nothing is allowed nothing more, if it lost no Deny', () =>
    holds(
      fc.property(policyPair, request, ([before, after], asked) => {
        const gained = onlyIn(role(after), role(before)).filter(({ kind }) => kind === 'allow');
        const undenied = onlyIn(role(before), role(after)).filter(({ kind }) => kind === 'deny');
        fc.pre(gained.length + undenied.length === 0);
        if (allows(after, asked)) expect(allows(before, asked)).toBe(true);
      }),
    ));

  test('what does not differ allows and denies the same', () =>
    holds(
      fc.property(
        sensible.chain((of) =>
          fc.tuple(
            fc.constant(of),
            fc.oneof(
              reworded(of),
              statement.map((more) => ({ Statement: [...of.Statement, more] })),
            ),
          ),
        ),
        request,
        ([before, after], asked) => {
          fc.pre(onlyIn(role(after), role(before)).length + onlyIn(role(before), role(after)).length === 0);
          expect(allows(after, asked)).toBe(allows(before, asked));
        },
      ),
    ));

  test('what one way is gained, the other way is lost', () =>
    holds(
      fc.property(policyPair, ([one, other]) => {
        const [there, back] = [roleDifference(role(one), role(other)), roleDifference(role(other), role(one))];
        const told = (pieces: typeof there.gained) => pieces.map((piece) => ({ ...piece, severity: undefined, rules: undefined }));
        expect(told(there.gained)).toEqual(told(back.lost));
        expect(told(there.lost)).toEqual(told(back.gained));
      }),
    ));

  test('a statement is no gain beside one that covers it', () =>
    holds(
      fc.property(sensible, fc.nat(), statement, ({ Statement }, n, { Condition: more = {} }) => {
        const covering = Statement[n % Statement.length]!;
        // Narrower: fewer actions, and what is asked for beside.
        const narrower = { ...covering, Condition: { ...more, ...covering.Condition } };
        expect(onlyIn(role({ Statement: [...Statement, narrower] }), role({ Statement }))).toEqual([]);
      }),
    ));
});

const tokens = fc.record({
  issuer: fc.constant(ISSUER),
  providerArn: fc.constant(providerArn),
  subject: fc.constantFrom('system:serviceaccount:a:b', 'system:serviceaccount:a:c', 'system:serviceaccount:x:y'),
  audience: fc.constantFrom('sts.amazonaws.com', 'x'),
});
const asking: fc.Arbitrary<RoleRequest> = fc.oneof(
  tokens,
  fc.record({ role: fc.constantFrom('arn:aws:iam::111122223333:role/a', 'arn:aws:iam::444455556666:role/a') }),
  fc.record({ service: fc.constant('pods.eks.amazonaws.com') }),
);

describe('of trust', () => {
  test('nothing differs from itself', () =>
    holds(fc.property(trustPolicy, (of) => expect(onlyIn(trusting(of), trusting(of))).toEqual([]))));

  test('one that gains nobody admits nobody more, if it lost no Deny', () =>
    holds(
      fc.property(trustPair, asking, ([before, after], who) => {
        const gained = onlyIn(trusting(after), trusting(before)).filter(({ allows }) => allows);
        const undenied = onlyIn(trusting(before), trusting(after)).filter(({ allows }) => !allows);
        fc.pre(gained.length + undenied.length === 0);
        if (evaluateTrust(after, who).admitted) expect(evaluateTrust(before, who).admitted).toBe(true);
      }),
    ));
});
