/** Real answers of `--json`, held against the schema that `create-irsa schema --of` prints. */
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { addOns, grants } from '../../src/catalog/index.ts';
import { commands } from '../../src/cli/commands.ts';
import { answering } from '../../src/cli/json-shapes.ts';
import { runExample, type Told } from '../support/problem-examples/run-example.ts';
import { withApp, withCluster } from '../support/problem-examples/example.ts';

const IRSA = { 'irsa.yaml': withApp('') };
const run = (argv: readonly string[], files: Readonly<Record<string, string>> = {}): Promise<Told> => runExample({ argv, files });

async function validated(command: string, { code, data }: Told) {
  const schema = await run(['schema', '--of', command]);
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(JSON.parse(schema.data) as object);
  const answer = JSON.parse(data) as Record<string, unknown>;
  validate(answer);
  expect(validate.errors ?? []).toEqual([]);
  return { code, answer };
}

describe('generate', () => {
  test.each([
    ['what it wrote', ['--json'], {}, 0, 'create'],
    ['drift', ['--json', '--check'], {}, 1, 'create'],
    ['what a dry run would write', ['--json', '--dry-run'], {}, 0, 'create'],
    ['a file of somebody else', ['--json'], { 'irsa-my-app.tf': '# mine\n' }, 3, 'conflict'],
  ])('answers with %s', async (_, flags, files, code, kind) => {
    const ended = await validated('generate', await run(['generate', ...flags], { ...IRSA, ...files }));
    expect(ended.code).toBe(code);
    expect(ended.answer['specs']).toMatchObject([{ changes: expect.arrayContaining([{ path: 'irsa-my-app.tf', kind }]) }]);
    expect(ended.answer['problems']).toMatchObject(kind === 'conflict' ? [{ code: 'conflict', file: 'irsa-my-app.tf' }] : []);
  });

  test('answers with flags that it does not know, and with no spec then', async () => {
    const { code, answer } = await validated('generate', await run(['generate', '--chek', '--json'], IRSA));
    expect({ code, answer }).toMatchObject({ code: 2, answer: { specs: [], problems: [{ code: 'unknown-flag' }] } });
  });
});

describe('create', () => {
  const CREATE = ['--yes', '--cluster', 'production', '--region', 'us-east-1', '--add-on', 'cluster-autoscaler'];

  test('answers as generate does', async () => {
    const { code, answer } = await validated('create', await run([...CREATE, '--json']));
    expect(code).toBe(0);
    expect(answer['specs']).toMatchObject([{ changes: expect.arrayContaining([{ path: 'irsa.yaml', kind: 'create' }]), problems: [] }]);
  });

  test('answers with what irsa.yaml says otherwise, and writes nothing', async () => {
    const files = { 'irsa.yaml': withCluster('') };
    const { code, answer } = await validated('create', await run([...CREATE, '--region', 'us-west-2', '--json'], files));
    expect({ code, answer }).toMatchObject({ code: 2, answer: { specs: [], problems: [{ code: 'flag-twice' }] } });
  });

  test('asks nothing, even in a terminal', async () => {
    const { code, answer } = await validated('create', await run(['--json']));
    expect(code).toBe(2);
    expect(answer['problems']).toMatchObject([{ code: 'nobody-to-ask', message: expect.stringContaining('nothing is asked') }, {}, {}, {}]);
  });

  test('says that a word which is no command is taken for a folder', async () => {
    const { answer } = await validated('create', await run(['frobnicate', '--json']));
    expect(answer['problems']).toMatchObject([{ message: expect.stringContaining('`frobnicate` is taken for a new folder') }, {}, {}, {}]);
  });
});

describe('catalog', () => {
  test('answers with all there is', async () => {
    const { answer } = await validated('catalog', await run(['catalog', '--json']));
    expect(answer['addOns']).toHaveLength(addOns.ids.length);
    expect(answer['grants']).toHaveLength(grants.ids.length);
  });

  test.each([...addOns.ids, ...grants.ids])('answers with %s', async (id) => {
    const { code, answer } = await validated('catalog', await run(['catalog', id, '--json']));
    expect({ code, id: answer['id'] ?? answer['service'] }).toEqual({ code: 0, id });
  });

  test('answers with what it does not hold', async () => {
    const { code, answer } = await validated('catalog', await run(['catalog', 'external-dsn', '--json']));
    expect({ code, answer }).toMatchObject({ code: 2, answer: { problems: [{ code: 'not-in-catalog' }] } });
  });
});

describe('graph', () => {
  test('answers with its nodes and edges', async () => {
    const { code, answer } = await validated('graph', await run(['graph', '--json'], IRSA));
    const { nodes, edges } = answer as unknown as { nodes: unknown[]; edges: unknown[] };
    expect([code, nodes.length, edges.length]).toEqual([0, 4, 3]);
  });

  test.each([
    ['a spec that is not there', ['graph', 'nowhere', '--json'], 'spec-not-found'],
    ['a format that is none', ['graph', '--format', 'pdf', '--json'], 'flag-value'],
    ['two formats', ['graph', '--format', 'svg', '--json'], 'contradictory-flags'],
  ])('says what is wrong with %s', async (_, argv, expected) => {
    const { code, answer } = await validated('graph', await run(argv));
    expect({ code, answer }).toMatchObject({ code: 2, answer: { problems: [{ code: expected }] } });
  });
});

describe('diff', () => {
  const COMMITTED = ['git init -q .', 'git add .', 'git -c user.name=a -c user.email=a@example.com commit -qm one'];

  test('answers with what roles gained and lost', async () => {
    const before = [...COMMITTED, "sed -i.bak 's/access: read/access: write/' irsa.yaml"];
    const { code, answer } = await validated('diff', await runExample({ argv: ['diff', '--json'], files: IRSA, before }));
    expect(code).toBe(0);
    expect(answer['roles']).toMatchObject([
      { role: 'production-my-app', status: 'changed', gained: [{ kind: 'allow' }], lost: [{ kind: 'allow' }, { kind: 'allow' }] },
    ]);
  });

  test('answers with why nothing could be compared', async () => {
    const { code, answer } = await validated('diff', await run(['diff', '--json', 'plan.json', 'irsa.yaml'], IRSA));
    expect({ code, answer }).toMatchObject({ code: 2, answer: { problems: [{ code: 'contradictory-words' }] } });
  });
});

describe('upgrade', () => {
  test('answers with what would change, for roles and for files', async () => {
    const { code, answer } = await validated('upgrade', await run(['upgrade', '--json'], IRSA));
    expect({ code, answer }).toMatchObject({ code: 0, answer: { roles: [{ status: 'added' }], accept: 'create-irsa generate --upgrade' } });
  });
});

describe('every command', () => {
  test('takes --json', () => {
    const without = commands.filter(({ flags }) => !flags.some((group) => group.flags.some(({ name }) => name === 'json')));
    expect(without.map(({ name }) => name)).toEqual([]);
  });

  test('but schema, whose answer is a schema, has a schema of its answer', async () => {
    expect(commands.map(({ name }) => name).filter((name) => name !== 'schema')).toEqual(answering);
    const { data } = await run(['schema', '--json']);
    expect(JSON.parse(data)).toMatchObject({ title: 'irsa.yaml' });
  });

  test('has an answer without keys that the schema does not tell of', async () => {
    const { data } = await run(['schema', '--of', 'generate']);
    const validate = new Ajv2020({ strict: true }).compile(JSON.parse(data) as object);
    expect(validate({ version: 1, specs: [], problems: [] })).toBe(true);
    expect(validate({ version: 1, specs: [], problems: [], more: 1 })).toBe(false);
    expect(validate({ version: 1, specs: [] })).toBe(false);
  });
});
