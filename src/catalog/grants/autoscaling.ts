import { resourceArn } from '../../iam/arn.ts';
import { autoScalingGroup as groupKind } from '../../iam/compute-resources.ts';
import { allow } from '../../iam/statement.ts';
import { defineGrant } from '../grant.ts';
import { named } from '../named.ts';

/** For groups of an app's own; the cluster's nodes are the business of cluster-autoscaler and karpenter. */
export const autoscaling = defineGrant('autoscaling', () => ({
  title: 'Amazon EC2 Auto Scaling',
  summary: 'Resizes one Auto Scaling group, or completes its lifecycle hooks.',
  link: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/security_iam_service-with-iam.html',
  options: {
    group: {
      kind: 'resource',
      ask: 'Which Auto Scaling group?',
      help: 'Name, ARN or Terraform reference.',
      required: true,
      ...named(groupKind),
    },
    access: {
      kind: 'choice',
      ask: 'What may it do with the group?',
      help: 'scale sets its size, ends and protects instances; lifecycle answers hooks.',
      required: true,
      choices: ['scale', 'lifecycle'],
      example: 'scale',
    },
  },
  statements: ({ group, access }) => {
    const groupArn = resourceArn(group, groupKind);
    if (access === 'lifecycle') {
      return [
        allow('AutoscalingLifecycle', ['autoscaling:CompleteLifecycleAction', 'autoscaling:RecordLifecycleActionHeartbeat'], [groupArn]),
      ];
    }
    return [
      allow('AutoscalingDescribe', ['autoscaling:DescribeAutoScalingGroups', 'autoscaling:DescribeAutoScalingInstances'], ['*'], {
        reason: 'Describing Auto Scaling groups knows no resources; it changes nothing.',
      }),
      allow('AutoscalingScale', SCALE, [groupArn]),
    ];
  },
}));

const SCALE = ['autoscaling:SetDesiredCapacity', 'autoscaling:SetInstanceProtection', 'autoscaling:TerminateInstanceInAutoScalingGroup'];
