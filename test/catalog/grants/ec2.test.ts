import { expect, test } from '@jest/globals';
import { statementsOf } from '../ask-grant.ts';

test('describes instances and networks of its region', () => {
  expect(statementsOf('ec2', { access: 'instances-networks' })).toEqual([
    'Ec2Describe: ec2:DescribeInstanceStatus, ec2:DescribeInstances, ec2:DescribeTags, ec2:DescribeVolumes, ec2:DescribeNetworkInterfaces, ec2:DescribeSecurityGroups, ec2:DescribeSubnets, ec2:DescribeVpcs on * if StringEquals ec2:Region <region>',
  ]);
});

test('describes instances alone', () => {
  expect(statementsOf('ec2', { access: 'instances' })).toEqual([
    'Ec2Describe: ec2:DescribeInstanceStatus, ec2:DescribeInstances, ec2:DescribeTags, ec2:DescribeVolumes on * if StringEquals ec2:Region <region>',
  ]);
});
