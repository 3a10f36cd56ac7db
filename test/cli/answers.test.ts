import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { answerLine } from '../../src/cli/answer-line.ts';
import { answers } from '../../src/cli/answers.ts';
import { missingAnswers } from '../../src/cli/missing.ts';
import { parseArguments } from '../../src/cli/arguments.ts';
import { quoteLine } from '../../src/cli/quote.ts';
import { quote } from '../../src/plan/shell.ts';
import type { SpecInput } from '../../src/spec/spec-input.ts';
import { anyAnswers } from '../support/arbitrary-answers.ts';

/** As typed, without `create-irsa`. */
function read(...argv: string[]) {
  const args = parseArguments(['--yes', ...argv], () => false);
  return args.value === undefined ? { value: undefined, problems: args.problems } : answers(args.value.flags, {});
}

const messages = (...argv: string[]) => read(...argv).problems.map(({ message }) => message);

describe('an installation', () => {
  const dns = ['--cluster', 'a', '--region', 'us-east-1', '--add-on', 'external-dns.hostedZones=Z1'];

  test('is said by options of the add-on, in any order', () => {
    const said = { hostedZones: ['Z1'], install: { version: '1.19.0', values: ['a.yaml', 'b.yaml'] } };
    const version = ['--add-on', 'external-dns.install.version=1.19.0', '--set', 'external-dns.install.values=a.yaml,b.yaml'];
    const install = ['--add-on', 'external-dns.install=true'];
    expect(read(...dns, ...version, ...install).value?.addOns?.['external-dns']).toEqual(said);
    expect(read(...dns, ...install, ...version).value?.addOns?.['external-dns']).toEqual(said);
    expect(read(...dns, ...install).value?.addOns?.['external-dns']?.['install']).toBe(true);
  });

  test('of a chart is missing its version', () => {
    const input = read(...dns, '--add-on', 'external-dns.install=true').value!;
    expect(missingAnswers(input)).toMatchObject([
      {
        code: 'missing-answer',
        message: 'ExternalDNS needs install.version: which version of the chart?',
        fix: 'Give it as --add-on external-dns.install.version=VERSION',
      },
    ]);
    const addOn = read(...dns, '--add-on', 'external-dns.install=true', '--add-on', 'external-dns.installer=eks-addon').value!;
    expect(missingAnswers(addOn)).toEqual([]);
  });
});

describe('flags say what they say in irsa.yaml', () => {
  test('a cluster, an add-on with a list, an app with a grant', () => {
    expect(
      read(
        '--cluster',
        'production',
        '--region',
        'us-east-1',
        '--from',
        'module:eks',
        '--add-on',
        'external-dns',
        '--add-on',
        'external-dns.hostedZones=Z1,Z2',
        '--app',
        'my-app:production/my-app-sa',
        '--grant',
        'my-app:s3:bucket=b,prefix=my-app/,access=read-write',
        '--namespace',
        'production',
        '--namespace',
        'dns:existing',
        '--iam',
        '5',
        '--tag',
        'team=platform',
      ).value,
    ).toEqual({
      clusters: { production: { region: 'us-east-1', from: { module: 'eks' } } },
      addOns: { 'external-dns': { hostedZones: ['Z1', 'Z2'] } },
      apps: {
        'my-app': {
          namespace: 'production',
          serviceAccount: 'my-app-sa',
          grants: [{ s3: { bucket: 'b', prefix: 'my-app/', access: 'read-write' } }],
        },
      },
      namespaces: { production: { create: true }, dns: { create: false } },
      terraform: { modules: { iam: 5 } },
      tags: { team: 'platform' },
    });
  });

  test('a cluster that is made here: its version and zones; of more, irsa.yaml knows', () => {
    const made = { kubernetesVersion: '1.33', nodes: 'auto', vpc: { cidr: '10.0.0.0/16', zones: ['us-east-1a', 'us-east-1b'] } };
    const clusters = { production: { region: 'us-east-1', from: { new: made } } };
    const flags = ['--cluster', 'production', '--region', 'us-east-1', '--from', 'new:1.33,us-east-1a,us-east-1b'];
    expect(read(...flags).value).toEqual({ clusters });
    expect(answerLine({ version: 1, clusters } as SpecInput).flat()).toEqual(flags);
    const other = { production: { region: 'us-east-1', from: { new: { ...made, nodes: { default: {} } } } } };
    expect(answerLine({ version: 1, clusters: other } as unknown as SpecInput).flat()).not.toContain('--from');
    expect(read('--cluster', 'a', '--region', 'us-east-1', '--from', 'new').problems).toMatchObject([{ code: 'flag-value' }]);
  });

  test('flags of a cluster follow it; before the first one they hold for all', () => {
    expect(
      read(
        '--region',
        'us-east-1',
        '--cluster',
        'blue',
        '--from',
        'module:blue',
        '--cluster',
        'green',
        '--from',
        'module:green',
        '--region',
        'eu-west-1',
      ).value,
    ).toEqual({
      clusters: { blue: { region: 'us-east-1', from: { module: 'blue' } }, green: { region: 'eu-west-1', from: { module: 'green' } } },
    });
  });

  test('resources may be Terraform references', () => {
    expect(read('--app', 'a:n/s', '--grant', 'a:s3:bucket=ref:aws_s3_bucket.orders.arn,access=read').value?.apps?.['a']?.grants).toEqual([
      { s3: { bucket: { ref: 'aws_s3_bucket.orders.arn' }, access: 'read' } },
    ]);
  });

  test('statements and managed policies add up', () => {
    expect(
      read(
        '--app',
        'a:n/s',
        '--statement',
        'a:{"Action":"sqs:ListQueues","Resource":"*"}',
        '--managed-policy',
        'a:arn:x:1',
        '--managed-policy',
        'a:arn:x:2',
      ).value?.apps?.['a'],
    ).toMatchObject({ managedPolicies: ['arn:x:1', 'arn:x:2'], statements: [{ Action: 'sqs:ListQueues', Resource: '*' }] });
  });

  test('a role of another account is its ARN, or a map with more about it', () => {
    const role = 'arn:aws:iam::222222222222:role/reports';
    expect(
      read('--app', 'a:n/s', '--assume-role', `a:${role}`, '--assume-role', `a:{"role":"${role}-2","externalId":"shop"}`).value?.apps?.[
        'a'
      ],
    ).toMatchObject({ assumeRoles: [role, { role: `${role}-2`, externalId: 'shop' }] });
  });

  test('a cluster and an app of irsa.yaml need not be stated again', () => {
    const base: SpecInput = { clusters: { production: {} }, apps: { web: { namespace: 'n', serviceAccount: 's' } } };
    expect(
      answers(
        [
          { name: 'region', value: 'us-east-1' },
          { name: 'set', value: 'web.shared=true' },
        ],
        base,
      ).value,
    ).toEqual({
      clusters: { production: { region: 'us-east-1' } },
      apps: { web: { shared: true } },
    });
  });

  test('findings that are as they should be, and clusters that go', () => {
    expect(read('--app', 'web:shop/web', '--set', 'web.accept=policy-wildcard,unknown-action').value?.apps?.['web']?.accept).toEqual([
      'policy-wildcard',
      'unknown-action',
    ]);
    expect(read('--cluster', 'blue', '--retired', 'true', '--cluster', 'green').value?.clusters).toEqual({
      blue: { retired: true },
      green: {},
    });
    expect(messages('--cluster', 'blue', '--retired', 'yes')).toEqual(['`--retired yes`: it is true or false.']);
  });

  test('a release is its line and version', () => {
    expect(read('--iam', '5.60.0', '--engine', 'opentofu@1.10').value?.terraform).toEqual({
      modules: { iam: { line: 5, version: '5.60.0' } },
      engine: { name: 'opentofu', version: '1.10' },
    });
  });
});

describe('what is wrong is told with the flag that says it', () => {
  test('unknown names, with the one that is near', () => {
    expect(messages('--add-on', 'external-dsn')).toEqual([
      '`--add-on external-dsn`: there is no add-on `external-dsn`, but there is `external-dns`.',
    ]);
    expect(messages('--app', 'a:n/s', '--grant', 'a:s4:bucket=b')).toEqual([
      '`--grant a:s4:bucket=b`: there is no grant `s4`, but there is `s3`.',
    ]);
    expect(messages('--add-on', 'external-dns.hostedZone=Z')).toEqual([
      '`--add-on external-dns.hostedZone=Z`: there is no option `hostedZone`, but there is `hostedZones`.',
    ]);
    expect(messages('--app', 'a:n/s', '--set', 'a.color=red')[0]).toContain(
      'there is no option `color`; there are namespace, serviceAccount,',
    );
    expect(messages('--set', 'my-app.shared=true')[0]).toContain('there is no workload `my-app`');
  });

  test('shapes that are not the flag’s, all at once', () => {
    expect(
      messages(
        '--from',
        'x',
        '--app',
        'a',
        '--namespace',
        'a:b',
        '--iam',
        'five',
        '--tag',
        'x',
        '--share-roles',
        'x',
        '--statement',
        'a',
        '--assume-role',
        'a',
        '--assume-role',
        'a:{',
        '--provider',
        'aws',
      ),
    ).toHaveLength(10);
  });

  test('one cluster in two regions', () => {
    expect(messages('--cluster', 'a', '--region', 'us-east-1', '--region', 'us-east-2')).toEqual([
      '`--region us-east-2` contradicts an earlier `--region`.',
    ]);
  });
});

test('the line that repeats a run says the same, whatever the answers', () => {
  fc.assert(
    fc.property(anyAnswers, (spec) => {
      const { value, problems } = read(...answerLine(spec).flat());
      expect(problems).toEqual([]);
      expect(value).toEqual(spec);
    }),
    { numRuns: 200 },
  );
});

test('a shell reads back every word as it was', () => {
  const words = fc.array(
    fc.string({ unit: 'grapheme', minLength: 0, maxLength: 8 }).filter((text) => !text.includes('\0')),
    { minLength: 1, maxLength: 40 },
  );
  fc.assert(
    fc.property(words, (list) => {
      const line = `printf '%s\\0' ${list.map(quote).join(' ')}`;
      expect(execFileSync('sh', ['-c', line]).toString().split('\0').slice(0, -1)).toEqual(list);
    }),
    { numRuns: 40 },
  );
});

test('a long line is broken where a shell goes on reading', () => {
  const broken = quoteLine(
    [
      ['printf', '%s,'],
      ['--a', "it's"],
      ['--b', 'c'],
    ],
    10,
  );
  expect(broken.split('\n').length).toBeGreaterThan(1);
  expect(execFileSync('sh', ['-c', broken]).toString()).toBe("--a,it's,--b,c,");
});
