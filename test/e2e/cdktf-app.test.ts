/**
 * The app of `format: cdktf`, as a team has it: compiled by the real compiler, run by the command of its
 * cdktf.json, its own tests run, and its stacks compared with what `format: json` writes and judged by terraform.
 */
import { copyFileSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { emitJson } from '../../src/emit/terraform/emit-json.ts';
import { blockKinds } from '../../src/emit/terraform/templates.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { synthesize } from '../../src/stacks/synthesize.ts';
import { arbitraryPlan } from '../support/arbitrary-plan.ts';
import { thorough } from '../support/cases.ts';
import { appIn, inApp, planOfApp, synth } from '../support/cdktf-app.ts';
import { examplesDir, generate, generateInto, temporaryFolder, writeFiles } from '../support/generate.ts';
import { judgedWithModules } from '../support/terraform/available.ts';
import { changes, resources } from '../support/terraform/evaluate.ts';
import { judge } from '../support/terraform/judge.ts';
import { everyBlock } from '../support/terraform-plan.ts';

jest.setTimeout(300_000);

/** What `npm test` runs after it has compiled. */
const TEST = 'node --test dist/test/stacks.test.js';

/** An existing cluster, and one with a second root; each takes a compiler's time, so iam 6 and an app that was meant for cdktf only sometimes. */
const examples = ['02-seven-patterns-iam5', '05-new-cluster', ...(thorough ? ['03-seven-patterns-iam6', '09-cdktf'] : [])];

/** A spec in a folder without any Terraform. */
const specAlone = (example: string): string =>
  writeFiles(temporaryFolder(), { 'irsa.yaml': readFileSync(join(examplesDir, example, 'irsa.yaml'), 'utf8') });

type Json = Record<string, unknown>;
type Labelled = Record<string, Json>;

const each = <T>(record: Record<string, T>, change: (value: T) => unknown): Json =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));

const bare = (block: Json): Json => Object.fromEntries(Object.entries(block).filter(([key]) => key !== '//'));

/** What cdktf adds for itself taken off: its notes, and where it keeps state. */
function normal({ terraform, data, resource, module, ...others }: Json): Json {
  const { backend: _, ...settings } = (terraform ?? {}) as Json;
  return bare({
    ...others,
    ...(Object.keys(settings).length > 0 && { terraform: settings }),
    ...(data !== undefined && { data: each(data as Record<string, Labelled>, (ofType) => each(ofType, bare)) }),
    ...(resource !== undefined && { resource: each(resource as Record<string, Labelled>, (ofType) => each(ofType, bare)) }),
    ...(module !== undefined && { module: each(module as Labelled, bare) }),
  });
}

const stackOf = (outdir: string, id: string): Json => JSON.parse(readFileSync(join(outdir, 'stacks', id, 'cdk.tf.json'), 'utf8')) as Json;

/** cdktf sorts the keys of what it writes. */
const print = (json: unknown): string =>
  JSON.stringify(
    json,
    (_key, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([x], [y]) => (x < y ? -1 : 1)))
        : value,
    2,
  );

/** As `format: json` writes it. */
const printed = (text: string | undefined): string => print(JSON.parse(text ?? ''));

describe.each(examples)('the app of example %s', (example) => {
  let plan: Plan;
  let app: string;
  const outdir = join(temporaryFolder(), 'cdktf.out');
  beforeAll(async () => {
    ({ plan } = await generate(specAlone(example), { format: 'cdktf' }));
    app = await appIn(plan);
    expect(synth(app, outdir)).toEqual({ code: 0, output: '' });
  });

  test('comes to the very JSON that format json writes', async () => {
    const { files } = await generate(specAlone(example), { format: 'json' });
    const stacks = readdirSync(join(outdir, 'stacks')).sort();
    expect(stacks).toEqual(plan.kubernetesRoot ? ['irsa', 'irsa-kubernetes'] : ['irsa']);
    expect(print(normal(stackOf(outdir, 'irsa')))).toBe(printed(files['irsa.tf.json']));
    if (plan.kubernetesRoot) {
      expect(print(normal(stackOf(outdir, 'irsa-kubernetes')))).toBe(printed(files['irsa-kubernetes/irsa.tf.json']));
    }
  });

  test('passes its own tests', () => {
    expect(inApp(app, TEST)).toMatchObject({ code: 0, output: expect.stringContaining('fail 0') });
  });

  test('names no folder of the machine that it was synthesised on', () => {
    const here = join(app, 'cdktf.out');
    expect(inApp(app, 'node dist/main.js')).toEqual({ code: 0, output: '' });
    for (const id of readdirSync(join(here, 'stacks'))) {
      const { terraform } = stackOf(here, id) as { terraform: { backend: { local: { path: string } } } };
      expect(isAbsolute(terraform.backend.local.path)).toBe(false);
      expect(join('cdktf.out/stacks', id, terraform.backend.local.path)).toBe(`terraform.${id}.tfstate`);
      expect(JSON.stringify(stackOf(here, id))).not.toContain(app);
    }
  });

  judgedWithModules('terraform', (modules) => {
    test('plans each stack on its own', async () => {
      for (const id of readdirSync(join(outdir, 'stacks'))) {
        const judgement = await judge(join(outdir, 'stacks', id), { fmt: false, plan: true, validate: true, modules });
        expect(judgement.failure).toBeUndefined();
        expect(judgement.diagnostics).toEqual([]);
        if (id === 'irsa') {
          const roles = resources(judgement.plan).filter(({ type, mode }) => type === 'aws_iam_role' && mode === 'managed');
          expect(roles.length).toBeGreaterThanOrEqual(plan.workloads.length);
        }
      }
    });
  });
});

judgedWithModules('the state of a root in HCL', (modules) => {
  test('goes on in the stack of the same spec, and nothing is to change', async () => {
    const folder = specAlone('09-cdktf');
    const { plan } = await generate(folder, { format: 'cdktf' });
    await generateInto(folder, { format: 'hcl' });
    const root = temporaryFolder();
    expect((await judge(folder, { apply: true, modules, keep: root })).failure).toBeUndefined();

    const app = await appIn(plan);
    expect(synth(app, join(app, 'cdktf.out')).code).toBe(0);
    const stack = temporaryFolder();
    copyFileSync(join(root, 'terraform.tfstate'), join(stack, 'terraform.tfstate'));
    const judgement = await judge(join(app, 'cdktf.out/stacks/irsa'), { fmt: false, plan: true, modules, keep: stack });
    expect(judgement.failure).toBeUndefined();
    expect(resources(judgement.plan).length).toBeGreaterThan(5);
    expect(changes(judgement.plan!)).toEqual({});
  });
});

/** Every kind of block, with values that break naive printers. */
test.each(fc.sample(fc.tuple(arbitraryPlan, arbitraryPlan), { numRuns: 1, seed: 7 }))(
  'the app of two generated roots comes to their JSON, and passes its own tests',
  async (root, second) => {
    const app = await appIn(planOfApp(root, second));
    const outdir = join(app, 'cdktf.out');
    expect(synth(app, outdir)).toEqual({ code: 0, output: '' });
    for (const [id, plan] of [
      ['irsa', root],
      ['irsa-kubernetes', second],
    ] as const) {
      const [json] = emitJson(plan, await synthesize(plan));
      expect(print(normal(stackOf(outdir, id)))).toBe(printed(json?.content));
    }
    expect(inApp(app, TEST).code).toBe(0);
  },
);

test('apps of one kind of block compile, whichever it is', async () => {
  const parent = temporaryFolder();
  const apps = [];
  for (const kind of blockKinds) {
    const blocks = everyBlock.files.flatMap((file) => file.blocks).filter((block) => block.kind === kind);
    apps.push(await appIn(planOfApp({ directory: '.', format: 'cdktf', files: [{ name: 'irsa.tf', blocks }] }), parent));
  }
  // One run of the compiler, with the settings of the apps.
  const project = {
    extends: join(apps[0] ?? '', 'tsconfig.json'),
    compilerOptions: { rootDir: parent, noEmit: true },
    include: apps.map((app) => join(app, '**/*.ts')),
  };
  writeFiles(parent, { 'tsconfig.json': JSON.stringify(project) });
  symlinkSync(resolve('node_modules'), join(parent, 'node_modules'));
  expect(inApp(parent, 'node node_modules/typescript/bin/tsc -p .')).toEqual({ code: 0, output: '' });
});

describe('the tests of an app', () => {
  let app: string;
  beforeAll(async () => {
    const { plan } = await generate(specAlone('09-cdktf'), { format: 'cdktf' });
    app = await appIn(plan);
    expect(inApp(app, 'npm test')).toMatchObject({ code: 0, output: expect.stringContaining('fail 0') });
  });

  test.each([
    [
      'a role trusts any ServiceAccount',
      'dist/src/module-inputs.js',
      'namespace_service_accounts: subjects',
      "namespace_service_accounts: ['*:*']",
    ],
    ['a role trusts another ServiceAccount', 'dist/plan.js', "subjects: ['shop:orders']", "subjects: ['shop:other']"],
    [
      'a policy loses its statements but one',
      'dist/src/constructs/policy-document.js',
      'block.statements.map',
      'block.statements.slice(0, 1).map',
    ],
    ['a label differs', 'dist/src/irsa-stack.js', "id.lastIndexOf('.') + 1", "id.lastIndexOf('.') + 2"],
    ['a block is left out', 'dist/src/irsa-stack.js', 'for (const block of blocks)', 'for (const block of blocks.slice(1))'],
    ['a resource is named otherwise', 'dist/src/constructs/namespace.js', 'name: template(block.name)', "name: 'other'"],
    ['an output is renamed', 'dist/plan.js', "label: 'irsa_role_arns'", "label: 'role_arns'"],
    [
      'state is kept at an absolute path',
      'dist/src/synthesize-app.js',
      "path: relative(join(app.outdir, 'stacks', id),",
      'path: join(process.cwd(),',
    ],
  ])('fail if %s', (_what, file, from, to) => {
    const path = join(app, file);
    const original = readFileSync(path, 'utf8');
    expect(original.split(from)).toHaveLength(2);
    writeFileSync(path, original.replace(from, to));
    expect(inApp(app, TEST)).toMatchObject({ code: 1, output: expect.stringContaining('not ok') });
    writeFileSync(path, original);
  });

  test('pass again once it is as it was', () => {
    expect(inApp(app, TEST).code).toBe(0);
  });
});

describe('an entry of the team, as the README shows it', () => {
  const parent = temporaryFolder();
  afterAll(() => rmSync(parent, { recursive: true }));

  test.each(['05-new-cluster', ...(thorough ? ['09-cdktf'] : [])])(
    'takes another backend, and adds to the stack (example %s)',
    async (example) => {
      const { plan } = await generate(specAlone(example), { format: 'cdktf' });
      const app = await appIn(plan, parent);
      const [, code = ''] = /```ts\n(.*?)```/s.exec(readFileSync(join(app, 'README.md'), 'utf8')) ?? [];
      const [, command] = /--app '(.*?)'/.exec(readFileSync(join(app, 'README.md'), 'utf8')) ?? [];
      writeFileSync(join(app, 'deploy.ts'), code);
      expect(inApp(app, command ?? '')).toEqual({ code: 0, output: '' });
      const outdir = join(app, 'cdktf.out');
      for (const id of readdirSync(join(outdir, 'stacks'))) {
        expect(stackOf(outdir, id)).toMatchObject({ terraform: { backend: { s3: { key: `${id}.tfstate` } } } });
      }
      const { resource, ...stack } = normal(stackOf(outdir, 'irsa')) as { resource: Json };
      const { aws_s3_bucket: bucket, ...others } = resource;
      expect(bucket).toEqual({ orders: { bucket: 'my-orders' } });
      const { files } = await generate(specAlone(example), { format: 'json' });
      expect({ ...stack, ...(Object.keys(others).length > 0 && { resource: others }) }).toEqual(JSON.parse(files['irsa.tf.json'] ?? ''));
    },
  );
});
