/** What must change in files of the user's own, as a patch that `git apply` takes. They are read; nothing here writes. */
import { join, resolve } from 'node:path';
import type { FileEdit } from '../problem.ts';
import { unifiedDiff } from '../repo/diff.ts';
import { editHcl } from '../repo/edit-hcl.ts';
import { readRegularFile } from '../repo/read-file.ts';

/**
 * @param base the folder that the patch is applied in, and that its paths are seen from
 * @param directory of the root module, from there
 * @returns the lines of the patch; none of a file in JSON, or of a block that is laid out too strangely
 */
export async function ownPatch(edits: readonly FileEdit[], base: string, directory: string): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const file of new Set(edits.map((edit) => edit.file))) {
    const path = join(directory, file).replaceAll('\\', '/');
    const before = textOf(resolve(base, path));
    if (before === undefined || file.endsWith('.json')) continue;
    const after = await editHcl(
      before,
      edits.filter((edit) => edit.file === file),
    );
    if (after !== undefined) lines.push(...unifiedDiff(path, before, after).map(({ text }) => text));
  }
  return lines;
}

function textOf(file: string): string | undefined {
  try {
    return readRegularFile(file);
  } catch {
    return undefined;
  }
}
