import { describe, expect, test } from '@jest/globals';
import { emptyFacts } from '../../src/plan/repo-facts.ts';
import type { Spec } from '../../src/spec/spec.ts';
import { aCluster, anAddOn, anApp, aSpec, planOf } from '../support/a-spec.ts';

/** Whose ServiceAccount Terraform makes. */
const ofTerraform = (id: string, namespace: string) => anApp(id, { namespace, serviceAccount: {} });

const told = (spec: Partial<Spec>, namespaces: readonly string[] = []) =>
  planOf(aSpec(spec), { ...emptyFacts, namespaces })
    .nextSteps.map(({ text }) => text)
    .filter((text) => text.includes('namespace'));

describe('the next steps name a namespace', () => {
  test('that nothing here makes, and say how it is made or said to be there', () => {
    expect(told({ apps: [ofTerraform('orders', 'shop')] })).toEqual([
      'Terraform makes ServiceAccounts in shop, and nothing here makes that namespace: write namespaces: { shop: { create: true } } to have it made too, or { shop: {} } where it is there already.',
    ]);
    const two = [ofTerraform('orders', 'shop'), ofTerraform('bills', 'money')];
    expect(told({ apps: two })).toEqual([expect.stringContaining('in shop, money, and nothing here makes those namespaces')]);
  });

  test('unless the spec knows it, or the folder, or every cluster', () => {
    const apps = [ofTerraform('orders', 'shop')];
    for (const create of [true, false]) expect(told({ apps, namespaces: [{ name: 'shop', create }] })).toEqual([]);
    expect(told({ apps }, ['shop'])).toEqual([]);
    expect(told({ apps: [ofTerraform('orders', 'kube-system')] })).toEqual([]);
  });

  test('that manifests put ServiceAccounts or Deployments into, without Terraform too', () => {
    const apps = [anApp('orders', { serviceAccount: { owner: 'manifests' } })];
    const clusters = [aCluster('production', { accountId: '111122223333' })];
    const said =
      'The manifests are for shop, and nothing here makes that namespace: write namespaces: { shop: { create: true } } to have it made too, or { shop: {} } where it is there already.';
    expect(told({ clusters, apps, outputs: ['manifests'] })).toEqual([said]);
    expect(told({ clusters, apps, outputs: ['terraform', 'manifests'] })).toEqual([said]);
    const deployed = anApp('orders', { deployment: { image: 'orders:1', replicas: 1, skipContainers: [] } });
    expect(told({ clusters, apps: [deployed], outputs: ['manifests'] })).toEqual([said]);
    for (const create of [true, false])
      expect(told({ clusters, apps, outputs: ['manifests'], namespaces: [{ name: 'shop', create }] })).toEqual([]);
  });

  test('once, where Terraform makes the ServiceAccount and a manifest the Deployment', () => {
    const app = { ...ofTerraform('orders', 'shop'), deployment: { image: 'orders:1', replicas: 1, skipContainers: [] } };
    expect(told({ apps: [app], outputs: ['terraform', 'manifests'] })).toEqual([
      expect.stringContaining('Terraform makes ServiceAccounts in shop'),
    ]);
  });

  test('unless others make the ServiceAccount', () => {
    expect(told({ apps: [anApp('orders', { serviceAccount: { owner: 'annotate' } })] })).toEqual([]);
    expect(told({ apps: [], addOns: [anAddOn('cluster-autoscaler', { namespace: 'scaling' })] })).toEqual([]);
  });
});
