/** Is a folder called as a module by another one? Then its providers are its caller's. */
import { readFileSync, readdirSync, type Dirent } from 'node:fs';
import { join, resolve } from 'node:path';
import { isConfig } from './files.ts';
import { readConfig } from './read-config.ts';

/** Enough for any repository of infrastructure; a monorepo of another kind must not make a scan slow. */
const MOST_FILES = 4_000;
const MOST_FOLDERS = 8_000;
const LARGEST = 1_000_000;

export interface ModuleCalls {
  /**
   * True if a module call with a relative source, in another folder below `top`, leads to `directory`.
   * The search is bounded: what lies beyond the bounds does not count.
   *
   * @param top git root, real path
   * @param directory real path below it
   */
  readonly lead: (directory: string, top: string) => Promise<boolean>;
}

/** Reads each repository once: a fleet asks of a hundred folders of it. */
export function moduleCalls(): ModuleCalls {
  const known = new Map<string, ReadonlyMap<string, readonly Place[]>>();
  return {
    lead: async (directory, top) => {
      const sources = known.get(top) ?? relativeSources(top);
      known.set(top, sources);
      for (const { folder, name } of sources.get(directory) ?? []) {
        if (folder !== directory && (await calls(folder, name, directory))) return true;
      }
      return false;
    },
  };
}

interface Place {
  readonly folder: string;
  readonly name: string;
}

/** `//` parts a package from a folder in it: https://developer.hashicorp.com/terraform/language/modules/sources */
const leadsTo = (source: string, folder: string): string => resolve(folder, source.replace('//', '/'));

/** Folders that strings of some file lead to, and which: parsing is dear, so only these are parsed when asked for. */
function relativeSources(top: string): ReadonlyMap<string, readonly Place[]> {
  const found = new Map<string, Place[]>();
  for (const place of configFilesBelow(top)) {
    const text = orElse(() => readFileSync(join(place.folder, place.name), 'utf8'), '');
    if (text.length > LARGEST || !text.includes('module')) continue;
    const targets = new Set([...text.matchAll(/"(\.\.?(?:\/[^"\n]*)?)"/g)].map(([, source = '']) => leadsTo(source, place.folder)));
    for (const target of targets) found.set(target, [...(found.get(target) ?? []), place]);
  }
  return found;
}

async function calls(folder: string, name: string, directory: string): Promise<boolean> {
  const text = orElse(() => readFileSync(join(folder, name), 'utf8'), '');
  const read = await readConfig(name, text, { wanted: (type) => type === 'module' });
  return (
    'blocks' in read &&
    read.blocks.some(({ type, fields }) => {
      const source = type === 'module' ? fields.get('source')?.literal : undefined;
      return typeof source === 'string' && /^\.\.?(\/|$)/.test(source) && leadsTo(source, folder) === directory;
    })
  );
}

function* configFilesBelow(top: string): Generator<Place> {
  const folders = [top];
  let files = 0;
  for (let i = 0; i < folders.length && i < MOST_FOLDERS; i++) {
    const folder = folders[i] as string;
    for (const entry of orElse<Dirent[]>(() => readdirSync(folder, { withFileTypes: true }), [])) {
      if (entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.')) folders.push(join(folder, entry.name));
      else if (entry.isFile() && isConfig(entry.name)) {
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
