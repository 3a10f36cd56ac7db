import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { execute } from '../../src/cli/execute.ts';
import { temporaryFolder, writeFiles } from '../support/generate.ts';
import { migrate } from '../support/migrate.ts';
import { silentTerminal } from '../support/silent-terminal.ts';

const SPEC = `version: 1
terraform:
  modules: { iam: 5 } # as everywhere
clusters:
  production: { region: us-east-1, from: { data: true } }
addOns:
  external-dns: # of the platform team
    hostedZones: [Z0123456789ABC]
apps:
  my-app:
    namespace: shop
    serviceAccount: { owner: none }
    grants: [{ s3: { bucket: my-bucket, access: read } }]
`;
const KEPT = 'AmazonEKS_External_DNS_Policy-20250101000000000000000001';

const state = (resources: readonly object[]) =>
  JSON.stringify({ format_version: '1.0', values: { root_module: { child_modules: [{ resources }] } } });
const managed = (address: string, values: object) => ({ address, mode: 'managed', type: address.split('.').at(-2), values });
const ROLE = managed('module.irsa_external_dns.aws_iam_role.this[0]', { name: 'production-external-dns' });
const BEFORE = state([ROLE, managed('module.irsa_external_dns.aws_iam_policy.external_dns[0]', { name: KEPT })]);
const AFTER = state([ROLE, managed('module.irsa_external_dns.aws_iam_policy.this[0]', { name: KEPT })]);

let dir = '';
const read = (name: string): string => readFileSync(join(dir, name), 'utf8');
const said = (text: string): string => {
  const file = join(temporaryFolder(), 'state.json');
  writeFileSync(file, text);
  return file;
};

beforeEach(async () => {
  dir = writeFiles(temporaryFolder(), { 'irsa.yaml': SPEC });
  expect(await execute(['generate', dir], silentTerminal())).toBe(0);
});

describe('create-irsa migrate iam-6', () => {
  test('writes the line, where it comes from and the name that the policy has, and keeps comments', async () => {
    const { code, answer } = await migrate('iam-6', dir, '--state', said(BEFORE), '--yes');
    expect(code).toBe(0);
    expect(read('irsa.yaml')).toBe(
      SPEC.replace('iam: 5', 'iam: { line: 6, from: 5 }').replace(
        '[Z0123456789ABC]\n',
        `[Z0123456789ABC]\n    modulePolicyName: ${KEPT}\n`,
      ),
    );
    expect(read('irsa-external-dns.tf')).toContain(`policy_name     = "${KEPT}"`);
    expect(answer.roles).toEqual([
      {
        workload: 'external-dns',
        group: 'production',
        role: 'production-external-dns',
        says: `keeps its name and its ARN, and its policy the name ${KEPT}; nothing is made or destroyed.`,
        expects: [],
      },
      {
        workload: 'my-app',
        group: 'production',
        role: 'production-my-app',
        says: 'keeps its name and its ARN; nothing is made or destroyed.',
        expects: [],
      },
    ]);
  });

  test('puts the moves into the workload’s own file, with the reason', async () => {
    await migrate('iam-6', dir, '--state', said(BEFORE), '--yes');
    expect(read('irsa-external-dns.tf'))
      .toContain(`# Carries the state over from the line of the module that made the role before: nothing is made or
# destroyed.
# Once it is applied everywhere, \`create-irsa migrate iam-6 --finish\` takes these out.
moved {
  from = module.irsa_external_dns.aws_iam_policy.external_dns[0]
  to   = module.irsa_external_dns.aws_iam_policy.this[0]
}
`);
  });

  test.each([
    ['--dry-run', 0],
    ['--diff', 2],
  ])('with %s shows all of it and writes nothing', async (flag, expected) => {
    const { code, told } = await migrate('iam-6', dir, '--state', said(BEFORE), flag);
    expect(code).toBe(expected);
    expect(told).toContain('+  modules: { iam: { line: 6, from: 5 } } # as everywhere');
    expect(told).toContain('external-dns (production) keeps its name and its ARN');
    expect(read('irsa.yaml')).toBe(SPEC);
    expect(read('irsa-external-dns.tf')).not.toContain('moved');
  });

  test('asks for nothing where only apps have roles, whose policies have names of ours', async () => {
    const apps = SPEC.replace(/addOns:\n(?: .*\n)*/, '');
    writeFileSync(join(dir, 'irsa.yaml'), apps);
    const { code } = await migrate('iam-6', dir, '--yes', '--remove-orphans');
    expect(code).toBe(0);
    expect(read('irsa.yaml')).toBe(apps.replace('iam: 5', 'iam: { line: 6, from: 5 }'));
  });

  test('finishes on a second run whose state shows that it is applied', async () => {
    await migrate('iam-6', dir, '--state', said(BEFORE), '--yes');
    expect((await migrate('iam-6', dir, '--state', said(BEFORE), '--yes')).answer.problems).toMatchObject([
      { code: 'migration-not-applied' },
    ]);
    expect((await migrate('iam-6', dir, '--state', said(AFTER), '--yes')).code).toBe(0);
    expect(read('irsa.yaml')).toContain('  modules: { iam: 6 } # as everywhere\n');
    expect(read('irsa.yaml')).toContain(`modulePolicyName: ${KEPT}`);
    expect(read('irsa-external-dns.tf')).not.toContain('moved');
  });

  test('does nothing where every role is of 6.x already', async () => {
    await migrate('iam-6', dir, '--state', said(BEFORE), '--yes');
    await migrate('iam-6', dir, '--finish', '--yes');
    const { code, told, answer } = await migrate('iam-6', dir, '--yes');
    expect([code, answer.roles]).toEqual([0, []]);
    expect(told).toContain('Nothing to do');
  });

  test('goes back, and says which policies 5.x would name anew', async () => {
    await migrate('iam-6', dir, '--state', said(BEFORE), '--yes');
    await migrate('iam-6', dir, '--finish', '--yes');
    const { code, answer } = await migrate('iam-6', dir, '--rollback', '--yes');
    expect([code, answer.roles.flatMap(({ expects }) => expects)]).toEqual([0, []]);
    expect(read('irsa.yaml')).toContain('iam: { line: 5, from: 6 }');
    expect(read('irsa-external-dns.tf')).toContain('  to   = module.irsa_external_dns.aws_iam_policy.external_dns[0]');

    writeFileSync(join(dir, 'irsa.yaml'), SPEC.replace('iam: 5', 'iam: 6'));
    const born = await migrate('iam-6', dir, '--rollback', '--dry-run');
    expect(born.answer.roles[0]?.expects).toMatchObject([
      { action: 'replace', address: 'module.irsa_external_dns.aws_iam_policy.external_dns[0]' },
      { action: 'replace', address: 'module.irsa_external_dns.aws_iam_role_policy_attachment.external_dns[0]' },
    ]);
  });

  test('takes no state of another environment for this one', async () => {
    const { code, answer } = await migrate(
      'iam-6',
      dir,
      '--state',
      said(BEFORE.replace('production-external', 'staging-external')),
      '--yes',
    );
    expect([code, answer.problems]).toMatchObject([2, [{ code: 'state-of-another-root' }]]);
  });

  test('writes nothing over what was edited by hand', async () => {
    writeFileSync(join(dir, 'irsa-external-dns.tf'), read('irsa-external-dns.tf').replace('external_dns_policy', 'external_dns_policy '));
    const { code, answer } = await migrate('iam-6', dir, '--state', said(BEFORE), '--yes');
    expect([code, answer.problems]).toMatchObject([3, [{ code: 'conflict' }]]);
    expect(read('irsa.yaml')).toBe(SPEC);
  });

  test('names policies by group where there are several clusters, and leaves out what is not applied yet', async () => {
    const two = SPEC.replace('clusters:\n', 'primary: production\nclusters:\n  green: { region: us-east-1, from: { data: true } }\n');
    writeFileSync(join(dir, 'irsa.yaml'), two);
    const { code, answer } = await migrate('iam-6', dir, '--state', said(BEFORE), '--yes');
    expect(code).toBe(0);
    expect(read('irsa.yaml')).toContain(`modulePolicyName: { production: ${KEPT} }\n`);
    expect(answer.roles.find(({ workload, group }) => workload === 'external-dns' && group === 'green')?.says).toBe(
      'is not in the state yet: 6.x will make it.',
    );
  });
});
