import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkStatements } from '../../../src/spec/permissions/check-statements.ts';
import { rawStatement } from '../../../src/spec/permissions/raw-permissions.ts';
import { codes, judge } from './judge.ts';

const on =
  (resource: string) =>
  (action: string, more = '') =>
    `{ Effect: Allow, Action: ${action}, Resource: ${resource}${more} }`;
const object = on('"arn:aws:s3:::my-bucket/*"');
const bucket = on('"arn:aws:s3:::my-bucket"');
const role = on('"arn:aws:iam::111122223333:role/tasks"');
const anything = on('"*"');

describe('names', () => {
  test('an action that IAM has, in any case, is nothing to speak of', () => {
    expect(codes(object('s3:GetObject'))).toEqual([]);
    expect(codes(object('S3:getobject'))).toEqual([]);
    expect(codes(object('"s3:GetObject*"'))).toEqual([]);
  });

  test('a misspelt action is named with what is near', () => {
    expect(judge(object('[s3:GetObject, s3:PutObjct]'))).toEqual([
      expect.stringMatching(/^error unknown-action Action\[1\]: "s3:PutObjct" is no action of s3, .* Did you mean s3:PutObject\? /),
    ]);
  });

  test('a misspelt service too', () => {
    expect(judge(on('"arn:aws:sqs:us-east-1:111122223333:orders"')('sqss:SendMessage'))).toEqual([
      expect.stringMatching(/^error unknown-action Action: .* Did you mean sqs:SendMessage\? /),
    ]);
  });

  test('a wildcard that stands for nothing is an error, with the beginning that stands for something', () => {
    expect(judge(object('"s3:Gett*"'))).toEqual([
      expect.stringMatching(/^error unknown-action Action: "s3:Gett\*" matches no action of s3, .* Did you mean s3:Get\*\? /),
    ]);
  });

  test('NotAction is read in the same way, and Deny too', () => {
    expect(codes('{ Effect: Deny, NotAction: s3:GetObjects, Resource: "*" }')).toEqual(['unknown-action']);
    expect(codes('{ Effect: Deny, Action: "*", Resource: "*" }')).toEqual([]);
  });

  test('a condition key that no request has is doubtful; those of tags and of identity providers are not', () => {
    const when = (key: string) => bucket('s3:ListBucket', `, Condition: { StringLike: { "${key}": x } }`);
    expect(judge(when('s3:prefixes'))).toEqual([
      expect.stringMatching(/^warning unknown-condition-key Condition\.StringLike\.\S+: .* Did you mean s3:prefix\?$/),
    ]);
    expect(codes(when('aws:PrincipalTg/team'))).toEqual(['unknown-condition-key']);
    for (const key of ['s3:prefix', 'aws:PrincipalTag/team', 'AWS:SourceVpc', 'token.actions.githubusercontent.com:sub']) {
      expect([key, codes(when(key))]).toEqual([key, []]);
    }
  });
});

describe('resources', () => {
  test('objects are not buckets, and buckets are not objects', () => {
    expect(judge(bucket('s3:GetObject'))).toEqual([
      expect.stringMatching(/^error unsuited-resource Action: "s3:GetObject" is not done to "arn:aws:s3:::my-bucket", /),
    ]);
    expect(codes(object('s3:ListBucket'))).toEqual(['unsuited-resource']);
    expect(codes(object('s3:GetObject'))).toEqual([]);
    expect(codes(bucket('s3:ListBucket'))).toEqual([]);
  });

  test('in every partition', () => {
    expect(codes(on('"arn:aws-cn:s3:::my-bucket/*"')('s3:GetObject'))).toEqual([]);
    expect(codes(on('"arn:aws-us-gov:s3:::my-bucket"')('s3:GetObject'))).toEqual(['unsuited-resource']);
  });

  test('a bucket and its objects in one statement suit actions on either', () => {
    expect(codes(on('["arn:aws:s3:::my-bucket", "arn:aws:s3:::my-bucket/*"]')('[s3:GetObject, s3:ListBucket]'))).toEqual([]);
  });

  test('a resource that no action takes is told where it stands', () => {
    expect(judge(on('["arn:aws:s3:::my-bucket/*", "arn:aws:s3:::my-bucket"]')('s3:GetObject'))).toEqual([
      expect.stringMatching(
        /^error unsuited-resource Resource\[1\]: "arn:aws:s3:::my-bucket" is of a kind that "s3:GetObject" does not take\./,
      ),
    ]);
    expect(codes(on('"arn:aws:sqs:us-east-1:111122223333:orders"')('sns:Publish'))).toEqual(['unsuited-resource']);
  });

  test('an action without resources allows nothing where one is named', () => {
    expect(judge(bucket('s3:ListAllMyBuckets'))).toEqual([expect.stringContaining('knows no resources')]);
    expect(codes(anything('s3:ListAllMyBuckets'))).toEqual([]);
  });

  test('wildcards and policy variables could be what suits', () => {
    expect(codes(on('"arn:aws:s3:::my-*"')('s3:GetObject'))).toEqual([]);
    expect(codes(on('"arn:aws:s3:::my-bucket/${aws:PrincipalTag/team}/*"')('s3:GetObject'))).toEqual([]);
    expect(codes(on('"arn:aws:dynamodb:*:*:table/orders/index/*"')('dynamodb:Query'))).toEqual([]);
    expect(codes(on('"arn:aws:dynamodb:*:*:table/orders/index/*"')('dynamodb:PutItem'))).toEqual(['unsuited-resource']);
  });

  test('of a reference its type says what it is, and otherwise nothing does', () => {
    const referred = (ref: string) => codes(on(`{ ref: ${ref} }`)('s3:GetObject'));
    expect(referred('aws_s3_bucket.orders.arn')).toEqual(['unsuited-resource']);
    expect(referred('data.aws_sqs_queue.orders.arn')).toEqual(['unsuited-resource']);
    expect(referred('local.objects')).toEqual([]);
    expect(codes(on('{ ref: aws_sqs_queue.orders.arn }')('sqs:SendMessage'))).toEqual([]);
    expect(codes(on('{ ref: aws_kms_key.orders.arn }')('kms:Decrypt'))).toEqual([]);
  });
});

describe('what allows too much', () => {
  test.each(['"*"', '"s3:*"'])('Action %s', (action) => {
    expect(codes(object(action))).toContain('policy-wildcard');
  });

  test('any resource, where an action could be held to some', () => {
    expect(judge(anything('s3:GetObject'))).toEqual([
      'warning policy-wildcard Resource: Resource "*" allows every resource there is, and s3:GetObject can be held to some. Name the ARNs it needs; actions that know no resources go into a statement of their own.',
    ]);
    expect(codes(anything('ec2:DescribeInstances'))).toEqual([]);
  });

  test('a condition on the resource holds it to some, one on the caller does not', () => {
    const when = (key: string) => codes(anything('sqs:SendMessage', `, Condition: { StringEquals: { "${key}": x } }`));
    expect(when('aws:ResourceTag/team')).toEqual([]);
    expect(when('aws:PrincipalTag/team')).toEqual(['policy-wildcard']);
  });

  test('everything but something', () => {
    expect(codes('{ Effect: Allow, NotAction: s3:GetObject, NotResource: "arn:aws:s3:::my-bucket/*" }')).toEqual([
      'policy-wildcard',
      'policy-wildcard',
    ]);
  });
});

describe('what leads further', () => {
  // The methods of https://github.com/RhinoSecurityLabs/AWS-IAM-Privilege-Escalation, each by what it cannot do without.
  test.each(
    [
      'iam:CreatePolicyVersion iam:SetDefaultPolicyVersion iam:CreateAccessKey iam:CreateLoginProfile iam:UpdateLoginProfile',
      'iam:AttachUserPolicy iam:AttachGroupPolicy iam:AttachRolePolicy iam:PutUserPolicy iam:PutGroupPolicy iam:PutRolePolicy',
      'iam:AddUserToGroup iam:UpdateAssumeRolePolicy iam:PassRole sts:AssumeRole lambda:UpdateFunctionCode',
      'lambda:UpdateFunctionConfiguration glue:UpdateDevEndpoint sagemaker:CreatePresignedNotebookInstanceUrl',
    ].flatMap((line) => line.split(' ')),
  )('%s', (action) => {
    expect(codes(anything(action))).toContain('privilege-escalation');
  });

  test.each(['iam:DeleteRolePermissionsBoundary', 'iam:PutRolePermissionsBoundary'])('a boundary taken away or replaced: %s', (action) => {
    expect(codes(role(action))).toEqual(['privilege-escalation']);
  });

  test.each(['lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration'])(
    'code of a function that has another role, also a named one: %s',
    (action) => {
      expect(codes(on('"arn:aws:lambda:us-east-1:111122223333:function:pay"')(action))).toEqual(['privilege-escalation']);
    },
  );

  test('a wildcard that includes such actions names the first', () => {
    expect(judge(role('"iam:Put*"'))).toEqual([expect.stringContaining('"iam:Put*" includes iam:PutUserPolicy and 4 more')]);
  });

  test('any role, but not a named one', () => {
    expect(codes(anything('sts:AssumeRole'))).toEqual(['policy-wildcard', 'privilege-escalation']);
    expect(codes(on('"arn:aws:iam::111122223333:role/*"')('sts:AssumeRole'))).toEqual(['privilege-escalation']);
    expect(codes(role('sts:AssumeRole'))).toEqual([]);
  });

  test('denying it is no danger', () => {
    expect(codes('{ Effect: Deny, Action: [iam:PassRole, iam:PutRolePolicy], Resource: "*" }')).toEqual([]);
  });

  test('a role passed to any service, a key granted to anybody', () => {
    const passed = ', Condition: { StringEquals: { "iam:PassedToService": ecs-tasks.amazonaws.com } }';
    expect(codes(role('iam:PassRole'))).toEqual(['confused-deputy']);
    expect(codes(role('iam:PassRole', passed))).toEqual([]);
    const key = on('"arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"');
    expect(codes(key('kms:CreateGrant'))).toEqual(['confused-deputy']);
    expect(codes(key('kms:CreateGrant', ', Condition: { Bool: { "kms:GrantIsForAWSResource": true } }'))).toEqual([]);
  });
});

test('what a workload accepts is not told', () => {
  expect(judge(anything('iam:PassRole'), ['policy-wildcard', 'privilege-escalation', 'confused-deputy'])).toEqual([]);
  expect(judge(object('s3:GetObjects'), ['unknown-action'])).toEqual([]);
});

test('never throws, whatever stands in a statement', () => {
  const word = fc.oneof(fc.string(), fc.constantFrom('*', 's3:*', 's3:Gett*', 'arn:aws:s3:::b/*', ':', 'constructor:x', 'arn:::::{}'));
  const words = fc.oneof(word, fc.array(word, { maxLength: 4 }), fc.record({ ref: word }));
  const statement = fc.record(
    {
      Effect: fc.constantFrom('Allow', 'Deny'),
      Action: words,
      NotAction: words,
      Resource: words,
      NotResource: words,
      Condition: fc.oneof(fc.anything(), fc.dictionary(word, fc.dictionary(word, word))),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(statement, (written) => {
      for (const { problem } of checkStatements([rawStatement(written, ['apps', 'a', 'statements', 0], [])])) {
        expect(problem.path.slice(0, 4)).toEqual(['apps', 'a', 'statements', 0]);
        expect([problem.message, problem.fix]).toEqual([expect.stringMatching(/\.$/s), expect.stringMatching(/[.?]$/s)]);
      }
    }),
  );
});
