/** What comes near a limit of IAM, and what is beyond those of an account. Pure. */
import { OF_ACCOUNT, type Budget, type Limited } from '../plan/budgets.ts';
import { warning, type Problem } from '../problem.ts';
import type { Style } from './style.ts';
import { wrap } from './wrap.ts';

/** From which share on it is worth a line. */
const NEAR = 0.8;

/** What many specs make in one account adds up. */
function added(budgets: readonly Budget[]): Budget[] {
  const sums = new Map<string, Budget>();
  for (const budget of budgets) {
    const key = isOfAccount(budget) ? `${budget.limit} ${budget.of}` : budget.limit;
    const other = sums.get(key);
    if (other === undefined || (!isOfAccount(budget) && other.used < budget.used)) sums.set(key, budget);
    else if (isOfAccount(budget)) sums.set(key, { ...budget, used: other.used + budget.used });
  }
  return [...sums.values()];
}

const isOfAccount = ({ limit }: Budget): boolean => OF_ACCOUNT.some((some) => some === limit);

const account = ({ of }: Budget): string => (of === '' ? 'The account of the clusters' : `Account ${of}`);

const inWords: Readonly<Record<Exclude<Limited, 'managed-policy'>, (budget: Budget) => string>> = {
  'trust-policy': ({ of, used, most }) => `The trust policy of ${of} has ${used} of ${most} characters.`,
  'inline-policies': ({ of, used, most }) => `The policy of ${of} has ${used} of ${most} characters.`,
  'policies-per-role': ({ of, used, most }) => `${of} has ${used} of ${most} policies.`,
  roles: (budget) => `${account(budget)} gets ${budget.used} of ${budget.most} roles.`,
  policies: (budget) => `${account(budget)} gets ${budget.used} of ${budget.most} managed policies.`,
  'oidc-providers': (budget) => `${account(budget)} gets ${budget.used} of ${budget.most} OIDC providers.`,
};

/** Policies that are full are no trouble: what has no room goes into another one. What is beyond is a Problem already. */
export const budgetLines = (budgets: readonly Budget[], { colors, width }: Style): string[] =>
  added(budgets).flatMap((budget) => {
    const { limit, used, most } = budget;
    if (limit === 'managed-policy' || used < most * NEAR || used > most) return [];
    return wrap(`Near a limit of IAM: ${inWords[limit](budget)}`, width).map(colors.dim);
  });

/** @returns a warning for each quota of an account that the specs of a run need more of */
export const accountProblems = (budgets: readonly Budget[]): Problem[] =>
  added(budgets)
    .filter((budget) => isOfAccount(budget) && budget.used > budget.most)
    .map((budget) => {
      const { limit, most, used } = budget;
      const what = { roles: 'roles', policies: 'managed policies', 'oidc-providers': 'OIDC providers' }[
        limit as (typeof OF_ACCOUNT)[number]
      ];
      return warning(
        'account-quota',
        [],
        `${account(budget)} gets ${used} ${what}, and may have ${most} unless its quota was raised.`,
        'Have the quota raised before you apply, in Service Quotas under IAM, or spread the clusters over more accounts.',
      );
    });
