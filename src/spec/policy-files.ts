/**
 * Policies in files of their own, as IAM and its console have them: JSON, whose statements a workload, or a role that
 * it assumes, gets beside its own. They are copied into what is generated, so that all checks, sizes and outputs hold
 * for them.
 */
import { error, type Path, type Problem } from '../problem.ts';
import { items, loose, string, type Loose } from './loose.ts';
import { isPlainMap } from './merge-input.ts';
import type { NamedPolicyFile } from './named-policy-files.ts';
import { placeIn, type Layer, type WrittenSpec } from './written-spec.ts';

export interface PolicyFile extends NamedPolicyFile {
  readonly layer: Layer;
}

/** A statement that a workload, or a role that it assumes, gets from a file. */
interface Foreign {
  readonly layer: Layer;
  /** Its path in the file. */
  readonly path: Path;
  readonly statement: unknown;
}

/** The spec with the statements of the files after those that it says itself; each still knows where it stands. */
export function withPolicies(written: WrittenSpec, files: readonly PolicyFile[]): WrittenSpec {
  const added = new Map<string, Foreign[]>();
  const problems: Problem[] = [...written.problems];
  for (const { at, layer } of files) {
    const key = JSON.stringify(at.slice(0, -2));
    problems.push(...wrongForm(layer));
    added.set(key, [...(added.get(key) ?? []), ...statementsOf(layer)]);
  }
  /** What stands at a path below the statements of a file, and where. */
  const foreign = (path: Path): { readonly layer: Layer; readonly path: Path } | undefined => {
    for (const owner of OWNERS.map((length) => path.slice(0, length))) {
      const [list, n, ...rest] = path.slice(owner.length);
      const more = list === 'statements' ? added.get(JSON.stringify(owner)) : undefined;
      const found = typeof n === 'number' ? more?.[n - ownStatements(partAt(written.value, owner)).length] : undefined;
      if (found) return { layer: found.layer, path: [...found.path, ...rest] };
    }
    return undefined;
  };
  return {
    value: [...added].reduce(
      (value, [key, more]) => changed(value, JSON.parse(key) as Path, (owner) => withStatements(loose(owner), more)),
      written.value,
    ),
    locate: (path, part) => {
      const there = foreign(path);
      return there === undefined ? written.locate(path, part) : placeIn(there.layer, there.path, part);
    },
    written: (path) => {
      const there = foreign(path);
      return there === undefined ? written.written(path) : there.layer.yaml.written(there.path);
    },
    problems,
  };
}

/** How long the path of a workload is, and that of a role that it assumes. */
const OWNERS = [2, 4];

const ownStatements = (owner: unknown): readonly unknown[] => items(loose(owner)['statements']);

const withStatements = (owner: Loose, more: readonly Foreign[]): Loose => ({
  ...owner,
  statements: [...ownStatements(owner), ...apart(ownStatements(owner), more)],
});

const partAt = (value: unknown, path: Path): unknown =>
  path.reduce((part, step) => (typeof step === 'number' ? items(part)[step] : loose(part)[step]), value);

/** Nothing but what stands at the path is changed. */
function changed(value: unknown, [step, ...rest]: Path, change: (part: unknown) => unknown): unknown {
  if (step === undefined) return change(value);
  if (typeof step === 'number') return items(value).map((item, i) => (i === step ? changed(item, rest, change) : item));
  return { ...loose(value), [step]: changed(loose(value)[step], rest, change) };
}

/** The console gives every policy the same Sids, and one workload may have several of them. */
function apart(own: readonly unknown[], more: readonly Foreign[]): unknown[] {
  const taken = new Set(own.map((statement) => loose(statement)['Sid']));
  return more.map(({ statement }) => {
    const sid = string(loose(statement)['Sid']);
    if (sid === undefined) return statement;
    let free = sid;
    for (let n = 2; taken.has(free); n++) free = `${sid}${n}`;
    taken.add(free);
    return free === sid ? statement : { ...loose(statement), Sid: free };
  });
}

function statementsOf(layer: Layer): Foreign[] {
  const said = loose(layer.yaml.value)['Statement'];
  if (isPlainMap(said)) return [{ layer, path: ['Statement'], statement: said }];
  return items(said).map((statement, i) => ({ layer, path: ['Statement', i], statement }));
}

const KEYS = ['Version', 'Id', 'Statement'];

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
function wrongForm(layer: Layer): Problem[] {
  const { value } = layer.yaml;
  const wrong = (path: Path, message: string, fix: string, part?: 'key'): Problem => ({
    ...error('invalid-policy-file', path, message, fix),
    ...placeIn(layer, path, part),
  });
  if (!isPlainMap(value) || !(Array.isArray(value['Statement']) || isPlainMap(value['Statement']))) {
    return [wrong([], 'This is no policy of IAM: it has no Statement.', 'Write { "Version": "2012-10-17", "Statement": [ … ] }.')];
  }
  const version = value['Version'];
  return [
    ...(version === undefined || version === '2012-10-17'
      ? []
      : [wrong(['Version'], 'Generated policies are of version 2012-10-17, and this one is not.', 'Write "Version": "2012-10-17".')]),
    ...Object.keys(value)
      .filter((key) => !KEYS.includes(key))
      .map((key) => wrong([key], `A policy has no ${JSON.stringify(key)}, only Version, Id and Statement.`, 'Remove it.', 'key')),
  ];
}
