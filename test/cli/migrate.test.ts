import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { execute } from '../../src/cli/execute.ts';
import { resourcesIn } from '../../src/repo/terraform-json.ts';
import { AFTER, BEFORE, KEPT, ROLE, SPEC } from '../support/before-iam-6.ts';
import { temporaryFolder, writeFiles } from '../support/generate.ts';
import { migrate } from '../support/migrate.ts';
import { runExample } from '../support/problem-examples/run-example.ts';
import { silentTerminal } from '../support/silent-terminal.ts';

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

describe('names of policies', () => {
  const NAMED = `modulePolicyName: ${KEPT}`;
  const show = (program: string, json: string): Record<string, string> => ({
    [program]: `#!/bin/sh\n[ "$*" = "show -json" ] && [ -f irsa.yaml ] && echo '${json}'\n`,
  });
  const attached = (...names: readonly string[]): string =>
    JSON.stringify({ AttachedPolicies: names.map((PolicyName) => ({ PolicyName })) });
  const asked = async (words: string, programs: Record<string, string>, spec = SPEC) =>
    runExample({ files: { 'irsa.yaml': spec }, argv: ['migrate', 'iam-6', ...words.split(' '), '--dry-run'], programs });

  test('come from terraform, which is run in the root module', async () => {
    expect((await asked('--terraform', show('terraform', BEFORE))).lines.join('\n')).toContain(NAMED);
  });

  test('come from OpenTofu where that is the engine', async () => {
    const spec = SPEC.replace('terraform:\n', 'terraform:\n  engine: opentofu\n');
    expect((await asked('--terraform', show('tofu', BEFORE), spec)).lines.join('\n')).toContain(NAMED);
  });

  test('come from AWS, as the one that neither irsa.yaml nor AWS has named', async () => {
    const programs = { aws: `#!/bin/sh\necho '${attached('AmazonSQSReadOnlyAccess', KEPT, 'production-external-dns-more')}'\n` };
    const spec = SPEC.replace(
      '[Z0123456789ABC]\n',
      '[Z0123456789ABC]\n    managedPolicies: [arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess]\n',
    );
    const { code, lines } = await asked('--live', programs, spec);
    expect([code, lines.join('\n')]).toEqual([0, expect.stringContaining(NAMED)]);
  });

  test('are asked of one place only', async () => {
    const { code, lines } = await asked('--live --terraform', {});
    expect([code, lines.join('\n')]).toEqual([2, expect.stringContaining('[contradictory-flags]')]);
  });

  test('are taken from the child module, wherever it is called from', async () => {
    const inChild = BEFORE.replaceAll('module.irsa_external_dns', 'module.irsa.module.irsa_external_dns');
    const { code } = await migrate('iam-6', dir, '--state', said(inChild), '--yes');
    expect([code, read('irsa.yaml')]).toEqual([0, expect.stringContaining(NAMED)]);
  });
});

/** Anything that JSON can say, with the words of a state among it. */
const anything = fc.letrec((tie) => ({
  json: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(
      'module.irsa_external_dns.aws_iam_role.this[0]',
      'module.irsa_external_dns.aws_iam_policy.external_dns[0]',
      'managed',
      'aws_iam_policy',
    ),
    fc.constantFrom(null, true, 0, '', '__proto__', KEPT, 'production-external-dns', '${x}', '\u001b[2J', '../a b'),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom(
        'values',
        'root_module',
        'child_modules',
        'resources',
        'address',
        'mode',
        'type',
        'name',
        'planned_values',
        '__proto__',
      ),
      tie('json'),
      { maxKeys: 5 },
    ),
  ),
})).json;

const somePolicy = fc.record({
  address: fc.constant('module.irsa_external_dns.aws_iam_policy.external_dns[0]'),
  mode: fc.constantFrom('managed', 'data'),
  type: fc.constant('aws_iam_policy'),
  values: fc.oneof(anything, fc.record({ name: fc.oneof(anything, fc.string(), fc.stringMatching(/^[\w+=,.@-]{1,128}$/)) })),
});

test('a state that holds anything is a problem, never a crash nor a name that IAM would refuse', async () => {
  await fc.assert(
    fc.asyncProperty(anything, fc.oneof(anything, somePolicy), async (root, resource) => {
      const text = JSON.stringify({
        format_version: '1.0',
        values: { root_module: { resources: [ROLE, resource], child_modules: [root] } },
      });
      const { code, answer, told } = await migrate('iam-6', dir, '--state', said(text), '--dry-run');
      if (code === 0) expect(told).toMatch(/modulePolicyName: ("?)[\w+=,.@-]{1,128}\1\n/);
      else expect([code, answer.problems.length > 0]).toEqual([2, true]);
    }),
    { numRuns: 100 },
  );
});

test('a state of modules within modules, however deep, is read', () => {
  let deep: object = { resources: [{ ...ROLE }] };
  for (let depth = 0; depth < 100_000; depth++) deep = { child_modules: [deep] };
  expect(resourcesIn({ format_version: '1.0', values: { root_module: deep } })).toEqual([ROLE]);
});
