import { expect, test } from '@jest/globals';
import type { Budget } from '../../src/plan/budgets.ts';
import { accountProblems, budgetLines } from '../../src/cli/report-budgets.ts';
import { plain } from '../../src/cli/style.ts';

const roles = (of: string, used: number): Budget => ({ limit: 'roles', of, used, most: 1000 });
const trust = (of: string, used: number): Budget => ({ limit: 'trust-policy', of, used, most: 2048 });

test('what is near a limit is told in one line, of the fullest role', () => {
  expect(budgetLines([trust('a', 500), trust('b', 1900)], plain)).toEqual([
    'Near a limit of IAM: The trust policy of b has 1900 of 2048 characters.',
  ]);
  expect(budgetLines([trust('a', 500), roles('111122223333', 700)], plain)).toEqual([]);
});

test('a policy that is full is no trouble, since others take the rest', () => {
  expect(budgetLines([{ limit: 'managed-policy', of: 'a', used: 6144, most: 6144 }], plain)).toEqual([]);
});

test('what many specs make in one account adds up, and in another account it does not', () => {
  expect(budgetLines([roles('111122223333', 450), roles('111122223333', 450), roles('222233334444', 450)], plain)).toEqual([
    'Near a limit of IAM: Account 111122223333 gets 900 of 1000 roles.',
  ]);
  const problems = accountProblems([roles('111122223333', 600), roles('111122223333', 600), roles('222233334444', 600)]);
  expect(problems).toMatchObject([
    {
      code: 'account-quota',
      severity: 'warning',
      message: 'Account 111122223333 gets 1200 roles, and may have 1000 unless its quota was raised.',
    },
  ]);
});
