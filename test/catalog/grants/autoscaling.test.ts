import { expect, test } from '@jest/globals';
import { optionComplaint, statementsOf } from '../ask-grant.ts';

test('scales', () => {
  expect(statementsOf('autoscaling', { group: 'workers', access: 'scale' })).toEqual([
    'AutoscalingDescribe: autoscaling:DescribeAutoScalingGroups, autoscaling:DescribeAutoScalingInstances on *',
    'AutoscalingScale: autoscaling:SetDesiredCapacity, autoscaling:SetInstanceProtection, autoscaling:TerminateInstanceInAutoScalingGroup on arn:<partition>:autoscaling:<region>:<accountId>:autoScalingGroup:*:autoScalingGroupName/workers',
  ]);
});

test('answers hooks, and does not scale', () => {
  expect(statementsOf('autoscaling', { group: { ref: 'aws_autoscaling_group.w.arn' }, access: 'lifecycle' })).toEqual([
    'AutoscalingLifecycle: autoscaling:CompleteLifecycleAction, autoscaling:RecordLifecycleActionHeartbeat on <aws_autoscaling_group.w.arn>',
  ]);
});

test('names a group by its name or ARN, whatever id AWS gave it', () => {
  expect(
    optionComplaint(
      'autoscaling',
      'group',
      'arn:aws:autoscaling:us-east-1:111122223333:autoScalingGroup:930d940e-891e-4781-a11a-7b0acd480f03:autoScalingGroupName/workers',
    ),
  ).toBeUndefined();
});
