/** From one cluster to the next, and back, by the real terraform: what is kept is neither destroyed nor replaced. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { thorough } from '../support/cases.ts';
import { examplesDir, generateInto, temporaryFolder } from '../support/generate.ts';
import { judgedWithModules } from '../support/terraform/available.ts';
import { changes, resources, trustPolicies, type Plan, type State } from '../support/terraform/evaluate.ts';
import { applyOnly, judge } from '../support/terraform/judge.ts';
import type { ModuleKind } from '../support/terraform/services.ts';

// Each phase is applied, and on the way back again.
jest.setTimeout(400_000);

type Way = 'irsa' | 'pod-identity';
type Known = 'by lookup' | 'by modules of the same root';

const EXAMPLE = join(examplesDir, '19-blue-green');
const CLUSTERS = join(EXAMPLE, 'with-pod-identity');

/** A folder with a phase of the example, its clusters made elsewhere or here. */
function phaseOf(way: Way, known: Known, phase: string, change: (spec: string) => string = (spec) => spec): string {
  const dir = temporaryFolder();
  const spec = readFileSync(join(EXAMPLE, `with-${way}`, phase, 'irsa.yaml'), 'utf8');
  const from = (key: string) => (known === 'by lookup' ? 'from: { data: true }' : `from: { module: ${key} }`);
  writeFileSync(
    join(dir, 'irsa.yaml'),
    change(spec.replace(/^( {2}(\w+): .*)from: \{[^}]*\}/gm, (_, before: string, key: string) => before + from(key))),
  );
  if (known !== 'by lookup') cpSync(join(CLUSTERS, phase, 'main.tf'), join(dir, 'main.tf'));
  return dir;
}

interface Applied {
  readonly plan: Plan;
  readonly state: State;
}

const vars = { vpc_id: 'vpc-0123456789abcdef0', subnet_ids: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'] };

async function applied(dir: string, keep: string, known: Known, modules: ModuleKind): Promise<Applied> {
  await generateInto(dir);
  const { failure, state, plan } = await judge(dir, {
    ...applyOnly,
    modules,
    keep,
    region: 'eu-west-1',
    ...(known === 'by lookup' ? {} : { vars }),
  });
  expect(failure).toBeUndefined();
  if (state === undefined || plan === undefined) throw new Error('nothing was applied');
  return { plan, state };
}

/** Of ours: the clusters themselves come and go. */
const ours = (plan: Plan) =>
  Object.entries(changes(plan))
    .filter(([address]) => !/^module\.(blue|green)\./.test(address))
    .map(([address, action]) => `${action} ${address.replace(/^module\.(\w+)\.aws_(iam_role|iam_policy)\b.*/, 'the $2 of $1')}`)
    .sort();

const UPDATED = ['update the iam_role of irsa_external_dns', 'update the iam_role of irsa_orders'];

const kept = (state: State) =>
  Object.fromEntries(
    resources(state)
      .filter(({ type, mode }) => mode === 'managed' && ['aws_iam_role', 'aws_iam_policy'].includes(type))
      .filter(({ address }) => !/^module\.(blue|green)\./.test(address))
      .map(({ address, values = {} }) => [address, values['arn']]),
  );

/** Keys of the clusters whose pods each role admits, in statements of one issuer each. */
const admitted = (state: State, role: string): string[] => {
  const [, { Statement = [] } = {}] = Object.entries(trustPolicies(state)).find(([address]) => address.startsWith(`module.${role}.`)) ?? [];
  return Statement.flatMap(({ Principal, Condition = {} }) => {
    if ('Service' in Principal)
      return [Condition['StringEquals']?.['aws:RequestTag/eks-cluster-arn'] ?? []].flat().map((arn) => arn.replace(/.*\//, ''));
    expect([Principal['Federated'] ?? []].flat()).toHaveLength(1);
    expect(Object.keys(Condition['StringEquals'] ?? {})).toHaveLength(2);
    return [String(Principal['Federated'])];
  });
};

/** What stands in one cluster: its ServiceAccount or association, and its agent. */
const inCluster = (way: Way, cluster: string, action: string, workloads: readonly string[], more: readonly string[] = []): string[] => [
  ...workloads.flatMap((workload) =>
    way === 'irsa' ? [] : [`${action} module.irsa_${workload}.aws_eks_pod_identity_association.this["${cluster}"]`],
  ),
  ...(workloads.includes('orders') ? [`${action} kubernetes_service_account_v1.irsa_orders_${cluster}`] : []),
  ...more,
];

const agent = (way: Way, cluster: string, action: string) =>
  way === 'irsa' ? [] : [`${action} aws_eks_addon.irsa_${cluster}_pod_identity_agent`];

judgedWithModules('blue and green', (modules) => {
  // Twelve applies each: the other two show the same, and are for days with more time.
  const ways: readonly (readonly [Way, Known])[] = [
    ['irsa', 'by lookup'],
    ['pod-identity', 'by modules of the same root'],
  ];
  const others: readonly (readonly [Way, Known])[] = [
    ['irsa', 'by modules of the same root'],
    ['pod-identity', 'by lookup'],
  ];

  describe.each(thorough ? [...ways, ...others] : ways)('with %s, known %s', (way, known) => {
    test('share their roles from the day green joins until blue is gone, and on each way back', async () => {
      const keep = temporaryFolder();
      const go = (phase: string, change?: (spec: string) => string) => applied(phaseOf(way, known, phase, change), keep, known, modules);
      const both = ['external_dns', 'orders'];

      const blue = await go('1-blue');
      const start = kept(blue.state);
      expect(Object.keys(start)).toHaveLength(4);
      expect(admitted(blue.state, 'irsa_orders')).toHaveLength(1);

      const step = async (
        phase: string,
        expected: readonly string[],
        clusters: { readonly orders: number; readonly dns: number },
        change?: (spec: string) => string,
      ) => {
        const { plan, state } = await go(phase, change);
        expect([phase, ours(plan)]).toEqual([phase, [...expected].sort()]);
        expect(kept(state)).toEqual(start);
        expect([phase, admitted(state, 'irsa_orders').length, admitted(state, 'irsa_external_dns').length]).toEqual([
          phase,
          clusters.orders,
          clusters.dns,
        ]);
      };

      const joins = [...UPDATED, ...inCluster(way, 'green', 'create', both, agent(way, 'green', 'create'))];
      await step('2-green', joins, { orders: 2, dns: 2 });
      // What green holds goes through its providers, so the way back is to retire it, too.
      const leaves = joins.map((change) => change.replace('create', 'delete'));
      await step('2-green', leaves, { orders: 1, dns: 1 }, (spec) => spec.replace('green: { ', 'green: { retired: true, '));
      await step('1-blue', [], { orders: 1, dns: 1 });
      await step('2-green', joins, { orders: 2, dns: 2 });

      const moves = [UPDATED[1] ?? '', ...inCluster(way, 'blue', 'delete', ['orders'])];
      await step('3-moved', moves, { orders: 1, dns: 2 });
      await step(
        '2-green',
        moves.map((change) => change.replace('delete', 'create')),
        { orders: 2, dns: 2 },
      );
      await step('3-moved', moves, { orders: 1, dns: 2 });

      const retires = [UPDATED[0] ?? '', ...inCluster(way, 'blue', 'delete', ['external_dns'], agent(way, 'blue', 'delete'))];
      await step('4-retired', retires, { orders: 1, dns: 1 });
      await step(
        '3-moved',
        retires.map((change) => change.replace('delete', 'create')),
        { orders: 1, dns: 2 },
      );
      await step('4-retired', retires, { orders: 1, dns: 1 });
      await step('5-after', [], { orders: 1, dns: 1 });
    });

    test('share them where blue began without a group, if the group is named as its cluster is', async () => {
      const keep = temporaryFolder();
      const alone = phaseOf(way, known, '1-blue', (spec) => spec.replace(/^(primary|shareRoles): .*\n/gm, ''));
      const joined = phaseOf(way, known, '2-green', (spec) =>
        spec.replace('primary: production', 'primary: blue').replace('name: production, clusters', 'name: production-blue, clusters'),
      );
      const before = await applied(alone, keep, known, modules);
      const after = await applied(joined, keep, known, modules);
      expect(Object.values(changes(after.plan)).filter((action) => action.includes('delete'))).toEqual([]);
      expect(kept(after.state)).toEqual(kept(before.state));
      expect(admitted(after.state, 'irsa_orders')).toHaveLength(2);
    });
  });
});
