import { describe, expect, test } from '@jest/globals';
import { groupsOf, homeCluster } from '../../src/plan/groups.ts';
import { aCluster, aSpec } from '../support/a-spec.ts';

const blue = aCluster('blue');
const green = aCluster('green');
const shareRoles = [{ name: 'shop', clusters: ['blue', 'green'] }];

describe('groups of clusters', () => {
  test('hold one cluster each where no roles are shared', () => {
    const groups = groupsOf(aSpec({ clusters: [blue, green] }));
    expect(groups.map((g) => [g.key, g.clusters.map((c) => c.key), g.primary])).toEqual([
      ['blue', ['blue'], true],
      ['green', ['green'], false],
    ]);
  });

  test('of shared roles keep their name whoever joins or leaves', () => {
    const both = groupsOf(aSpec({ clusters: [blue, green], shareRoles }));
    const one = groupsOf(aSpec({ clusters: [green], shareRoles: [{ name: 'shop', clusters: ['green'] }] }));
    expect(both.map((g) => g.name)).toEqual(['shop']);
    expect(one.map((g) => g.name)).toEqual(['shop']);
  });

  test('lose their short labels with the group that primary names: none takes its place', () => {
    const primaries = (spec: Parameters<typeof aSpec>[0]) => groupsOf(aSpec(spec)).flatMap((g) => (g.primary ? [g.key] : []));
    expect(primaries({ clusters: [blue, green], primary: 'blue' })).toEqual(['blue']);
    expect(primaries({ clusters: [aCluster('blue', { retired: true }), green], primary: 'blue' })).toEqual([]);
    expect(primaries({ clusters: [green], primary: 'blue' })).toEqual([]);
    expect(primaries({ clusters: [aCluster('blue', { retired: true }), green], shareRoles, primary: 'blue' })).toEqual(['shop']);
  });

  test('lose them as well with the first cluster where primary says nothing', () => {
    const [retired, other] = [aCluster('blue', { retired: true }), aCluster('red')];
    const primaries = (spec: Parameters<typeof aSpec>[0]) => groupsOf(aSpec(spec)).flatMap((g) => (g.primary ? [g.key] : []));
    expect(primaries({ clusters: [retired, green] })).toEqual([]);
    expect(primaries({ clusters: [retired, green, other], shareRoles })).toEqual(['shop']);
  });

  test('are named after the EKS cluster, labelled after the key', () => {
    const [group] = groupsOf(aSpec({ clusters: [aCluster('prod', { name: 'eks-prod-1' })] }));
    expect(group).toMatchObject({ key: 'prod', name: 'eks-prod-1' });
  });
});

describe('the home cluster', () => {
  const home = (spec: Parameters<typeof aSpec>[0]) => homeCluster(aSpec(spec));

  test('is the only cluster of a plain spec', () => expect(home({ clusters: [blue] })).toBe('blue'));

  test('is the one that primary names, even inside a share group', () => {
    expect(home({ clusters: [blue, green], shareRoles, primary: 'blue' })).toBe('blue');
  });

  test('is still the first one when that is retired, for its ServiceAccounts are yet to be destroyed', () => {
    expect(home({ clusters: [aCluster('blue', { retired: true }), green] })).toBe('blue');
  });

  test('is nobody in a share group, so that none takes the place of one that leaves', () => {
    expect(home({ clusters: [blue, green], shareRoles })).toBeUndefined();
    expect(home({ clusters: [green], shareRoles: [{ name: 'shop', clusters: ['green'] }] })).toBeUndefined();
  });
});
