/** What the EBS CSI driver may do where it keeps to what bears its tag. */
import { describe, expect, test } from '@jest/globals';
import { findAddOn } from '../../../src/catalog/index.ts';
import { allows, type PolicyDocument } from '../../support/allows.ts';
import { everyLine, inputsOf, ownStatementsOf, statementsOf } from '../facts.ts';
import { policyJson } from '../show.ts';

const tagged = { onlyTagged: true };

test.each(everyLine)('is ours on %s: no module has the newer policy of AWS', (line) => {
  expect(inputsOf('aws-ebs-csi-driver', tagged, line)).toEqual({});
  expect(statementsOf('aws-ebs-csi-driver', tagged, line)).toEqual(ownStatementsOf('aws-ebs-csi-driver', tagged));
});

test('is not the one that eksctl knows by name', () => {
  const own = findAddOn('aws-ebs-csi-driver')?.withoutModule(tagged, { clusterNames: [] });
  expect(own?.wellKnown).toBeUndefined();
  expect(findAddOn('aws-ebs-csi-driver')?.withoutModule({ onlyTagged: false }, { clusterNames: [] })?.wellKnown).toBe('ebsCSIController');
});

test('uses the keys that are named, as it does otherwise', () => {
  const key = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
  expect(ownStatementsOf('aws-ebs-csi-driver', { ...tagged, kmsKeys: [key] }).slice(-2)).toEqual(
    ownStatementsOf('aws-ebs-csi-driver', { onlyTagged: false, kmsKeys: [key] }),
  );
});

/** https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/AmazonEBSCSIDriverPolicyV2.json */
describe('With onlyTagged', () => {
  const statements = findAddOn('aws-ebs-csi-driver')?.withoutModule(tagged, { clusterNames: [] })?.statements ?? [];
  const facts: Readonly<Record<string, string>> = { partition: 'aws', region: 'us-east-1', accountId: '111122223333' };
  const policy = JSON.parse(policyJson(statements, (hole) => facts[hole] ?? hole)) as PolicyDocument;
  const VOLUME = 'arn:aws:ec2:us-east-1:111122223333:volume/vol-0123456789abcdef0';
  const SNAPSHOT = 'arn:aws:ec2:us-east-1::snapshot/snap-0123456789abcdef0';
  const OWN = { 'ec2:ResourceTag/ebs.csi.aws.com/cluster': 'true' };
  const NEW = { 'aws:RequestTag/ebs.csi.aws.com/cluster': 'true' };
  const MIGRATED = { 'ec2:ResourceTag/kubernetes.io/created-for/pvc/name': 'data' };
  const may = (action: string, resource: string, context: Readonly<Record<string, string>> = {}) =>
    allows(policy, { action: `ec2:${action}`, resource, context });

  test.each(['AttachVolume', 'DetachVolume', 'ModifyVolume', 'DeleteVolume', 'CopyVolumes'])(
    '%s is for its own volumes and migrated ones, and for no other',
    (action) => {
      expect([may(action, VOLUME, OWN), may(action, VOLUME, MIGRATED), may(action, VOLUME)]).toEqual([true, true, false]);
    },
  );

  test.each([
    ['CreateVolume', VOLUME],
    ['CopyVolumes', 'arn:aws:ec2:us-east-1:111122223333:volume/*'],
    ['CreateSnapshot', SNAPSHOT],
  ])('%s makes only what gets its tag', (action, resource) => {
    expect([may(action, resource, NEW), may(action, resource)]).toEqual([true, false]);
  });

  test.each(['CreateVolume', 'DeleteSnapshot', 'EnableFastSnapshotRestores', 'LockSnapshot'])('%s is for its own snapshots', (action) => {
    expect([may(action, SNAPSHOT, OWN), may(action, SNAPSHOT)]).toEqual([true, false]);
  });

  test('it tags what it makes, and of what there is only its own, but never those tags that say whose they are', () => {
    expect(may('CreateTags', VOLUME, { 'ec2:CreateAction': 'CreateVolume' })).toBe(true);
    expect(may('CreateTags', VOLUME, { 'ec2:CreateAction': 'RunInstances' })).toBe(false);
    expect(may('CreateTags', VOLUME, { ...OWN, 'aws:TagKeys': 'team' })).toBe(true);
    expect(may('CreateTags', VOLUME, { 'aws:TagKeys': 'ebs.csi.aws.com/cluster' })).toBe(false);
    expect(may('DeleteTags', VOLUME, { ...OWN, 'aws:TagKeys': 'ebs.csi.aws.com/cluster' })).toBe(false);
    expect(may('DeleteTags', SNAPSHOT, { ...OWN, 'aws:TagKeys': 'team' })).toBe(false);
  });

  test('it attaches to any instance of the account, and nowhere else', () => {
    expect(may('AttachVolume', 'arn:aws:ec2:us-east-1:111122223333:instance/i-0123456789abcdef0')).toBe(true);
    expect(may('AttachVolume', 'arn:aws:ec2:us-east-1:222222222222:instance/i-0123456789abcdef0')).toBe(false);
  });
});
