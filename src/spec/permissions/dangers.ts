/** Statements by which a pod can give itself, or others, more than its policy says. */
import { escalatingActions, isAnyRole, matchesAction, ON_ANY_ROLE } from '../../iam/escalating-actions.ts';
import { doubtful } from '../checks/check.ts';
import type { Placed } from '../explain-issue.ts';
import { quoted } from '../rules/rule.ts';
import type { RawStatement } from './raw-permissions.ts';

export function escalations({ allows, actions, resources, notResources }: RawStatement): readonly Placed[] {
  if (!allows) return [];
  const anyRole = notResources.length > 0 || resources.some(({ value }) => typeof value === 'string' && isAnyRole(value));
  return actions.flatMap(({ value, path }) => {
    const meant = escalatingActions(value, anyRole);
    const [first] = meant;
    if (first === undefined) return [];
    const only = meant.length === 1 && value.toLowerCase() === first.toLowerCase();
    const onRole = ON_ANY_ROLE.includes(first);
    return [
      doubtful(
        'privilege-escalation',
        path,
        only
          ? `${first}${onRole ? ' on roles that are not named' : ''} lets a pod take permissions that its role does not have.`
          : `${quoted(value)} includes ${first}${meant.length > 1 ? ` and ${meant.length - 1} more` : ''}, by which a pod takes permissions that its role does not have.`,
        only && onRole
          ? 'Name the roles in Resource.'
          : 'Leave it to a role that no pod has, or write accept: [privilege-escalation] beside statements and say why in a comment.',
      ),
    ];
  });
}

interface Deputy {
  readonly action: string;
  readonly key: string;
  readonly without: string;
  readonly condition: string;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html */
const DEPUTIES: readonly Deputy[] = [
  {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#ck_PassedToService
    action: 'iam:PassRole',
    key: 'iam:PassedToService',
    without: 'hands the role to any service',
    condition: '{ StringEquals: { iam:PassedToService: <service>.amazonaws.com } }',
  },
  {
    // https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-grant-is-for-aws-resource
    action: 'kms:CreateGrant',
    key: 'kms:GrantIsForAWSResource',
    without: 'lets a pod give the key to anybody',
    condition: '{ Bool: { kms:GrantIsForAWSResource: true } }',
  },
];

export function confusedDeputies({ allows, actions, conditionKeys }: RawStatement): readonly Placed[] {
  if (!allows) return [];
  const keys = conditionKeys.map(({ value }) => value.toLowerCase());
  return actions.flatMap(({ value, path }) =>
    DEPUTIES.filter(({ action, key }) => !/(^|:)\*+$/.test(value) && matchesAction(value, action) && !keys.includes(key.toLowerCase())).map(
      ({ action, key, without, condition }) =>
        doubtful('confused-deputy', path, `${action} without a condition on ${key} ${without}.`, `Add Condition: ${condition}.`),
    ),
  );
}
