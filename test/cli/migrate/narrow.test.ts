import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findGrant } from '../../../src/catalog/index.ts';
import { pairsOf } from '../../../src/cli/migrate/node-role/grants-of-policy.ts';
import { narrow, type Narrowed } from '../../../src/cli/migrate/node-role/narrow.ts';
import { readPolicy } from '../../../src/iam/policy-document.ts';
import { matchesWildcards } from '../../../src/iam/wildcards.ts';
import { allows, type PolicyDocument } from '../../support/allows.ts';

const narrowed = (...statements: readonly object[]): Narrowed => {
  const read = readPolicy({ Version: '2012-10-17', Statement: statements });
  if (read === undefined) throw new Error('no policy');
  return narrow(read, read);
};

const allow = (Action: string | readonly string[], Resource: string | readonly string[], more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});

/** What the app's role would have, as IAM reads it. */
const proposed = ({ grants, statements }: Narrowed): PolicyDocument => ({
  Statement: [
    ...grants.flatMap((grant) =>
      Object.entries(grant).flatMap(([service, options]) =>
        (findGrant(service)?.statements(withDefaults(service, options) as never) ?? []).map(
          ({ actions = [], resources = [], conditions }) => ({
            Effect: 'Allow',
            Action: actions,
            Resource: resources.map(String),
            Condition: Object.fromEntries(conditions.map(({ operator, key, values }) => [operator, { [String(key)]: values.map(String) }])),
          }),
        ),
      ),
    ),
    ...(statements as PolicyDocument['Statement']),
  ],
});

const withDefaults = (service: string, options: object): object => ({
  ...Object.fromEntries(
    Object.entries(findGrant(service)?.options ?? {}).flatMap(([name, option]) =>
      option.default === undefined ? [] : [[name, option.default]],
    ),
  ),
  ...options,
});

describe('a policy of a node role, narrowed for an app', () => {
  test('becomes a grant where the catalog has words for it', () => {
    expect(
      narrowed(
        allow(['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'], 'arn:aws:s3:::orders/in/*'),
        allow('s3:ListBucket', 'arn:aws:s3:::orders'),
      ),
    ).toEqual({
      grants: [{ s3: { bucket: 'arn:aws:s3:::orders', prefix: 'in/', access: 'read-write' } }],
      statements: [{ Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::orders' }],
      left: [],
    });
  });

  test('of everything in a service, is what the grants name, and the wildcard is told', () => {
    const { grants, statements, left } = narrowed(allow('sqs:*', 'arn:aws:sqs:us-east-1:111122223333:orders'));
    expect(grants).toEqual([{ sqs: { queue: 'arn:aws:sqs:us-east-1:111122223333:orders', access: 'produce-consume' } }]);
    expect([statements, left]).toEqual([[], ['sqs:* on arn:aws:sqs:us-east-1:111122223333:orders: a wildcard; name the actions']]);
  });

  test('keeps statements that no grant says, with their conditions', () => {
    const statement = allow('s3:GetObject', 'arn:aws:s3:::orders/*', { Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } });
    expect(narrowed(statement)).toEqual({ grants: [], statements: [statement], left: [] });
  });

  test('of all resources keeps only actions that know none', () => {
    expect(narrowed(allow(['s3:GetObject', 's3:ListAllMyBuckets'], '*'))).toEqual({
      grants: [],
      statements: [allow('s3:ListAllMyBuckets', '*')],
      left: ['s3:GetObject on *: name the resources'],
    });
  });

  test('leaves out resources of kinds that an action does not know: they allowed nothing', () => {
    expect(narrowed(allow('s3:PutObjectAcl', ['arn:aws:s3:::orders', 'arn:aws:s3:::orders/*'])).statements).toEqual([
      allow('s3:PutObjectAcl', 'arn:aws:s3:::orders/*'),
    ]);
  });

  test.each([
    [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }, 'NotAction allows all but what it names'],
    [allow('s3:GetObject', 'arn:aws:s3:::${aws:PrincipalTag/team}/*'), 'its conditions or resources speak of the node role itself'],
    [
      allow('s3:GetObject', 'arn:aws:s3:::orders/*', { Condition: { ArnLike: { 'ec2:SourceInstanceARN': 'arn:aws:ec2:*:*:instance/*' } } }),
      'its conditions or resources speak of the node role itself',
    ],
  ])('leaves to the user what would mean something else of another role: %j', (statement, why) => {
    const { grants, statements, left } = narrowed(statement);
    expect([grants, statements, left.map((one) => one.split(': ').at(-1))]).toEqual([[], [], [why]]);
  });

  test('keeps what is denied, and is nothing where that speaks of the node role', () => {
    const deny = { Effect: 'Deny', Action: 's3:GetObject', Resource: 'arn:aws:s3:::orders/secret/*' };
    const get = allow('s3:GetObject', 'arn:aws:s3:::orders/*');
    expect(narrowed(get, deny).statements).toEqual([get, deny]);
    const ofNode = { ...deny, Condition: { StringNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/nodes' } } };
    expect(narrowed(get, ofNode)).toMatchObject({ grants: [], statements: [] });
  });

  const ACCOUNT = '111122223333';
  const resource = fc.constantFrom(
    '*',
    'arn:aws:s3:::orders',
    'arn:aws:s3:::orders/*',
    'arn:aws:s3:::orders/in/*',
    'arn:aws:s3:::ord*',
    'arn:aws:s3:::orders/??/*',
    `arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/orders`,
    `arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/orders/index/*`,
    `arn:aws:dynamodb:*:${ACCOUNT}:table/*`,
    `arn:aws:sqs:us-east-1:${ACCOUNT}:orders`,
    `arn:aws:sns:us-east-1:${ACCOUNT}:orders`,
    `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:db-??????`,
    `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:db-*`,
    `arn:aws:ssm:us-east-1:${ACCOUNT}:parameter/orders/*`,
  );
  const action = fc.constantFrom(
    '*',
    's3:*',
    's3:Get*',
    's3:GetObject',
    's3:ListBucket',
    's3:PutObject',
    's3:AbortMultipartUpload',
    's3:ListMultipartUploadParts',
    'dynamodb:*',
    'dynamodb:DescribeTable',
    'dynamodb:Query',
    'dynamodb:Scan',
    'dynamodb:GetItem',
    'dynamodb:Batch*',
    'sqs:*',
    'sqs:SendMessage',
    'sqs:GetQueue*',
    'SQS:getqueueurl',
    'sns:Publish',
    'sns:*',
    'secretsmanager:GetSecretValue',
    'secretsmanager:Describe*',
    'secretsmanager:*',
    'ssm:GetParameter*',
    'ssm:GetParameter',
    'ssm:*',
  );
  const some = <T>(item: fc.Arbitrary<T>) => fc.array(item, { minLength: 1, maxLength: 4 });
  const condition = fc.constantFrom(
    {},
    {},
    { StringEquals: { 'aws:SourceVpc': 'vpc-1' } },
    { StringLike: { 's3:prefix': ['in/*'] } },
    { Bool: { 'aws:SecureTransport': 'false' } },
  );
  const statement = fc.record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
    Action: some(action),
    Resource: some(resource),
    Condition: condition,
  });
  const text = fc.constantFrom('', 'x', 'in/', 'orders', 'in/1', 'a/b', 'ab');
  const context = fc.constantFrom<Readonly<Record<string, string>>>(
    {},
    { 'aws:SourceVpc': 'vpc-1' },
    { 's3:prefix': 'in/x' },
    { 's3:prefix': 'out/', 'aws:SecureTransport': 'false' },
  );

  test('never allows what the node role did not', () => {
    let allowed = 0;
    fc.assert(
      fc.property(some(statement), fc.array(text, { minLength: 3, maxLength: 3 }), context, (statements, fillings, keys) => {
        const before: PolicyDocument = { Statement: statements };
        const after = proposed(narrowed(...statements));
        const concrete = (pattern: string): string => {
          let i = 0;
          return pattern.replaceAll('?', 'x').replaceAll('*', () => fillings[i++ % fillings.length] ?? '');
        };
        for (const { Action, Resource } of [...after.Statement, ...statements])
          for (const one of [Action].flat())
            for (const other of [Resource].flat()) {
              const request = { action: concrete(one), resource: concrete(other), context: keys };
              if (!allows(after, request)) continue;
              allowed++;
              if (!allows(before, request)) throw new Error(`${JSON.stringify(request)} by ${JSON.stringify(after)}`);
            }
      }),
      { numRuns: 1500 },
    );
    expect(allowed).toBeGreaterThan(500);
  });

  const requests = [
    ['s3:GetObject', 'arn:aws:s3:::orders/in/1'],
    ['s3:ListBucket', 'arn:aws:s3:::orders'],
    ['dynamodb:Query', `arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/orders/index/by-day`],
    ['sqs:SendMessage', `arn:aws:sqs:us-east-1:${ACCOUNT}:orders`],
    ['secretsmanager:GetSecretValue', `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:db-AbCdEf`],
  ].map(([action = '', resource = '']) => ({ action, resource }));

  test('leaves nothing out in silence: what the node role allowed is allowed still, or told', () => {
    let still = 0;
    fc.assert(
      fc.property(some(statement), context, (statements, keys) => {
        const result = narrowed(...statements);
        const after = proposed(result);
        for (const request of requests.map((one) => ({ ...one, context: keys })).filter((one) => allows({ Statement: statements }, one))) {
          const isAllowed = allows(after, request);
          still += Number(isAllowed);
          const named = result.left.flatMap((sentence) => sentence.split(' on ')[0]?.split(', ') ?? []);
          const isTold = named.some((pattern) => matchesWildcards(pattern.toLowerCase(), request.action.toLowerCase()));
          if (!isAllowed && !isTold) throw new Error(`${JSON.stringify(request)} of ${JSON.stringify(result)}`);
        }
      }),
      { numRuns: 1000 },
    );
    expect(still).toBeGreaterThan(50);
  });
});

test('statements whose resources only an apply knows have no pairs', () => {
  expect(
    pairsOf([{ effect: 'Allow', actions: ['s3:GetObject'], resources: [{ text: [{ fact: 'partition' }] }], conditions: [] }]),
  ).toBeUndefined();
});
