import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parseArguments } from '../../src/cli/arguments.ts';
import { run } from '../../src/cli/commands/generate.ts';
import { prepareFleet } from '../../src/cli/fleet.ts';
import { fleetLines, together } from '../../src/cli/report-fleet.ts';
import { plain } from '../../src/cli/style.ts';
import type { Terminal } from '../../src/cli/terminal.ts';
import { error } from '../../src/problem.ts';
import { filesIn, temporaryFolder } from '../support/temporary-folder.ts';

beforeAll(() => {
  Object.assign(globalThis, { __VERSION__: '0.0.0-test' });
});

const BASE = 'outputs: [terraform]\nterraform: { serviceAccounts: none }\n';
const specOf = (key: string, more = '') =>
  `version: 1\nextends: ../../base.irsa.yaml\nclusters: { ${key}: { region: us-east-1 } }\n${more}`;
const APP = 'include: [../../apps/*.irsa.yaml]\n';
const FRAGMENT = 'apps: { orders: { namespace: shop, grants: [{ sqs: { queue: q, access: consume } }] } }\n';

function fleet(...keys: readonly string[]): string {
  const top = temporaryFolder({
    'base.irsa.yaml': BASE,
    'apps/shop.irsa.yaml': FRAGMENT,
    ...Object.fromEntries(keys.map((key) => [`clusters/${key}/irsa.yaml`, specOf(key, APP)])),
  });
  mkdirSync(join(top, '.git'));
  return top;
}

interface Ran {
  readonly code: number;
  readonly told: string;
  readonly printed: string;
  readonly progress: readonly string[];
}

async function generate(...argv: readonly string[]): Promise<Ran> {
  const { value: args, problems } = parseArguments(['generate', ...argv], () => false);
  if (args === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
  const [told, printed, progress]: [string[], string[], string[]] = [[], [], []];
  const terminal: Terminal = {
    style: plain,
    interactive: false,
    plain: false,
    tell: (lines) => void told.push(...lines),
    print: (text) => void printed.push(text),
    progress: (text) => void (text === undefined || progress.push(text)),
  };
  return { code: await run(args, terminal), told: told.join('\n'), printed: printed.join(''), progress };
}

const edit = (file: string, change: (text: string) => string) => writeFileSync(file, change(readFileSync(file, 'utf8')));

describe('a fleet', () => {
  test('is generated, and found to be as it says, in one run with one summary', async () => {
    const top = fleet('blue', 'green');
    const written = await generate(`${top}/clusters/*/irsa.yaml`);
    expect(written).toMatchObject({
      code: 0,
      told: expect.stringMatching(/blue\/irsa\.yaml[\s\S]*create +irsa-orders\.tf[\s\S]*Wrote \d+ files of 2 specs\.$/),
    });
    expect(Object.keys(filesIn(top))).toEqual(expect.arrayContaining(['clusters/blue/irsa-orders.tf', 'clusters/green/irsa-orders.tf']));
    expect(written.progress[0]).toMatch(/^1\/2 .*blue\/irsa\.yaml$/);
    const files = filesIn(top);
    expect(await generate(`${top}/clusters/*/irsa.yaml`)).toMatchObject({
      code: 0,
      told: '2 specs: every file is as the spec says\nNothing to do: every file is as the spec says.',
    });
    expect(filesIn(top)).toEqual(files);
    expect((await generate('--check', `${top}/clusters/*`)).code).toBe(0);
  });

  test('in which one spec is wrong is not written at all, and says what shared mistake it is once', async () => {
    const top = fleet('blue', 'green', 'red');
    edit(join(top, 'clusters/red/irsa.yaml'), (text) => text.replace('us-east-1', 'nowhere'));
    const before = filesIn(top);
    const { code, told } = await generate(`${top}/clusters/*`);
    expect(code).toBe(2);
    expect(told).toMatch(
      /red\/irsa\.yaml:3:\d+ {2}error {2}\[invalid-region\]\n +"nowhere"[\s\S]*Nothing was written: 1 of 3 specs has errors\.$/,
    );
    edit(join(top, 'apps/shop.irsa.yaml'), (text) => text.replace('consume', 'eat'));
    const shared = await generate(`${top}/clusters/{blue,green}`);
    expect(shared.told.match(/shop\.irsa\.yaml:1/g)).toHaveLength(1);
    expect(filesIn(top)).toEqual({ ...before, 'apps/shop.irsa.yaml': FRAGMENT.replace('consume', 'eat') });
  });

  test('in which one file was edited by hand is not written at all, and shows that file only', async () => {
    const top = fleet('blue', 'green');
    await generate(`${top}/clusters/*`);
    edit(join(top, 'clusters/green/irsa-orders.tf'), (text) => text.replace('green-orders', 'mine'));
    edit(join(top, 'apps/shop.irsa.yaml'), (text) => text.replace('queue: q', 'queue: r'));
    const before = filesIn(top);
    const { code, told } = await generate(`${top}/clusters/*`);
    expect(code).toBe(3);
    expect(told).toMatch(/-.*mine/);
    expect(told).not.toContain('blue-orders');
    expect(told).toContain(`${top}/clusters/green/irsa-orders.tf  error  [conflict]`);
    expect(filesIn(top)).toEqual(before);
    expect((await generate('--force', `${top}/clusters/*`)).code).toBe(0);
    expect((await generate('--check', `${top}/clusters/*`)).code).toBe(0);
  });

  test('has the files of its roots named as seen from where it runs', async () => {
    const top = fleet('blue');
    writeFileSync(join(top, 'clusters/blue/main.tf'), 'module "eks" {\n');
    const { told } = await generate(`${top}/clusters/*`);
    expect(told).toContain(`${top}/clusters/blue/main.tf:`);
  });

  test('drifts with its base and its fragments, and --check says which files', async () => {
    const top = fleet('blue', 'green');
    await generate(`${top}/clusters/*`);
    edit(join(top, 'base.irsa.yaml'), (text) => `${text}rolePath: /eks/\n`);
    const { code, told } = await generate('--check', `${top}/clusters/*`);
    expect(code).toBe(1);
    expect(told).toMatch(/update +irsa-orders\.tf[\s\S]*2 files are not as the spec says/);
    expect(told).toContain(`run \`create-irsa generate '${top}/clusters/*'\`.`);
  });

  test('has a JSON answer with an entry for each spec, and for a pattern that matches nothing', async () => {
    const top = fleet('blue', 'green');
    const { code, printed } = await generate('--json', '--dry-run', `${top}/clusters/*`, `${top}/nowhere/*`);
    expect(code).toBe(2);
    expect(JSON.parse(printed)).toMatchObject({
      version: 1,
      specs: [
        {
          spec: `${top}/clusters/blue/irsa.yaml`,
          changes: expect.arrayContaining([{ path: 'irsa-orders.tf', kind: 'create' }]),
          problems: [],
        },
        { spec: `${top}/clusters/green/irsa.yaml` },
        { spec: `${top}/nowhere/*`, problems: [{ code: 'pattern-matches-nothing' }] },
      ],
    });
  });

  test('has each spec once, however often it is named', async () => {
    const top = fleet('blue');
    const { printed } = await generate(
      '--json',
      '--dry-run',
      `${top}/clusters/*`,
      `${top}/clusters/blue`,
      `${top}/clusters/blue/irsa.yaml`,
    );
    expect((JSON.parse(printed) as { specs: unknown[] }).specs).toHaveLength(1);
  });

  test('whose specs would write one file is told so', async () => {
    const top = fleet('blue');
    writeFileSync(join(top, 'clusters/blue/other.yaml'), specOf('other', APP));
    const { code, told } = await generate(`${top}/clusters/blue/*.yaml`);
    expect({ code, told }).toMatchObject({ code: 2, told: expect.stringContaining('would both write irsa-versions.tf and 4 more') });
  });

  test('writes the sets of one folder after one another', async () => {
    const top = fleet('blue');
    const others = ['one', 'two', 'three'].map((name) => {
      const file = join(top, `clusters/blue/${name}.yaml`);
      writeFileSync(file, `${specOf(name, APP)}terraform: { directory: ${name} }\n`);
      return file;
    });
    expect(await generate(`${top}/clusters/blue`, ...others)).toMatchObject({
      code: 0,
      told: expect.stringMatching(/Wrote \d+ files of 4 specs/),
    });
  });

  test('keeps of each spec no content that the run does not need', async () => {
    const top = fleet('blue', 'green');
    await generate(`${top}/clusters/*`);
    edit(join(top, 'apps/shop.irsa.yaml'), (text) => text.replace('queue: q', 'queue: r'));
    const words = ['blue', 'green'].map((key) => join(top, 'clusters', key));
    const generations = await prepareFleet(words, { readOnly: true, upgrade: false, keepsContents: false }, () => undefined);
    for (const { changes, snapshot } of generations) {
      expect(changes.filter(({ kind, ours, theirs }) => kind === 'unchanged' && (ours ?? theirs) !== undefined)).toEqual([]);
      expect(changes.filter(({ kind }) => kind === 'update')).toEqual([
        { path: 'irsa-orders.tf', kind: 'update', ours: expect.stringContaining(':r"') },
      ]);
      expect([...(snapshot?.places.values() ?? [])]).toEqual([expect.not.objectContaining({ file: { content: expect.anything() } })]);
    }
  });
});

describe('the lines on a fleet', () => {
  const created = (n: number) => Array.from({ length: n }, (_, i) => ({ path: `irsa-${i}.tf`, kind: 'create' as const }));
  const lines = (...many: readonly number[]) =>
    fleetLines(
      many.map((n, i) => ({
        file: `c${i}/irsa.yaml`,
        folder: `c${i}`,
        problems: [],
        changes: [...created(n), { path: 'x.tf', kind: 'unchanged' }],
      })),
      plain,
      () => false,
    );

  test('name files as long as they are read, and count them beyond that', () => {
    expect(lines(1, 0, 0)).toEqual(['c0/irsa.yaml', '  create    irsa-0.tf', '2 specs: every file is as the spec says']);
    expect(lines(40, 30)).toEqual(['c0/irsa.yaml  create 40', 'c1/irsa.yaml  create 30']);
  });

  test('say once what is wrong in one place, and of many alike show a few', () => {
    const at = (file: string) => ({ ...error('wrong-value', ['a'], 'It is wrong.', 'Mend it.'), file, line: 1, column: 1 });
    expect(together([at('base.yaml'), at('base.yaml')])).toEqual([at('base.yaml')]);
    expect(together(['a', 'b', 'c', 'd', 'e'].map(at)).map(({ file, message }) => `${file}: ${message}`)).toEqual([
      'a: It is wrong.',
      'b: It is wrong.',
      'c: It is wrong. So it is in 2 more places.',
    ]);
  });
});
