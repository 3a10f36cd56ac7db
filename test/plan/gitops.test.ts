import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { emitKubernetes } from '../../src/emit/kubernetes/emit-kubernetes.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { aCluster, anAddOn, anApp, aSpec, planOf, problemsOf } from '../support/a-spec.ts';

const production = aCluster('production', { accountId: '111122223333' });
const dns = anAddOn('external-dns', { options: { hostedZones: ['Z0123456789ABC'] } });
const orders = anApp('orders', { serviceAccount: { name: 'orders', owner: 'manifests' } });
const outputs = ['terraform', 'manifests', 'gitops'] as const;

const written = (plan: Plan): Record<string, unknown> =>
  Object.fromEntries(
    emitKubernetes(plan)
      .filter(({ path }) => path.startsWith('irsa/gitops/'))
      .map(({ path, content }) => [path, parse(content, { version: '1.1' }) as unknown]),
  );

describe('GitOps files', () => {
  test('annotate the Secret of the cluster for Argo CD, by the names of GitOps Bridge', () => {
    expect(written(planOf(aSpec({ clusters: [production], outputs, addOns: [dns] })))).toEqual({
      'irsa/gitops/argocd-cluster.yaml': {
        metadata: {
          labels: { 'argocd.argoproj.io/secret-type': 'cluster' },
          annotations: {
            aws_cluster_name: 'production',
            aws_region: 'us-east-1',
            aws_account_id: '111122223333',
            external_dns_iam_role_arn: 'arn:aws:iam::111122223333:role/production-external-dns',
            external_dns_namespace: 'external-dns',
            external_dns_service_account: 'external-dns',
          },
        },
      },
    });
  });

  test('name the queue that comes with Karpenter’s role', () => {
    const plan = planOf(aSpec({ clusters: [production], outputs, addOns: [anAddOn('karpenter')] }));
    expect(written(plan)).toMatchObject({
      'irsa/gitops/argocd-cluster.yaml': { metadata: { annotations: { karpenter_sqs_queue_name: 'production-karpenter' } } },
    });
  });

  test('let Flux apply the manifests and fill in the account', () => {
    const spec = aSpec({
      clusters: [production],
      outputs,
      gitops: { path: 'clusters/production' },
      helm: { roleArn: 'placeholder' },
      apps: [orders],
    });
    expect(written(planOf(spec))['irsa/gitops/flux-kustomization.yaml']).toEqual({
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name: 'irsa', namespace: 'flux-system' },
      spec: {
        interval: '10m',
        path: './clusters/production/irsa/kubernetes',
        prune: true,
        sourceRef: { kind: 'GitRepository', name: 'flux-system' },
        postBuild: { substitute: { ACCOUNT_ID: '111122223333' } },
      },
    });
  });

  test('let Flux substitute nothing where the manifests hold the ARNs themselves, since it would empty every other ${X}', () => {
    const plan = planOf(aSpec({ clusters: [production], outputs, apps: [orders] }));
    const { spec } = written(plan)['irsa/gitops/flux-kustomization.yaml'] as { spec: object };
    expect(Object.keys(spec)).toEqual(['interval', 'path', 'prune', 'sourceRef']);
    expect(JSON.stringify(plan.manifests)).not.toContain('ACCOUNT_ID');
    expect(JSON.stringify(plan.manifests)).toContain('arn:aws:iam::111122223333:role/production-orders');
  });

  test('take the account from a ConfigMap where the spec does not say it', () => {
    const clusters = [aCluster('blue'), aCluster('Green_2')];
    const plan = planOf(aSpec({ primary: 'blue', clusters, outputs, helm: { roleArn: 'placeholder' }, apps: [orders] }));
    expect(Object.keys(written(plan))).toEqual([
      'irsa/gitops/blue/argocd-cluster.yaml',
      'irsa/gitops/blue/flux-kustomization.yaml',
      'irsa/gitops/Green_2/argocd-cluster.yaml',
      'irsa/gitops/Green_2/flux-kustomization.yaml',
    ]);
    expect(written(plan)['irsa/gitops/Green_2/flux-kustomization.yaml']).toMatchObject({
      metadata: { name: 'irsa-green-2' },
      spec: { path: './irsa/kubernetes/Green_2', postBuild: { substituteFrom: [{ kind: 'ConfigMap', name: 'irsa-green-2' }] } },
    });
  });

  test('need the account, or a placeholder for it', () => {
    expect(problemsOf(aSpec({ outputs: ['terraform', 'gitops'], addOns: [dns] }))).toEqual(['account-id-needed']);
  });

  test('have nothing for Flux where there are no manifests', () => {
    const plan = planOf(aSpec({ clusters: [production], outputs: ['terraform', 'gitops'], addOns: [dns] }));
    expect(Object.keys(written(plan))).toEqual(['irsa/gitops/argocd-cluster.yaml']);
  });
});
