import { expect, test } from '@jest/globals';
import { statementsOf } from '../ask-grant.ts';

test('signs users in', () => {
  expect(statementsOf('cognito', { userPool: 'us-east-1_AbCdEf123', access: 'sign-in' })).toEqual([
    'CognitoSignIn: cognito-idp:AdminInitiateAuth, cognito-idp:AdminRespondToAuthChallenge, cognito-idp:AdminUserGlobalSignOut on arn:<partition>:cognito-idp:<region>:<accountId>:userpool/us-east-1_AbCdEf123',
  ]);
});

test('manages users, not the pool', () => {
  expect(statementsOf('cognito', { userPool: { ref: 'aws_cognito_user_pool.u.id' }, access: 'manage' })).toEqual([
    'CognitoRead: cognito-idp:AdminGetUser, cognito-idp:AdminListGroupsForUser, cognito-idp:ListGroups, cognito-idp:ListUsers, cognito-idp:ListUsersInGroup on arn:<partition>:cognito-idp:<region>:<accountId>:userpool/<aws_cognito_user_pool.u.id>',
    'CognitoManage: cognito-idp:AdminAddUserToGroup, cognito-idp:AdminConfirmSignUp, cognito-idp:AdminCreateUser, cognito-idp:AdminDeleteUser, cognito-idp:AdminDisableUser, cognito-idp:AdminEnableUser, cognito-idp:AdminRemoveUserFromGroup, cognito-idp:AdminResetUserPassword, cognito-idp:AdminSetUserPassword, cognito-idp:AdminUpdateUserAttributes on arn:<partition>:cognito-idp:<region>:<accountId>:userpool/<aws_cognito_user_pool.u.id>',
  ]);
});
