/** What `terraform fmt` would make of files: the oracle for our own layout. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { terraform } from '../../support/terraform/terraform.ts';

interface File {
  readonly path: string;
  readonly content: string;
}

/** Runs terraform in a folder that holds only these files. */
export function inFolder(files: readonly File[], args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  if (terraform === undefined) throw new Error('there is no terraform: such tests are to be `judged`');
  const folder = mkdtempSync(join(tmpdir(), 'emit-'));
  try {
    for (const { path, content } of files) writeFileSync(join(folder, path), content);
    return spawnSync(terraform, args, { cwd: folder, encoding: 'utf8' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The diff that `terraform fmt` would make over all files together; empty if they are as it leaves them. */
export function fmtDiff(files: readonly File[]): string {
  const { status, stdout, stderr } = inFolder(files, ['fmt', '-check', '-diff', '-no-color']);
  return status === 0 ? '' : stdout || stderr;
}
