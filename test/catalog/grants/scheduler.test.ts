import { expect, test } from '@jest/globals';
import { complaint, statementsOf } from '../ask-grant.ts';

test('reads', () => {
  expect(statementsOf('scheduler', { group: 'default', access: 'read' })).toEqual([
    'SchedulerRead: scheduler:GetSchedule on arn:<partition>:scheduler:<region>:<accountId>:schedule/default/*',
  ]);
});

test('makes schedules that act by one role', () => {
  expect(
    statementsOf('scheduler', {
      group: { ref: 'aws_scheduler_schedule_group.r.name' },
      access: 'read-write',
      role: { ref: 'aws_iam_role.remind.arn' },
    }),
  ).toEqual([
    'SchedulerRead: scheduler:GetSchedule on arn:<partition>:scheduler:<region>:<accountId>:schedule/<aws_scheduler_schedule_group.r.name>/*',
    'SchedulerWrite: scheduler:CreateSchedule, scheduler:DeleteSchedule, scheduler:UpdateSchedule on arn:<partition>:scheduler:<region>:<accountId>:schedule/<aws_scheduler_schedule_group.r.name>/*',
    'SchedulerPassRole: iam:PassRole on <aws_iam_role.remind.arn> if StringEquals iam:PassedToService scheduler.amazonaws.com',
  ]);
});

test('wants the role of schedules that are written', () => {
  expect(complaint('scheduler', { group: 'default', access: 'read-write' })).toContain('needs a role');
  expect(complaint('scheduler', { group: 'default', access: 'read', role: 'remind' })).toContain('access read has none');
});
