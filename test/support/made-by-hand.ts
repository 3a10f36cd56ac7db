/** Patches that a command shows, made as a reader would: lines that go are taken out, or give way to those that follow. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ShownPatch {
  readonly file: string;
  readonly lines: readonly string[];
}

/** @throws where a file does not say what shall go */
export function makePatches(dir: string, patches: readonly ShownPatch[]): void {
  for (const { file, lines } of patches) {
    const said = lines.filter((line) => /^[-+] /.test(line) || line === '-');
    const [gone, come] = ['-', '+'].map((sign) => said.flatMap((line) => (line.startsWith(sign) ? [line.slice(2)] : []))) as [
      string[],
      string[],
    ];
    const text = readFileSync(join(dir, file), 'utf8').split('\n');
    const at = text.findIndex((_, i) => gone.every((line, n) => text[i + n]?.trim() === line.trim()));
    if (gone.length > 0 && at === -1) throw new Error(`${file} does not say ${gone.join('\n')}`);
    const indent = /^ */.exec(text[at] ?? '')?.[0] ?? '';
    text.splice(gone.length === 0 ? text.length : at, gone.length, ...come.map((line) => indent + line));
    // Nobody leaves two empty lines behind.
    if (come.length === 0 && text[at] === '' && text[at - 1] === '') text.splice(at, 1);
    writeFileSync(join(dir, file), text.join('\n'));
  }
}
