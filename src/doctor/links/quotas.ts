/** Quotas of IAM, as the account itself says them. https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html */
import { QUOTAS } from '../pages.ts';
import { roleName, type View } from '../view.ts';
import { link, type Found } from './link.ts';

const causes = {
  'quota-reached': { severity: 'warning', means: 'The account has as many of a kind as its quota allows.', link: QUOTAS },
  'quota-near': { severity: 'note', means: 'Nine tenths of a quota of the account are taken.', link: QUOTAS },
  'trust-near-quota': { severity: 'note', means: 'The trust policy is almost as large as the quota allows.', link: QUOTAS },
} as const;

export const quotasLink = link({ name: 'quotas', needs: [], causes, look });

const COUNTED = [
  ['Roles', 'RolesQuota', 'roles'],
  ['Policies', 'PoliciesQuota', 'managed policies'],
] as const;

const NEAR = 0.9;

function look({ world, role }: View): readonly Found<typeof causes>[] {
  const { summary = {} } = world;
  const trust = JSON.stringify(role?.trust ?? '').length;
  const most = summary['AssumeRolePolicySizeQuota'];
  return [
    ...COUNTED.flatMap(([used, quota, what]): Found<typeof causes>[] => {
      const [has, may] = [summary[used], summary[quota]];
      if (has === undefined || may === undefined || has < may * NEAR) return [];
      return [
        {
          code: has >= may ? 'quota-reached' : 'quota-near',
          message: `The account has ${has} of ${may} ${what}.`,
          evidence: [`get-account-summary: ${used} ${has}, ${quota} ${may}`],
          fix: 'Delete what nothing uses, or have the quota raised.',
          ofAll: true,
        },
      ];
    }),
    ...(role?.trust === undefined || most === undefined || trust < most * NEAR
      ? []
      : [
          {
            code: 'trust-near-quota' as const,
            message: `The trust policy of ${roleName(role.arn)} has ${trust} of ${most} characters.`,
            evidence: [`AssumeRolePolicySizeQuota: ${most}`],
            fix: 'Take out clusters that are gone, or give groups of clusters roles of their own.',
          },
        ]),
  ];
}
