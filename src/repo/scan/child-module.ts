/** Is this folder called as a module by another one? Then its providers are its caller's. */
import { readFileSync, readdirSync, type Dirent } from 'node:fs';
import { basename, join, resolve, sep } from 'node:path';
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
  for (const { folder, name } of configFilesBelow(top, directory)) {
    const text = orElse(() => readFileSync(join(folder, name), 'utf8'), '');
    if (text.length <= LARGEST && mayCall(text, folder, directory) && (await calls(folder, name, text, directory))) return true;
  }
  return false;
}

/** Parsing is dear, so first: could a relative source end here at all, by name or by climbing up? */
const mayCall = (text: string, folder: string, directory: string): boolean =>
  text.includes('module') && /"\.\.?["/]/.test(text) && (text.includes(basename(directory)) || folder.startsWith(directory + sep));

async function calls(folder: string, name: string, text: string, directory: string): Promise<boolean> {
  const read = await readConfig(name, text, { wanted: (type) => type === 'module' });
  return (
    'blocks' in read &&
    read.blocks.some(({ type, fields }) => {
      const source = type === 'module' ? fields.get('source')?.literal : undefined;
      // `//` parts a package from a folder in it: https://developer.hashicorp.com/terraform/language/modules/sources
      return typeof source === 'string' && /^\.\.?(\/|$)/.test(source) && resolve(folder, source.replace('//', '/')) === directory;
    })
  );
}

function* configFilesBelow(top: string, except: string): Generator<{ folder: string; name: string }> {
  const folders = [top];
  let files = 0;
  for (let i = 0; i < folders.length && i < MOST_FOLDERS; i++) {
    const folder = folders[i] as string;
    for (const entry of orElse<Dirent[]>(() => readdirSync(folder, { withFileTypes: true }), [])) {
      if (entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.')) folders.push(join(folder, entry.name));
      else if (entry.isFile() && folder !== except && isConfig(entry.name)) {
        if (++files > MOST_FILES) return;
        yield { folder, name: entry.name };
      }
    }
  }
}

/** What cannot be read calls nothing. */
function orElse<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
