/** Configurations written for one test. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { scratch } from './services.ts';

/** @param files relative path → text; a text alone is `main.tf` @returns a folder that lasts as long as the test file */
export async function configuration(files: string | Readonly<Record<string, string>>): Promise<string> {
  const folder = mkdtempSync(join(await scratch(''), 'configuration-'));
  for (const [path, text] of Object.entries(typeof files === 'string' ? { 'main.tf': files } : files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** An empty folder for `keep`. */
export const emptyFolder = (): Promise<string> => configuration({});
