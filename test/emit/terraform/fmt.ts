/** What `terraform fmt` would make of files: the oracle for our own layout. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { terraform } from '../../support/terraform/terraform.ts';

/** The diff that `terraform fmt` would make over all files together; empty if they are as it leaves them. */
export function fmtDiff(files: readonly { readonly path: string; readonly content: string }[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'fmt-'));
  try {
    for (const { path, content } of files) writeFileSync(join(folder, path), content);
    const { status, stdout, stderr } = spawnSync(terraform as unknown as string, ['fmt', '-check', '-diff', '-no-color'], {
      cwd: folder,
      encoding: 'utf8',
    });
    return status === 0 ? '' : stdout || stderr;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
