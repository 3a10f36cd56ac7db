/** Is this folder called as a module by another one? Then its providers are its caller's. */
import { readFile, readdir } from 'node:fs/promises';
import { basename, join, resolve, sep } from 'node:path';
import { inTurn } from '../in-turn.ts';
import { isConfig } from './files.ts';
import { readConfig } from './read-config.ts';

/** Enough for any repository of infrastructure; a monorepo of another kind must not make a scan slow. */
const MOST_FILES = 4_000;
const MOST_FOLDERS = 8_000;
const LARGEST = 1_000_000;

/**
 * True if a module call with a relative source, in another folder below `top`, leads to `directory`.
 * The search is bounded: what lies beyond the bounds does not count.
 *
 * @param top git root, real path
 * @param directory real path below it
 */
export async function isCalledAsModule(directory: string, top: string): Promise<boolean> {
  const files = await configFilesBelow(top, directory);
  const found = await inTurn(files, 16, async ({ folder, name }) => {
    const text = await readFile(join(folder, name), 'utf8').catch(() => '');
    return text.length <= LARGEST && mayCall(text, folder, directory) ? calls(folder, name, text, directory) : false;
  });
  return found.includes(true);
}

/** Parsing is dear, so first: could a relative source end here at all, by name or by climbing up? */
const mayCall = (text: string, folder: string, directory: string): boolean =>
  text.includes('module') && /"\.\.?["/]/.test(text) && (text.includes(basename(directory)) || folder.startsWith(directory + sep));

async function calls(folder: string, name: string, text: string, directory: string): Promise<boolean> {
  const read = await readConfig(name, text, (type) => type === 'module');
  return (
    'blocks' in read &&
    read.blocks.some(({ type, fields }) => {
      const source = type === 'module' ? fields.get('source')?.literal : undefined;
      // `//` parts a package from a folder in it: https://developer.hashicorp.com/terraform/language/modules/sources
      return typeof source === 'string' && /^\.\.?(\/|$)/.test(source) && resolve(folder, source.replace('//', '/')) === directory;
    })
  );
}

async function configFilesBelow(top: string, except: string): Promise<{ folder: string; name: string }[]> {
  const files: { folder: string; name: string }[] = [];
  const folders = [top];
  for (let i = 0; i < folders.length && i < MOST_FOLDERS && files.length < MOST_FILES; i++) {
    const folder = folders[i] as string;
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      if (entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.')) folders.push(join(folder, entry.name));
      else if (entry.isFile() && folder !== except && isConfig(entry.name) && files.length < MOST_FILES)
        files.push({ folder, name: entry.name });
    }
  }
  return files;
}
