/** What the flags say, laid over what irsa.yaml says already. Pure. */
import { error, formatPath, type Path, type Problem } from '../problem.ts';
import { mergesInto, sameInput } from '../spec/merge-input.ts';
import type { SpecInput } from '../spec/spec-input.ts';
import { isMap } from './workload-option.ts';

/** Lists that grow: all others are one answer, and are replaced. */
const GROWING: readonly string[] = ['grants', 'managedPolicies', 'statements', 'assumeRoles', 'shareRoles'];

export interface Contradiction {
  readonly path: Path;
  readonly before: unknown;
  readonly now: unknown;
}

export interface Merged {
  readonly value: SpecInput;
  /** Where irsa.yaml says something else; the flags win in `value`. */
  readonly contradictions: readonly Contradiction[];
}

export function merge(base: SpecInput, input: SpecInput): Merged {
  const contradictions: Contradiction[] = [];
  const value = over(base, input, [], contradictions) as SpecInput;
  return { value, contradictions };
}

function over(before: unknown, now: unknown, path: Path, contradictions: Contradiction[]): unknown {
  if (before === undefined || before === null) return now;
  if (isMap(before) && isMap(now) && mergesInto(before, now, path)) {
    const entries = Object.entries(now).map(
      ([key, value]) => [key, over(own(before, key), value, [...path, key], contradictions)] as const,
    );
    return Object.fromEntries([...Object.entries(before), ...entries]);
  }
  if (Array.isArray(before) && Array.isArray(now) && GROWING.includes(String(path.at(-1)))) {
    const old = before as unknown[];
    return [...old, ...(now as unknown[]).filter((item) => !old.some((known) => sameInput({ item: known }, { item })))];
  }
  if (!sameInput({ value: before }, { value: now })) contradictions.push({ path, before, now });
  return now;
}

const own = (map: Readonly<Record<string, unknown>>, key: string): unknown => (Object.hasOwn(map, key) ? map[key] : undefined);

/** What turns one spec into the other: only what is new or different, and `null` for what is gone. */
export function changesTo(before: SpecInput, after: SpecInput): SpecInput {
  return changed(before, after, []) as SpecInput;
}

function changed(before: unknown, after: unknown, path: Path): unknown {
  if (!isMap(before) || !isMap(after) || !mergesInto(before, after, path)) return after;
  const gone = Object.keys(before).filter((key) => own(after, key) === undefined);
  return Object.fromEntries([
    ...gone.map((key) => [key, null] as const),
    ...Object.entries(after)
      .filter(([key, value]) => !sameInput({ [key]: own(before, key) }, { [key]: value }, path))
      .map(([key, value]) => [key, changed(own(before, key), value, [...path, key])] as const),
  ]);
}

export const contradicting = ({ path, before, now }: Contradiction): Problem =>
  error(
    'contradicts-spec',
    path,
    `${formatPath(path)} is ${JSON.stringify(before)} in irsa.yaml, and the flags say ${JSON.stringify(now)}.`,
    'Leave the flag out, or say --force to let it win.',
  );

/** Changes as far as a spec's own file can make them, and what they would take away that it does not say: that stays. */
export function changesHere(said: SpecInput, changes: SpecInput): { readonly changes: SpecInput; readonly inherited: readonly Path[] } {
  const inherited: Path[] = [];
  return { changes: here(said, changes, [], inherited) as SpecInput, inherited };
}

function here(said: unknown, changes: unknown, path: Path, inherited: Path[]): unknown {
  if (!isMap(changes)) return changes;
  return Object.fromEntries(
    Object.entries(changes).flatMap(([key, value]) => {
      const inner = isMap(said) ? own(said, key) : undefined;
      if (value === null && inner === undefined) {
        inherited.push([...path, key]);
        return [];
      }
      return [[key, here(inner, value, [...path, key], inherited)]];
    }),
  );
}
