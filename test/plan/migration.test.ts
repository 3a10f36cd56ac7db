/** The Job that proves whom pods are, run by a real shell against an AWS CLI of the test. */
import { describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aCluster, anAddOn, anApp, aSpec, planOf, problemsOf } from '../support/a-spec.ts';
import { temporaryFolder } from '../support/generate.ts';
import type { MigrationSpec } from '../../src/spec/spec.ts';

const inPhase = (phase: MigrationSpec['phase'], role: MigrationSpec['role'] = 'keep') =>
  planOf(
    aSpec({
      clusters: [aCluster('production')],
      apps: [anApp('orders', { identity: phase === 'done' ? 'pod-identity' : 'irsa', migration: { phase, role, from: 5, former: {} } })],
    }),
  );

interface Job {
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
}

function canary(plan: ReturnType<typeof inPhase>): Job {
  const document = plan.manifests.find(({ path }) => path === 'irsa/migration/canary.yaml')?.documents[0]?.value;
  const text = JSON.stringify(document);
  const script = JSON.parse(/"command":\["sh","-c",("(?:[^"\\]|\\.)*")/.exec(text)?.[1] ?? '""') as string;
  const env = Object.fromEntries(
    [...text.matchAll(/"name":"(EXPECTED_\w+)","value":"([^"]*)"/g)].map(([, name, value]) => [name ?? '', value ?? '']),
  );
  return { script, env };
}

/** @param arn what AWS says of the pod */
function run({ script, env }: Job, arn: string, pod: Readonly<Record<string, string>>): number | null {
  const bin = temporaryFolder();
  writeFileSync(join(bin, 'aws'), `#!/bin/sh\necho '${arn}'\n`);
  chmodSync(join(bin, 'aws'), 0o755);
  return spawnSync('sh', ['-c', script], { env: { PATH: `${bin}:${process.env['PATH']}`, ...env, ...pod } }).status;
}

const TOKEN = { AWS_WEB_IDENTITY_TOKEN_FILE: '/var/run/token' };
const ASSOCIATION = { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://169.254.170.23/v1/credentials' };
const session = (role: string) => `arn:aws:sts::111122223333:assumed-role/${role}/botocore-session`;

describe('the canary', () => {
  test.each([
    ['prepare', 'keep', 'production-orders', TOKEN, ASSOCIATION],
    ['dual', 'keep', 'production-orders', ASSOCIATION, TOKEN],
    ['dual', 'new', 'production-orders-pod-identity', ASSOCIATION, TOKEN],
    ['done', 'new', 'production-orders-pod-identity', ASSOCIATION, TOKEN],
  ] as const)('of phase %s, with the role %s, passes for %s alone, by the way of the phase', (phase, kept, role, right, wrong) => {
    const job = canary(inPhase(phase, kept));
    expect(run(job, session(role), right)).toBe(0);
    expect(run(job, session(role), wrong)).toBe(1);
    expect(run(job, session(role), {})).toBe(1);
    for (const other of [`${role}-2`, `x-${role}`, 'production-node', role.toUpperCase()]) expect(run(job, session(other), right)).toBe(1);
    expect(run(job, `arn:aws:iam::111122223333:user/${role}`, right)).toBe(1);
  });
});

describe('a role that is kept', () => {
  const kept = (id: string, migration: Partial<MigrationSpec> = {}, options = {}): string[] =>
    problemsOf(
      aSpec({ addOns: [anAddOn(id, { options, migration: { phase: 'prepare', role: 'keep', from: 5, former: {}, ...migration } })] }),
    );
  const dns = { hostedZones: ['Z0123456789ABC'] };
  const former = { production: { name: 'AmazonEKS_External_DNS_Policy-1', description: 'as it was', statements: [] } };

  test.each(['prepare', 'dual', 'done', 'irsa'] as const)('is refused in phase %s without the policy that its module has made', (phase) => {
    expect(kept('external-dns', { phase }, dns)).toContain('former-policy-missing');
    expect(kept('external-dns', { phase, former }, dns)).toEqual([]);
    expect(kept('external-dns', { phase, role: 'new' }, dns)).toEqual([]);
  });

  // https://github.com/terraform-aws-modules/terraform-aws-iam/blob/v5.60.0/modules/iam-role-for-service-accounts-eks/policies.tf#L1682
  test('is refused where its module attaches policies of AWS, which have no address to be moved to', () => {
    expect(kept('amazon-cloudwatch-observability')).toEqual(['role-not-carried']);
    expect(kept('amazon-cloudwatch-observability', { role: 'new' })).toEqual([]);
  });

  test('is nobody’s problem where the module makes no policy', () => {
    expect(kept('keda', {}, { queues: ['orders'] })).toEqual([]);
  });
});

test('nothing is written where nobody is on the way', () => {
  const plan = planOf(aSpec({ apps: [anApp('orders')] }));
  expect(plan.migration).toBeUndefined();
  expect(plan.manifests.filter(({ path }) => path.includes('migration'))).toEqual([]);
});
