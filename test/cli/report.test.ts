import { describe, expect, test } from '@jest/globals';
import { changeLines, nextStepLines } from '../../src/cli/report-changes.ts';
import { addOnLines, catalogLines, grantLines } from '../../src/cli/report-catalog.ts';
import { diffLines } from '../../src/cli/report-diff.ts';
import { problemJson, problemLines } from '../../src/cli/report-problems.ts';
import { plain, styleFor, type Surroundings } from '../../src/cli/style.ts';
import { wrap } from '../../src/cli/wrap.ts';
import { addOns, addOnsByGroup, findAddOn, grants } from '../../src/catalog/index.ts';
import { error, warning } from '../../src/problem.ts';
import type { ChangeSet } from '../../src/repo/change-set.ts';

const terminal: Surroundings = { env: { LANG: 'en_US.UTF-8' }, platform: 'linux', isTTY: true, columns: 80 };
const colored = styleFor(terminal);
const ESC = '\u001b[';

describe('colours and signs', () => {
  test('are for terminals, and end with NO_COLOR and dumb ones', () => {
    const colors = (more: Partial<Surroundings>) => styleFor({ ...terminal, ...more }).colors.red('x') !== 'x';
    expect(colors({})).toBe(true);
    expect(colors({ isTTY: false })).toBe(false);
    expect(colors({ env: { NO_COLOR: '1' } })).toBe(false);
    expect(colors({ env: { NO_COLOR: '1', FORCE_COLOR: '1' } })).toBe(false);
    expect(colors({ env: { FORCE_COLOR: '1' }, isTTY: false })).toBe(true);
    expect(colors({ env: { TERM: 'dumb' } })).toBe(false);
  });

  test('signs beyond ASCII need UTF-8', () => {
    expect(styleFor(terminal).unicode).toBe(true);
    expect(styleFor({ ...terminal, env: { LANG: 'en_US.UTF-8', LC_ALL: 'C' } }).unicode).toBe(false);
    expect(styleFor({ ...terminal, env: {} }).unicode).toBe(false);
    expect(styleFor({ ...terminal, env: {}, platform: 'win32' }).unicode).toBe(true);
  });
});

describe('problems', () => {
  const placed = {
    ...error('invalid-region', ['clusters', 'a', 'region'], 'This is no region.', 'Write us-east-1.'),
    file: 'irsa.yaml',
    line: 12,
    column: 5,
  };

  test('show where, how grave, what, and what to do', () => {
    expect(problemLines([placed], plain)).toEqual(['irsa.yaml:12:5  error  This is no region.  [invalid-region]', '    Write us-east-1.']);
    expect(problemLines([warning('no-permissions', ['apps', 'my-app'], 'Look.', 'Add grants.')], plain)).toEqual([
      'apps.my-app  warning  Look.  [no-permissions]',
      '    Add grants.',
    ]);
    expect(problemLines([error('wrong-value', [], 'No.', 'Yes.')], plain)).toEqual(['error  No.  [wrong-value]', '    Yes.']);
  });

  test('keep within a narrow terminal', () => {
    const lines = problemLines([{ ...placed, message: 'word '.repeat(30).trim() }], { ...plain, width: 40 });
    expect(lines.length).toBeGreaterThan(4);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(40);
  });

  test('as JSON they have the fields of the contract', () => {
    expect(problemJson(placed)).toEqual({
      code: 'invalid-region',
      severity: 'error',
      file: 'irsa.yaml',
      line: 12,
      column: 5,
      at: 'clusters.a.region',
      message: 'This is no region.',
      fix: 'Write us-east-1.',
      link: 'https://unpkg.com/create-irsa@0.0.0-test/docs/problems.md#invalid-region',
    });
  });
});

describe('changes', () => {
  const changes: ChangeSet = [
    { path: 'a.tf', kind: 'create', ours: 'a = 1\n' },
    { path: 'b.tf', kind: 'conflict', edited: true, ours: 'b = 1\n', theirs: 'b = 2\n' },
    { path: 'c.tf', kind: 'unchanged', ours: 'c\n', theirs: 'c\n' },
    { path: 'd.tf', kind: 'conflict', foreign: true, ours: 'd\n', theirs: 'mine\n' },
    { path: 'e.tf', kind: 'orphan', theirs: 'e\n' },
  ];

  test('have a line each, but for those that stay', () => {
    expect(changeLines(changes, plain)).toEqual([
      '  create    a.tf',
      '  conflict  b.tf  edited by hand',
      '  conflict  d.tf  there is such a file, and create-irsa did not write it: rename it, or the workload',
      '  orphan    e.tf  no longer in the spec',
      '  1 file is as the spec says',
    ]);
  });

  test('differences are a unified diff, coloured only where asked', () => {
    const lines = diffLines(changes, plain);
    expect(lines.slice(0, 4)).toEqual(['--- /dev/null', '+++ b/a.tf', '@@ -0,0 +1,1 @@', '+a = 1']);
    expect(lines).toEqual(expect.arrayContaining(['-b = 2', '+b = 1', '-e']));
    expect(lines.join('')).not.toContain(ESC);
    expect(diffLines(changes, colored).join('')).toContain(`${ESC}32m+a = 1`);
  });

  test('a file cannot speak to the terminal through its diff', () => {
    const evil: ChangeSet = [{ path: 'a.tf', kind: 'conflict', edited: true, ours: 'x\n', theirs: `${ESC}2J\n` }];
    expect(diffLines(evil, plain).join('')).not.toContain('\u001b');
  });
});

test('next steps are numbered, their commands on lines of their own', () => {
  expect(nextStepLines([{ text: 'Look.' }, { text: 'Apply.', command: 'terraform apply' }], '', plain)).toEqual([
    'Next',
    ' 1. Look.',
    ' 2. Apply.',
    '    terraform apply',
  ]);
  expect(nextStepLines([{ text: 'Look.' }], 'live', plain)[0]).toBe('Next, in live');
  expect(nextStepLines([], '', plain)).toEqual([]);
});

test('words are never broken', () => {
  expect(wrap('a bb ccc-which-is-long d', 6)).toEqual(['a bb', 'ccc-which-is-long', 'd']);
});

describe('the catalog', () => {
  test('lists every add-on by its group, and every grant, with its summary', () => {
    const text = catalogLines(addOnsByGroup(), grants.all(), { ...plain, width: 200 }).join('\n');
    for (const { id, summary } of addOns.all()) expect(text).toMatch(new RegExp(`${id} +${summary.slice(0, 20)}`));
    for (const { service } of grants.all()) expect(text).toContain(service);
    expect(text).toMatch(/Add-ons: Scaling\n(?: {2}.*\n)* {2}cluster-autoscaler.*\n {2}karpenter/);
  });

  test('tells of each what it needs and where it runs', () => {
    for (const addOn of addOns.all()) {
      const text = addOnLines(addOn, plain).join('\n');
      expect(text).toContain(`${addOn.subjects.helm.namespace}/${addOn.subjects.helm.serviceAccount}`);
      for (const name of Object.keys(addOn.options)) expect(text).toContain(`  ${name}  `);
    }
    for (const addOn of addOns.all()) {
      const text = addOnLines(addOn, { ...plain, width: 500 }).join('\n');
      expect(text).toMatch(
        new RegExp(`EKS Pod Identity\\n {2}Since ${addOn.podIdentity.since}\\. .*association.*\\n {2}eks-pod-identity 1\\.x`),
      );
      for (const note of addOn.podIdentity.notes ?? []) expect(text).toContain(`  - ${note}`);
    }
    for (const grant of grants.all()) expect(grantLines(grant, plain).join('\n')).toContain(`--grant my-app:${grant.service}:`);
  });

  test.each([
    ['external-dns', 'from its first version on', ['1.x: attach_external_dns_policy and statements', '2.x: attach_external_dns_policy']],
    ['keda', 'The association stands alone.', ['1.x and 2.x: statements']],
    ['karpenter', 'The association stands alone.', ['1.x and 2.x: terraform-aws-modules/eks/aws//modules/karpenter']],
    ['vpc-cni', 'from v1.15.5 on', ['1.x: attach_aws_vpc_cni_policy and statements', '2.x: attach_aws_vpc_cni_policy']],
  ])('tells of %s who makes the association, and what gives it permissions with Pod Identity', (id, association, ways) => {
    const lines = addOnLines(findAddOn(id)!, { ...plain, width: 500 });
    const at = lines.indexOf('EKS Pod Identity');
    expect(lines[at + 1]).toContain(association);
    expect(lines.slice(at + 2, at + 2 + ways.length)).toEqual(ways.map((way) => `  eks-pod-identity ${way}`));
  });
});
