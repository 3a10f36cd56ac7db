/** The files of a spec, from the disk: irsa.yaml, what it extends, what it includes. Each is read once in a run. */
import { dirname, join, resolve, sep } from 'node:path';
import { error, hasErrors, type Outcome, type Path, type Problem } from '../problem.ts';
import { isWithin, realFolder, realTarget, resolveInside, type Boundary } from '../repo/boundary.ts';
import { gitRoot } from '../repo/git-root.ts';
import type { FragmentLimits } from '../spec/fragment-limits.ts';
import { layOver, parseLayers, type FragmentLayer, type SpecLayers } from '../spec/layers.ts';
import { items, loose, string, strings, type Loose } from '../spec/loose.ts';
import type { ParsedSpec } from '../spec/parse-spec.ts';
import { namedPolicyFiles } from '../spec/named-policy-files.ts';
import type { PolicyFile } from '../spec/policy-files.ts';
import { alternativesOf, isPattern, matchesPath } from '../spec/pattern.ts';
import { path } from '../spec/rules/path.ts';
import { readLayer, type FilePlace, type Layer } from '../spec/written-spec.ts';
import { globPaths, kindOf } from './glob.ts';
import { readText } from './read-text.ts';

export interface SpecReader {
  /** All files of one spec; no value if one of them is missing, refused or no YAML. */
  readonly read: (own: Layer) => Outcome<SpecLayers>;
  /** @param problems of its own text */
  readonly parse: (own: Layer, problems: readonly Problem[]) => Outcome<ParsedSpec>;
}

/** Where the files of a spec are: on disk, or in a commit. */
export interface SpecTree {
  /** The file that another one names, or why it is not read. */
  readonly find: (from: string, named: string) => Outcome<string>;
  /** Nothing if there is no such file. */
  readonly text: (target: string) => string | Problem | undefined;
  /** What a pattern stands for, seen from the file that it is in. */
  readonly matching: (from: string, pattern: string) => Outcome<readonly string[]>;
}

const disk: SpecTree = {
  find: (from, named) => realTarget(readable(from), named),
  text: readText,
  matching: (from, pattern) => {
    const boundary = readable(from);
    const problems = alternativesOf(pattern).flatMap((one) => resolveInside(boundary, one).problems);
    if (problems.length > 0) return { problems };
    const folder = `${boundary.base.split(sep).join('/')}/`;
    return { value: globPaths(pattern, folder).filter((one) => kindOf(folder + one) === 'file'), problems };
  },
};

/** A fragment as it will be. */
export interface Unsaved {
  /** Seen from the spec. */
  readonly path: string;
  /** The real file, there or not. */
  readonly target: string;
  readonly text: string;
}

/** The disk as it will be, with fragments that are not saved yet. */
export const diskWith = (unsaved: readonly Unsaved[]): SpecTree => ({
  ...disk,
  text: (target) => unsaved.find((one) => one.target === target)?.text ?? readText(target),
  matching: (from, pattern) => {
    const { value, problems } = disk.matching(from, pattern);
    const more = unsaved.flatMap(({ path }) => (matchesPath(pattern, path) ? [path] : []));
    return value === undefined ? { problems } : { value: [...new Set([...value, ...more])].sort(), problems };
  },
});

/** One for a run: a fleet shares its base and its fragments. */
export function specReader(tree: SpecTree = disk): SpecReader {
  const known = new Map<string, Outcome<Layer>>();

  const layer: ReadLayer = (target, file, namedAt) => {
    const before = known.get(target);
    if (before !== undefined) return before;
    const text = tree.text(target);
    if (text === undefined)
      return { problems: [namedAt('part-not-found', `There is no file ${file}.`, 'Correct the path; it is seen from this file.')] };
    const outcome = typeof text === 'string' ? readLayer(text, file) : { problems: [{ ...text, file }] };
    known.set(target, outcome);
    return outcome;
  };

  const files: Files = { tree, layer };

  const readAll = (own: Layer): Outcome<SpecLayers> => {
    const base = string(loose(own.yaml.value)['extends']);
    const extended = base === undefined ? undefined : read(own, ['extends'], base, files);
    const included = includedBy(own, extended?.value);
    const fragments = fragmentsOf(included, files);
    const found = [...(extended?.problems ?? []), ...fragments.problems];
    if (hasErrors(found)) return { problems: found };
    const layers = { own, ...(extended?.value === undefined ? {} : { base: extended.value }), fragments: fragments.value ?? [] };
    const policies = policiesOf(layers, files);
    const all = [...found, ...policies.problems];
    return policies.value === undefined ? { problems: all } : { value: { ...layers, policies: policies.value }, problems: all };
  };

  return {
    read: readAll,
    parse: (own, ofText) => {
      const { value: layers, problems: ofFiles } = readAll(own);
      const parsed = layers === undefined ? undefined : parseLayers(layers);
      const problems = [...ofText, ...ofFiles, ...(parsed?.problems ?? [])];
      return parsed?.value === undefined || hasErrors(problems) ? { problems } : { value: parsed.value, problems };
    },
  };
}

/** `namedAt` makes a problem of the place that names the file. */
type ReadLayer = (
  target: string,
  file: string,
  namedAt: (code: Problem['code'], message: string, fix: string) => Problem,
) => Outcome<Layer>;

interface Files {
  readonly tree: SpecTree;
  readonly layer: ReadLayer;
}

/** Reads a file that another one names at `path`. */
const read = (from: Layer, at: Path, named: string, files: Files): Outcome<Layer> => readFrom(placed(from, at), named, files);

type NamingPlace = FilePlace & { readonly path: Path };

function readFrom(place: NamingPlace, named: string, { tree, layer }: Files): Outcome<Layer> {
  const wrong = misspelt(place, named);
  if (wrong !== undefined) return { problems: [wrong] };
  const { value: target, problems } = tree.find(place.file, named);
  if (target === undefined) return { problems: problems.map((problem) => notRead({ ...problem, ...place })) };
  return layer(target, join(dirname(place.file), named), (code, message, fix) => ({ ...error(code, place.path, message, fix), ...place }));
}

/** The files of `policyFiles`, each seen from the file that names it. */
function policiesOf(layers: SpecLayers, files: Files): Outcome<readonly PolicyFile[]> {
  const { value, locate } = layOver(layers);
  const problems: Problem[] = [];
  const policies = namedPolicyFiles(value).flatMap((file): PolicyFile[] => {
    const outcome = readFrom({ path: file.at, ...locate(file.at) }, file.named, files);
    problems.push(...outcome.problems);
    return outcome.value === undefined ? [] : [{ ...file, layer: outcome.value }];
  });
  return hasErrors(problems) ? { problems } : { value: policies, problems };
}

/** Before the disk is asked. */
function misspelt(place: NamingPlace, named: string): Problem | undefined {
  const complaint = path(named);
  return complaint && { ...error('invalid-path', place.path, complaint.message, complaint.fix), ...place };
}

/** The boundary speaks of files that are to be written. */
const notRead = (refused: Problem): Problem => ({ ...refused, message: refused.message.replace(' is not written: ', ' is not read: ') });

const placed = ({ file, yaml }: Layer, at: Path): NamingPlace => ({ path: at, file, ...yaml.locate(at) });

/**
 * What a spec may read: what it may write, or without a repository what is below the current folder, so
 * that a fleet can be checked where `.git` was left behind.
 */
function readable(file: string): Boundary {
  const base = realFolder(dirname(resolve(file)));
  const here = realFolder(process.cwd());
  return { base, top: gitRoot(base) ?? (isWithin(here, base) ? here : base) };
}

/** The layer whose `include` holds: lists replace one another. */
const includedBy = (own: Layer, base: Layer | undefined): Layer | undefined =>
  [own, base].find((layer) => Array.isArray(loose(layer?.yaml.value)['include']));

function fragmentsOf(from: Layer | undefined, files: Files): Outcome<readonly FragmentLayer[]> {
  if (from === undefined) return { value: [], problems: [] };
  const fragments = new Map<string, FragmentLayer>();
  const problems: Problem[] = [];
  for (const [i, entry] of items(loose(from.yaml.value)['include']).entries()) {
    const pattern = typeof entry === 'string' ? entry : string(loose(entry)['files']);
    if (pattern === undefined) continue;
    const at: Path = typeof entry === 'string' ? ['include', i] : ['include', i, 'files'];
    const named = namedBy(from, at, pattern, files.tree);
    problems.push(...named.problems);
    for (const one of named.value ?? []) {
      const outcome = read(from, at, one, files);
      problems.push(...outcome.problems);
      if (outcome.value === undefined) continue;
      const limits = [...(fragments.get(outcome.value.file)?.limits ?? []), limitsOf(loose(entry))];
      fragments.set(outcome.value.file, { ...outcome.value, limits });
    }
  }
  return { value: [...fragments.values()], problems };
}

/** The files that an entry of `include` stands for, seen from the file that it is in. */
function namedBy(from: Layer, at: Path, pattern: string, tree: SpecTree): Outcome<readonly string[]> {
  if (!isPattern(pattern)) return { value: [pattern], problems: [] };
  const wrong = misspelt(placed(from, at), pattern);
  if (wrong !== undefined) return { problems: [wrong] };
  const { value, problems: refused } = tree.matching(from.file, pattern);
  if (value === undefined) return { problems: refused.map((problem) => notRead({ ...problem, ...placed(from, at) })) };
  if (value.length > 0) return { value, problems: [] };
  const nothing = error(
    'pattern-matches-nothing',
    at,
    `No file matches ${JSON.stringify(pattern)}.`,
    'Correct the pattern; it is seen from this file.',
  );
  return { problems: [{ ...nothing, ...placed(from, at) }] };
}

function limitsOf(entry: Loose): FragmentLimits {
  const namePrefix = string(entry['namePrefix']);
  return {
    ...(Array.isArray(entry['namespaces']) ? { namespaces: strings(entry['namespaces']) } : {}),
    ...(Array.isArray(entry['grants']) ? { grants: strings(entry['grants']) } : {}),
    ...(namePrefix === undefined ? {} : { namePrefix }),
  };
}

/** A spec as its files say it. */
export function parseSource(text: string, file: string, reader: SpecReader): Outcome<ParsedSpec> {
  const { value: own, problems } = readLayer(text, file);
  return own === undefined ? { problems } : reader.parse(own, problems);
}

/** What a spec and the files that it names say, as if it were one file. */
export function inputOf(own: Layer, reader: SpecReader): Outcome<Loose> {
  const { value: layers, problems } = reader.read(own);
  if (layers === undefined) return { problems };
  const { extends: _extends, include: _include, ...input } = loose(layOver(layers).value);
  return { value: input, problems };
}
