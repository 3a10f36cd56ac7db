/** Calls of modules in files of the user's own, with the text around them: what a patch is made of. Nothing here writes. */
import { join } from 'node:path';
import type { ModuleCall } from '../../plan/repo-facts.ts';
import { readRegularFile } from '../../repo/read-file.ts';
import { readConfig } from '../../repo/scan/read-config.ts';
import type { CallText } from './call-patch.ts';

/** @param directory of the root module, from here @returns none of a file that cannot be read any more, or is JSON */
export async function callTexts(directory: string, calls: readonly ModuleCall[]): Promise<readonly CallText[]> {
  const texts = await Promise.all(calls.map((call) => callText(directory, call)));
  return texts.flatMap((text) => text ?? []);
}

async function callText(directory: string, { label, at }: ModuleCall): Promise<CallText | undefined> {
  const text = textOf(join(directory, at.file));
  if (text === undefined || at.file.endsWith('.json')) return undefined;
  const read = await readConfig(at.file, text, { wanted: (type) => type === 'module' });
  const block = 'blocks' in read ? read.blocks.find(({ type, labels }) => type === 'module' && labels[0] === label) : undefined;
  if (block === undefined) return undefined;
  const lines = text.split(/\r?\n/);
  return {
    label,
    file: at.file,
    arguments: [...block.fields].map(([name, { line }]) => ({ name, line, text: lines[line - 1] ?? '' })),
  };
}

/** Lines of the root's own files that say a text. */
export function linesSaying(
  directory: string,
  files: readonly string[],
  texts: readonly string[],
): readonly { readonly file: string; readonly line: number; readonly text: string }[] {
  return [...new Set(files)].flatMap((file) =>
    (textOf(join(directory, file)) ?? '')
      .split(/\r?\n/)
      .flatMap((line, i) => (texts.some((said) => line.includes(said)) ? [{ file, line: i + 1, text: line }] : [])),
  );
}

function textOf(file: string): string | undefined {
  try {
    return readRegularFile(file);
  } catch {
    return undefined;
  }
}
