import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cell, code, mermaid } from '../../../src/emit/markdown.ts';
import { emitRunbook } from '../../../src/emit/runbook/emit-runbook.ts';
import { snippets } from '../../../src/emit/runbook/snippets.ts';
import type { RepoFacts } from '../../../src/plan/repo-facts.ts';
import type { Spec } from '../../../src/spec/spec.ts';
import { aCluster, anAddOn, anApp, anAssumedRole, aSpec, planOf } from '../../support/a-spec.ts';
import { hostile } from '../../support/hostile.ts';

const told = (more: Parameters<typeof aSpec>[0]): Spec => aSpec({ outputs: ['terraform', 'runbook', 'verify'], ...more });
const runbookOf = (spec: Spec, facts?: RepoFacts): string => emitRunbook(planOf(spec, facts))[0]?.content ?? '';
const headings = (text: string): string[] => text.split('\n').filter((line) => line.startsWith('## '));

const externalDns = anAddOn('external-dns', { options: { hostedZones: ['Z0123456789ABC'] } });

describe('irsa/README.md', () => {
  test('says who gets which role, and what it may do', () => {
    const text = runbookOf(told({ apps: [anApp('orders')], addOns: [externalDns] }));
    expect(text).toContain('| orders | `shop/orders` | `production-orders` | [Amazon S3](https://docs.aws.amazon.com/');
    expect(text).toContain('): bucket `my-bucket`, access `read` |');
    expect(text).toContain('): hostedZones `Z0123456789ABC` |');
  });

  test('draws each ServiceAccount, its role and what that may do', () => {
    const text = runbookOf(told({ apps: [anApp('orders')] }));
    expect(/```mermaid\n([\s\S]*?)```/.exec(text)?.[1]).toBe(
      [
        'flowchart LR',
        '  s0["shop/orders"]',
        '  r0_0[["production-orders"]]',
        '  s0 -- "token of production" --> r0_0',
        '  r0_0 --> p0_0',
        '  p0_0("Amazon S3, bucket my-bucket, access read")',
        '',
      ].join('\n'),
    );
  });

  test('has the chapters that apply, and no others', () => {
    const always = ['## How a pod gets its role', '## See that it works', '## When it does not', '## Change it, and go back'];
    expect(headings(runbookOf(told({ addOns: [externalDns] })))).toEqual([...always, '## Keep pods off the role of the node']);
    expect(headings(runbookOf(told({ apps: [anApp('orders')] })))).toContain('## The pod');
  });

  test('speaks of the identity that pods have', () => {
    const irsa = runbookOf(told({ apps: [anApp('orders')] }));
    expect([irsa.includes('**By its token**'), irsa.includes('**By an association**'), irsa.includes('169.254.170.23')]).toEqual([
      true,
      false,
      false,
    ]);
    const pods = runbookOf(
      told({ clusters: [aCluster('production', { podIdentityAgent: 'existing' })], apps: [anApp('orders', { identity: 'pod-identity' })] }),
    );
    expect([pods.includes('**By its token**'), pods.includes('**By an association**'), pods.includes('OpenIDConnect')]).toEqual([
      false,
      true,
      false,
    ]);
    expect(pods).toContain('boto3, 1.34.41 or newer');
    expect(irsa).toContain('boto3, 1.9.220 or newer');
  });

  test('names the clusters of a role where there are several', () => {
    const clusters = [aCluster('blue'), aCluster('green')];
    const shared = runbookOf(
      told({ clusters, shareRoles: [{ name: 'production', clusters: ['blue', 'green'] }], apps: [anApp('orders')] }),
    );
    expect(shared).toContain('`production-orders` for blue, green');
    expect(runbookOf(told({ clusters, apps: [anApp('orders')] }))).toContain('`blue-orders` for blue<br>`green-orders` for green');
  });

  test('says which role another account makes', () => {
    const direct = anApp('ledger', { grants: [], assumeRoles: [anAssumedRole({ via: 'direct' })] });
    expect(runbookOf(told({ apps: [direct] }))).toContain('`reports` (of another account)');
  });

  test('has the patch of IMDS for the module that makes the nodes, and for others a command', () => {
    const ofModule = runbookOf(
      told({ clusters: [aCluster('production', { from: { kind: 'module', label: 'eks' } })], apps: [anApp('orders')] }),
    );
    expect(ofModule).toContain('`module "eks"`');
    expect(ofModule).toContain('http_put_response_hop_limit = 1');
    expect(runbookOf(told({ apps: [anApp('orders')] }))).toContain('aws ec2 modify-instance-metadata-options --region us-east-1');
  });

  test('shows commands where verify.sh is not written', () => {
    const alone = runbookOf(aSpec({ outputs: ['terraform', 'runbook'], apps: [anApp('orders')] }));
    expect(alone).not.toContain('verify.sh');
    expect(alone).toContain('aws iam get-role --role-name production-orders');
    expect(runbookOf(aSpec({ apps: [anApp('orders')] }))).toBe('');
  });

  test('has a pod spec whose names are text, whatever they look like', () => {
    const number = runbookOf(told({ apps: [anApp('orders', { namespace: 'yes', serviceAccount: { name: '1', owner: 'none' } })] }));
    expect(number).toContain('  namespace: "yes"\n');
    expect(number).toContain('serviceAccountName: "1"\n');
  });
});

describe('Markdown', () => {
  test('shows any text as code on one line of one cell', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const shown = cell(code(text));
        expect(shown).not.toMatch(/[\n\r]/);
        expect(shown.replaceAll('\\|', '')).not.toContain('|');
        const [, fence = '', inside = ''] = /^(`+) ?([^]*?) ?\1$/.exec(shown) ?? [];
        expect(inside.split(/(`+)/).filter((run) => run === fence)).toEqual([]);
      }),
    );
  });

  test('gives Mermaid nothing that means something to it', () => {
    fc.assert(fc.property(hostile, (text) => expect(mermaid(text)).toMatch(/^"(?:[\w .,:/@=*+-]|#\d+;)*"$/)));
  });
});

describe('the programs', () => {
  const runs = (program: string, args: readonly string[], input: string) => spawnSync(program, args, { input, encoding: 'utf8' });
  const there = (program: string, ...args: readonly string[]): boolean => runs(program, args, '').status === 0;

  (there('python3', '--version') ? test : test.skip)('in Python can be read by Python (skipped where there is none)', () => {
    const { status, stderr } = runs('python3', ['-c', 'import ast, sys; ast.parse(sys.stdin.read())'], snippets.python.lines);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test('in JavaScript can be read by Node.js', () => {
    const { status, stderr } = runs(process.execPath, ['--input-type=module', '--check'], snippets.js.lines);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test.each(Object.entries(snippets))('%s names no key, no profile, no role and no region', (_name, { lines }) => {
    expect(lines).not.toMatch(/key|secret|profile|arn:aws|us-|region/i);
  });
});
