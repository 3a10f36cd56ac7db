import { resourceArn } from '../../iam/arn.ts';
import { userPool as poolKind } from '../../iam/data-resources.ts';
import { allow } from '../../iam/statement.ts';
import { defineGrant } from '../grant.ts';
import { named } from '../named.ts';

/** What servers do for users; what users do themselves goes by their own tokens, not by IAM. */
export const cognito = defineGrant('cognito', () => ({
  title: 'Amazon Cognito user pools',
  summary: 'Reads the users of one pool, signs them in or manages them.',
  link: 'https://docs.aws.amazon.com/cognito/latest/developerguide/security_iam_service-with-iam.html',
  options: {
    userPool: { kind: 'resource', ask: 'Which user pool?', help: 'Id, ARN or Terraform reference.', required: true, ...named(poolKind) },
    access: {
      kind: 'choice',
      ask: 'What may it do with users?',
      help: 'sign-in is by the server; manage reads, makes, changes and deletes users and their groups, never the pool.',
      required: true,
      choices: ['read', 'sign-in', 'manage'],
      example: 'read',
    },
  },
  statements: ({ userPool, access }) => {
    const pool = [resourceArn(userPool, poolKind)];
    if (access === 'sign-in') return [allow('CognitoSignIn', SIGN_IN, pool)];
    return [allow('CognitoRead', READ, pool), ...(access === 'manage' ? [allow('CognitoManage', MANAGE, pool)] : [])];
  },
}));

const READ = [
  'cognito-idp:AdminGetUser',
  'cognito-idp:AdminListGroupsForUser',
  'cognito-idp:ListGroups',
  'cognito-idp:ListUsers',
  'cognito-idp:ListUsersInGroup',
];
const SIGN_IN = ['cognito-idp:AdminInitiateAuth', 'cognito-idp:AdminRespondToAuthChallenge', 'cognito-idp:AdminUserGlobalSignOut'];
const MANAGE = [
  'cognito-idp:AdminAddUserToGroup',
  'cognito-idp:AdminConfirmSignUp',
  'cognito-idp:AdminCreateUser',
  'cognito-idp:AdminDeleteUser',
  'cognito-idp:AdminDisableUser',
  'cognito-idp:AdminEnableUser',
  'cognito-idp:AdminRemoveUserFromGroup',
  'cognito-idp:AdminResetUserPassword',
  'cognito-idp:AdminSetUserPassword',
  'cognito-idp:AdminUpdateUserAttributes',
];
