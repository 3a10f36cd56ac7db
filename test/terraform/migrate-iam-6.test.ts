/** `create-irsa migrate iam-6`, from what is applied to what is applied next: plans say that nothing is made or destroyed. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { addOns } from '../../src/catalog/index.ts';
import { execute } from '../../src/cli/execute.ts';
import { literalWays } from '../support/accepted-options.ts';
import { temporaryFolder } from '../support/generate.ts';
import { migrate, type Migrated } from '../support/migrate.ts';
import { OWN, patched } from '../support/own-calls.ts';
import { silentTerminal } from '../support/silent-terminal.ts';
import { judgedWithModules } from '../support/terraform/available.ts';
import { changes, type Plan, type State } from '../support/terraform/evaluate.ts';
import { applyOnly, judge, planOnly } from '../support/terraform/judge.ts';
import { appliedForReal } from '../support/terraform/moto.ts';
import { inPhases } from '../support/terraform/phases.ts';
import { moduleKinds } from '../support/terraform/services.ts';

const SQS = 'arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess';

/** Every add-on that the iam module makes a role for, told as much as it takes, and an app. */
const everything = `version: 1
terraform: { modules: { iam: 5 } }
clusters:
  production:
    region: us-east-1
    from: { literal: { oidcProviderArn: "arn:aws:iam::123456789012:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/AAAA" } }
addOns:
${addOns
  .all()
  .filter(({ ownModule }) => ownModule === undefined)
  .map((addOn) => `  ${addOn.id}: ${JSON.stringify({ ...literalWays(addOn).at(-1), serviceAccount: { owner: 'none' } })}\n`)
  .join('')}  karpenter: { nodeRole: nodes, queue: interruptions }
apps:
  my-app:
    namespace: shop
    serviceAccount: { name: my-app-sa, owner: none }
    grants: [{ s3: { bucket: my-bucket, prefix: my-app/, access: read-write } }]
    managedPolicies: [${SQS}]
  vault:
    namespace: vault
    serviceAccount: { owner: none, audience: vault }
    grants: [{ s3: { bucket: my-bucket, prefix: vault/, access: read } }]
`;

/** One add-on with policies beside that of its module. */
const few = `version: 1
terraform: { modules: { iam: 5 } }
clusters:
  production:
    region: us-east-1
    from: { literal: { oidcProviderArn: "arn:aws:iam::123456789012:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/AAAA" } }
addOns:
  external-dns: # of the platform team
    hostedZones: [Z0123456789ABC]
    serviceAccount: { owner: none }
    managedPolicies: [${SQS}]
    statements: [{ Sid: Zones, Effect: Allow, Action: "s3:GetObject", Resource: "arn:aws:s3:::zones/*" }]
`;

/** Add-ons as most have them, from a release of 5.x. */
const plain = (version: string): string => `version: 1
terraform: { modules: { iam: { version: "${version}" } } }
clusters:
  production:
    region: us-east-1
    from: { literal: { oidcProviderArn: "arn:aws:iam::123456789012:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/AAAA" } }
addOns:
  aws-ebs-csi-driver: { serviceAccount: { owner: none } }
  aws-load-balancer-controller: { serviceAccount: { owner: none } }
  cert-manager: { hostedZones: [Z0123456789ABC], serviceAccount: { owner: none } }
  cluster-autoscaler: { serviceAccount: { owner: none } }
  external-dns: { hostedZones: [Z0123456789ABC], serviceAccount: { owner: none } }
  external-secrets: { secrets: [orders], parameters: [shop/orders], kmsKeys: [11111111-2222-3333-4444-555555555555], serviceAccount: { owner: none } }
  velero: { buckets: [backups], serviceAccount: { owner: none } }
`;

/** A folder whose files are as its spec says. */
async function folderWith(spec: string): Promise<string> {
  const dir = temporaryFolder();
  writeFileSync(join(dir, 'irsa.yaml'), spec);
  await generated(dir);
  return dir;
}

async function generated(dir: string): Promise<void> {
  const terminal = silentTerminal();
  if ((await execute(['generate', dir], terminal)) !== 0) throw new Error(terminal.told.join('\n'));
}

function stateFile(state: State | undefined): string {
  const file = join(temporaryFolder(), 'state.json');
  writeFileSync(file, JSON.stringify(state));
  return file;
}

const ACTIONS: Readonly<Record<string, string>> = { replace: 'delete,create' };

/** What the command has said that the plan will show. */
const foretold = ({ roles }: Migrated['answer']): Record<string, string> =>
  Object.fromEntries(roles.flatMap(({ expects }) => expects.map(({ action, address }) => [address, ACTIONS[action] ?? action])));

/** The same configuration without its moved blocks. */
function withoutMoves(dir: string): string {
  const copy = temporaryFolder();
  for (const name of readdirSync(dir).filter((file) => file.endsWith('.tf'))) {
    const text = readFileSync(join(dir, name), 'utf8');
    writeFileSync(join(copy, name), text.replaceAll(/^moved \{\n(?: .*\n)*\}\n/gm, ''));
  }
  return copy;
}

/** Attachments that are made and destroyed at two addresses: whichever comes last decides whether the policy is attached. */
function contradictions(plan: Plan | undefined): string[] {
  const pairs = (action: string, side: 'before' | 'after'): string[] =>
    (plan?.resource_changes ?? []).flatMap(({ type, change }) => {
      const { role, policy_arn: policy } = (change[side] ?? {}) as { role?: string; policy_arn?: string };
      return type === 'aws_iam_role_policy_attachment' && change.actions.includes(action) ? [`${role} ${policy}`] : [];
    });
  const destroyed = pairs('delete', 'before');
  return pairs('create', 'after').filter((pair) => destroyed.includes(pair));
}

const actionsOf = (plan: Plan | undefined): Record<string, string> => {
  if (plan === undefined) throw new Error('no plan');
  return { ...changes(plan) };
};

judgedWithModules('roles that come from iam 5.x to 6.x', (modules) => {
  async function applied(dir: string, keep: string): Promise<State> {
    const { failure, state, plan } = await judge(dir, { ...applyOnly, modules, keep });
    expect(failure).toBeUndefined();
    if (state === undefined || plan === undefined) throw new Error('nothing was applied');
    return state;
  }

  async function planned(dir: string, keep: string): Promise<Plan> {
    const { failure, plan } = await judge(dir, { ...planOnly, modules, keep });
    expect(failure).toBeUndefined();
    if (plan === undefined) throw new Error('nothing was planned');
    return plan;
  }

  test('of every add-on, change what was foretold and nothing else', async () => {
    const keep = temporaryFolder();
    const dir = await folderWith(everything);
    const state = stateFile(await applied(dir, keep));
    const { code, answer, told } = await migrate('iam-6', dir, '--state', state, '--yes');
    expect([code, told]).toEqual([0, told]);
    const changed = actionsOf(await planned(dir, keep));
    expect(changed).toEqual(foretold(answer));
    expect(Object.keys(changed).filter((address) => !/karpenter/.test(address))).toEqual([
      'module.irsa_aws_gateway_api_controller.aws_iam_policy.this[0]',
    ]);
    expect(Object.values(changed)).not.toContain('delete,create');
  });

  test.each([
    ['5.60.0', ['aws_ebs_csi_driver']],
    ['5.42.0', ['aws_ebs_csi_driver', 'aws_load_balancer_controller', 'external_dns', 'external_secrets', 'velero']],
  ])('update the policies to which 6.x adds actions that %s lacks, as foretold, there and back', async (version, updated) => {
    const keep = temporaryFolder();
    const dir = await folderWith(plain(version));
    const state = stateFile(await applied(dir, keep));
    const { code, answer, told } = await migrate('iam-6', dir, '--state', state, '--yes');
    expect([code, told]).toEqual([0, told]);
    const plan = await planned(dir, keep);
    expect(actionsOf(plan)).toEqual(foretold(answer));
    const policies = updated.map((name) => [`module.irsa_${name}.aws_iam_policy.this[0]`, 'update']);
    expect(actionsOf(plan)).toMatchObject(Object.fromEntries(policies));
    expect(Object.keys(actionsOf(plan)).filter((address) => address.startsWith('module.'))).toHaveLength(policies.length);

    await applied(dir, keep);
    expect((await migrate('iam-6', dir, '--finish', '--yes')).code).toBe(0);
    const back = await migrate('iam-6', dir, '--rollback', '--yes');
    expect(back.code).toBe(0);
    expect(actionsOf(await planned(dir, keep))).toEqual(foretold(back.answer));
  });

  test('go back by the same way, and have nothing left to do on either side', async () => {
    const keep = temporaryFolder();
    const dir = await folderWith(few);
    const before = stateFile(await applied(dir, keep));
    expect((await migrate('iam-6', dir, '--state', before, '--yes')).code).toBe(0);
    expect(readFileSync(join(dir, 'irsa.yaml'), 'utf8')).toContain('external-dns: # of the platform team');
    expect(actionsOf(await planned(dir, keep))).toEqual({});

    expect((await migrate('iam-6', dir, '--finish', '--state', before, '--yes')).answer.problems).toMatchObject([
      { code: 'migration-not-applied' },
    ]);
    const after = stateFile(await applied(dir, keep));
    expect((await migrate('iam-6', dir, '--finish', '--state', after, '--yes')).code).toBe(0);
    expect(readFileSync(join(dir, 'irsa-external-dns.tf'), 'utf8')).not.toContain('moved {');
    expect(actionsOf(await planned(dir, keep))).toEqual({});

    const { code, answer } = await migrate('iam-6', dir, '--rollback', '--yes');
    expect([code, foretold(answer)]).toEqual([0, {}]);
    expect(readFileSync(join(dir, 'irsa-external-dns.tf'), 'utf8')).toContain('iam-role-for-service-accounts-eks');
    expect(actionsOf(await planned(dir, keep))).toEqual({});
    await applied(dir, keep);
    expect((await migrate('iam-6', dir, '--finish', '--yes')).code).toBe(0);
    expect(actionsOf(await planned(dir, keep))).toEqual({});
  });

  test('in files of the user’s own change nothing, once the patch that is shown is made', async () => {
    const keep = temporaryFolder();
    const dir = temporaryFolder();
    writeFileSync(join(dir, 'main.tf'), OWN);
    writeFileSync(join(dir, 'irsa.yaml'), few.slice(0, few.indexOf('addOns:')));
    const state = stateFile(await applied(dir, keep));
    const { code, answer } = await migrate('iam-6', dir, '--state', state, '--yes');
    expect([code, answer.patches.map(({ file }) => file)]).toEqual([0, ['main.tf']]);
    expect(readFileSync(join(dir, 'main.tf'), 'utf8')).toBe(OWN);
    const own = temporaryFolder();
    writeFileSync(join(own, 'main.tf'), patched(OWN, 'dns', answer.patches[0]?.lines ?? []));
    const plan = await planned(own, keep);
    expect([actionsOf(plan), plan.output_changes]).toEqual([{}, { dns: expect.objectContaining({ actions: ['no-op'] }) }]);
  });

  test('would leave it to chance whether policies stay attached, were it not for the moved blocks', async () => {
    const keep = temporaryFolder();
    const dir = await folderWith(few);
    const state = stateFile(await applied(dir, keep));
    await migrate('iam-6', dir, '--state', state, '--yes');
    expect(contradictions(await planned(dir, keep))).toEqual([]);
    const churn = await planned(withoutMoves(dir), keep);
    expect(contradictions(churn)).toContain(`production-external-dns ${SQS}`);
    expect(Object.values(actionsOf(churn)).filter((action) => action === 'delete')).toHaveLength(4);
  });
});

appliedForReal('roles that come from iam 5.x to 6.x, applied for real', () => {
  test.each(moduleKinds)('with %s modules, keep every policy at every step, there and back', async (modules) => {
    const role = 'production-external-dns';
    await inPhases({ modules, roles: [role] }, async ({ next }) => {
      const dir = await folderWith(few);
      const first = await next({ dir });
      const attached = first.attached[role];
      expect(attached).toHaveLength(3);
      const steps = [['--state', stateFile(first.state)], ['--finish'], ['--rollback']];
      for (const step of steps) {
        const { code, told } = await migrate('iam-6', dir, ...step, '--yes');
        expect([step[0], code, told]).toEqual([step[0], 0, told]);
        const { plan, attached: now } = await next({ dir, apply: step[0] !== '--finish' });
        expect([step[0], actionsOf(plan), now[role]]).toEqual([step[0], {}, attached]);
      }
    });
  });

  // The doubles say so in the tests above.
  const published = moduleKinds.filter((kind) => kind === 'real');
  if (published.length > 0)
    test.each(published)('with %s modules, every add-on changes as foretold', async (modules) => {
      await inPhases({ modules }, async ({ next }) => {
        const dir = await folderWith(everything);
        const { state } = await next({ dir });
        const { code, answer } = await migrate('iam-6', dir, '--state', stateFile(state), '--yes');
        expect(code).toBe(0);
        const { plan } = await next({ dir, apply: false });
        expect(actionsOf(plan)).toEqual(foretold(answer));
        expect(Object.values(actionsOf(plan))).not.toContain('delete,create');
      });
    });
});
