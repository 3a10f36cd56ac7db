/** Which declarations an app needs: those that its roots mention, and whatever these mention in turn. */
import type { Declaration, SourceFile } from './app-sources.ts';

/** A declaration of one of the files. */
export interface Place {
  readonly file: string;
  readonly name: string;
}

/** Of each file that is needed, by its path, the names that are. */
export type Needed = ReadonlyMap<string, ReadonlySet<string>>;

export function reach(files: readonly SourceFile[], roots: readonly Place[]): Needed {
  const needed = new Map<string, Set<string>>();
  const visit = ({ file, name }: Place): void => {
    const names = needed.get(file) ?? new Set();
    needed.set(file, names);
    if (names.has(name)) return;
    names.add(name);
    const source = fileAt(files, file);
    for (const used of declarationOf(source, name).uses) {
      const place = placeOf(source, used);
      if (place !== undefined) visit(place);
    }
  };
  roots.forEach(visit);
  return needed;
}

/** What of a list of alternatives the app has otherwise. */
export const alternativesOf = (source: SourceFile, { alternatives }: Declaration, needed: Needed) =>
  (alternatives?.items ?? []).filter(({ uses }) => {
    const place = placeOf(source, uses);
    return place !== undefined && (needed.get(place.file)?.has(place.name) ?? false);
  });

/** Where a name that a file mentions is declared; nothing if a package does. */
export function placeOf({ path, imports }: SourceFile, name: string): Place | undefined {
  const imported = imports.find(({ names }) => names.some((n) => n.name === name));
  if (imported === undefined) return { file: path, name };
  return 'file' in imported.from ? { file: imported.from.file, name } : undefined;
}

export function fileAt(files: readonly SourceFile[], path: string): SourceFile {
  const file = files.find((f) => f.path === path);
  if (file === undefined) throw new Error(`the app has no source ${path}`);
  return file;
}

export function declarationOf(source: SourceFile, name: string): Declaration {
  const declaration = source.declarations.find((d) => d.name === name);
  if (declaration === undefined) throw new Error(`${source.path} declares no ${name}`);
  return declaration;
}
