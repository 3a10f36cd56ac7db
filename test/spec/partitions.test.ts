import { describe, expect, test } from '@jest/globals';
import { codesOf, problemsOf } from './reading.ts';

describe('ARNs of another partition than the clusters', () => {
  const inChina = (more: string): string => `version: 1\nclusters:\n  beijing: { region: cn-north-1 }\n${more}\n`;
  const app = (keys: string): string => `apps:\n  web: { namespace: web, grants: [{ s3: { bucket: my-bucket, access: read } }], ${keys} }`;

  test.each([
    ['as a boundary', 'permissionsBoundary: arn:aws:iam::111122223333:policy/boundary'],
    ['as a policy of one’s own', app('managedPolicies: [arn:aws:iam::111122223333:policy/own]')],
    ['in a statement', app('statements: [{ Effect: Allow, Action: s3:GetObject, Resource: arn:aws:s3:::my-bucket/* }]')],
    ['in an option', 'addOns:\n  external-dns: { hostedZones: [arn:aws:route53:::hostedzone/Z0123456789ABC] }'],
    ['in a grant', app('').replace('my-bucket', 'arn:aws:s3:::my-bucket').replace(', }', ' }')],
  ])('are refused %s, as IAM would on apply', (_, more) => {
    const says = 'This ARN is of the partition aws, but the clusters are in aws-cn. Begin it with arn:aws-cn:.';
    expect(problemsOf(inChina(more))).toEqual([expect.stringContaining(`contradictory-partition: ${says}`)]);
    expect(codesOf(inChina(more.replaceAll('arn:aws:', 'arn:aws-cn:')))).toEqual([]);
  });

  test('are fine as policies of AWS, in conditions and in tags, and where a cluster is there', () => {
    const condition = 'Condition: { ArnLike: { aws:SourceArn: "arn:aws:s3:::b" } }';
    expect(codesOf(inChina(app('managedPolicies: [arn:aws:iam::aws:policy/ReadOnlyAccess], tags: { from: "arn:aws:s3:::b" }')))).toEqual(
      [],
    );
    expect(
      codesOf(inChina(app(`statements: [{ Effect: Allow, Action: s3:GetObject, Resource: arn:aws-cn:s3:::b/*, ${condition} }]`))),
    ).toEqual([]);
    const both = '  home: { region: us-east-1 }\nprimary: home\npermissionsBoundary: arn:aws:iam::111122223333:policy/boundary';
    expect(codesOf(inChina(both))).toEqual([]);
  });
});
