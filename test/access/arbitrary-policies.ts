/** Policies and requests that meet one another often: few words, many ways to say them. */
import fc, { type Arbitrary } from 'fast-check';
import type { TrustConditions, TrustPolicy, TrustPrincipal, TrustStatement } from '../../src/iam/trust.ts';
import type { AnyPolicyDocument, AnyStatement, Request } from '../support/allows.ts';

const some = <T>(of: Arbitrary<T>): Arbitrary<T[]> => fc.array(of, { minLength: 1, maxLength: 3 });

const action = fc.constantFrom('*', 's3:*', 's3:Get*', 's3:GetObject', 'S3:getobject', 's3:PutObject', 's3:G?tObject', 'sqs:SendMessage');
const resource = fc.constantFrom('*', 'arn:aws:s3:::a*', 'arn:aws:s3:::a/*', 'arn:aws:s3:::a/x', 'arn:aws:s3:::?/x', 'arn:aws:s3:::b/x');
const tag = fc.constantFrom('red', 'Red', 'blue', 'r*', 're?', '*');
const keys = ['aws:PrincipalTag/team', 'aws:principaltag/Team', 'aws:RequestTag/team'];
const operator = fc
  .tuple(
    fc.constantFrom('', '', '', 'ForAllValues:', 'ForAnyValue:'),
    fc.constantFrom('StringEquals', 'StringLike', 'StringNotEquals', 'StringNotLike', 'StringEqualsIgnoreCase', 'stringlike'),
    fc.constantFrom('', '', 'IfExists'),
  )
  .map((parts) => parts.join(''));

const conditions = fc.dictionary(
  fc.oneof(operator, fc.constantFrom('Null')),
  fc.dictionary(fc.constantFrom(...keys), fc.array(fc.oneof(tag, fc.constantFrom('true', 'false')), { minLength: 1, maxLength: 3 }), {
    minKeys: 1,
    maxKeys: 2,
  }),
  { maxKeys: 2 },
);

export const statement: Arbitrary<AnyStatement> = fc
  .record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
    actions: some(action),
    resources: some(resource),
    not: fc.constantFrom('', '', '', 'action', 'resource'),
    Condition: conditions,
  })
  .map(({ Effect, actions, resources, not, Condition }) => ({
    Effect,
    ...(not === 'action' ? { NotAction: actions } : { Action: actions }),
    ...(not === 'resource' ? { NotResource: resources } : { Resource: resources }),
    Condition,
  }));

export const policy: Arbitrary<AnyPolicyDocument> = fc.array(statement, { maxLength: 4 }).map((Statement) => ({ Statement }));

/** A policy and what somebody made of it: mostly less, sometimes more. */
const changed = <S extends object>(statements: readonly S[], other: Arbitrary<S>): Arbitrary<S[]> =>
  fc
    .tuple(
      ...statements.map((of) =>
        fc.oneof(
          { weight: 3, arbitrary: fc.constant([of]) },
          { weight: 2, arbitrary: fc.constant([]) },
          {
            weight: 2,
            arbitrary: conditions.map((Condition) => [{ ...of, Condition: { ...Condition, ...(of as AnyStatement).Condition } }]),
          },
          { weight: 1, arbitrary: other.map((one) => [one]) },
        ),
      ),
    )
    .map((kept) => kept.flat());

export const policyPair: Arbitrary<[AnyPolicyDocument, AnyPolicyDocument]> = policy.chain((before) =>
  fc.tuple(
    fc.constant(before),
    changed(before.Statement, statement).map((Statement) => ({ Statement })),
  ),
);

export const request: Arbitrary<Request> = fc.record({
  action: fc.constantFrom('s3:GetObject', 's3:PutObject', 'sqs:SendMessage', 'iam:PassRole'),
  resource: fc.constantFrom('arn:aws:s3:::a/x', 'arn:aws:s3:::a/y', 'arn:aws:s3:::ab', 'arn:aws:s3:::b/x', '*'),
  context: fc.dictionary(fc.constantFrom('aws:PrincipalTag/team', 'aws:principaltag/Team', 'aws:RequestTag/team'), tag, { maxKeys: 2 }),
});

export const ISSUER = 'oidc.eks.us-east-1.amazonaws.com/id/B1';
export const providerArn = `arn:aws:iam::111122223333:oidc-provider/${ISSUER}`;
const subject = fc.constantFrom('system:serviceaccount:a:b', 'system:serviceaccount:a:c', 'system:serviceaccount:a:*', '*');
const trustKeys = [`${ISSUER}:sub`, `${ISSUER}:aud`, 'sts:ExternalId'];
const trustConditions: Arbitrary<TrustConditions> = fc.dictionary(
  operator,
  fc.dictionary(fc.constantFrom(...trustKeys), some(fc.oneof(subject, fc.constantFrom('sts.amazonaws.com', 'x'))), {
    minKeys: 1,
    maxKeys: 2,
  }),
  { maxKeys: 2 },
);

const principal = fc.constantFrom<TrustPrincipal[]>(
  '*',
  { AWS: '*' },
  { Federated: providerArn },
  { Federated: '*' },
  { Service: 'pods.eks.amazonaws.com' },
  { AWS: ['111122223333', 'arn:aws:iam::444455556666:root'] },
  { AWS: 'arn:aws:iam::111122223333:root' },
  { AWS: 'arn:aws:iam::111122223333:role/a' },
);

export const trustStatement: Arbitrary<TrustStatement> = fc
  .record({
    Effect: fc.constantFrom<('Allow' | 'Deny')[]>('Allow', 'Allow', 'Deny'),
    principal,
    not: fc.constantFrom('', '', '', 'principal', 'action'),
    actions: some(fc.constantFrom('sts:*', 'sts:AssumeRole', 'sts:AssumeRoleWithWebIdentity', 'STS:Assume*')),
    Condition: trustConditions,
  })
  .map(({ Effect, principal, not, actions, Condition }) => ({
    Effect,
    ...(not === 'principal' ? { NotPrincipal: principal } : { Principal: principal }),
    ...(not === 'action' ? { NotAction: actions } : { Action: actions }),
    Condition,
  }));

export const trustPolicy: Arbitrary<TrustPolicy> = fc
  .array(trustStatement, { maxLength: 4 })
  .map((Statement) => ({ Version: '2012-10-17', Statement }));

export const trustPair: Arbitrary<[TrustPolicy, TrustPolicy]> = fc.array(trustStatement, { maxLength: 4 }).chain((before) =>
  fc.tuple(fc.constant(before), changed(before, trustStatement)).map(([one, other]): [TrustPolicy, TrustPolicy] => [
    { Version: '2012-10-17', Statement: one },
    { Version: '2012-10-17', Statement: other },
  ]),
);
