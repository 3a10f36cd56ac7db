/** What the VPC CNI plugin may do. */
import { describe, expect, test } from '@jest/globals';
import { findAddOn } from '../../../src/catalog/index.ts';
import { chartOf, inputsOf, ownStatementsOf, roleLines, statementsOf, subjectsOf, valuesOf } from '../facts.ts';

const read =
  'CniRead: ec2:DescribeInstanceTypes, ec2:DescribeInstances, ec2:DescribeNetworkInterfaces, ec2:DescribeTags, ec2:DescribeSecurityGroups, ec2:DescribeSubnets on *';
const tag = 'CniTag: ec2:CreateTags on arn:<partition>:ec2:<region>:<accountId>:network-interface/*';

describe.each(roleLines)('on %s', (line) => {
  test.each([
    ['ipv4', 'vpc_cni_enable_ipv4'],
    ['ipv6', 'vpc_cni_enable_ipv6'],
  ])('names the family %s, without which it may only tag, and reads what version 1.22.1 asks for', (ipFamily, flag) => {
    expect(inputsOf('vpc-cni', { ipFamily, policyLogs: false }, line)).toEqual({ attach_vpc_cni_policy: true, [flag]: true });
    expect(statementsOf('vpc-cni', { ipFamily, policyLogs: false }, line)).toEqual([
      'CniNewerReads: ec2:DescribeSecurityGroups, ec2:DescribeSubnets on *',
    ]);
  });

  test('writes logs of network policies only when asked', () => {
    expect(inputsOf('vpc-cni', { ipFamily: 'ipv4', policyLogs: true }, line)).toEqual({
      attach_vpc_cni_policy: true,
      vpc_cni_enable_ipv4: true,
      vpc_cni_enable_cloudwatch_logs: true,
    });
  });
});

test('assigns addresses of its family without a module', () => {
  const own = (ipFamily: string, policyLogs = false) => ownStatementsOf('vpc-cni', { ipFamily, policyLogs });
  const of = (kind: string) => `arn:<partition>:ec2:<region>:*:${kind}/*`;
  expect(own('ipv4')).toEqual([
    read,
    `CniAssign: ec2:AssignPrivateIpAddresses, ec2:AttachNetworkInterface, ec2:CreateNetworkInterface, ec2:DeleteNetworkInterface, ec2:DetachNetworkInterface, ec2:ModifyNetworkInterfaceAttribute, ec2:UnassignPrivateIpAddresses on ${['instance', 'network-interface', 'security-group', 'subnet'].map(of).join(', ')}`,
    tag,
  ]);
  expect(own('ipv6')).toEqual([
    read,
    'CniAssign: ec2:AssignIpv6Addresses on arn:<partition>:ec2:<region>:<accountId>:network-interface/*',
    tag,
  ]);
  expect(own('ipv6', true).slice(3)).toEqual([
    'CniFindLogs: logs:DescribeLogGroups on *',
    'CniWriteLogs: logs:CreateLogGroup, logs:CreateLogStream, logs:PutLogEvents on arn:<partition>:logs:<region>:<accountId>:log-group:/aws/eks/*',
  ]);
});

test('has the family of EKS by default', () => {
  expect(findAddOn('vpc-cni')?.options['ipFamily']?.default).toBe('ipv4');
});

test('runs as aws-node, whoever installs it', () => {
  expect(subjectsOf('vpc-cni')).toEqual({ helm: 'kube-system:aws-node', 'eks-addon': 'kube-system:aws-node' });
  expect(chartOf('vpc-cni')).toBe('https://aws.github.io/eks-charts aws-vpc-cni serviceAccount');
  expect(valuesOf('vpc-cni')).toEqual({});
  expect(findAddOn('vpc-cni')?.eksAddOn).toBe('vpc-cni');
});
