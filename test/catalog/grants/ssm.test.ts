import { expect, test } from '@jest/globals';
import { KEY, optionComplaint, statementsOf } from '../ask-grant.ts';

test('reads the parameters of a path, and the path itself', () => {
  expect(statementsOf('ssm', { parameter: '/my-app/*', access: 'read' })).toEqual([
    'SsmRead: ssm:GetParameter, ssm:GetParameters on arn:<partition>:ssm:<region>:<accountId>:parameter/my-app/*',
    'SsmReadPath: ssm:GetParametersByPath on arn:<partition>:ssm:<region>:<accountId>:parameter/my-app',
  ]);
});

test('reads one parameter', () => {
  expect(statementsOf('ssm', { parameter: 'my-app/db-url', access: 'read' })).toEqual([
    'SsmRead: ssm:GetParameter, ssm:GetParameters on arn:<partition>:ssm:<region>:<accountId>:parameter/my-app/db-url',
  ]);
});

test('writes without reading or deleting', () => {
  expect(statementsOf('ssm', { parameter: { ref: 'aws_ssm_parameter.db.arn' }, access: 'write', kmsKey: KEY })).toEqual([
    'SsmWrite: ssm:PutParameter on <aws_ssm_parameter.db.arn>',
    `SsmUseKey: kms:Encrypt, kms:GenerateDataKey on ${KEY} if StringLike kms:ViaService ssm.*`,
  ]);
});

test('reads and writes by ARN', () => {
  expect(
    statementsOf('ssm', { parameter: 'arn:aws:ssm:eu-west-1:111122223333:parameter/my-app/*', access: 'read-write', kmsKey: KEY }),
  ).toEqual([
    'SsmRead: ssm:GetParameter, ssm:GetParameters on arn:aws:ssm:eu-west-1:111122223333:parameter/my-app/*',
    'SsmReadPath: ssm:GetParametersByPath on arn:aws:ssm:eu-west-1:111122223333:parameter/my-app',
    'SsmWrite: ssm:PutParameter on arn:aws:ssm:eu-west-1:111122223333:parameter/my-app/*',
    `SsmUseKey: kms:Decrypt, kms:Encrypt, kms:GenerateDataKey on ${KEY} if StringLike kms:ViaService ssm.*`,
  ]);
});

test('refuses names that AWS keeps for itself', () => {
  expect(optionComplaint('ssm', 'parameter', 'aws/service/eks')).toContain('not beginning with "aws"');
});
