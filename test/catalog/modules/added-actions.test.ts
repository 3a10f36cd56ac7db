import { describe, expect, test } from '@jest/globals';
import { actionsAddedAfter } from '../../../src/catalog/modules/added-actions.ts';

const IAM5 = 'terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks';
const POD_IDENTITY = 'terraform-aws-modules/eks-pod-identity/aws';

/** As `git diff v5.33.0 v5.60.0` of its policies.tf shows them. */
describe('what a later release allows', () => {
  test('is told with the release that got it, the oldest first', () => {
    expect(actionsAddedAfter(IAM5, '5.46.0', { attach_load_balancer_controller_policy: true })).toEqual([
      { action: 'ec2:GetSecurityGroupsForVpc', since: '5.48.0' },
      { action: 'elasticloadbalancing:DescribeCapacityReservation', since: '5.50.0' },
      { action: 'elasticloadbalancing:ModifyCapacityReservation', since: '5.50.0' },
      { action: 'ec2:DescribeIpamPools', since: '5.54.0' },
      { action: 'elasticloadbalancing:ModifyIpPools', since: '5.54.0' },
      { action: 'elasticloadbalancing:SetRulePriorities', since: '5.54.0' },
      { action: 'ec2:DescribeRouteTables', since: '5.56.0' },
    ]);
    expect(actionsAddedAfter(IAM5, '5.60.0', { attach_load_balancer_controller_policy: true })).toEqual([]);
  });

  test('counts only for flags that are set, and where what the module asks for is given', () => {
    expect(actionsAddedAfter(IAM5, '5.30.0', { attach_load_balancer_controller_policy: false, role_name: 'x' })).toEqual([]);
    const cni = (family: string) => actionsAddedAfter(POD_IDENTITY, '2.8.0', { attach_aws_vpc_cni_policy: true, [family]: true });
    expect(cni('aws_vpc_cni_enable_ipv4')).toEqual([{ action: 'ec2:DescribeSecurityGroups', since: '2.8.1' }]);
    expect(cni('aws_vpc_cni_enable_ipv6')).toEqual([]);
  });

  test('is of the same major line, and of a module and release that are known', () => {
    expect(actionsAddedAfter(POD_IDENTITY, '1.12.1', { attach_aws_ebs_csi_policy: true })).toEqual([]);
    expect(actionsAddedAfter('hashicorp/consul/aws', '1.0.0', { attach_aws_ebs_csi_policy: true })).toEqual([]);
    expect(actionsAddedAfter(IAM5, 'main', { attach_ebs_csi_policy: true })).toEqual([]);
  });
});
