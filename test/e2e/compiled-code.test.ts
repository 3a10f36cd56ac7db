/** What V8 compiled is kept beside the program, and never in the way of it. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { temporaryFolder } from '../support/temporary-folder.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const SPEC = 'version: 1\nclusters: { a: { region: us-east-1 } }\naddOns: { aws-ebs-csi-driver: {} }\n';

/** The program alone, as installed, and a folder with a spec. */
function installed() {
  const folder = temporaryFolder({ 'live/irsa.yaml': SPEC });
  for (const part of ['bin', 'dist']) cpSync(join(root, part), join(folder, part), { recursive: true });
  const run = (env: NodeJS.ProcessEnv, ...argv: string[]) =>
    spawnSync(process.execPath, [join(folder, 'bin', 'create-irsa.js'), ...argv], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, ...env },
    });
  const kept = (): string[] =>
    existsSync(join(folder, '.cache'))
      ? (readdirSync(join(folder, '.cache'), { recursive: true, encoding: 'utf8' }) as string[])
          .map((path) => join(folder, '.cache', path))
          .filter((path) => statSync(path).isFile())
      : [];
  return { run, kept };
}

describe('compiled code', () => {
  test('is kept by each command for its own next run, and not by --version and --help', () => {
    const { run, kept } = installed();
    const isKept = (command: string) => kept().some((file) => basename(dirname(file)) === command);
    for (const flag of ['--version', '--help']) expect(run({}, flag).status).toBe(0);
    expect(kept()).toEqual([]);
    expect(run({}, 'catalog').status).toBe(0);
    expect(run({}, 'live', '--yes', '--dry-run').status).toBe(0);
    expect(run({}, 'generate', 'live').status).toBe(0);
    expect(['catalog', 'create', 'generate'].filter((command) => !isKept(command))).toEqual([]);
    const before = kept().map((file) => statSync(file).mtimeMs);
    expect(run({}, 'generate', '--check', 'live').status).toBe(0);
    expect(kept().map((file) => statSync(file).mtimeMs)).toEqual(before);
  });

  test.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ['of another Node', (bytes: Buffer) => Buffer.concat([Buffer.from([bytes[0]! ^ 1]), bytes.subarray(1)])],
    ['empty', () => Buffer.alloc(0)],
  ])('that is %s is made anew', (_, spoil) => {
    const { run, kept } = installed();
    run({}, 'generate', 'live');
    const [file = ''] = kept();
    const sound = statSync(file).size;
    writeFileSync(file, spoil(readFileSync(file)));
    const { status, stderr } = run({}, 'generate', '--check', 'live');
    expect([status, stderr]).toEqual([0, expect.stringContaining('Every file is as the spec says.')]);
    expect(statSync(file).size).toBeGreaterThan(sound / 2);
  });

  test('is not looked for where Node is told to keep none', () => {
    const { run, kept } = installed();
    expect(run({ NODE_DISABLE_COMPILE_CACHE: '1' }, 'generate', 'live').status).toBe(0);
    expect(kept()).toEqual([]);
  });
});
