/** Where EKS Pod Identity cannot work, and what each identity cannot say. */
import { describe, expect, test } from '@jest/globals';
import { codesOf, problemsOf, withCluster } from './reading.ts';

const app = (keys: string): string =>
  withCluster(`apps:\n  my-app: { namespace: a, ${keys}, grants: [{ s3: { bucket: my-bucket, access: read } }] }\n`);
const driver = (id: string, version: string, keys = ''): string =>
  withCluster(`addOns:\n  ${id}: { identity: pod-identity, installer: eks-addon, install: { version: ${version} }${keys} }\n`);
const BUCKETS = ', buckets: [my-bucket], access: read';
const ROLE = 'arn:aws:iam::222222222222:role/reports';
const STATEMENT = '{ Effect: Allow, Action: "s3:GetObject", Resource: "arn:aws:s3:::b/*" }';
const BY_TAG = '{ Effect: Allow, Action: "s3:GetObject", Resource: "arn:aws:s3:::b/${aws:PrincipalTag/kubernetes-namespace}" }';

describe('EKS Pod Identity', () => {
  test.each(['fargate', 'windows', 'outposts'])('is refused on %s, where there is no agent, and IRSA is not', (compute) => {
    expect(codesOf(app(`identity: pod-identity, runsOn: [ec2, ${compute}]`))).toEqual(['pod-identity-unsupported']);
    expect(codesOf(app(`runsOn: [ec2, ${compute}]`))).toEqual([]);
  });

  test('is taken on nodes of EC2, Auto Mode and hybrid ones', () => {
    expect(codesOf(app('identity: pod-identity, runsOn: [ec2, auto, hybrid]'))).toEqual([]);
  });

  test.each([
    ['aws-mountpoint-s3-csi-driver', 'v1.14.1-eksbuild.1', 'v2.0.0-eksbuild.1', BUCKETS],
    ['aws-ebs-csi-driver', 'v1.25.0-eksbuild.1', 'v1.26.0-eksbuild.1', ''],
  ])('is refused for %s %s, which is older than its way to the agent, and not for %s', (id, old, since, keys) => {
    expect(problemsOf(driver(id, old, keys)).join('\n')).toContain(
      `pod-identity-unsupported: "${old}" of ${id} does not take an association`,
    );
    expect(codesOf(driver(id, since, keys))).toEqual([]);
    expect(codesOf(driver(id, 'most-recent', keys))).toEqual([]);
    expect(codesOf(driver(id, old, keys).replace('identity: pod-identity, ', ''))).toEqual([]);
    const onItsWay = driver(id, old, keys).replace('identity: pod-identity', 'migration: { phase: prepare }');
    expect(codesOf(onItsWay)).toEqual(['pod-identity-unsupported']);
  });

  test.each([
    ['python', '1.34.40', '1.34.41'],
    ['js', '3.100.0', '3.458.0'],
    ['go', '2023-11-13', '2023-11-14'],
  ])('is refused with an SDK of %s below its minimum', (name, old, enough) => {
    expect(codesOf(app(`identity: pod-identity, sdk: { ${name}: "${old}" }`))).toEqual(['sdk-too-old']);
    expect(codesOf(app(`identity: pod-identity, sdk: { ${name}: "${enough}" }`))).toEqual([]);
    expect(codesOf(app(`sdk: { ${name}: "${old}" }`))).toEqual([]);
  });

  test('has session policies only without session tags', () => {
    expect(codesOf(app(`identity: pod-identity, podIdentity: { policy: [${STATEMENT}] }`))).toEqual(['session-policy-with-tags']);
    expect(codesOf(app(`identity: pod-identity, podIdentity: { disableSessionTags: true, policy: [${STATEMENT}] }`))).toEqual([]);
  });

  test('alone has session tags, unless they are disabled', () => {
    expect(codesOf(app(`statements: [${BY_TAG}]`))).toEqual(['session-tags-missing']);
    expect(codesOf(app(`identity: pod-identity, podIdentity: { disableSessionTags: true }, statements: [${BY_TAG}]`))).toEqual([
      'session-tags-missing',
    ]);
    expect(codesOf(app(`identity: pod-identity, statements: [${BY_TAG}]`))).toEqual([]);
  });

  test('has one target role and nothing beside it, and no tokens', () => {
    const assumes = (roles: string, identity = 'pod-identity') => codesOf(app(`identity: ${identity}, assumeRoles: [${roles}]`));
    expect(assumes(`{ role: "${ROLE}", via: target }`)).toEqual([]);
    expect(assumes(`{ role: "${ROLE}", via: target }, "${ROLE}-2"`)).toEqual(['assume-role-way']);
    expect(assumes(`{ role: "${ROLE}", via: target, externalId: x1 }`)).toEqual(['assume-role-way']);
    expect(assumes(`{ role: "${ROLE}", via: direct }`)).toEqual(['assume-role-way']);
    expect(assumes(`{ role: "${ROLE}", via: target }`, 'irsa')).toEqual(['assume-role-way']);
  });

  test.each(['audience: vault', 'tokenExpiration: 3600', 'stsRegionalEndpoints: true'])('has nothing to do with %s', (key) => {
    expect(codesOf(app(`identity: pod-identity, serviceAccount: { ${key} }`))).toEqual(['identity-mismatch']);
  });

  test('says nothing of an association that IRSA does not have', () => {
    expect(codesOf(app('podIdentity: { disableSessionTags: true }'))).toEqual(['identity-mismatch']);
  });

  test('is what the last phase of a migration has, and none before', () => {
    expect(codesOf(app('migration: { phase: done }'))).toEqual(['identity-mismatch']);
    expect(codesOf(app('identity: pod-identity, migration: { phase: dual }'))).toEqual(['identity-mismatch']);
    expect(codesOf(app('migration: { phase: dual }'))).toEqual([]);
    expect(codesOf(app('migration: { phase: prepare }, runsOn: [fargate]'))).toEqual(['pod-identity-unsupported']);
    expect(problemsOf(app('migration: { phase: prepare, former: { prod: { name: a } } }')).join('\n')).toContain('unknown-cluster');
  });
});
