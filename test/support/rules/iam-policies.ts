/** Policies of a module, from policy documents and from `jsonencode`, as statements that rules can read. */
import type { TerraformModule } from './terraform-module.ts';

export interface PolicyStatement {
  readonly at: string;
  readonly file: string;
  readonly line: number;
  readonly effect: string;
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  readonly principals: readonly string[];
  readonly conditioned: boolean;
}

interface DocumentBody {
  readonly statement?: readonly {
    readonly effect?: string;
    readonly actions?: readonly string[];
    readonly not_actions?: readonly string[];
    readonly resources?: readonly string[];
    readonly not_resources?: readonly string[];
    readonly principals?: readonly { readonly identifiers?: readonly string[] }[];
    readonly condition?: readonly unknown[];
  }[];
}

/** Of `data "aws_iam_policy_document"`. */
export function documentStatements({ blocks, bodies }: TerraformModule): PolicyStatement[] {
  return blocks
    .filter(({ type, labels }) => type === 'data' && labels[0] === 'aws_iam_policy_document')
    .flatMap(({ at, file, line }) =>
      ((bodies.get(at) as DocumentBody | undefined)?.statement ?? []).map((s) => ({
        at,
        file,
        line,
        effect: s.effect ?? 'Allow',
        actions: s.actions ?? [],
        notActions: s.not_actions ?? [],
        resources: s.resources ?? [],
        notResources: s.not_resources ?? [],
        principals: (s.principals ?? []).flatMap((p) => p.identifiers ?? []),
        conditioned: (s.condition ?? []).length > 0,
      })),
    );
}

/** https://github.com/salesforce/cloudsplaining: what lets its holder become somebody else. */
export const ESCALATION: readonly (readonly string[])[] = [
  ['iam:CreatePolicyVersion'],
  ['iam:SetDefaultPolicyVersion'],
  ['iam:CreateAccessKey'],
  ['iam:CreateLoginProfile'],
  ['iam:UpdateLoginProfile'],
  ['iam:AttachUserPolicy'],
  ['iam:AttachGroupPolicy'],
  ['iam:AttachRolePolicy'],
  ['iam:PutUserPolicy'],
  ['iam:PutGroupPolicy'],
  ['iam:PutRolePolicy'],
  ['iam:AddUserToGroup'],
  ['iam:UpdateAssumeRolePolicy'],
  ['iam:PassRole', 'ec2:RunInstances'],
  ['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction'],
  ['iam:PassRole', 'cloudformation:CreateStack'],
  ['iam:PassRole', 'glue:CreateDevEndpoint'],
  ['lambda:UpdateFunctionCode'],
];

/** Actions that answer with credentials. */
export const CREDENTIALS: readonly string[] = [
  'chime:CreateApiKey',
  'codepipeline:PollForJobs',
  'cognito-identity:GetOpenIdToken',
  'cognito-identity:GetOpenIdTokenForDeveloperIdentity',
  'cognito-identity:GetCredentialsForIdentity',
  'ecr:GetAuthorizationToken',
  'gamelift:RequestUploadCredentials',
  'iam:CreateAccessKey',
  'iam:CreateLoginProfile',
  'iam:CreateServiceSpecificCredential',
  'iam:ResetServiceSpecificCredential',
  'iam:UpdateAccessKey',
  'lightsail:GetInstanceAccessDetails',
  'rds-db:connect',
  'redshift:GetClusterCredentials',
  'sso:GetRoleCredentials',
  'sts:AssumeRole',
  'sts:AssumeRoleWithSAML',
  'sts:AssumeRoleWithWebIdentity',
  'sts:GetFederationToken',
  'sts:GetSessionToken',
];

/** Actions that read what is kept. */
export const EXFILTRATION: readonly string[] = [
  's3:GetObject',
  'ssm:GetParameter',
  'ssm:GetParameters',
  'ssm:GetParametersByPath',
  'secretsmanager:GetSecretValue',
];

/** By their names: actions that change who may do what. */
export const PERMISSIONS =
  /^(iam:(Add|Attach|Create|Delete|Detach|Put|Set|Update|Pass).*|\w+:(Put|Delete|Add|Remove|Create|Revoke|Retire)\w*(Policy|Permission|Acl|Grant)s?|kms:CreateGrant)$/;

/** By their names: actions that read. */
export const READS =
  /:(Get|List|Describe|Batch(Get|Check|Describe)|Query|Scan|Head|Search|Lookup|View|Condition|Decrypt|Verify|Simulate|Receive)/;

/** `s3:*` and `*` name each action that they match. */
export const matches = (pattern: string, action: string): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    'i',
  ).test(action);
