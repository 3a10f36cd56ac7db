/** What the state says of the policy that a module has made: taken word for word, or told what is missing. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formerPoliciesOf } from '../../src/cli/migrate/former-policies.ts';
import { resourcesIn } from '../../src/repo/terraform-json.ts';
import { anAddOn, aSpec, planOf } from '../support/a-spec.ts';

const [workload] = planOf(aSpec({ addOns: [anAddOn('external-dns', { options: { hostedZones: ['Z0123456789ABC'] } })] })).workloads;
if (workload === undefined) throw new Error('nothing was planned');

const ADDRESS = 'module.irsa_external_dns.aws_iam_policy.external_dns[0]';
const stateWith = (...values: readonly unknown[]) =>
  resourcesIn({
    format_version: '1.0',
    values: {
      root_module: { resources: values.map((value) => ({ address: ADDRESS, mode: 'managed', type: 'aws_iam_policy', values: value })) },
    },
  }) ?? [];

const statement = { Effect: 'Allow', Action: ['route53:ListHostedZones'], Resource: '*' };
const policy = (of: unknown) => JSON.stringify({ Version: '2012-10-17', Statement: of });

describe('the policy of a module', () => {
  test('is kept by its group, with name, description and statements as they are', () => {
    const found = stateWith({ name: 'AmazonEKS_External_DNS_Policy-1', description: 'as it was', policy: policy([statement]) });
    expect(formerPoliciesOf(workload, found, 'state.json').value).toEqual({
      production: { name: 'AmazonEKS_External_DNS_Policy-1', description: 'as it was', statements: [statement] },
    });
  });

  test('may have one statement, which is no list then', () => {
    const found = stateWith({ name: 'a', policy: policy(statement) });
    expect(formerPoliciesOf(workload, found, 'state.json').value?.['production']?.statements).toEqual([statement]);
  });

  test.each([
    ['is not in the state', []],
    [
      'is there twice',
      [
        { name: 'a', policy: policy([statement]) },
        { name: 'b', policy: policy([statement]) },
      ],
    ],
    ['has no name yet', [{ policy: policy([statement]) }]],
    ['is not JSON', [{ name: 'a', policy: '{' }]],
    ['is null', [{ name: 'a', policy: 'null' }]],
    ['allows nothing', [{ name: 'a', policy: policy([]) }]],
  ])('is a problem where it %s, and never guessed', (_, values) => {
    const { value, problems } = formerPoliciesOf(workload, stateWith(...values), 'state.json');
    expect([value, problems.map(({ code, file }) => [code, file])]).toEqual([undefined, [['policy-not-in-state', 'state.json']]]);
  });

  test('never stumbles over what a state holds', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.json().map((text) => ({ name: 'a', policy: text })),
            fc.object(),
            fc.jsonValue(),
          ),
        ),
        (values) => {
          const { value, problems } = formerPoliciesOf(workload, stateWith(...values), 'state.json');
          expect(value === undefined ? problems.length : 0).toBe(value === undefined ? 1 : 0);
        },
      ),
    );
  });
});
