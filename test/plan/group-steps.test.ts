import { describe, expect, test } from '@jest/globals';
import { aCluster, anApp, aSpec, blocksOfKind, planOf } from '../support/a-spec.ts';

const clusters = (more = {}) => [aCluster('blue', { from: { kind: 'data' }, ...more }), aCluster('green', { from: { kind: 'data' } })];
const shop = { primary: 'shop', shareRoles: [{ name: 'shop', clusters: ['blue', 'green'] }] };
const inTerraform = { serviceAccount: { name: 'orders', owner: 'terraform' as const } };

const stepsOf = (spec: Parameters<typeof aSpec>[0]) =>
  planOf(aSpec(spec)).nextSteps.filter(({ text }) => /share the roles|is retired/.test(text));

describe('clusters that share roles', () => {
  test('are moved between in an order that is said, with the command that tells whether the newest is admitted', () => {
    const [step, ...others] = stepsOf({ ...shop, clusters: clusters(), apps: [anApp('orders')] });
    expect(others).toEqual([]);
    expect(step?.text).toContain('blue and green share the roles of shop');
    expect(step?.command).toBe('create-irsa explain shop:orders orders --cluster green');
  });

  test('are not spoken of where each has roles of its own, or one workload is left in one of them', () => {
    expect(stepsOf({ primary: 'blue', clusters: clusters(), apps: [anApp('orders')] })).toEqual([]);
    expect(stepsOf({ ...shop, clusters: clusters(), apps: [anApp('orders', { clusters: ['green'] })] })).toEqual([]);
  });

  test('are told when one of them goes that it is applied while it is there', () => {
    const [step, ...others] = stepsOf({ ...shop, clusters: clusters({ retired: true }), apps: [anApp('orders')] });
    expect(others).toEqual([]);
    expect(step?.text).toMatch(/^blue is retired: .*Then take it out of clusters and of shareRoles\.$/);
  });

  test('keep the providers of one that a workload leaves, which alone can remove what it has there', () => {
    const aliases = (spec: Parameters<typeof aSpec>[0]) =>
      blocksOfKind(planOf(aSpec(spec)), 'provider-kubernetes').map(({ alias }) => alias);
    const moved = [anApp('orders', { ...inTerraform, clusters: ['green'] })];
    expect(aliases({ ...shop, clusters: clusters(), apps: moved })).toEqual(['irsa_blue', 'irsa_green']);
    expect(aliases({ primary: 'blue', clusters: clusters(), apps: moved })).toEqual(['irsa_green']);
  });
});
