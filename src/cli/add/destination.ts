/** Files of `include`: which one an app is in, and which one it shall go to. */
import { isAbsolute, join, normalize, relative } from 'node:path';
import { error, type Outcome } from '../../problem.ts';
import { realTarget, type Boundary } from '../../repo/boundary.ts';
import type { SpecLayers } from '../../spec/layers.ts';
import { items, loose, string } from '../../spec/loose.ts';
import { isPattern, matchesPath } from '../../spec/pattern.ts';
import { readText } from '../read-text.ts';

export interface Destination {
  /** Seen from irsa.yaml, with `/`. */
  readonly path: string;
  /** What the file holds; absent: it is new. */
  readonly text?: string;
}

/** @param named as the user would name it, from here or from the folder of the spec */
export function destinationOf(named: string, layers: SpecLayers, boundary: Boundary): Outcome<Destination> {
  const candidates = [fromHere(named, layers), normalize(named)].map((path) => path.replaceAll('\\', '/').replace(/^\.\//, ''));
  const patterns = includedBy(layers);
  const path = candidates.find((one) =>
    patterns.some((pattern) => normalize(pattern) === one || (isPattern(pattern) && matchesPath(pattern, one))),
  );
  if (path === undefined) return { problems: [notIncluded(named, patterns, layers.own.file)] };
  const { value: target, problems } = realTarget(boundary, path);
  if (target === undefined) return { problems };
  const text = readText(target);
  if (typeof text === 'object') return { problems: [{ ...text, file: named }] };
  return { value: { path, ...(text === undefined ? {} : { text }) }, problems: [] };
}

/** The fragment that an app of the spec is in. */
export function homeOf(app: string, { own, fragments = [] }: SpecLayers, boundary: Boundary): Destination | undefined {
  const fragment = fragments.find(({ yaml }) => Object.hasOwn(loose(loose(yaml.value)['apps']), app));
  if (fragment === undefined) return undefined;
  const path = fromHere(fragment.file, { own });
  const { value: target } = realTarget(boundary, path);
  const text = target === undefined ? undefined : readText(target);
  return typeof text === 'string' ? { path, text } : undefined;
}

const fromHere = (named: string, { own }: Pick<SpecLayers, 'own'>): string => {
  const folder = join(own.file, '..');
  return isAbsolute(named) && !isAbsolute(folder) ? named : relative(folder, named).replaceAll('\\', '/');
};

/** Lists replace one another, so it is one file's `include` that holds. */
function includedBy({ own, base }: SpecLayers): readonly string[] {
  const said = [own, base].map((layer) => loose(layer?.yaml.value)['include']).find((include) => Array.isArray(include));
  return items(said).flatMap((entry) => string(entry) ?? string(loose(entry)['files']) ?? []);
}

const notIncluded = (named: string, patterns: readonly string[], file: string) => ({
  ...error(
    'file-not-included',
    ['include'],
    `${named} is no part of this spec: ${patterns.length === 0 ? 'it includes no files' : `it includes ${patterns.join(', ')}`}.`,
    `Name a file that \`include\` stands for, add ${JSON.stringify(named)} to \`include\` first, or leave --file out.`,
  ),
  file,
});
