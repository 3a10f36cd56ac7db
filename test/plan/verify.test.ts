import { describe, expect, test } from '@jest/globals';
import { allow } from '../../src/iam/statement.ts';
import { fact, ref, text } from '../../src/iam/text.ts';
import { firstCall } from '../../src/plan/verify/first-call.ts';
import type { VerifiedRole } from '../../src/plan/verify/planned-verify.ts';
import type { Spec } from '../../src/spec/spec.ts';
import { aCluster, anAddOn, anApp, anAssumedRole, aSpec, planOf } from '../support/a-spec.ts';

const verified = (more: Parameters<typeof aSpec>[0]): Spec => aSpec({ outputs: ['terraform', 'verify'], ...more });
const rolesOf = (spec: Spec): VerifiedRole[] =>
  planOf(spec).verify?.clusters.flatMap(({ workloads }) => workloads.flatMap(({ roles }) => roles)) ?? [];

const migration = { phase: 'dual', role: 'keep', from: 5, former: {} } as const;
const withAgent = [aCluster('production', { podIdentityAgent: 'existing' })];

describe('what is verified', () => {
  test('is nothing where it is not asked for, or where no pod has a role', () => {
    expect(planOf(aSpec({ apps: [anApp('orders')] })).verify).toBeUndefined();
    expect(planOf(verified({})).verify).toBeUndefined();
  });

  test('is exactly whom a role admits in that cluster, and not in others', () => {
    const clusters = [aCluster('blue'), aCluster('green')];
    const roles = rolesOf(
      verified({ clusters, shareRoles: [{ name: 'production', clusters: ['blue', 'green'] }], apps: [anApp('orders')] }),
    );
    expect(roles.map(({ tokens }) => tokens)).toEqual([
      { subjects: ['system:serviceaccount:shop:orders'], audiences: ['sts.amazonaws.com'] },
      { subjects: ['system:serviceaccount:shop:orders'], audiences: ['sts.amazonaws.com'] },
    ]);
  });

  test('is the policy that is named, and that there is one where its module names it', () => {
    const [orders] = rolesOf(
      verified({ apps: [anApp('orders', { managedPolicies: ['arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess'] })] }),
    );
    expect([orders?.policies, orders?.morePolicies]).toEqual([['AmazonSQSReadOnlyAccess', 'production-orders'], undefined]);
    const [dns] = rolesOf(verified({ addOns: [anAddOn('external-dns', { options: { hostedZones: ['Z0123456789ABC'] } })] }));
    expect([dns?.policies, dns?.morePolicies]).toEqual([[], 'attached']);
  });

  test('is either way of a workload that goes over from one to the other', () => {
    const [role] = rolesOf(verified({ clusters: withAgent, apps: [anApp('orders', { migration })] }));
    expect(role).toMatchObject({ annotated: true, associated: true, pods: { tagged: { namespace: 'shop', serviceAccount: 'orders' } } });
    expect(role?.tokens?.subjects).toEqual(['system:serviceaccount:shop:orders']);
  });

  test('is of a role of another account only what the ServiceAccount says', () => {
    const [role] = rolesOf(verified({ apps: [anApp('ledger', { grants: [], assumeRoles: [anAssumedRole({ via: 'direct' })] })] }));
    expect(role).toMatchObject({ arnElsewhere: 'arn:aws:iam::222222222222:role/data/reports', annotated: true, policies: [] });
    expect(role).not.toHaveProperty('tokens');
  });

  test('is the ServiceAccount of the one that owns it, where several share it', () => {
    const shared = (id: string, owner: 'terraform' | 'none') => anApp(id, { shared: true, serviceAccount: { name: 'web', owner } });
    const roles = rolesOf(verified({ apps: [shared('one', 'terraform'), shared('two', 'none')] }));
    expect(roles.map(({ name, annotated }) => [name, annotated])).toEqual([
      ['production-one', true],
      ['production-two', false],
    ]);
  });
});

describe('the first call', () => {
  const call = (...statements: Parameters<typeof firstCall>[0]) => firstCall(statements, 'eu-west-1')?.join(' ');

  test('is one that a statement allows, and that changes nothing', () => {
    expect(call(allow('A', ['s3:ListBucket'], [text`arn:${fact('partition')}:s3:::my-bucket`]))).toBe(
      'aws s3api list-objects-v2 --bucket my-bucket --max-keys 1 --region eu-west-1',
    );
    expect(
      call(
        allow('A', ['s3:ListBucket'], ['arn:aws:s3:::b'], {
          conditions: [{ operator: 'StringLike', key: 's3:prefix', values: ['my-app/*'] }],
        }),
      ),
    ).toBe('aws s3api list-objects-v2 --bucket b --max-keys 1 --prefix my-app/ --region eu-west-1');
    expect(call(allow('A', ['dynamodb:DescribeTable'], ['arn:aws:dynamodb:eu-west-1:111122223333:table/orders']))).toBe(
      'aws dynamodb describe-table --table-name orders --region eu-west-1',
    );
    expect(call(allow('A', ['sqs:GetQueueUrl'], ['arn:aws:sqs:eu-west-1:111122223333:orders']))).toBe(
      'aws sqs get-queue-url --queue-name orders --region eu-west-1',
    );
  });

  test('is none where the name is not known, the action is not allowed, or more is asked for', () => {
    expect(call(allow('A', ['s3:ListBucket'], [ref('aws_s3_bucket.b.arn')]))).toBeUndefined();
    expect(call(allow('A', ['s3:ListBucket'], ['arn:aws:s3:::logs-*']))).toBeUndefined();
    expect(call(allow('A', ['s3:PutObject'], ['arn:aws:s3:::b/*']))).toBeUndefined();
    expect(call({ ...allow('A', ['s3:ListBucket'], ['arn:aws:s3:::b']), effect: 'Deny' })).toBeUndefined();
    const tagged = [{ operator: 'StringEquals', key: 'aws:PrincipalTag/team', values: ['shop'] }];
    expect(call(allow('A', ['s3:ListBucket'], ['arn:aws:s3:::b'], { conditions: tagged }))).toBeUndefined();
  });
});
