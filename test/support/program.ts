/** The built program, as a shell runs it. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Its executable; the build makes what it loads. */
export const program = join(root, 'bin', 'create-irsa.js');

if (!existsSync(join(root, 'dist', 'program', 'main.cjs'))) throw new Error('The program is not built: run `npm run build` first.');

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function runProgram(cwd: string, ...argv: string[]): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...argv], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  return { code: status, stdout, stderr };
}
