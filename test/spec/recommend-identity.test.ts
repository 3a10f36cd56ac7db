import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { wholeCatalog } from '../../src/spec/catalog.ts';
import { identitiesFit } from '../../src/spec/checks/pod-identity.ts';
import { ownIdentity, usualIdentity, type Evidence } from '../../src/spec/identity/recommend.ts';
import type { Loose } from '../../src/spec/loose.ts';
import type { Identity } from '../../src/spec/spec.ts';

const nothing: Evidence = { irsa: [], podIdentity: [], autoMode: false, withoutOidcProvider: false };
const production = { clusters: { production: { region: 'us-east-1', from: { module: 'eks' } } } };
const withNew = { clusters: { production: { region: 'us-east-1', from: { new: { kubernetesVersion: '1.33' } } } } };
const clusters = (count: number, more: Loose = {}): Loose =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`c${i}`, { region: 'us-east-1', from: { data: true }, ...more }]));

const usual = (spec: Loose, evidence: Partial<Evidence> = {}) => usualIdentity(spec, { ...nothing, ...evidence });

describe('For all workloads', () => {
  test('a new cluster proposes Pod Identity, and the user is asked', () => {
    expect(usual(withNew)).toMatchObject({ identity: 'pod-identity', why: expect.stringMatching(/^the cluster is new/), open: true });
  });

  test('a new cluster beside one that is there already does not decide for both', () => {
    const { identity } = usual({ clusters: { ...withNew.clusters, old: { from: { data: true } } } });
    expect(identity).toBe('irsa');
  });

  test('an existing cluster keeps what it uses, without a question', () => {
    const irsa = ['module "irsa" (main.tf:3)'];
    const podIdentity = ['aws_eks_pod_identity_association.orders'];
    expect(usual(production, { irsa })).toEqual({
      identity: 'irsa',
      why: 'it is in use here, by module "irsa" (main.tf:3)',
      open: false,
    });
    expect(usual(production, { podIdentity })).toMatchObject({ identity: 'pod-identity', open: false });
    expect(usual(production, { irsa, podIdentity })).toMatchObject({ identity: 'pod-identity', open: true });
    expect(usual(production, { irsa: ['a', 'b', 'c'] }).why).toBe('it is in use here, by a and 2 more');
  });

  test('an existing cluster of which nothing is known stays with what needs nothing on its nodes', () => {
    expect(usual(production)).toEqual({
      identity: 'irsa',
      why: 'nothing here says that the nodes of production run the EKS Pod Identity Agent',
      open: false,
    });
  });

  test('Auto Mode has the agent, and a cluster without an OIDC provider can have nothing else', () => {
    expect(usual(production, { autoMode: true }).identity).toBe('pod-identity');
    expect(usual(production, { withoutOidcProvider: true }).identity).toBe('pod-identity');
    expect(usual(production, { autoMode: true, irsa: ['module "irsa" (main.tf:3)'] }).identity).toBe('irsa');
  });

  test('five clusters of one role are more than the trust policy of IRSA has room for, whatever is in use', () => {
    const shared = (count: number) => ({
      clusters: clusters(count),
      shareRoles: [{ name: 'production', clusters: Object.keys(clusters(count)) }],
    });
    expect(usual(shared(4), { irsa: ['x'] }).identity).toBe('irsa');
    expect(usual(shared(5), { irsa: ['x'] })).toMatchObject({
      identity: 'pod-identity',
      why: expect.stringContaining('a role of production serves 5 clusters'),
      open: true,
    });
  });

  test('more clusters than an account has OIDC providers want Pod Identity, unless they are of several accounts', () => {
    expect(usual({ clusters: clusters(100) }).identity).toBe('irsa');
    expect(usual({ clusters: clusters(101) })).toMatchObject({ identity: 'pod-identity', why: expect.stringContaining('100') });
    const two = {
      ...clusters(60),
      ...Object.fromEntries(Object.entries(clusters(60, { accountId: '1' })).map(([key, c]) => [`b${key}`, c])),
    };
    expect(usual({ clusters: two }).identity).toBe('irsa');
  });

  test('more workloads than EKS takes associations want IRSA, even in a new cluster', () => {
    const apps = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`a${i}`, { namespace: 'shop' }]));
    expect(usual({ ...withNew, apps: apps(5000) }).identity).toBe('pod-identity');
    expect(usual({ ...withNew, apps: apps(5001) })).toMatchObject({ identity: 'irsa', why: expect.stringContaining('5,000') });
  });
});

const own = (workload: Loose, usually: Identity = 'pod-identity') => ownIdentity(workload, usually);

describe('One workload', () => {
  test.each([
    ['Fargate', { runsOn: ['ec2', 'fargate'] }, /^Fargate has no/],
    ['Windows', { runsOn: ['windows'] }, /Windows/],
    ['Outposts', { runsOn: ['outposts'] }, /Outposts/],
    ['an SDK that is too old', { sdk: { python: '1.20.0' } }, /^boto3 1\.20\.0 knows Pod Identity only from 1\.34\.41 on/],
    ['tokens for somebody else', { serviceAccount: { name: 'x', audience: 'vault' } }, /audience/],
    ['an account that trusts its tokens', { assumeRoles: [{ role: 'arn', via: 'direct' }] }, /via: direct/],
    ['session tags of its own', { assumeRoles: [{ role: 'arn', sessionTags: ['team'] }] }, /session tags of its own/],
  ])('keeps IRSA for %s', (_, workload, why) => {
    expect(own(workload)).toEqual({ identity: 'irsa', why: expect.stringMatching(why) });
    expect(own(workload, 'irsa')).toBeUndefined();
  });

  test.each([
    [
      'a statement that asks for a session tag',
      { statements: [{ Condition: { StringEquals: { 'aws:ResourceTag/x': '${aws:PrincipalTag/kubernetes-namespace}' } } }] },
      /kubernetes-namespace/,
    ],
    ['a target role in another account', { assumeRoles: [{ role: 'arn', via: 'target' }] }, /via: target/],
    ['what it says of its associations', { podIdentity: { disableSessionTags: true } }, /podIdentity/],
  ])('needs Pod Identity for %s', (_, workload, why) => {
    expect(own(workload, 'irsa')).toEqual({ identity: 'pod-identity', why: expect.stringMatching(why) });
    expect(own(workload)).toBeUndefined();
  });

  test('has no reason of its own with chains, new SDKs and nodes of EC2', () => {
    const plain = { runsOn: ['ec2', 'auto', 'hybrid'], sdk: { python: '1.40.0' }, assumeRoles: ['arn:aws:iam::222222222222:role/reports'] };
    expect([own(plain), own(plain, 'irsa')]).toEqual([undefined, undefined]);
  });
});

/** Whatever a workload says, as far as its identity depends on it. */
const anyWorkload = fc.record(
  {
    runsOn: fc.subarray(['ec2', 'auto', 'hybrid', 'fargate', 'windows', 'outposts'], { minLength: 1 }),
    sdk: fc.record(
      { python: fc.constantFrom('1.0.0', '1.20.0', '1.34.41'), go: fc.constantFrom('2020-01-01', '2024-01-01') },
      { requiredKeys: [] },
    ),
    serviceAccount: fc.record({ audience: fc.constant('vault'), tokenExpiration: fc.constant(600) }, { requiredKeys: [] }),
    podIdentity: fc.record({ disableSessionTags: fc.boolean() }),
    assumeRoles: fc.array(
      fc.record({ role: fc.constant('arn'), via: fc.constantFrom('chain', 'direct', 'target') }, { requiredKeys: ['role'] }),
      { maxLength: 2 },
    ),
    statements: fc.constant([{ Resource: '${aws:PrincipalTag/eks-cluster-name}' }]),
  },
  { requiredKeys: [] },
);

test('what the checks refuse is never recommended where they take the other one', () => {
  const isTaken = (workload: Loose, identity: Identity): boolean =>
    identitiesFit({ apps: { orders: { ...workload, identity } } }, wholeCatalog).length === 0;
  fc.assert(
    fc.property(anyWorkload, fc.constantFrom<Identity>('irsa', 'pod-identity'), (workload, usually) => {
      const identity = own(workload, usually)?.identity ?? usually;
      const other = identity === 'irsa' ? 'pod-identity' : 'irsa';
      expect(isTaken(workload, identity) || !isTaken(workload, other)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});
