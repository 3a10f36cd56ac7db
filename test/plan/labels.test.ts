import { describe, expect, test } from '@jest/globals';
import { makePlan } from '../../src/plan/make-plan.ts';
import { labels } from '../../src/plan/terraform/labels.ts';
import { aCluster, anAddOn, anApp, aSpec, someFacts } from '../support/a-spec.ts';

describe('labels', () => {
  test('take _2 where the root has the address already', () => {
    const { free } = labels(['data.aws_partition.irsa', 'module.irsa_my_app', 'module.irsa_my_app_2'], []);
    expect(free('data.aws_partition', 'irsa')).toBe('irsa_2');
    expect(free('module', 'irsa_my_app')).toBe('irsa_my_app_3');
    expect(free('aws_iam_policy', 'irsa_my_app')).toBe('irsa_my_app');
  });

  test('carry the group only where it is not the primary one', () => {
    const { workload } = labels([], ['my-app']);
    expect(workload('my-app')).toBe('irsa_my_app');
    expect(workload('my-app', 'green')).toBe('irsa_my_app_green');
  });

  test('keep a workload of a group apart from a workload of that name', () => {
    const { workload } = labels([], ['app', 'app-green']);
    expect(workload('app-green')).toBe('irsa_app_green');
    expect(workload('app', 'green')).toMatch(/^irsa_app_green_[0-9a-z]{4}$/);
  });
});

describe('names that read alike in Terraform are refused', () => {
  const clashes = (...[spec, facts]: Parameters<typeof makePlan>) =>
    makePlan(spec, facts).problems.map(({ code, message }) => `${code}: ${message}`);

  test('where a workload’s name and a cluster’s run together', () => {
    const spec = aSpec({
      primary: 'home',
      clusters: ['home', 'eu-west', 'west'].map((key) => aCluster(key)),
      apps: [anApp('api'), anApp('api-eu')],
    });
    expect(clashes(spec, someFacts())).toContain(
      'address-clash: irsa-api.tf and irsa-api-eu.tf would both declare irsa_api_eu_west: different names read alike in Terraform.',
    );
  });

  test('where a namespace’s name and a cluster’s run together', () => {
    const spec = aSpec({
      primary: 'home',
      clusters: [aCluster('home'), aCluster('y')],
      namespaces: ['x', 'x-y'].map((name) => ({ name, create: true })),
      apps: [anApp('api')],
    });
    expect(clashes(spec, someFacts())).toEqual([
      'address-clash: irsa-namespaces.tf would declare irsa_x_y twice: different names read alike in Terraform.',
    ]);
  });

  test('where a cluster’s name is the number that keeps a label free', () => {
    const spec = aSpec({
      primary: '1',
      clusters: [aCluster('1'), aCluster('2')],
      addOns: [anAddOn('external-dns', { options: { hostedZones: ['Z0123456789ABC'] } })],
    });
    expect(clashes(spec, someFacts({ addresses: ['module.irsa_external_dns'] }))).toEqual([
      expect.stringMatching(/^address-clash: irsa-external-dns\.tf would declare irsa_external_dns_2 twice/),
    ]);
  });
});
