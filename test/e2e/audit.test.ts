/** `irsa/audit.sh` against moto, as far as that answers: roles and when they were used. The rest is in test/emit. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { emitAudit } from '../../src/emit/audit/emit-audit.ts';
import { anApp, aSpec, planOf } from '../support/a-spec.ts';
import { temporaryFolder } from '../support/generate.ts';
import { iam } from '../support/moto-calls.ts';
import { awsCli, environment, motoServer, withMoto } from '../support/terraform/moto.ts';
import { run, type Ran } from '../support/terraform/terraform.ts';

const missing = Object.entries({
  bash: spawnSync('bash', ['--version']).error === undefined || undefined,
  aws: awsCli,
  moto_server: motoServer,
})
  .filter(([, found]) => found === undefined)
  .map(([name]) => name);

const ISSUER = 'oidc.eks.us-east-1.amazonaws.com/id/ABC';
const token = (subject: unknown) => ({
  Effect: 'Allow',
  Action: 'sts:AssumeRoleWithWebIdentity',
  Principal: { Federated: `arn:aws:iam::123456789012:oidc-provider/${ISSUER}` },
  Condition: { StringEquals: { [`${ISSUER}:sub`]: subject } },
});
const service = (name: string) => ({ Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:TagSession'], Principal: { Service: name } });

const roles = {
  'a-token': [token('system:serviceaccount:shop:orders')],
  // Only its second statement is of pods, and it has two subjects.
  'b-second': [service('ec2.amazonaws.com'), token(['system:serviceaccount:shop:a', 'system:serviceaccount:shop:b'])],
  'c-association': [service('pods.eks.amazonaws.com')],
  'd-node': [service('ec2.amazonaws.com')],
  'e-github': [{ ...token('x'), Principal: { Federated: 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com' } }],
};
/** More than IAM gives in one page. */
const MANY = 105;

(missing.length === 0 ? describe : describe.skip)(
  `audit.sh${missing.length === 0 ? '' : ` (skipped: not found: ${missing.join(', ')})`}`,
  () => {
    const outcomes: Record<string, Ran> = {};
    const rows = (what: string): string[][] =>
      (outcomes[what]?.stdout ?? '')
        .trimEnd()
        .split('\n')
        .map((line) => line.split('\t'));

    beforeAll(async () => {
      const folder = temporaryFolder();
      const script = join(folder, 'audit.sh');
      writeFileSync(script, emitAudit(planOf(aSpec({ outputs: ['terraform', 'audit'], apps: [anApp('orders')] })))[0]?.content ?? '');
      await withMoto(async (endpoint) => {
        const make = (RoleName: string, statements: unknown) =>
          iam(endpoint, 'CreateRole', {
            RoleName,
            AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
          });
        for (const [name, statements] of Object.entries(roles)) await make(name, statements);
        // As somebody who has set no region.
        const { AWS_REGION: _, AWS_DEFAULT_REGION: __, ...env } = environment(endpoint, 'us-east-1');
        const ask = async (what: string, ...flags: readonly string[]) => {
          outcomes[what] = await run('bash', [script, ...flags], { cwd: folder, env });
        };
        await ask('unused', 'unused');
        for (let i = 0; i < MANY; i++) await make(`f-${i}`, roles['a-token']);
        await ask('roles', 'roles');
      }, false);
    });

    test('finds every role that pods can get, by any of its statements, and no other', () => {
      expect(outcomes['roles']).toMatchObject({ code: 0, stderr: '' });
      const provider = `arn:aws:iam::123456789012:oidc-provider/${ISSUER}`;
      expect(rows('roles')[0]).toEqual(['ROLE', 'TRUSTS', 'FOR']);
      const own = rows('roles').filter(([name = '']) => /^[a-e]-/.test(name));
      expect(own.toSorted(([a = ''], [b = '']) => a.localeCompare(b))).toEqual([
        ['a-token', provider, 'system:serviceaccount:shop:orders'],
        ['b-second', provider, 'system:serviceaccount:shop:a system:serviceaccount:shop:b'],
        ['c-association', 'pods.eks.amazonaws.com', ''],
      ]);
    });

    test('finds those of all pages', () => {
      expect(rows('roles').filter(([name = '']) => name.startsWith('f-'))).toHaveLength(MANY);
    });

    test('does not call a role unused that was made lately', () => {
      expect(outcomes['unused']).toMatchObject({ code: 0, stderr: '' });
      expect(rows('unused')).toEqual([['ROLE', 'LAST USED', 'MADE']]);
    });
  },
);
