/** What a change of the spec does to what is there already: plans on the state of the spec before it. */
import { rmSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { generateInto, temporaryFolder } from '../support/generate.ts';
import { judgedWithModules } from '../support/terraform/available.ts';
import { changes, providersOf } from '../support/terraform/evaluate.ts';
import { applyOnly, judge, planOnly } from '../support/terraform/judge.ts';
import type { ModuleKind } from '../support/terraform/services.ts';

interface SpecOptions {
  readonly clusters: readonly string[];
  readonly primary?: string;
  readonly share?: boolean;
  readonly iam?: number;
  readonly retired?: string;
}

/** Clusters in regions of their own, an app with a ServiceAccount, an add-on and a namespace. */
const specOf = ({ clusters, primary, share, iam = 5, retired }: SpecOptions) => `version: 1
terraform: { modules: { iam: ${iam} } }
${primary === undefined ? '' : `primary: ${primary}\n`}clusters:
${clusters.map((key) => `  ${key}: { region: ${key === 'green' ? 'eu-west-1' : 'us-east-1'}, from: { data: true }${key === retired ? ', retired: true' : ''} }`).join('\n')}
${share ? `shareRoles: [{ name: shop, clusters: [${clusters.join(', ')}] }]\n` : ''}namespaces:
  shop: { create: true }
addOns:
  external-dns: { hostedZones: [Z0123456789ABC] }
apps:
  my-app:
    namespace: shop
    grants: [{ s3: { bucket: my-bucket, access: read-write } }]
tags: { team: shop }
`;

type Actions = Readonly<Record<string, string>>;

/** Applies specs one after the other, then plans the last on their state. @returns what each but the first does */
async function changing(specs: readonly SpecOptions[], modules: ModuleKind): Promise<readonly Actions[]> {
  const dir = temporaryFolder();
  const keep = temporaryFolder();
  const actions: Actions[] = [];
  for (const spec of specs) {
    await regenerate(dir, spec);
    const { failure, plan } = await judge(dir, { ...(spec === specs.at(-1) ? planOnly : applyOnly), modules, keep });
    expect(failure).toBeUndefined();
    if (!plan) throw new Error('no plan');
    actions.push(changes(plan));
  }
  return actions.slice(1);
}

async function regenerate(dir: string, spec: SpecOptions): Promise<void> {
  for (const file of readdirSync(dir)) rmSync(join(dir, file), { recursive: true });
  await generateInto(dir, { spec: specOf(spec) });
}

const destroyed = (actions: Actions = {}) => Object.entries(actions).filter(([, action]) => action.includes('delete'));

judgedWithModules('a change of the spec', (modules) => {
  describe.each([5, 6])('with iam %d.x', (iam) => {
    test('that adds a cluster to a share group updates the roles’ trust in place and replaces nothing', async () => {
      const [actions] = await changing(
        [
          { clusters: ['blue'], share: true, iam },
          { clusters: ['blue', 'green'], share: true, iam },
        ],
        modules,
      );
      expect(destroyed(actions)).toEqual([]);
      expect(actions).toMatchObject({
        'module.irsa_my_app.aws_iam_role.this[0]': 'update',
        'kubernetes_service_account_v1.irsa_my_app_green': 'create',
      });
    });

    test('that retires a cluster of a share group removes only what was in that cluster; taking it out then changes nothing', async () => {
      const both = { clusters: ['blue', 'green'], share: true, iam };
      const retired = { ...both, retired: 'blue' };
      const [retiring, takingOut] = await changing([both, retired, { clusters: ['green'], share: true, iam }], modules);
      expect(destroyed(retiring)).toEqual([
        ['kubernetes_namespace_v1.irsa_shop_blue', 'delete'],
        ['kubernetes_service_account_v1.irsa_my_app_blue', 'delete'],
      ]);
      expect(retiring?.['module.irsa_my_app.aws_iam_role.this[0]']).toBe('update');
      expect(takingOut).toEqual({});
    });
  });

  test('that adds a second cluster with roles of its own changes nothing of the first', async () => {
    const [actions = {}] = await changing([{ clusters: ['blue'] }, { clusters: ['blue', 'green'], primary: 'blue' }], modules);
    expect(Object.keys(actions)).not.toEqual([]);
    expect(new Set(Object.values(actions))).toEqual(new Set(['create']));
    expect(Object.keys(actions).every((address) => address.includes('green'))).toBe(true);
  });

  test('that retires the primary cluster and takes it out leaves the other one as it is', async () => {
    const both = { clusters: ['blue', 'green'], primary: 'blue' };
    const [, takingOut] = await changing([both, { ...both, retired: 'blue' }, { clusters: ['green'], primary: 'blue' }], modules);
    expect(takingOut).toEqual({});
  });
});

judgedWithModules('the provider of every resource', (modules) => {
  const wired = async (options: SpecOptions, own = '') => {
    const dir = temporaryFolder();
    const { writeFileSync } = await import('node:fs');
    if (own !== '') writeFileSync(join(dir, 'providers.tf'), own);
    await generateInto(dir, { spec: specOf(options) });
    const { failure, plan } = await judge(dir, { ...planOnly, modules });
    expect(failure).toBeUndefined();
    if (!plan) throw new Error('no plan');
    return providersOf(plan);
  };

  test('is the default one for one cluster', async () => {
    const used = new Set(Object.values(await wired({ clusters: ['blue'] })));
    expect([...used].map((key) => key.replace(/^module\.[^:]+:/, '')).filter((key) => key !== 'aws' && key !== 'kubernetes')).toEqual([]);
  });

  test('is the one of its own cluster where there are two', async () => {
    const used = await wired({ clusters: ['blue', 'green'], primary: 'blue' });
    expect(used).toMatchObject({
      'kubernetes_service_account_v1.irsa_my_app': 'kubernetes',
      'kubernetes_service_account_v1.irsa_my_app_green': 'kubernetes.irsa_green',
      'kubernetes_namespace_v1.irsa_shop_green': 'kubernetes.irsa_green',
      'data.aws_eks_cluster.irsa_blue': 'aws',
      'data.aws_eks_cluster.irsa_green': 'aws.irsa_eu_west_1',
      'aws_iam_policy.irsa_my_app_green': 'aws.irsa_eu_west_1',
      'module.irsa_my_app_green.aws_iam_role.this[0]': 'aws.irsa_eu_west_1',
    });
  });

  test('is the alias that the root has, where it has no default', async () => {
    const own = `provider "aws" {
  alias  = "main"
  region = "us-east-1"
}

provider "kubernetes" {
  alias = "main"
  host  = "https://127.0.0.1:6443"
}
`;
    const used = await wired({ clusters: ['blue'] }, own);
    expect(used).toMatchObject({
      'kubernetes_service_account_v1.irsa_my_app': 'kubernetes.main',
      'module.irsa_my_app.aws_iam_role.this[0]': 'aws.main',
      'data.aws_eks_cluster.irsa_blue': 'aws.main',
    });
    expect(Object.values(used).filter((key) => key === 'aws' || key === 'kubernetes')).toEqual([]);
  });
});
