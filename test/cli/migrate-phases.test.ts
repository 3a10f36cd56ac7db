/** A phase is over when it is applied: where a state is given, it has to show that before the next one is written. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from '@jest/globals';
import { temporaryFolder, writeFiles } from '../support/generate.ts';
import { migrate } from '../support/migrate.ts';

const SPEC = `version: 1
terraform: { modules: { iam: 5, pod-identity: 2 } }
clusters:
  production:
    region: us-east-1
    from: { literal: { oidcProviderArn: "arn:aws:iam::123456789012:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/AAAA" } }
apps:
  orders:
    namespace: shop
    serviceAccount: { owner: none }
    grants: [{ s3: { bucket: orders, access: read } }]
`;

let dir = '';
beforeEach(() => {
  dir = writeFiles(temporaryFolder(), { 'irsa.yaml': SPEC });
});

const TOKENS = {
  Effect: 'Allow',
  Action: 'sts:AssumeRoleWithWebIdentity',
  Principal: { Federated: 'arn:aws:iam::123456789012:oidc-provider/x' },
};
const PODS = { Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:TagSession'], Principal: { Service: 'pods.eks.amazonaws.com' } };

const role = (...Statement: object[]): object => ({
  address: 'module.irsa_orders.aws_iam_role.this[0]',
  mode: 'managed',
  type: 'aws_iam_role',
  values: { name: 'production-orders', assume_role_policy: JSON.stringify({ Version: '2012-10-17', Statement }) },
});
const ASSOCIATION = {
  address: 'module.irsa_orders.aws_eks_pod_identity_association.this["production"]',
  mode: 'managed',
  type: 'aws_eks_pod_identity_association',
  values: { namespace: 'shop', service_account: 'orders' },
};

/** What the command makes of it when the state has these. */
const given = (resources: readonly object[], ...words: string[]) => {
  const state = JSON.stringify({ format_version: '1.0', values: { root_module: { child_modules: [{ resources }] } } });
  writeFiles(dir, { 'state.json': state });
  return migrate('pod-identity', dir, '--state', join(dir, 'state.json'), '--yes', ...words);
};

const phase = (): string | undefined => /phase: (\w+)/.exec(readFileSync(join(dir, 'irsa.yaml'), 'utf8'))?.[1];
const refused = (said: RegExp) => [{ code: 'migration-not-applied', message: expect.stringMatching(said) }];

test('no phase is written before the state shows the one before', async () => {
  expect((await given([role(TOKENS)])).code).toBe(0);
  expect(phase()).toBe('prepare');

  const early = await given([role(TOKENS)]);
  expect([early.code, early.answer.problems, phase()]).toEqual([
    2,
    refused(/phase prepare.*the trust of module\.irsa_orders\.aws_iam_role/).map((said) => expect.objectContaining(said)),
    'prepare',
  ]);
  expect((await given([role(PODS, TOKENS)])).code).toBe(0);
  expect(phase()).toBe('dual');

  expect((await given([role(PODS, TOKENS)])).answer.problems).toMatchObject(refused(/phase dual.*aws_eks_pod_identity_association/));
  expect((await given([role(PODS, TOKENS), ASSOCIATION])).code).toBe(0);
  expect(phase()).toBe('done');

  expect((await given([role(PODS, TOKENS), ASSOCIATION], '--finish')).answer.problems).toMatchObject(refused(/phase done/));
  expect((await given([role(PODS), ASSOCIATION], '--finish')).code).toBe(0);
  expect(phase()).toBeUndefined();
});

test('the way back is open from a phase that was never applied', async () => {
  await given([role(TOKENS)]);
  expect((await given([role(TOKENS)], '--rollback')).code).toBe(0);
  expect(phase()).not.toBe('prepare');
});

test('a new role goes back like any other, and ends only with a state that has left the former one', async () => {
  writeFiles(dir, {
    'irsa.yaml': SPEC.replace(
      '    serviceAccount',
      '    identity: pod-identity\n    migration: { phase: done, role: new, from: 5 }\n    serviceAccount',
    ),
  });
  const back = await migrate('pod-identity', dir, '--rollback', '--dry-run');
  expect(back.answer.roles.flatMap(({ expects }) => expects)).toContainEqual(
    expect.objectContaining({ action: 'create', address: 'module.irsa_orders.aws_iam_role.this[0]' }),
  );
  expect((await migrate('pod-identity', dir, '--finish', '--yes')).answer.problems).toMatchObject([{ code: 'migration-not-under-way' }]);

  const renamed = (one: object): object => ({
    ...one,
    address: (one as { address: string }).address.replace('irsa_orders', 'irsa_orders_pod_identity'),
  });
  const beside = [renamed(role(PODS)), renamed(ASSOCIATION)];
  expect((await given([...beside, role(TOKENS)], '--finish')).answer.problems).toMatchObject(refused(/module\.irsa_orders\.aws_iam_role/));
  const ended = await given(beside, '--finish');
  expect([ended.code, ended.answer.roles.flatMap(({ expects }) => expects)]).toEqual([0, []]);
  expect(readFileSync(join(dir, 'irsa.yaml'), 'utf8')).toContain('roleName: production-orders-pod-identity');
  expect(readFileSync(join(dir, 'irsa-moved.tf'), 'utf8')).toContain('module.irsa_orders_pod_identity');
});
