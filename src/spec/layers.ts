/**
 * What makes up a spec beside irsa.yaml itself: the file that it extends, and fragments that add apps.
 * Here they become one value, which still knows in which file and line each part of it stands.
 */
import { error, type Outcome, type Path, type Problem } from '../problem.ts';
import { wholeCatalog, type SpecCatalog } from './catalog.ts';
import { beyondLimits, type FragmentLimits } from './fragment-limits.ts';
import { entries, loose, withoutNulls, type Loose } from './loose.ts';
import { isPlainMap, mergeInput, mergesInto, type PlainMap } from './merge-input.ts';
import { parseWritten, type ParsedSpec } from './parse-spec.ts';
import { withPolicies, type PolicyFile } from './policy-files.ts';
import { quoted } from './rules/rule.ts';
import { placeIn, type Layer, type WrittenSpec } from './written-spec.ts';

export interface FragmentLayer extends Layer {
  /** Of every entry of `include` that names the file. */
  readonly limits: readonly FragmentLimits[];
}

export interface SpecLayers {
  /** irsa.yaml. */
  readonly own: Layer;
  /** What it extends. */
  readonly base?: Layer;
  readonly fragments?: readonly FragmentLayer[];
  /** What `policyFiles` of workloads name. */
  readonly policies?: readonly PolicyFile[];
}

/** Whoever reads the files sees to it that none is missing. */
export const parseLayers = (layers: SpecLayers, catalog: SpecCatalog = wholeCatalog): Outcome<ParsedSpec> =>
  parseWritten(withPolicies(layOver(layers), layers.policies ?? []), catalog);

/** irsa.yaml over the file that it extends, and beside its own apps those of the fragments. */
export function layOver({ own, base, fragments = [] }: SpecLayers): WrittenSpec {
  const said = withoutNulls(own.yaml.value);
  const shared = base === undefined ? undefined : withoutNulls(base.yaml.value);
  const merged = isPlainMap(shared) && isPlainMap(said) ? mergeInput(shared, said) : said;
  const layerOf = (path: Path): Layer => (base !== undefined && holds(shared, said, path) === 'base' ? base : own);
  const { apps, problems } = addApps(loose(merged), fragments, (id) => layerOf(['apps', id]));

  const ownerOf = (path: Path): Layer => (path[0] === 'apps' ? apps.get(String(path[1]))?.from : undefined) ?? layerOf(path);
  return {
    value: apps.size === 0 || !isPlainMap(merged) ? merged : withApps(merged, apps),
    locate: (path, part) => placeIn(ownerOf(path), path, part),
    written: (path) => ownerOf(path).yaml.written(path),
    problems: [...(base === undefined ? [] : baseProblems(base, shared)), ...problems],
  };
}

/** Which of the two a value comes from, by the rules of `mergeInput`; what is in neither is missing in the one above. */
function holds(base: unknown, own: unknown, path: Path): 'base' | 'own' {
  let [below, above] = [base, own];
  for (const [i, step] of path.entries()) {
    if (!mergesInto(below, above, path.slice(0, i))) return 'own';
    const [in1, in2] = [below, above].map((map) => Object.hasOwn(map as PlainMap, step));
    if (!in2) return in1 ? 'base' : 'own';
    if (!in1) return 'own';
    [below, above] = [(below as PlainMap)[step], (above as PlainMap)[step]];
  }
  return 'own';
}

interface AddedApp {
  readonly app: unknown;
  readonly from: FragmentLayer;
}

/** The apps of fragments, and what is wrong with how they come in. */
function addApps(
  merged: Loose,
  fragments: readonly FragmentLayer[],
  layerOf: (id: string) => Layer,
): { readonly apps: ReadonlyMap<string, AddedApp>; readonly problems: Problem[] } {
  const there = new Map<string, Layer>(Object.keys(loose(merged['apps'])).map((id) => [id, layerOf(id)]));
  const apps = new Map<string, AddedApp>();
  const problems = fragments.flatMap((from) => {
    const value = withoutNulls(from.yaml.value);
    const complain = complaints(from);
    if (!isPlainMap(value)) {
      return complain('fragment-key', [], 'A fragment is a map with apps: this is none.', 'Begin with apps: and a name below it.');
    }
    return [
      ...foreignKeys(value, complain),
      ...entries(value['apps']).flatMap(([id, app]): Problem[] => {
        const first = there.get(id);
        if (first !== undefined) {
          const place = placeIn(first, ['apps', id], 'key');
          const where = [place.file, place.line].filter((part) => part !== undefined).join(':');
          return complain('app-twice', ['apps', id], `There is an app ${quoted(id)} already: ${where}.`, 'Rename one of the two.', 'key');
        }
        there.set(id, from);
        apps.set(id, { app: (value['apps'] as PlainMap)[id], from });
        return limitProblems(id, app, from, merged, complain);
      }),
    ];
  });
  return { apps, problems };
}

type Complain = (code: Problem['code'], path: Path, message: string, fix: string, part?: 'key' | 'value') => Problem[];

const complaints =
  (layer: Layer): Complain =>
  (code, path, message, fix, part) => [{ ...error(code, path, message, fix), ...placeIn(layer, path, part) }];

function foreignKeys(value: PlainMap, complain: Complain): Problem[] {
  const foreign = Object.keys(value).filter((key) => key !== 'apps' && !(key === 'version' && value['version'] === 1));
  return foreign.flatMap((key) =>
    complain('fragment-key', [key], `A fragment holds apps only, and ${quoted(key)} is for irsa.yaml to say.`, 'Move it there.', 'key'),
  );
}

function limitProblems(id: string, app: Loose, { limits }: FragmentLayer, merged: Loose, complain: Complain): Problem[] {
  const at = (path: Path): Path => ['apps', id, ...path];
  const boundary =
    merged['permissionsBoundary'] === undefined || app['permissionsBoundary'] === undefined
      ? []
      : complain(
          'fragment-not-allowed',
          at(['permissionsBoundary']),
          'The permissions boundary is that of the whole spec, and a fragment cannot set another.',
          'Leave it out.',
          'key',
        );
  const beyond = limits.flatMap((limit) => beyondLimits(id, app, limit));
  return [
    ...boundary,
    ...foreignTags(app, merged).flatMap((key) =>
      complain(
        'fragment-not-allowed',
        at(['tags', key]),
        `The tag ${quoted(key)} is that of the whole spec, and a fragment cannot give it another value.`,
        'Leave it out: roles carry their tags as aws:PrincipalTag, by which policies tell them apart.',
      ),
    ),
    ...beyond.flatMap(({ path, message, fix }) =>
      complain('fragment-not-allowed', at(path), message, fix, path.length === 0 || typeof path.at(-2) === 'number' ? 'key' : 'value'),
    ),
  ];
}

/** IAM takes tag keys that differ in case only for one. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html */
function foreignTags(app: Loose, merged: Loose): string[] {
  const said = new Map(Object.entries(loose(merged['tags'])).map((tag) => [tag[0].toLowerCase(), tag] as const));
  return Object.entries(loose(app['tags'])).flatMap(([key, value]) => {
    const [saidKey = key, saidValue = value] = said.get(key.toLowerCase()) ?? [];
    return saidKey === key && saidValue === value ? [] : [key];
  });
}

const withApps = (merged: PlainMap, apps: ReadonlyMap<string, AddedApp>): PlainMap => ({
  ...merged,
  apps: { ...loose(merged['apps']), ...Object.fromEntries([...apps].map(([id, { app }]) => [id, app])) },
});

function baseProblems(base: Layer, shared: unknown): Problem[] {
  const complain = complaints(base);
  if (!isPlainMap(shared))
    return complain('spec-not-a-map', [], 'This is no map of settings, so nothing can extend it.', 'Write keys of irsa.yaml.');
  if (shared['extends'] === undefined) return [];
  return complain(
    'extends-twice',
    ['extends'],
    'A file that is extended cannot extend another one: one level is all there is.',
    'Move what the other one says here.',
    'key',
  );
}
