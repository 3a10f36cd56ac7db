/** What must change in files of the user's own, as a patch that `git apply` takes. They are read; nothing here writes. */
import { posix, relative, resolve, sep } from 'node:path';
import type { FileEdit } from '../problem.ts';
import { unifiedDiff } from '../repo/diff.ts';
import { editHcl } from '../repo/edit-hcl.ts';
import { readRegularFile } from '../repo/read-file.ts';

export interface OwnPatch {
  readonly lines: readonly string[];
  /** The folder that it is applied in, as seen from `base`, where files above are among those that change. */
  readonly above?: string;
}

/**
 * @param base the folder that the patch is applied in, and that its paths are seen from, unless it reaches above
 * @param directory of the root module, from there
 * @returns no lines of a file in JSON, or of a block that is laid out too strangely
 */
export async function ownPatch(edits: readonly FileEdit[], base: string, directory: string): Promise<OwnPatch> {
  const paths = new Map(edits.map(({ file }) => [file, posix.join(directory.replaceAll('\\', '/'), file.replaceAll('\\', '/'))]));
  const above = highest([...paths.values()]);
  const lines: string[] = [];
  for (const [file, path] of paths) {
    const own = edits.filter((edit) => edit.file === file);
    const before = textOf(resolve(base, path));
    // A file that is not there begins with what is added to it.
    if (file.endsWith('.json') || (before === undefined && own.some(({ adds }) => adds !== true))) continue;
    const after = await editHcl(before ?? '', own);
    const seen = above === undefined ? path : relative(resolve(base, above), resolve(base, path)).split(sep).join('/');
    if (after !== undefined) lines.push(...unifiedDiff(seen, before, after).map(({ text }) => text));
  }
  return { lines, ...(above === undefined ? {} : { above }) };
}

/** `git apply` refuses paths that begin with `..`. */
function highest(paths: readonly string[]): string | undefined {
  const [up = ''] = paths.map((path) => /^(?:\.\.\/)+/.exec(path)?.[0] ?? '').sort((a, b) => b.length - a.length);
  return up === '' ? undefined : up.slice(0, -1);
}

function textOf(file: string): string | undefined {
  try {
    return readRegularFile(file);
  } catch {
    return undefined;
  }
}
