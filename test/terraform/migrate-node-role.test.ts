/** `create-irsa migrate node-role`, from what is applied to what is applied next: plans say that nodes keep what they need, and pods what they have. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { execute } from '../../src/cli/execute.ts';
import { examplesDir, temporaryFolder } from '../support/generate.ts';
import { makePatches } from '../support/made-by-hand.ts';
import { migrate } from '../support/migrate.ts';
import { silentTerminal } from '../support/silent-terminal.ts';
import { judged } from '../support/terraform/available.ts';
import { changes, type Plan, type State } from '../support/terraform/evaluate.ts';
import { applyOnly, judge, planOnly } from '../support/terraform/judge.ts';
import { appliedForReal } from '../support/terraform/moto.ts';
import { inPhases } from '../support/terraform/phases.ts';

/** That of the example; only this policy is older than what the stand-in for AWS has. */
const NODES = readFileSync(join(examplesDir, '18-leave-the-node-role/1-before/nodes.tf'), 'utf8').replace(
  'AmazonEC2ContainerRegistryPullOnly',
  'AmazonEC2ContainerRegistryReadOnly',
);

const SPEC = `version: 1
terraform: { modules: { iam: 5 }, serviceAccounts: none }
clusters:
  production:
    region: us-east-1
    from: { literal: { oidcProviderArn: "arn:aws:iam::123456789012:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/AAAA" } }
`;

const ORDERS = 'aws_iam_role_policy_attachment.orders';
const AUTOSCALING = 'aws_iam_role_policy.autoscaling';
const ASSIGN = ['--assign', 'orders:shop/orders=orders-data', '--assign', 'cluster-autoscaler=autoscaling'];
const NODE_ROLE = ['--node-role', 'production-nodes'];

/** Applies what is in the folder, or only plans it. */
type Next = (dir: string, apply?: boolean) => Promise<{ readonly plan: Plan; readonly state?: State | undefined }>;

async function generated(dir: string, spec: string): Promise<void> {
  writeFileSync(join(dir, 'irsa.yaml'), spec);
  const terminal = silentTerminal();
  if ((await execute(['generate', dir, '--remove-orphans'], terminal)) !== 0) throw new Error(terminal.told.join('\n'));
}

function stateFile(state: State | undefined): string {
  const file = join(temporaryFolder(), 'state.json');
  writeFileSync(file, JSON.stringify(state));
  return file;
}

const ofNodes = (plan: Plan): string[] => Object.keys(changes(plan)).filter((address) => !address.includes('irsa'));
const statuses = ({ nodeRoles = [] }: Awaited<ReturnType<typeof migrate>>['answer']): Record<string, string> =>
  Object.fromEntries(nodeRoles.flatMap(({ policies }) => policies.map(({ policy, status }) => [policy, status])));

async function thereAndBack(next: Next, checked: () => Promise<void>): Promise<void> {
  const dir = temporaryFolder();
  writeFileSync(join(dir, 'nodes.tf'), NODES);
  await generated(dir, SPEC);
  const before = stateFile((await next(dir)).state);

  const begun = await migrate('node-role', dir, '--state', before, ...NODE_ROLE, ...ASSIGN, '--yes');
  expect([begun.code, begun.told]).toEqual([0, begun.told]);
  expect(statuses(begun.answer)).toMatchObject({ 'orders-data': 'planned', autoscaling: 'planned' });
  expect(readFileSync(join(dir, 'nodes.tf'), 'utf8')).toBe(NODES);
  const roles = await next(dir);
  expect([ofNodes(roles.plan), [...new Set(Object.values(changes(roles.plan)))]]).toEqual([[], ['create']]);

  const ready = await migrate('node-role', dir, '--state', stateFile(roles.state), ...NODE_ROLE);
  expect(statuses(ready.answer)).toMatchObject({ 'orders-data': 'ready', autoscaling: 'ready', AmazonEKS_CNI_Policy: 'last' });
  expect(readFileSync(join(dir, 'nodes.tf'), 'utf8')).toBe(NODES);
  makePatches(dir, ready.answer.patches);
  const detached = await next(dir);
  expect(changes(detached.plan)).toEqual({ [ORDERS]: 'delete', [AUTOSCALING]: 'delete' });
  await checked();

  const last = await migrate('node-role', dir, '--state', stateFile(detached.state), ...NODE_ROLE);
  expect(last.answer.patches.map(({ file }) => file)).toEqual(['nodes.tf']);
  const without = readFileSync(join(dir, 'nodes.tf'), 'utf8');
  makePatches(dir, last.answer.patches);
  expect(changes((await next(dir)).plan)).toEqual({ 'aws_launch_template.nodes': 'update' });

  writeFileSync(join(dir, 'nodes.tf'), without);
  expect(changes((await next(dir)).plan)).toEqual({ 'aws_launch_template.nodes': 'update' });
  writeFileSync(join(dir, 'nodes.tf'), NODES);
  expect(changes((await next(dir)).plan)).toEqual({ [ORDERS]: 'create', [AUTOSCALING]: 'create' });
  await generated(dir, SPEC);
  const back = (await next(dir, false)).plan;
  expect([ofNodes(back), [...new Set(Object.values(changes(back)))]]).toEqual([[], ['delete']]);
}

judged('permissions that go from nodes to pods', () => {
  test('make roles first, take off the named attachments alone, and go back by the same way', async () => {
    const keep = temporaryFolder();
    const next: Next = async (dir, apply = true) => {
      const { failure, plan, state } = await judge(dir, { ...(apply ? applyOnly : planOnly), keep });
      expect(failure).toBeUndefined();
      if (plan === undefined) throw new Error('nothing was planned');
      return { plan, state };
    };
    await thereAndBack(next, async () => {});
  });
});

appliedForReal('permissions that go from nodes to pods, applied for real', () => {
  test('leave the node role with what nodes need, and come back', async () => {
    const role = 'production-nodes';
    await inPhases({ roles: [role] }, async ({ next }) => {
      let attached: readonly string[] = [];
      const run: Next = async (dir, apply = true) => {
        const result = await next({ dir, apply });
        attached = result.attached[role] ?? [];
        return result;
      };
      await thereAndBack(run, async () => {
        expect(attached.map((arn) => arn.split('/').at(-1))).toEqual([
          'AmazonEC2ContainerRegistryReadOnly',
          'AmazonEKSWorkerNodePolicy',
          'AmazonEKS_CNI_Policy',
        ]);
      });
      expect(attached).toHaveLength(4);
    });
  });
});
