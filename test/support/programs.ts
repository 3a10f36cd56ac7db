/** Commands that users are told, run by bash where other programs stand in for those that speak to a cluster. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface CommandRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** @param programs name → what stands in for it, in the language of bash */
export function runCommand(folder: string, command: string, programs: Readonly<Record<string, string>>, at = ''): CommandRun {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  for (const [name, lines] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/usr/bin/env bash\n${lines}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-c', command], {
    cwd: join(folder, at),
    encoding: 'utf8',
    env: { PATH: [bin, process.env['PATH']].join(delimiter) },
  });
  return { status, stdout, stderr };
}
