/**
 * Actions by which a pod can give itself more than its policy says. The list is the one of
 * https://github.com/RhinoSecurityLabs/AWS-IAM-Privilege-Escalation, but for CodeStar, which AWS has closed, with the
 * removal and replacement of boundaries: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
import { matchesWildcards } from '../../iam/wildcards.ts';
import { doubtful } from '../checks/check.ts';
import type { Placed } from '../explain-issue.ts';
import { quoted } from '../rules/rule.ts';
import type { RawStatement } from './raw-permissions.ts';

const ESCALATING: readonly string[] = [
  'iam:CreatePolicyVersion',
  'iam:SetDefaultPolicyVersion',
  'iam:CreateAccessKey',
  'iam:CreateLoginProfile',
  'iam:UpdateLoginProfile',
  'iam:AttachUserPolicy',
  'iam:AttachGroupPolicy',
  'iam:AttachRolePolicy',
  'iam:PutUserPolicy',
  'iam:PutGroupPolicy',
  'iam:PutRolePolicy',
  'iam:AddUserToGroup',
  'iam:UpdateAssumeRolePolicy',
  'iam:DeleteRolePermissionsBoundary',
  'iam:DeleteUserPermissionsBoundary',
  'iam:PutRolePermissionsBoundary',
  'iam:PutUserPermissionsBoundary',
  'lambda:UpdateFunctionCode',
  'lambda:UpdateFunctionConfiguration',
  'glue:UpdateDevEndpoint',
  'sagemaker:CreatePresignedNotebookInstanceUrl',
];

/** Harmless on roles that are named. */
const ON_ANY_ROLE: readonly string[] = ['iam:PassRole', 'sts:AssumeRole'];

const isAnyRole = (resource: string): boolean => /^(\*|arn:[^/]*(\*|\/\*))$/.test(resource);

/**
 * What a pattern of actions includes of these.
 *
 * @param resource a pattern of ARNs; absent: everything but some
 */
export const escalatingActions = (pattern: string, resource: string | undefined): readonly string[] =>
  [...ESCALATING, ...(resource === undefined || isAnyRole(resource) ? ON_ANY_ROLE : [])].filter((action) => matchesAction(pattern, action));

export function escalations({ allows, actions, resources, notResources }: RawStatement): readonly Placed[] {
  if (!allows) return [];
  const anyRole = notResources.length > 0 || resources.some(({ value }) => typeof value === 'string' && isAnyRole(value));
  return actions.flatMap(({ value, path }) => {
    const meant = escalatingActions(value, anyRole ? undefined : '');
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

const matchesAction = (written: string, action: string): boolean => matchesWildcards(written.toLowerCase(), action.toLowerCase());
