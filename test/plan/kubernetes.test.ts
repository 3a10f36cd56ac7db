import { describe, expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { emitKubernetes } from '../../src/emit/kubernetes/emit-kubernetes.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { emptyFacts } from '../../src/plan/repo-facts.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { aCluster, anAddOn, anApp, aSpec, planOf, problemsOf } from '../support/a-spec.ts';

const account = { accountId: '111122223333' };
const production = aCluster('production', account);
const orders = anApp('orders', { serviceAccount: { name: 'orders', owner: 'manifests' } });
const outputs = ['terraform', 'helm', 'manifests'] as const;

/** Path → its documents, read back by a YAML parser. */
const manifests = (plan: Plan): Record<string, unknown[]> =>
  Object.fromEntries(
    emitKubernetes(plan).map(({ path, content }) => [path, parseAllDocuments(content, { version: '1.1' }).map((d): unknown => d.toJS())]),
  );

describe('Manifests', () => {
  test('are a kustomization with the ServiceAccounts that manifests own', () => {
    const reports = anApp('reports', { serviceAccount: { name: 'reports', owner: 'terraform' } });
    expect(manifests(planOf(aSpec({ clusters: [production], outputs, apps: [orders, reports] })))).toEqual({
      'irsa/kubernetes/kustomization.yaml': [
        { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources: ['serviceaccounts.yaml'] },
      ],
      'irsa/kubernetes/serviceaccounts.yaml': [
        {
          apiVersion: 'v1',
          kind: 'ServiceAccount',
          metadata: {
            name: 'orders',
            namespace: 'shop',
            annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/production-orders' },
          },
        },
      ],
    });
  });

  test('carry what the webhook reads, as strings', () => {
    const serviceAccount = { name: 'orders', owner: 'manifests', tokenExpiration: 3600, stsRegionalEndpoints: false } as const;
    const { 'irsa/kubernetes/serviceaccounts.yaml': [written] = [] } = manifests(
      planOf(aSpec({ clusters: [production], outputs, apps: [anApp('orders', { serviceAccount })] })),
    );
    expect(written).toMatchObject({
      metadata: {
        annotations: { 'eks.amazonaws.com/token-expiration': '3600', 'eks.amazonaws.com/sts-regional-endpoints': 'false' },
      },
    });
  });

  test('hold add-ons that are left to manifests', () => {
    const dns = anAddOn('external-dns', { options: { hostedZones: ['Z0123456789ABC'] }, serviceAccount: { owner: 'manifests' } });
    const plan = planOf(aSpec({ clusters: [production], outputs, addOns: [dns] }));
    expect(manifests(plan)['irsa/kubernetes/serviceaccounts.yaml']).toMatchObject([
      { metadata: { name: 'external-dns', namespace: 'external-dns' } },
    ]);
    expect(JSON.stringify(plan.helm)).toContain('"create":false');
  });

  test('stand in a folder for each cluster where there are several, each with its own role', () => {
    const clusters = [production, aCluster('staging', { ...account, region: 'cn-north-1' })];
    const written = manifests(planOf(aSpec({ primary: 'production', clusters, outputs, apps: [orders] })));
    expect(Object.keys(written)).toEqual([
      'irsa/kubernetes/production/kustomization.yaml',
      'irsa/kubernetes/production/serviceaccounts.yaml',
      'irsa/kubernetes/staging/kustomization.yaml',
      'irsa/kubernetes/staging/serviceaccounts.yaml',
    ]);
    expect(JSON.stringify(written['irsa/kubernetes/staging/serviceaccounts.yaml'])).toContain(
      'arn:aws-cn:iam::111122223333:role/staging-orders',
    );
  });

  test('hold a placeholder for the account where one is asked for', () => {
    const plan = planOf(aSpec({ outputs, apps: [orders], helm: { roleArn: 'placeholder' } }));
    expect(JSON.stringify(manifests(plan))).toContain('arn:aws:iam::${ACCOUNT_ID}:role/production-orders');
  });

  test('are refused where the account is not known, with the three ways out', () => {
    const { value, problems } = makePlan(aSpec({ outputs, apps: [orders] }), emptyFacts);
    expect(value).toBeUndefined();
    expect(problems).toMatchObject([{ code: 'account-id-needed', path: ['clusters', 'production'] }]);
    expect(problems[0]?.fix).toMatch(/accountId.*owner: terraform.*roleArn: placeholder/);
  });

  test('hold the namespaces to create, where Terraform does not make them', () => {
    const namespaces = [
      { name: 'shop', create: true },
      { name: 'legacy', create: false },
    ];
    const inBoth = aSpec({ clusters: [production], outputs, namespaces, apps: [orders] });
    expect(manifests(planOf(inBoth))).not.toHaveProperty(['irsa/kubernetes/namespaces.yaml']);
    const alone = manifests(planOf({ ...inBoth, outputs: ['manifests'] }));
    expect(alone['irsa/kubernetes/namespaces.yaml']).toEqual([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }]);
    expect(alone['irsa/kubernetes/kustomization.yaml']).toMatchObject([{ resources: ['namespaces.yaml', 'serviceaccounts.yaml'] }]);
  });

  test('hold a Deployment for an app that asks for one', () => {
    const deployed = { ...orders, deployment: { image: 'registry.example.com/orders:1.4.2', replicas: 2, skipContainers: [] } };
    const plan = planOf(aSpec({ clusters: [production], outputs, apps: [deployed] }));
    expect(manifests(plan)['irsa/kubernetes/deployments.yaml']).toEqual([
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: {
          name: 'orders',
          namespace: 'shop',
          labels: { 'app.kubernetes.io/name': 'orders' },
          annotations: expect.objectContaining({ 'checkov.io/skip1': expect.stringMatching(/^CKV_K8S_8=./) }),
        },
        spec: {
          replicas: 2,
          selector: { matchLabels: { 'app.kubernetes.io/name': 'orders' } },
          template: {
            metadata: { labels: { 'app.kubernetes.io/name': 'orders' } },
            spec: {
              serviceAccountName: 'orders',
              automountServiceAccountToken: false,
              securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
              containers: [
                {
                  name: 'orders',
                  image: 'registry.example.com/orders:1.4.2',
                  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
                },
              ],
            },
          },
        },
      },
    ]);
    const [file] = emitKubernetes(plan).filter(({ path }) => path.endsWith('deployments.yaml'));
    expect(file?.content).toMatch(/# .*AWS_ROLE_ARN/);
  });

  test('let a Deployment read its token as another user, and leave sidecars alone', () => {
    const deployment = { image: 'orders', replicas: 1, fsGroup: 65_534, skipContainers: ['proxy', 'logs'] };
    const plan = planOf(aSpec({ clusters: [production], outputs, apps: [{ ...orders, deployment }] }));
    expect(manifests(plan)['irsa/kubernetes/deployments.yaml']).toMatchObject([
      {
        spec: {
          template: {
            metadata: { annotations: { 'eks.amazonaws.com/skip-containers': 'proxy,logs' } },
            spec: { securityContext: { fsGroup: 65_534 } },
          },
        },
      },
    ]);
  });

  test('leave retired clusters and empty folders out', () => {
    const clusters = [production, aCluster('old', { ...account, retired: true })];
    expect(Object.keys(manifests(planOf(aSpec({ primary: 'production', clusters, outputs, apps: [orders] }))))).toEqual([
      'irsa/kubernetes/production/kustomization.yaml',
      'irsa/kubernetes/production/serviceaccounts.yaml',
    ]);
    expect(manifests(planOf(aSpec({ clusters: [production], outputs, apps: [anApp('reports')] })))).toEqual({});
  });

  test('are refused two roles for one ServiceAccount', () => {
    const again = { ...orders, id: 'reports', shared: true };
    expect(problemsOf(aSpec({ clusters: [production], outputs, apps: [{ ...orders, shared: true }, again] }))).toEqual([
      'service-account-twice',
    ]);
  });

  test('are missed where their owner is named and they are not among the outputs', () => {
    const missed = (spec: Parameters<typeof aSpec>[0]) =>
      makePlan(aSpec({ clusters: [production], ...spec }), emptyFacts).problems.map(({ code, severity, path }) => [code, severity, path]);
    expect(missed({ apps: [orders] })).toEqual([['manifests-not-written', 'warning', ['apps', 'orders', 'serviceAccount', 'owner']]]);
    const byDefault = anApp('reports', { serviceAccount: { name: 'reports' } });
    expect(missed({ terraform: { serviceAccounts: 'manifests' }, apps: [byDefault] })).toEqual([
      ['manifests-not-written', 'warning', ['terraform', 'serviceAccounts']],
    ]);
  });

  test('are missed where a Deployment is asked for', () => {
    const deployed = anApp('orders', { deployment: { image: 'orders', replicas: 1, skipContainers: [] } });
    const { problems } = makePlan(aSpec({ clusters: [production], apps: [deployed] }), emptyFacts);
    expect(problems.map(({ code, path }) => [code, path])).toEqual([['manifests-not-written', ['apps', 'orders', 'deployment']]]);
  });

  test('are applied with -k, and then nobody has to annotate anything', () => {
    const { nextSteps } = planOf(aSpec({ clusters: [production], outputs, apps: [orders] }));
    expect(nextSteps.map((s) => s.command)).toContain('kubectl apply -k irsa/kubernetes');
    expect(nextSteps.map((s) => s.text).join()).not.toContain('annotate ServiceAccount');
  });
});
