/** Runs an example as the program would, in a folder of its own that is gone afterwards. */
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, lchownSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execute } from '../../../src/cli/execute.ts';
import { plain } from '../../../src/cli/style.ts';
import { realDisk } from '../../../src/repo/writing/disk.ts';
import type { ProblemExample } from './example.ts';

export interface Told {
  readonly code: number;
  /** For people. */
  readonly lines: readonly string[];
  /** For programs. */
  readonly data: string;
}

/**
 * @param width of the terminal; by default wide enough for any line
 * @param more further words of the command line
 */
export async function runExample(example: ProblemExample, width = 10_000, more: readonly string[] = []): Promise<Told> {
  const home = process.cwd();
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'create-irsa-example-')));
  const open = realDisk.open;
  const { PATH } = process.env;
  try {
    put(folder, example.files ?? {});
    process.chdir(folder);
    for (const line of example.before ?? []) shell(line);
    if (example.programs) process.env['PATH'] = installed(folder, example.programs);
    Object.assign(realDisk, { open: disturbed(example, folder) ?? open });
    const run = () => told([...(example.argv ?? ['generate']), ...more], width);
    return await (forbids(example) ? withoutPrivileges(folder, run) : run());
  } finally {
    Object.assign(realDisk, { open });
    process.env['PATH'] = PATH;
    process.chdir(home);
    chmodSync(folder, 0o755);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function told(argv: readonly string[], width: number): Promise<Told> {
  const lines: string[] = [];
  let data = '';
  const code = await execute(argv, {
    style: { ...plain, width },
    interactive: false,
    plain: false,
    tell: (more) => void lines.push(...more),
    progress: () => undefined,
    print: (text) => void (data += text),
  });
  return { code, lines: lines.flatMap((line) => line.split('\n')), data };
}

function put(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** @returns the PATH that leads to them alone */
function installed(folder: string, programs: Readonly<Record<string, string>>): string {
  const bin = join(folder, '.programs');
  mkdirSync(bin);
  for (const [name, script] of Object.entries(programs)) writeFileSync(join(bin, name), script, { mode: 0o755 });
  return bin;
}

function shell(line: string): void {
  const { status, stderr } = spawnSync('sh', ['-c', line], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${line}: ${stderr}`);
}

function disturbed({ disk, meanwhile }: ProblemExample, folder: string): typeof realDisk.open | undefined {
  if (disk === undefined && meanwhile === undefined) return undefined;
  const open = realDisk.open;
  let first = true;
  return async (path, flags, mode) => {
    if (first && meanwhile !== undefined) put(folder, meanwhile);
    first = false;
    if (disk !== undefined && flags === 'wx') throw Object.assign(new Error(disk), { code: disk, syscall: 'open', path });
    return open(path, flags, mode);
  };
}

/** Nothing is forbidden to root, so it becomes somebody else for a moment. */
const forbids = ({ before = [] }: ProblemExample): boolean => process.getuid?.() === 0 && before.some((line) => line.startsWith('chmod'));

const NOBODY = 65_534;

async function withoutPrivileges<T>(folder: string, work: () => Promise<T>): Promise<T> {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true }))
    lchownSync(join(entry.parentPath, entry.name), NOBODY, NOBODY);
  chownSync(folder, NOBODY, NOBODY);
  process.seteuid?.(NOBODY);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}
