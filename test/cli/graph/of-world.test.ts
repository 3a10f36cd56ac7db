/** The picture of a cluster as the doctor saw it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { execute } from '../../../src/cli/execute.ts';
import { graphOfWorld } from '../../../src/cli/graph/of-world.ts';
import { diagnose } from '../../../src/doctor/chain.ts';
import type { World } from '../../../src/doctor/world.ts';
import { silentTerminal } from '../../support/silent-terminal.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { changed, healthyIrsa, healthyPodIdentity } from '../../support/worlds.ts';

const graphOf = (world: World) => graphOfWorld(world, diagnose(world, [{ namespace: 'shop', name: 'orders' }]));

const sentences = (world: World): string[] => {
  const { nodes, edges } = graphOf(world);
  const titles = new Map(nodes.map(({ id, title }) => [id, title]));
  return edges.map(({ from, to, says }) => `${titles.get(from)} – ${says} – ${titles.get(to)}`);
};

test('leads from the cluster to what pods may do, by token or by association', () => {
  expect(sentences(healthyIrsa())).toEqual(
    expect.arrayContaining([
      'production – pods – shop:orders',
      'shop:orders – IRSA token – production-orders',
      'production-orders – allows – production-orders',
    ]),
  );
  expect(sentences(healthyPodIdentity())).toContain('shop:orders – Pod Identity association – production-orders');
});

test('says what the doctor finds of a ServiceAccount, and of a role that is not there', () => {
  const world = changed(healthyIrsa(), (draft) => {
    draft.roles = draft.roles.map((role) => (role.arn.endsWith('production-orders') ? { arn: role.arn, state: 'absent' } : role));
  });
  const { nodes } = graphOf(world);
  expect(nodes.find(({ title }) => title === 'shop:orders')?.lines).toContain('1 finding');
  expect(nodes.find(({ title, kind }) => kind === 'role' && title === 'production-orders')?.lines).toEqual(['not there']);
});

test('is drawn by the command from a dump', async () => {
  const file = join(temporaryFolder(), 'dump.json');
  writeFileSync(file, JSON.stringify(healthyIrsa()));
  const printed: string[] = [];
  const terminal = { ...silentTerminal(), print: (text: string) => void printed.push(text) };
  expect(await execute(['graph', '--from', file, '--format', 'dot'], terminal)).toBe(0);
  expect(printed.join('')).toContain('"service-account:shop/orders"');
});
