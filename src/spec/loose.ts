/**
 * A spec as written, which may be wrong anywhere. Checks that look at several places at once read
 * it in this way, so that they find what there is to find even where something else is wrong.
 */
export type Loose = Readonly<Record<string, unknown>>;

export const loose = (value: unknown): Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Loose) : {};

export const entries = (value: unknown): [string, Loose][] => Object.entries(loose(value)).map(([key, inner]) => [key, loose(inner)]);

export const items = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const strings = (value: unknown): readonly string[] => items(value).filter((item) => typeof item === 'string');

export const string = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

export const saysNothing = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);

/** Maps whose keys say something by being there: `cluster-autoscaler:` alone is a whole add-on. */
const saysSomething = (path: readonly (string | number)[]): boolean =>
  (path.length === 2 && ['clusters', 'namespaces', 'addOns', 'apps'].includes(String(path[0]))) ||
  (path.length === 5 && path[0] === 'apps' && path[2] === 'grants') ||
  (path.length === 7 && path[2] === 'assumeRoles' && path[4] === 'grants');

/** A key without a value is a key left out, or an empty map where the key alone says something. */
export function withoutNulls(value: unknown, path: readonly (string | number)[] = []): unknown {
  if (Array.isArray(value)) return value.map((item, i) => withoutNulls(item, [...path, i]));
  if (typeof value !== 'object' || value === null) return value;
  const kept: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    const below = [...path, key];
    if (inner !== null) kept[key] = withoutNulls(inner, below);
    else if (saysSomething(below)) kept[key] = {};
  }
  return kept;
}
