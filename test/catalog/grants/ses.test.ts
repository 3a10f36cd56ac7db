import { expect, test } from '@jest/globals';
import { optionComplaint, statementsOf } from '../ask-grant.ts';

test('sends as some senders, with a configuration set', () => {
  expect(
    statementsOf('ses', {
      identity: 'example.com',
      senders: ['orders@example.com', '*@news.example.com'],
      configurationSet: 'transactional',
    }),
  ).toEqual([
    'SesSend: ses:SendEmail, ses:SendRawEmail on arn:<partition>:ses:<region>:<accountId>:identity/example.com, arn:<partition>:ses:<region>:<accountId>:configuration-set/transactional if StringLike ses:FromAddress orders@example.com or *@news.example.com',
  ]);
});

test('sends as anybody of the identity', () => {
  expect(statementsOf('ses', { identity: { ref: 'aws_ses_domain_identity.d.arn' } })).toEqual([
    'SesSend: ses:SendEmail, ses:SendRawEmail on <aws_ses_domain_identity.d.arn>',
  ]);
});

test('refuses senders that would be anybody', () => {
  for (const sender of ['*', '*@*', 'example.com']) expect(optionComplaint('ses', 'senders', sender)).toContain('cannot be a sender');
});
