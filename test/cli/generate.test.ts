import { readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parseArguments } from '../../src/cli/arguments.ts';
import { run } from '../../src/cli/commands/generate.ts';
import { JOURNAL } from '../../src/repo/journal-file.ts';
import { printJournal } from '../../src/repo/writing/journal.ts';
import { silentTerminal } from '../support/silent-terminal.ts';
import { filesIn, temporaryFolder } from '../support/temporary-folder.ts';

beforeAll(() => {
  Object.assign(globalThis, { __VERSION__: '0.0.0-test' });
});

const SPEC = `version: 1
clusters:
  production: { region: us-east-1 }
apps:
  my-app:
    namespace: production
    grants:
      - s3: { bucket: my-bucket, access: read }
`;
const APP = 'irsa-my-app.tf';

async function generate(folder: string, ...argv: string[]) {
  const args = parseArguments(['generate', folder, ...argv], () => true).value;
  if (args === undefined) throw new Error(`not a command line: ${argv.join(' ')}`);
  const terminal = silentTerminal();
  return { code: await run(args, terminal), told: terminal.told.join('\n') };
}

async function generated(): Promise<string> {
  const folder = temporaryFolder({ 'irsa.yaml': SPEC });
  expect((await generate(folder)).code).toBe(0);
  return folder;
}

const edit = (folder: string, path: string, from: string, to: string): void =>
  writeFileSync(join(folder, path), readFileSync(join(folder, path), 'utf8').replace(from, to));

describe('--check', () => {
  test('is content with what generate wrote', async () => {
    expect(await generate(await generated(), '--check')).toMatchObject({ code: 0, told: expect.stringContaining('as the spec says') });
  });

  test('reports drift and files edited by hand alike, and writes nothing', async () => {
    const folder = await generated();
    edit(folder, 'irsa.yaml', 'my-bucket', 'your-bucket');
    expect(await generate(folder, '--check')).toMatchObject({ code: 1, told: expect.stringContaining(`update    ${APP}`) });
    edit(folder, APP, 'my-bucket', 'my-backet');
    const before = filesIn(folder);
    expect(await generate(folder, '--check')).toMatchObject({ code: 1, told: expect.stringContaining('edited by hand') });
    expect(filesIn(folder)).toEqual(before);
  });

  test('sends to --remove-orphans where files are left over, which generate leaves where they are', async () => {
    const folder = temporaryFolder({ 'irsa.yaml': SPEC });
    await generate(folder, '--format', 'json');
    await generate(folder);
    expect(await generate(folder, '--check')).toMatchObject({
      code: 1,
      told: expect.stringContaining(`run \`create-irsa generate ${folder} --remove-orphans\``),
    });
    await generate(folder, '--remove-orphans');
    expect((await generate(folder, '--check')).code).toBe(0);
  });

  test('reports a write that was interrupted, whatever it left, and leaves the mending to the next generate', async () => {
    const folder = await generated();
    const gone = { pid: 2 ** 30, host: hostname() };
    const journal = printJournal({ id: '0123456789abcdef', writer: gone, steps: [], folders: [] });
    writeFileSync(join(folder, JOURNAL), journal);
    expect(await generate(folder, '--check')).toMatchObject({ code: 1, told: expect.stringContaining('interrupted') });
    expect(filesIn(folder)[JOURNAL]).toBe(journal);
    expect((await generate(folder)).code).toBe(0);
    expect(await generate(folder, '--check')).toMatchObject({ code: 0 });
  });

  test('reports another version of the tool, though no file would change', async () => {
    const folder = await generated();
    writeFileSync(join(folder, 'irsa.yaml'), `toolVersion: 0.0.9\n${SPEC}`);
    expect(await generate(folder, '--check')).toMatchObject({ code: 1, told: expect.stringContaining('create-irsa 0.0.9') });
    expect((await generate(folder, '--upgrade')).code).toBe(0);
    expect((await generate(folder, '--check')).code).toBe(0);
  });
});

describe('a conflict', () => {
  test('exits 3 and changes nothing, until --force', async () => {
    const folder = await generated();
    edit(folder, APP, 'my-bucket', 'my-backet');
    const before = filesIn(folder);
    expect(await generate(folder)).toMatchObject({ code: 3, told: expect.stringContaining('overwrite them with --force') });
    expect(filesIn(folder)).toEqual(before);
    expect((await generate(folder, '--force')).code).toBe(0);
    expect(filesIn(folder)[APP]).toContain('my-bucket');
  });

  test('with a file that is not ours exits 3 even with --force', async () => {
    const folder = temporaryFolder({ 'irsa.yaml': SPEC, [APP]: '# mine\n' });
    const { code, told } = await generate(folder, '--force');
    expect(code).toBe(3);
    expect(told).toContain('did not write it');
    expect(told).not.toContain('with --force');
    expect(filesIn(folder)).toEqual({ 'irsa.yaml': SPEC, [APP]: '# mine\n' });
  });
});
