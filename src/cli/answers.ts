/** The flags of `create` → what they say in irsa.yaml. Pure; the inverse is `answer-line.ts`. */
import type { ProblemCode } from '../problem-codes.ts';
import { error, type Path, type Problem } from '../problem.ts';
import type { SpecInput } from '../spec/spec-input.ts';
import { answerAt, keysAt, withAnswer } from '../wizard/draft.ts';
import { readAnswer, type Answer, type Context } from './answer-flags.ts';
import type { GivenFlag } from './arguments.ts';
import { answerFlags } from './flags.ts';
import { isMap } from './workload-option.ts';

export interface Answers {
  readonly value: SpecInput;
  readonly problems: readonly Problem[];
  /** Flags whose values cannot be read. */
  readonly unread: readonly GivenFlag[];
}

/**
 * What the flags say as far as they can be read, and nothing else. `base` is what irsa.yaml says already: its clusters and
 * workloads may be named without being stated again.
 */
export function answers(flags: readonly GivenFlag[], base: SpecInput): Answers {
  const problems: Problem[] = [];
  const unread: GivenFlag[] = [];
  const fail = (code: ProblemCode, message: string, fix: string): void => void problems.push(error(code, [], message, fix));
  let input = {} as SpecInput;
  /** Flag that answered a path first, to refuse a second answer that differs. */
  const answered = new Map<string, { readonly value: string; readonly general: boolean }>();

  const take = (flag: GivenFlag, answer: Answer, general: boolean): void => {
    const path = answer.append === true ? [...answer.path, listAt(input, answer.path).length] : answer.path;
    const before = answered.get(JSON.stringify(path));
    const value = JSON.stringify(answer.value);
    if (before !== undefined && before.value !== value && !before.general) {
      fail('flag-twice', `\`--${flag.name} ${flag.value}\` contradicts an earlier \`--${flag.name}\`.`, 'Keep one of them.');
      return;
    }
    // `--add-on x` after `--add-on x.option=…` states nothing new, nor `install=true` after `install.version=…`.
    if ((isEmpty(answer.value) && answerAt(input, path) !== undefined) || (answer.value === true && isMap(answerAt(input, path)))) return;
    if (!isEmpty(answer.value)) answered.set(JSON.stringify(path), { value, general });
    input = withAnswer(input, path, answer.value);
  };

  for (const [flag, context] of inContext(flags, base)) {
    const read = readAnswer(flag, context);
    if (read === undefined) continue;
    if (typeof read === 'string') {
      unread.push(flag);
      fail('flag-value', `\`--${flag.name} ${flag.value}\`: ${read}.`, `For example ${exampleOf(flag)}`);
    } else for (const answer of read) take(flag, answer, context.general);
  }
  return { value: plainServiceAccounts(input), problems, unread };
}

/** A ServiceAccount of which only the name is said is written as that name. */
function plainServiceAccounts(input: SpecInput): SpecInput {
  const workloads = (['addOns', 'apps'] as const).flatMap((section) =>
    keysAt(input, [section]).map((id) => [section, id, 'serviceAccount']),
  );
  return workloads.reduce((draft, path) => {
    const name = answerAt(draft, [...path, 'name']);
    return keysAt(draft, path).length === 1 && name !== undefined ? withAnswer(draft, path, name) : draft;
  }, input);
}

/**
 * Each flag with the clusters it is about: those of the `--cluster` before it, or, before the first
 * one, all. What is said of all goes first, so that what is said of one overrides it.
 */
function inContext(flags: readonly GivenFlag[], base: SpecInput): (readonly [GivenFlag, Context & { readonly general: boolean }])[] {
  const named = flags.filter(({ name }) => name === 'cluster').map(({ value }) => value);
  const all = named.length > 0 ? named : keysAt(base, ['clusters']);
  const apps = new Set([
    ...flags.filter(({ name }) => name === 'app').map(({ value }) => value.split(':')[0] ?? ''),
    ...keysAt(base, ['apps']),
  ]);
  let current: string | undefined;
  const placed = flags.map((flag) => {
    if (flag.name === 'cluster') current = flag.value;
    const general = current === undefined;
    return [flag, { clusters: current === undefined ? all : [current], apps: [...apps], general }] as const;
  });
  return [...placed.filter(([, { general }]) => general), ...placed.filter(([, { general }]) => !general)];
}

const listAt = (input: SpecInput, path: Path): readonly unknown[] => {
  const list = answerAt(input, path);
  return Array.isArray(list) ? list : [];
};

const isEmpty = (value: unknown): boolean => typeof value === 'object' && value !== null && Object.keys(value).length === 0;

const exampleOf = ({ name }: GivenFlag): string =>
  answerFlags.flatMap(({ flags }) => flags).find((known) => known.name === name)?.example ?? `--${name}`;
