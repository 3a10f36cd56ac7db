/** The user's own files of the root module, read once: patches are made of their lines. Nothing here writes. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { hasHeader } from '../../../emit/header.ts';
import { readRegularFile } from '../../../repo/read-file.ts';
import type { Block } from '../../../repo/scan/block.ts';
import { configFiles } from '../../../repo/scan/files.ts';
import { readConfig } from '../../../repo/scan/read-config.ts';

export interface RootFile {
  /** Within the root module. */
  readonly file: string;
  readonly text: string;
  /** Of resources and modules; none of JSON, of which nobody would take a line out by hand. */
  readonly blocks: readonly Block[];
}

export async function rootFiles(directory: string): Promise<readonly RootFile[]> {
  const found: RootFile[] = [];
  for (const file of configFiles(namesIn(directory)).filter((name) => !name.endsWith('.json'))) {
    const text = textOf(join(directory, file));
    if (text === undefined || hasHeader(text)) continue;
    const read = await readConfig(file, text, { wanted: (type) => type === 'resource' || type === 'module' });
    found.push({ file, text, blocks: 'blocks' in read ? read.blocks : [] });
  }
  return found;
}

/** The lines that a block stands in, from and to, counted from 0. */
export function linesOf({ text }: RootFile, { range, line }: Block): readonly string[] {
  const plain = text.replace(/^\uFEFF/, '');
  return plain.split(/\r?\n/).slice(line - 1, line - 1 + plain.slice(range.start, range.end).trimEnd().split(/\r?\n/).length);
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function textOf(file: string): string | undefined {
  try {
    return readRegularFile(file);
  } catch {
    return undefined;
  }
}
