import { besideArn, resourceArn } from '../../iam/arn.ts';
import { role as roleKind } from '../../iam/resources.ts';
import { scheduleGroup as groupKind } from '../../iam/compute-resources.ts';
import { allow } from '../../iam/statement.ts';
import { defineGrant } from '../grant.ts';
import { named } from '../named.ts';

export const scheduler = defineGrant('scheduler', () => ({
  title: 'Amazon EventBridge Scheduler',
  summary: 'Reads or makes the schedules of one group, which act by one role.',
  link: 'https://docs.aws.amazon.com/scheduler/latest/UserGuide/security_iam_id-based-policy-examples.html',
  options: {
    group: {
      kind: 'resource',
      ask: 'In which schedule group?',
      help: 'Name (default is one too), ARN or Terraform reference to its name.',
      required: true,
      ...named(groupKind),
    },
    access: {
      kind: 'choice',
      ask: 'What may it do with schedules?',
      help: 'read-write makes, changes and deletes them too; whoever changes one has to know all of it.',
      required: true,
      choices: ['read', 'read-write'],
      example: 'read',
    },
    role: {
      kind: 'resource',
      ask: 'By which role do schedules act?',
      help: 'Name, ARN or Terraform reference: the role that is passed to the Scheduler. Needed to write.',
      required: false,
      ...named(roleKind),
    },
  },
  check: ({ access, role }) => {
    if (access === 'read') return role === undefined ? undefined : 'role is of schedules that are written: access read has none.';
    return role === undefined ? `access ${access} needs a role: a schedule without one cannot be made.` : undefined;
  },
  statements: ({ group, access, role }) => {
    const schedules = [besideArn(group, groupKind, 'schedule/{}/*')];
    return [
      allow('SchedulerRead', ['scheduler:GetSchedule'], schedules),
      ...(access !== 'read'
        ? [allow('SchedulerWrite', ['scheduler:CreateSchedule', 'scheduler:DeleteSchedule', 'scheduler:UpdateSchedule'], schedules)]
        : []),
      ...(role === undefined
        ? []
        : [
            allow('SchedulerPassRole', ['iam:PassRole'], [resourceArn(role, roleKind)], {
              // The principal's name is the same in every partition.
              conditions: [{ operator: 'StringEquals', key: 'iam:PassedToService', values: ['scheduler.amazonaws.com'] }],
            }),
          ]),
    ];
  },
}));
