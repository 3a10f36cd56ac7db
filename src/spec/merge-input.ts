/** What a spec says once more is said of it. */
import { withoutNulls } from './loose.ts';
import type { Path } from '../problem.ts';

export type PlainMap = Readonly<Record<string, unknown>>;

export const isPlainMap = (value: unknown): value is PlainMap => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Maps of alternatives: a second one beside the first would contradict it. */
const isWhole = (path: Path): boolean =>
  (path[0] === 'clusters' && path[2] === 'from') ||
  (path[0] === 'terraform' && ((path[1] === 'modules' && path.length === 3) || path[1] === 'engine'));

/** Whether two values are merged key by key, rather than the new one taking the place of the old. */
export const mergesInto = (old: unknown, value: unknown, path: Path): boolean => isPlainMap(old) && isPlainMap(value) && !isWhole(path);

/** Maps are merged, lists and scalars replaced; `null` takes a key away, `undefined` says nothing. */
export function mergeInput(old: unknown, value: unknown, path: Path = []): unknown {
  if (!isPlainMap(old) || !isPlainMap(value) || !mergesInto(old, value, path)) return value;
  const merged: Record<string, unknown> = { ...old };
  for (const [key, inner] of Object.entries(value)) {
    if (inner === undefined) continue;
    if (inner === null) delete merged[key];
    else merged[key] = mergeInput(old[key], inner, [...path, key]);
  }
  return merged;
}

/** Whether two values say the same, whatever the order of keys and whether a key is null or absent. */
export const sameInput = (a: unknown, b: unknown, path: Path = []): boolean => same(withoutNulls(a, path), withoutNulls(b, path));

function same(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => same(item, b[i]));
  if (!isPlainMap(a) || !isPlainMap(b)) return a === b;
  const said = (map: PlainMap): string[] => Object.keys(map).filter((key) => map[key] !== undefined);
  return said(a).length === said(b).length && said(a).every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
}
