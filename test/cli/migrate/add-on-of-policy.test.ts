import { describe, expect, test } from '@jest/globals';
import { addOnsOf } from '../../../src/cli/migrate/node-role/add-on-of-policy.ts';
import type { HeldPolicy } from '../../../src/cli/migrate/node-role/node-roles.ts';

const held = (actions: readonly string[], resources: readonly string[] = ['*']): HeldPolicy => ({
  name: 'x',
  statements: [{ allows: true, actions, resources, conditions: {} }],
});

const ids = (policy: HeldPolicy, present: readonly string[] = []): readonly string[] => addOnsOf(policy, present).map(({ id }) => id);

const DNS = ['route53:ChangeResourceRecordSets', 'route53:ListHostedZones', 'route53:ListResourceRecordSets'];

describe('the add-on that a policy is of', () => {
  test.each([
    [['autoscaling:SetDesiredCapacity', 'autoscaling:TerminateInstanceInAutoScalingGroup', 'autoscaling:Describe*'], 'cluster-autoscaler'],
    [['ec2:CreateVolume', 'ec2:AttachVolume', 'ec2:DetachVolume', 'ec2:CreateTags', 'kms:CreateGrant'], 'aws-ebs-csi-driver'],
    [
      [
        'elasticloadbalancing:CreateLoadBalancer',
        'elasticloadbalancing:CreateTargetGroup',
        'elasticloadbalancing:CreateListener',
        'ec2:CreateSecurityGroup',
        'ec2:DescribeVpcs',
        'iam:CreateServiceLinkedRole',
        'wafv2:GetWebACL',
        'acm:ListCertificates',
        'shield:GetSubscriptionState',
      ],
      'aws-load-balancer-controller',
    ],
    [DNS, 'external-dns'],
  ])('is told by what it does: %j', (actions, id) => {
    expect(ids(held(actions))).toEqual([id]);
  });

  test.each(['AmazonEBSCSIDriverPolicy', 'service-role/AmazonEBSCSIDriverPolicy'])('is told by AWS’s own name %s', (name) => {
    expect(ids({ name: 'AmazonEBSCSIDriverPolicy', arn: `arn:aws:iam::aws:policy/${name}` })).toEqual(['aws-ebs-csi-driver']);
  });

  test('is not told by a name of the user’s', () => {
    expect(ids({ name: 'AmazonEBSCSIDriverPolicy', arn: 'arn:aws:iam::111122223333:policy/AmazonEBSCSIDriverPolicy' })).toEqual([]);
  });

  test('is told its zones where the policy names them, and asked for them where it does not', () => {
    const zone = 'arn:aws:route53:::hostedzone/Z0123456789ABC';
    expect(addOnsOf(held(DNS, [zone]), [])).toEqual([{ id: 'external-dns', options: { hostedZones: [zone] }, missing: [] }]);
    expect(addOnsOf(held(DNS, ['arn:aws:route53:::hostedzone/*']), [])).toMatchObject([{ missing: ['hostedZones'] }]);
  });

  test('is the one that runs, where several could be', () => {
    expect(ids(held(DNS), ['cert-manager'])).toEqual(['cert-manager']);
  });

  test.each([[['*']], [['route53:*']], [[...DNS, 's3:GetObject', 's3:PutObject', 'sqs:SendMessage']], [['s3:GetObject', 's3:ListBucket']]])(
    'is nobody’s where it could be anybody’s: %j',
    (actions) => {
      expect(ids(held(actions))).toEqual([]);
    },
  );
});
