/**
 * Actions by which a pod can give itself more than its policy says. The list is the one of
 * https://github.com/RhinoSecurityLabs/AWS-IAM-Privilege-Escalation, but for CodeStar, which AWS has closed, with the
 * removal and replacement of boundaries: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
import { matchesWildcards } from './wildcards.ts';

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
export const ON_ANY_ROLE: readonly string[] = ['iam:PassRole', 'sts:AssumeRole'];

/** IAM reads actions in any case. */
export const matchesAction = (written: string, action: string): boolean => matchesWildcards(written.toLowerCase(), action.toLowerCase());

/** Those that a written action stands for. @param anyRole whether the resources of its statement take in roles that are not named */
export const escalatingActions = (written: string, anyRole: boolean): readonly string[] =>
  [...ESCALATING, ...(anyRole ? ON_ANY_ROLE : [])].filter((action) => matchesAction(written, action));

/** Whether a resource takes in roles that nobody named. */
export const isAnyRole = (resource: string): boolean => /^(\*|arn:[^/]*(\*|\/\*))$/.test(resource);
