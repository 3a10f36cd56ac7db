import { describe, expect, test } from '@jest/globals';
import { contractOf, type Contract } from '../../src/catalog/modules/contracts.ts';
import { checkCalls } from '../../src/plan/terraform/check-calls.ts';
import type { TerraformPlan } from '../../src/plan/terraform/blocks.ts';
import { anApp, aSpec, planOf } from '../support/a-spec.ts';

const { terraform } = planOf(aSpec({ apps: [anApp('my-app')] }));
const { contract } = contractOf('terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks', '5.60.0') ?? {};

const problems = (more: Partial<Contract>) =>
  checkCalls(terraform as TerraformPlan, { contracts: { 'role-iam-5': { ...(contract as Contract), ...more } } });

describe('a release is handed', () => {
  test('what it knows', () => expect(problems({})).toEqual([]));

  test('no input that it does not know', () => {
    const { role_name: _, ...variables } = contract?.variables ?? {};
    expect(problems({ variables })).toMatchObject([
      {
        code: 'module-unknown-input',
        path: ['terraform', 'modules'],
        message: expect.stringMatching(/^module "irsa_my_app": role_name is no input of .* 5\.60\.0\.$/),
      },
    ]);
  });

  test('every input that it cannot do without', () => {
    expect(problems({ required: ['assume_role_condition_test'] })).toMatchObject([
      { message: expect.stringContaining('assume_role_condition_test is required') },
    ]);
  });
});
