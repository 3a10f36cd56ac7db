/** Where the module that a repository holds is older than what its add-ons ask for now. */
import { describe, expect, test } from '@jest/globals';
import { makePlan } from '../../src/plan/make-plan.ts';
import type { ModuleChoice, Spec } from '../../src/spec/spec.ts';
import { anAddOn, anApp, aSpec, someFacts } from '../support/a-spec.ts';

const IAM_5 = 'terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks';

const controller = anAddOn('aws-load-balancer-controller', {
  options: { targetGroupBindingOnly: false, globalAccelerator: false, webAclsByName: false },
});

const older = (spec: Spec, facts = someFacts()) => makePlan(spec, facts).problems.filter(({ code }) => code === 'module-policy-older');

const with5 = (iam: ModuleChoice, addOns = [controller], pin: 'exact' | 'pessimistic' = 'exact') =>
  aSpec({ addOns, terraform: { modules: { iam }, pin } });

/** https://github.com/terraform-aws-modules/terraform-aws-iam/compare/v5.55.0...v5.56.0 */
describe('The policy for the AWS Load Balancer Controller of iam 5.x', () => {
  test('got ec2:DescribeRouteTables last, with 5.56.0', () => {
    expect(older(with5({ line: 5, version: '5.55.0' }))).toMatchObject([
      {
        severity: 'warning',
        path: ['addOns', 'aws-load-balancer-controller'],
        message:
          'The policy of terraform-aws-modules/iam/aws 5.55.0 for aws-load-balancer-controller lacks ec2:DescribeRouteTables, which 5.56.0 allows and newer versions of the add-on ask for.',
        fix: 'Write terraform: { modules: { iam: { line: 5, version: "5.60.0" } } }, or allow them by statements of the add-on.',
      },
    ]);
    expect(older(with5({ line: 5, version: '5.56.0' }))).toEqual([]);
    expect(older(with5({ line: 5 }))).toEqual([]);
  });

  test('is told of where the repository has an old release resolved, too', () => {
    const facts = someFacts({
      modules: [{ label: 'dns', source: IAM_5, version: '~> 5.0', resolved: '5.30.0', at: { file: 'main.tf', line: 1 } }],
    });
    const [problem, ...others] = older(aSpec({ addOns: [controller] }), facts);
    expect(problem?.message).toMatch(/5\.30\.0 .* lacks elasticloadbalancing:DescribeTrustStores, .* and 7 others, which 5\.56\.0 allows/);
    expect(others).toEqual([]);
  });

  test('is no concern where Terraform takes the newest, or nobody knows which one', () => {
    expect(older(with5({ line: 5, version: '5.30.0' }, [controller], 'pessimistic'))).toEqual([]);
    expect(older(with5({ line: 5, source: 'git::https://git.example.com/iam.git?ref=v5.30.0' }))).toEqual([]);
    expect(
      older(aSpec({ addOns: [controller], outputs: ['eksctl'], terraform: { modules: { iam: { line: 5, version: '5.30.0' } } } })),
    ).toEqual([]);
  });
});

test('what statements allow beside the module is not lacking', () => {
  const cni = anAddOn('vpc-cni', { options: { ipFamily: 'ipv4', policyLogs: false } });
  expect(older(with5({ line: 5, version: '5.30.0' }, [cni]))).toEqual([]);
  const statement = { effect: 'Allow', actions: ['ec2:DescribeRouteTables'], resources: ['*'], conditions: [] } as const;
  expect(older(with5({ line: 5, version: '5.55.0' }, [{ ...controller, statements: [statement] }]))).toEqual([]);
});

test('EKS Pod Identity has releases of its own: before 2.8.1 the VPC CNI of IPv4 could not find security groups', () => {
  const cni = anAddOn('vpc-cni', { identity: 'pod-identity', options: { ipFamily: 'ipv4', policyLogs: false } });
  const of = (version: string) => older(aSpec({ addOns: [cni], terraform: { modules: { 'pod-identity': { line: 2, version } } } }));
  expect(of('2.8.0').map(({ message }) => message)).toEqual([
    expect.stringContaining('lacks ec2:DescribeSecurityGroups, which 2.8.1 allows'),
  ]);
  expect(of('2.8.1')).toEqual([]);
});

test('apps have no policy of the module', () => {
  expect(older(aSpec({ apps: [anApp('my-app')], terraform: { modules: { iam: { line: 5, version: '5.30.0' } } } }))).toEqual([]);
});
