/** `create-irsa migrate pod-identity`, phase by phase, each applied before the next: what is kept is neither destroyed nor replaced. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { execute } from '../../src/cli/execute.ts';
import { temporaryFolder } from '../support/generate.ts';
import { migrate } from '../support/migrate.ts';
import { silentTerminal } from '../support/silent-terminal.ts';
import { judgedWithModules } from '../support/terraform/available.ts';
import { changes, resources, trustPolicies, type Plan, type State } from '../support/terraform/evaluate.ts';
import { applyOnly, judge } from '../support/terraform/judge.ts';
import { appliedForReal } from '../support/terraform/moto.ts';
import { inPhases, type PhaseResult } from '../support/terraform/phases.ts';
import { moduleKinds } from '../support/terraform/services.ts';

const SQS = 'arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess';

/** On either line: an add-on whose module makes a policy, with policies beside it; one without; and an app. */
const specOf = (iam: 5 | 6, podIdentity = iam === 5 ? 1 : 2) => `version: 1
terraform: { modules: { iam: ${iam}, pod-identity: ${podIdentity} } }
clusters:
  production:
    region: us-east-1
    podIdentityAgent: existing
    from: { literal: { oidcProviderArn: "arn:aws:iam::123456789012:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/AAAA" } }
addOns:
  external-dns: # of the platform team
    hostedZones: [Z0123456789ABC]
    serviceAccount: { owner: none }
    managedPolicies: [${SQS}]
    statements: [{ Sid: Zones, Effect: Allow, Action: "s3:GetObject", Resource: "arn:aws:s3:::zones/*" }]
  aws-ebs-csi-driver: { serviceAccount: { owner: none } }
  keda: { queues: [orders], serviceAccount: { owner: none } }
apps:
  my-app:
    namespace: shop
    serviceAccount: { name: my-app-sa, owner: none }
    grants: [{ s3: { bucket: my-bucket, prefix: my-app/, access: read-write } }]
    managedPolicies: [${SQS}]
`;

async function folderWith(spec: string): Promise<string> {
  const dir = temporaryFolder();
  writeFileSync(join(dir, 'irsa.yaml'), spec);
  const terminal = silentTerminal();
  if ((await execute(['generate', dir], terminal)) !== 0) throw new Error(terminal.told.join('\n'));
  return dir;
}

function stateFile(state: State): string {
  const file = join(temporaryFolder(), 'state.json');
  writeFileSync(file, JSON.stringify(state));
  return file;
}

interface Applied {
  readonly plan: Plan;
  readonly state: State;
}

/** ARNs by role: two addresses may attach one policy, so what counts is what the role has. */
const attached = (state: State): Record<string, string[]> => {
  const all: Record<string, string[]> = {};
  for (const { type, values = {} } of resources(state))
    if (type === 'aws_iam_role_policy_attachment') (all[String(values['role'])] ??= []).push(String(values['policy_arn']));
  return all;
};

const roleArns = (state: State) =>
  Object.fromEntries(
    resources(state)
      .filter(({ type }) => type === 'aws_iam_role')
      .map(({ values = {} }) => [String(values['name']), String(values['arn'])]),
  );

const LOST = /delete/;
const isKept = (address: string): boolean => /aws_iam_role|aws_iam_policy|aws_eks_pod_identity_association/.test(address);
const lost = (plan: Plan): string[] =>
  Object.entries(changes(plan)).flatMap(([address, action]) => (LOST.test(action) && isKept(address) ? [address] : []));

const step = async (dir: string, ...words: string[]) => {
  const { code, answer, told } = await migrate('pod-identity', dir, ...words, '--yes');
  expect([words, code, told]).toEqual([words, 0, told]);
  return answer;
};

judgedWithModules('workloads that go from IRSA to EKS Pod Identity', (modules) => {
  async function applied(dir: string, keep: string): Promise<Applied> {
    const { failure, state, plan } = await judge(dir, { ...applyOnly, modules, keep });
    expect(failure).toBeUndefined();
    if (state === undefined || plan === undefined) throw new Error('nothing was applied');
    return { plan, state };
  }

  describe.each([5, 6] as const)('from iam %d.x, keeping their roles', (iam) => {
    test('lose nothing in any phase, forth and back', async () => {
      const keep = temporaryFolder();
      const dir = await folderWith(specOf(iam));
      const start = await applied(dir, keep);
      const before = attached(start.state);

      await step(dir, '--state', stateFile(start.state));
      expect(readFileSync(join(dir, 'irsa.yaml'), 'utf8')).toContain('external-dns: # of the platform team');
      const prepared = await applied(dir, keep);
      expect(lost(prepared.plan)).toEqual([]);
      expect(roleArns(prepared.state)).toEqual(roleArns(start.state));
      for (const [role, arns] of Object.entries(before)) expect(attached(prepared.state)[role]).toEqual(expect.arrayContaining(arns));
      expect(resources(prepared.state).filter(({ type }) => type === 'aws_eks_pod_identity_association')).toEqual([]);
      for (const { Statement } of Object.values(trustPolicies(prepared.state))) {
        expect(Statement.map(({ Principal }) => Object.keys(Principal as object)[0])).toEqual(['Service', 'Federated']);
      }

      await step(dir);
      const dual = await applied(dir, keep);
      expect(lost(dual.plan)).toEqual([]);
      expect(new Set(Object.values(changes(dual.plan)))).toEqual(new Set(['create']));
      expect(resources(dual.state).filter(({ type }) => type === 'aws_eks_pod_identity_association')).toHaveLength(4);

      await step(dir, '--rollback');
      const undone = await applied(dir, keep);
      expect(Object.entries(changes(undone.plan)).map(([address, action]) => [address.replace(/.*(aws_\w+).*/, '$1'), action])).toEqual(
        Array.from({ length: 4 }, () => ['aws_eks_pod_identity_association', 'delete']),
      );
      await step(dir);
      await applied(dir, keep);

      await step(dir);
      const done = await applied(dir, keep);
      expect(lost(done.plan)).toEqual([]);
      expect(roleArns(done.state)).toEqual(roleArns(start.state));
      for (const [role, arns] of Object.entries(before)) expect(attached(done.state)[role]).toEqual(expect.arrayContaining(arns));
      for (const { Statement } of Object.values(trustPolicies(done.state))) {
        expect(Statement.map(({ Principal }) => Object.keys(Principal as object)[0])).toEqual(['Service']);
      }

      await step(dir, '--rollback');
      const back = await applied(dir, keep);
      expect(roleArns(back.state)).toEqual(roleArns(start.state));
      for (const [role, arns] of Object.entries(before)) expect(attached(back.state)[role]).toEqual(expect.arrayContaining(arns));
      await step(dir);
      await applied(dir, keep);

      const { roles } = await step(dir, '--finish');
      const finished = await applied(dir, keep);
      const foretold = roles.flatMap(({ expects }) => expects.filter(({ action }) => action === 'delete').map(({ address }) => address));
      expect(lost(finished.plan).sort()).toEqual(foretold.sort());
      expect(roleArns(finished.state)).toEqual(roleArns(start.state));
      expect(readFileSync(join(dir, 'irsa.yaml'), 'utf8')).not.toContain('migration');
    });

    test.each([
      ['before their associations are there', 1],
      ['from the last phase', 3],
    ])('come back to where they were %s', async (_, phases) => {
      const keep = temporaryFolder();
      const dir = await folderWith(specOf(iam));
      const start = await applied(dir, keep);
      await step(dir, '--state', stateFile(start.state));
      await applied(dir, keep);
      for (let phase = 1; phase < phases; phase++) {
        await step(dir);
        await applied(dir, keep);
      }
      for (let phase = phases; phase > 1; phase--) {
        await step(dir, '--rollback');
        const { state } = await applied(dir, keep);
        for (const [role, arns] of Object.entries(attached(start.state)))
          expect(attached(state)[role]).toEqual(expect.arrayContaining(arns));
      }
      await step(dir, '--rollback');
      const back = await applied(dir, keep);
      expect(lost(back.plan)).toEqual([]);
      expect(roleArns(back.state)).toEqual(roleArns(start.state));
      expect(attached(back.state)).toEqual(attached(start.state));
      await step(dir, '--finish');
      const { plan } = await applied(dir, keep);
      expect(changes(plan)).toEqual({});
      expect(readFileSync(join(dir, 'irsa.yaml'), 'utf8')).not.toContain('modulePolicyName');
    });
  });

  test('with new roles beside theirs, lose the old ones at the end only', async () => {
    const keep = temporaryFolder();
    const dir = await folderWith(specOf(6));
    const start = await applied(dir, keep);
    await step(dir, '--role', 'new');
    const prepared = await applied(dir, keep);
    expect(new Set(Object.values(changes(prepared.plan)))).toEqual(new Set(['create']));
    await step(dir);
    const dual = await applied(dir, keep);
    expect(new Set(Object.values(changes(dual.plan)))).toEqual(new Set(['create']));
    expect(roleArns(dual.state)).toMatchObject(roleArns(start.state));
    await step(dir);
    const done = await applied(dir, keep);
    expect(lost(done.plan).filter((address) => /pod_identity/.test(address))).toEqual([]);
    expect(Object.keys(roleArns(done.state)).sort()).toEqual(
      Object.keys(roleArns(start.state))
        .map((name) => `${name}-pod-identity`)
        .sort(),
    );

    const early = await migrate('pod-identity', dir, '--finish', '--state', stateFile(dual.state), '--yes');
    expect(early.answer.problems).toContainEqual(expect.objectContaining({ code: 'migration-not-applied' }));
    await step(dir, '--finish', '--state', stateFile(done.state));
    expect(readFileSync(join(dir, 'irsa.yaml'), 'utf8')).not.toContain('migration');
    const ended = await applied(dir, keep);
    expect([changes(ended.plan), roleArns(ended.state), attached(ended.state)]).toEqual([{}, roleArns(done.state), attached(done.state)]);
    expect(await execute(['adopt', dir, '--finish', '--yes'], silentTerminal())).toBe(0);
    expect(readFileSync(join(dir, 'irsa.yaml'), 'utf8')).not.toContain('moved');
    expect(changes((await applied(dir, keep)).plan)).toEqual({});
  });
});

/** What came with the last phase goes with it, on the way back. */
const MODULE_POLICY = [
  'module.irsa_external_dns.aws_iam_policy.external_dns[0]',
  'module.irsa_external_dns.aws_iam_role_policy_attachment.external_dns[0]',
];
const ASSOCIATIONS = ['external_dns', 'my_app'].map((id) => `module.irsa_${id}.aws_eks_pod_identity_association.this["production"]`);

// The provider at hand knows associations as eks-pod-identity 1.x makes them. EKS itself is asked for nothing else.
appliedForReal('workloads that go from IRSA to EKS Pod Identity, applied for real', () => {
  const few = specOf(6, 1).replace(/ {2}(aws-ebs-csi-driver|keda): .*\n/g, '');
  const roles = ['production-external-dns', 'production-my-app'];

  test.each(moduleKinds.slice(-1))('with %s modules, keep roles and what is attached in every phase, forth and back', async (modules) => {
    await inPhases({ modules, roles, associations: true }, async ({ next }) => {
      const dir = await folderWith(few);
      const start = await next({ dir });
      if (start.state === undefined) throw new Error('nothing was applied');
      const arns = roleArns(start.state);

      async function goes(words: readonly string[], gone: readonly string[] = []): Promise<PhaseResult> {
        await step(dir, ...words);
        const result = await next({ dir });
        expect([words, lost(result.plan).sort()]).toEqual([words, [...gone].sort()]);
        expect([words, result.state && roleArns(result.state)]).toEqual([words, arns]);
        for (const role of roles) expect(result.attached[role]).toEqual(expect.arrayContaining([...(start.attached[role] ?? [])]));
        return result;
      }

      await goes(['--state', stateFile(start.state)]);
      await goes([]);
      await goes([]);
      await goes(['--rollback'], MODULE_POLICY);
      await goes(['--rollback'], ASSOCIATIONS);
      expect((await goes(['--rollback'])).attached).toEqual(start.attached);
      expect(changes((await goes(['--finish'])).plan)).toEqual({});
    });
  });
});
