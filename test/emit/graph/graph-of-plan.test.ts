/** The picture of a plan: who gets which role, how, and what it may do. */
import { describe, expect, test } from '@jest/globals';
import type { Graph } from '../../../src/emit/graph/graph.ts';
import { graphOfPlan } from '../../../src/emit/graph/graph-of-plan.ts';
import type { Spec } from '../../../src/spec/spec.ts';
import { aCluster, anAddOn, anApp, aSpec, planOf } from '../../support/a-spec.ts';

const graphOf = (more: Parameters<typeof aSpec>[0], names?: ReadonlyMap<string, string>): Graph =>
  graphOfPlan(planOf(aSpec(more)), 'Roles', names);

/** `from – says – to`, by titles. */
function sentences({ nodes, edges }: Graph): string[] {
  const titles = new Map(nodes.map(({ id, title }) => [id, title]));
  return edges.map(({ from, to, says }) => `${titles.get(from)} – ${says} – ${titles.get(to)}`);
}

const titlesOf = (graph: Graph, kind: string): string[] => graph.nodes.filter((node) => node.kind === kind).map(({ title }) => title);
const detailsOf = (graph: Graph, title: string): Record<string, string> =>
  Object.fromEntries(graph.nodes.find((node) => node.title === title)?.details.map(({ heading, text }) => [heading, text]) ?? []);

const shared: Partial<Spec> = {
  clusters: [aCluster('blue'), aCluster('green')],
  shareRoles: [{ name: 'production', clusters: ['blue', 'green'] }],
};

describe('the picture of a plan', () => {
  test('leads from the cluster by the ServiceAccount to the role and to what it may do', () => {
    const graph = graphOf({ apps: [anApp('orders')] }, new Map([['production', 'prod-1']]));
    expect(sentences(graph)).toEqual([
      'prod-1 – pods – shop:orders',
      'shop:orders – IRSA token – production-orders',
      'production-orders – allows – s3: my-bucket',
    ]);
  });

  test('has one role of clusters that share it, and a ServiceAccount in each', () => {
    const graph = graphOf({ ...shared, apps: [anApp('orders')] });
    expect(titlesOf(graph, 'role')).toEqual(['production-orders']);
    expect(graph.nodes.filter(({ kind }) => kind === 'service-account').map(({ lines }) => lines)).toEqual([['in blue'], ['in green']]);
    expect(detailsOf(graph, 'production-orders')['Trust']).toBe(
      ['blue', 'green']
        .map((name) => `Admits tokens of ${name} with sub = system:serviceaccount:shop:orders and aud = sts.amazonaws.com.`)
        .join('\n'),
    );
  });

  test('has a role for each cluster that shares none', () => {
    const graph = graphOf({ clusters: [aCluster('blue'), aCluster('green')], primary: 'blue', apps: [anApp('orders')] });
    expect(titlesOf(graph, 'role')).toEqual(['blue-orders', 'green-orders']);
    expect(new Set(graph.nodes.map(({ id }) => id)).size).toBe(graph.nodes.length);
  });

  test('tells associations of EKS Pod Identity from tokens', () => {
    const graph = graphOf({ apps: [anApp('orders', { identity: 'pod-identity' })] });
    expect(sentences(graph)).toContain('shop:orders – Pod Identity association – production-orders');
    expect(detailsOf(graph, 'production-orders')['Trust']).toContain('EKS Pod Identity for shop:orders in production');
  });

  test('says what statements allow, on what and when, in words', () => {
    const graph = graphOf({
      apps: [anApp('orders', { grants: [{ service: 's3', options: { bucket: 'my-bucket', prefix: 'in/', access: 'read' } }] })],
    });
    const { details = [], service, namespace } = graph.nodes.find(({ kind }) => kind === 'permission') ?? {};
    expect([service, namespace]).toEqual(['s3', 'shop']);
    const text = details.map((detail) => detail.text).join('\n');
    expect(text).toMatch(/Allows s3:GetObject/);
    expect(text).toContain('on arn:<partition>:s3:::my-bucket/in/*');
    expect(text).toContain('if s3:prefix StringLike');
  });

  test('shows policies of modules by their inputs, and managed policies by their names', () => {
    const dns = anAddOn('external-dns', {
      options: { hostedZones: ['Z0123456789ABC'] },
      managedPolicies: ['arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess'],
    });
    const graph = graphOf({ addOns: [dns] });
    expect(titlesOf(graph, 'permission')).toEqual(['Policy for ExternalDNS', 'AmazonSQSReadOnlyAccess']);
    expect(detailsOf(graph, 'Policy for ExternalDNS')['Inputs of the module']).toContain('attach_external_dns_policy = true');
  });
});
