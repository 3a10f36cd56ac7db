/** What goes from files of the user's own once irsa-*.tf hold it, as a patch that `git apply` takes. They are read; nothing here writes. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { unifiedDiff } from '../../repo/diff.ts';
import { readRegularFile } from '../../repo/read-file.ts';
import { isConfig } from '../../repo/scan/files.ts';
import { hasHeader } from '../../emit/header.ts';
import { takenOver, type Takeover } from '../../repo/take-over.ts';

export interface OwnPatch {
  readonly lines: readonly string[];
  /** Files in JSON that mention what goes: of those no patch can be shown. */
  readonly unpatched: readonly string[];
}

/** @param folder of the root, in which the patch is applied */
export async function takeoverPatch(folder: string, takeovers: readonly Takeover[]): Promise<OwnPatch> {
  const lines: string[] = [];
  const unpatched: string[] = [];
  for (const name of readdirSync(folder).filter(isConfig).sort()) {
    const before = textOf(join(folder, name));
    if (before === undefined || hasHeader(before) || !takeovers.some(({ from }) => mentions(before, from))) continue;
    const after = name.endsWith('.json') ? undefined : await takenOver(before, takeovers);
    if (after === undefined) unpatched.push(name);
    else lines.push(...unifiedDiff(name, before, after.trim() === '' ? undefined : after).map(({ text }) => text));
  }
  return { lines, unpatched };
}

/** As a reference, or as the block itself. */
const mentions = (text: string, address: string): boolean =>
  text.includes(address) || text.includes(`"${address.split('.').at(-1) ?? ''}"`);

function textOf(file: string): string | undefined {
  try {
    return readRegularFile(file);
  } catch {
    return undefined;
  }
}
