/** Calls for every add-on that a module has a flag for are recognised, with what scopes them. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { addOns } from '../../src/catalog/index.ts';
import { execute } from '../../src/cli/execute.ts';
import { adopt } from '../support/adopt.ts';
import { literalWays } from '../support/accepted-options.ts';
import { silentTerminal } from '../support/silent-terminal.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

Object.assign(globalThis, { __VERSION__: '0.0.0-test' });

const PROVIDER = 'arn:aws:iam::123456789012:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/AAAA';

/** As somebody might have written them by hand: under other labels, in files of their own. */
async function handWritten(iam: number): Promise<string> {
  const spec = {
    version: 1,
    terraform: { modules: { iam } },
    outputs: ['terraform'],
    clusters: { live: { region: 'us-east-1', from: { literal: { oidcProviderArn: PROVIDER } } } },
    addOns: Object.fromEntries(
      addOns
        .all()
        .filter(({ ownModule }) => ownModule === undefined)
        .map((addOn) => [addOn.id, { ...literalWays(addOn).at(-1), serviceAccount: { owner: 'none' } }]),
    ),
  };
  const made = temporaryFolder({ 'irsa.yaml': JSON.stringify(spec) });
  const terminal = silentTerminal();
  expect([await execute(['generate', made], terminal), terminal.told]).toEqual([0, terminal.told]);
  const own = temporaryFolder();
  for (const name of readdirSync(made).filter((file) => file.endsWith('.tf'))) {
    const text = readFileSync(join(made, name), 'utf8')
      .replace(/^(?:#.*\n)+/, '')
      .replaceAll('irsa_', 'own_');
    writeFileSync(join(own, name.replace('irsa-', 'own-')), text);
  }
  return own;
}

test.each([5, 6])('of iam %i.x', async (iam) => {
  const { answer } = await adopt(await handWritten(iam), '--dry-run', '--region', 'us-east-1', '--cluster', 'live');
  expect(answer.left.map(({ address, why }) => `${address}: ${why}`)).toEqual([]);
  // Those that no module has a flag for are apps with policies of their own.
  const recognised = answer.taken.filter(({ section }) => section === 'addOns');
  expect(recognised.length).toBeGreaterThan(12);
  const wrong = recognised.filter(({ address, workload }) => address !== `module.own_${workload.replaceAll('-', '_')}`);
  expect(wrong.map(({ address, workload }) => `${address}: ${workload}`)).toEqual([]);
});
