import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MANAGED_POLICY_MAX, policySize, type Spell } from '../../src/iam/policy-size.ts';
import { spread } from '../../src/iam/spread.ts';
import { allow, type Statement } from '../../src/iam/statement.ts';
import { fact, ref, render, text, type Text } from '../../src/iam/text.ts';
import { policyDocument } from '../support/terraform/provider/aws/policy-document.ts';
import { cases } from '../support/cases.ts';

const HOLES = { partition: 'aws-us-gov', accountId: '111122223333', region: 'us-gov-west-1' };
const spell: Spell = (hole) => ('ref' in hole ? 'r'.repeat(40) : HOLES[hole.fact]);
const named = (n: number): string => `arn:aws:s3:::a-rather-long-bucket-name-number-${n}/*`;
const reads = (n: number): Statement => allow(`Read${n}`, ['s3:GetObject', 's3:GetObjectTagging'], [named(n)]);
const many = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));

const word = fc.stringMatching(/^[a-z][a-z-]{3,60}$/);
const resource: fc.Arbitrary<Text> = fc.oneof(
  word.map((name) => `arn:aws:s3:::${name}`),
  word.map((name) => text`arn:${fact('partition')}:sqs:${fact('region')}:${fact('accountId')}:${name}`),
  word.map((name) => ref(`aws_s3_bucket.${name}.arn`)),
);
const list = <T>(of: fc.Arbitrary<T>, most: number): fc.Arbitrary<T[]> => fc.array(of, { minLength: 1, maxLength: most });
const condition = fc.record({
  operator: fc.constantFrom('StringEquals', 'StringNotLike'),
  key: fc.constantFrom('aws:RequestedRegion', 'aws:ResourceTag/team'),
  values: list(word, 3),
});
const actions = list(
  fc.constantFrom('s3:GetObject', 's3:PutObject', 'sqs:SendMessage', 'sqs:ReceiveMessage', 'dynamodb:Query', 'dynamodb:Scan'),
  4,
);
const statement: fc.Arbitrary<Statement> = fc
  .record({
    effect: fc.constantFrom('Allow' as const, 'Deny' as const),
    not: fc.constantFrom('', 'action', 'resource'),
    actions,
    resources: list(resource, 40),
    conditions: fc.array(condition, { maxLength: 2 }),
    reason: fc.option(word, { nil: undefined }),
  })
  .map(({ effect, not, actions: some, resources, conditions, reason }) => ({
    effect,
    conditions,
    ...(not === 'action' ? { notActions: some } : { actions: some }),
    ...(not === 'resource' ? { notResources: resources.slice(0, 3) } : { resources }),
    ...(reason === undefined ? {} : { reason }),
  }));
const statements = fc
  .array(statement, { minLength: 1, maxLength: 30 })
  .map((some) => some.map((one, n): Statement => ({ ...one, sid: `Sid${n}` })));

/** All that statements say, in pieces that mean the same wherever they stand: one action on one resource. */
const meaning = (some: readonly Statement[]): Set<string> =>
  new Set(
    some.flatMap(({ effect, actions: of = [], notActions, resources = [], notResources, conditions }) =>
      (of.length === 0 ? [undefined] : of).flatMap((action) =>
        (resources.length === 0 ? [undefined] : resources).map((on) =>
          JSON.stringify({ effect, action, notActions, on, notResources, conditions }),
        ),
      ),
    ),
  );

describe('permissions that fit into one policy', () => {
  test('are left as they are', () => {
    const some = [reads(1), reads(2)];
    expect(spread(some, spell)).toEqual([some]);
    expect(spread([], spell)).toEqual([]);
  });
});

describe('permissions that do not', () => {
  test('say the same in fewer words, if that is enough', () => {
    const [policy, ...more] = spread(many(60, reads), spell);
    expect(more).toEqual([]);
    expect(policy).toEqual([allow('Read0', ['s3:GetObject', 's3:GetObjectTagging'], many(60, named))]);
  });

  test('are spread over as few policies as it takes', () => {
    const policies = spread([allow('Read', ['s3:GetObject'], many(200, named))], spell);
    expect(policies).toHaveLength(2);
    expect(policies.flat().flatMap(({ resources = [] }) => resources)).toEqual(many(200, named));
  });

  test('stay in the policy they were in when others come after them', () => {
    const some = many(30, (n) => allow(`Use${n}`, [`s3:Get${'x'.repeat(100)}${n}`], [named(n), `${named(n)}/deeper`]));
    const [first] = spread(some, spell);
    const [still] = spread([...some, allow('Last', ['sqs:SendMessage'], ['arn:aws:sqs:us-east-1:111122223333:jobs'])], spell);
    expect(still?.slice(0, first?.length)).toEqual(first);
  });

  test('join no statement that says what it is not about', () => {
    const deny = (n: number): Statement => ({
      sid: `Deny${n}`,
      effect: 'Deny',
      notActions: ['s3:*'],
      resources: [named(n)],
      conditions: [],
    });
    expect(spread(many(100, deny), spell).flat()).toHaveLength(100);
  });

  test('lose nothing and gain nothing, and every policy fits that can be made to', () => {
    fc.assert(
      fc.property(statements, (some) => {
        const policies = spread(some, spell);
        expect(meaning(policies.flat())).toEqual(meaning(some));
        for (const policy of policies) {
          const sids = policy.flatMap(({ sid }) => sid ?? []);
          expect(new Set(sids).size).toBe(sids.length);
          expect(policySize(policy, spell)).toBeLessThanOrEqual(MANAGED_POLICY_MAX);
        }
      }),
      cases('spread', 300),
    );
  });
});

test('the size is that of the document that the AWS provider renders', () => {
  const filled = (texts: readonly Text[] | undefined) =>
    texts && [...new Map(texts.map((one) => [JSON.stringify(one), render(one, spell)])).values()];
  fc.assert(
    fc.property(statements, (some) => {
      const rendered = policyDocument({
        statement: some.map(({ sid, effect, actions: of, notActions, resources, notResources, conditions }) => ({
          sid,
          effect,
          actions: filled(of),
          not_actions: filled(notActions),
          resources: filled(resources),
          not_resources: filled(notResources),
          condition: conditions.map(({ operator, key, values }) => ({ test: operator, variable: key, values })),
        })),
      }) as { minified_json: string };
      expect(policySize(some, spell)).toBe(rendered.minified_json.length);
    }),
    cases('policy size', 200),
  );
});
