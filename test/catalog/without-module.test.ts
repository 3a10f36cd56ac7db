/** What add-ons get where no module makes their role: eksctl attaches policies of ours. */
import { expect, test } from '@jest/globals';
import { findAddOn } from '../../src/catalog/index.ts';
import { showStatement } from './show.ts';

const statementsOf = (id: string, options: object, clusterNames: readonly string[] = ['production']): string[] =>
  findAddOn(id)
    ?.withoutModule(options as never, { clusterNames })
    ?.statements?.map(showStatement) ?? [];

test('the Cluster Autoscaler resizes the groups of its own clusters only, which their tags tell apart', () => {
  const resizing = (clusterNames: readonly string[]) =>
    statementsOf('cluster-autoscaler', {}, clusterNames).filter((line) => line.includes('SetDesiredCapacity'));
  const of = (name: string) =>
    `autoscaling:SetDesiredCapacity, autoscaling:TerminateInstanceInAutoScalingGroup on arn:<partition>:autoscaling:<region>:<accountId>:autoScalingGroup:*:autoScalingGroupName/* if StringEquals aws:ResourceTag/kubernetes.io/cluster/${name} owned`;
  expect(resizing(['production'])).toEqual([`ResizeGroups: ${of('production')}`]);
  expect(resizing(['blue', 'green'])).toEqual([`ResizeGroups1: ${of('blue')}`, `ResizeGroups2: ${of('green')}`]);
});

test('the EBS driver grants its keys to EC2 only, which attaches the volumes', () => {
  const key = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
  expect(statementsOf('aws-ebs-csi-driver', { kmsKeys: [key] })).toEqual([
    `EbsGrantKeys: kms:CreateGrant, kms:ListGrants, kms:RevokeGrant on ${key} if Bool kms:GrantIsForAWSResource true`,
    `EbsUseKeys: kms:Encrypt, kms:Decrypt, kms:ReEncrypt*, kms:GenerateDataKey*, kms:DescribeKey on ${key}`,
  ]);
  expect(statementsOf('aws-ebs-csi-driver', {})).toEqual([]);
});
