/**
 * The words the schema is written in. Every field says what it expects in the user's terms
 * (`expected` ends the sentence "… should be"), so that no message ever speaks of the schema, and
 * reports on its own, so that one wrong field never hides another.
 */
import * as z from 'zod/mini';
import type { ProblemCode } from '../../problem-codes.ts';
import { saysNothing } from '../loose.ts';
import type { Complaint, Rule } from '../rules/rule.ts';
import { oneOf } from '../rules/rule.ts';

export type Schema = z.core.$ZodType;
type Shape = Readonly<Record<string, Schema>>;

/** What the JSON Schema says beyond types: what editors show, and limits that our own checks enforce. */
export interface Hint {
  readonly id?: string;
  readonly title?: string;
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
  readonly [keyword: string]: unknown;
}

export const hints = z.registry<Hint>();

/** Adds to what is known of a field. */
export function about<S extends Schema>(schema: S, hint: Hint): S {
  hints.add(schema as never, { ...hints.get(schema as never), ...hint } as never);
  return schema;
}

/** A key that may be left out; `null` counts as left out. Most keys of most specs are, so each is built where it is used. */
export const may = (description: string, build: () => Schema, hint: Hint = {}): Schema => about(later(build), { description, ...hint });

const traits = new Set(['$ZodType', '$ZodOptional']);

/** What zod asks of an optional key: the key itself is made when there is a value for it, or when somebody asks how it is defined. */
export function later(build: () => Schema): Schema {
  let made: Schema | undefined;
  const schema = (): Schema => (made ??= z.optional(build()));
  return {
    _zod: {
      traits,
      optin: 'optional',
      optout: 'optional',
      run: (payload: z.core.ParsePayload, context: z.core.ParseContextInternal) =>
        payload.value === undefined ? payload : schema()._zod.run(payload, context),
      get def() {
        return schema()._zod.def;
      },
    },
  } as unknown as Schema;
}

/** What several keys share: editors are told of it once. */
export function once(build: () => Schema): () => Schema {
  let made: Schema | undefined;
  return () => (made ??= build());
}

/** A key that must be there. */
export const must = (description: string, schema: Schema, hint: Hint = {}): Schema => about(schema, { description, ...hint });

export interface Finding extends Complaint {
  readonly code: ProblemCode;
  /** Below the field that is checked. */
  readonly path?: readonly (string | number)[];
  /** It is the key that is wrong, not its value. */
  readonly onKey?: boolean;
}

/**
 * A check of our own that also runs where other checks of the same field found something.
 * `accepts` guards against values of the wrong type, which have been reported already.
 */
const finds = <T>(accepts: (value: unknown) => value is T, find: (value: T, hasUnknownKeys: boolean) => readonly Finding[]) =>
  z.check<T>(
    (context) => {
      if (!accepts(context.value)) return;
      const hasUnknownKeys = context.issues.some((issue) => issue.code === 'unrecognized_keys' && !issue.path?.length);
      for (const { code, message, fix, path = [], onKey = false } of find(context.value, hasUnknownKeys)) {
        context.issues.push({ code: 'custom', input: context.value, message, path: [...path], params: { code, fix, onKey } });
      }
    },
    { when: () => true } as never,
  );

/** What a schema is made with. `schema.check()` would say the same, and make every schema twice. */
const judged = (error: Expectation, ...checks: readonly z.core.$ZodCheck[]) => ({ error, checks }) as { readonly error: string };

type Expectation = string | ((issue: { readonly code?: string }) => string);

const isString = (value: unknown): value is string => typeof value === 'string';
const isList = (value: unknown): value is unknown[] => Array.isArray(value);
const isMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** `when` is not called for what is missing, so an optional complaint becomes a list of findings here. */
export const found = (code: ProblemCode, complaint: Complaint | undefined, more: Partial<Finding> = {}): Finding[] =>
  complaint ? [{ code, ...complaint, ...more }] : [];

export interface Literal {
  readonly code: ProblemCode;
  readonly rule: Rule;
  /** The same rule, as far as one pattern can say it, for editors. */
  readonly pattern?: RegExp;
}

export function text(expected: string, literal?: Literal): Schema {
  if (!literal) {
    const filled = finds(isString, (value) => (value === '' ? empty(expected) : []));
    return about(z.string(judged(expected, filled)), { minLength: 1 });
  }
  const schema = z.string(
    judged(
      expected,
      finds(isString, (value) => found(literal.code, literal.rule(value))),
    ),
  );
  return literal.pattern ? about(schema, { pattern: literal.pattern.source }) : schema;
}

const empty = (expected: string): Finding[] => [
  { code: 'empty-value', message: `This is empty, and should be ${expected}.`, fix: 'Write one, or leave the key out.' },
];

export const flag = (): Schema => z.boolean({ error: 'true or false' });

export const choice = (values: readonly string[]): Schema => z.enum(values as [string], { error: oneOf(values) });

/** Values that the spec knows and this release does not build yet, each with what to say instead. */
export const choiceSoFar = (values: readonly string[], later: Readonly<Record<string, Complaint>>): Schema =>
  about(
    z.enum(
      values as [string],
      judged(
        oneOf(values),
        finds(isString, (value) => (Object.hasOwn(later, value) ? found('not-yet', later[value]) : [])),
      ),
    ),
    { enum: values.filter((value) => !Object.hasOwn(later, value)) },
  );

/** A key of later releases: passes as long as it says nothing. */
export const refusedSoFar = (complaint: Complaint): Schema =>
  about(
    z.unknown().check(
      finds(
        (value): value is unknown => value !== undefined && value !== null,
        (value) => (saysNothing(value) ? [] : found('not-yet', complaint)),
      ),
    ),
    { maxItems: 0, maxProperties: 0, maxLength: 0, not: { type: ['number', 'boolean'] } },
  );

export interface ListLimits {
  /** At least one entry: what to say where there is none. */
  readonly filled?: Complaint;
  readonly unique?: boolean;
  readonly check?: (items: readonly unknown[]) => readonly Finding[];
}

export function list(item: Schema, expected: string, { filled, unique = false, check = () => [] }: ListLimits = {}): Schema {
  const finding = finds(isList, (items) => [
    ...(filled && items.length === 0 ? found('empty-list', filled) : []),
    ...(unique ? repeated(items) : []),
    ...check(items),
  ]);
  const schema = z.array(item as z.ZodMiniType, judged(expected, finding));
  return about(schema, { ...(filled ? { minItems: 1 } : {}), ...(unique ? { uniqueItems: true } : {}) });
}

const repeated = (items: readonly unknown[]): Finding[] =>
  items.flatMap((item, i) =>
    isString(item) && items.indexOf(item) < i
      ? [{ code: 'repeated-entry', message: `${JSON.stringify(item)} is listed twice.`, fix: 'Remove one of them.', path: [i] }]
      : [],
  );

/** The keys that a map takes travel in the message, as JSON, to whoever explains the issue. */
export const allowedKeys = (message: string): readonly string[] => JSON.parse(message) as string[];

export function map(
  shape: Shape,
  expected: string,
  check: (value: Record<string, unknown>, hasUnknownKeys: boolean) => readonly Finding[] = () => [],
): Schema {
  const keys = JSON.stringify(Object.keys(shape));
  const error: Expectation = (issue) => (issue.code === 'unrecognized_keys' ? keys : expected);
  return z.strictObject(shape as Record<string, z.ZodMiniType>, judged(error, finds(isMap, check)));
}

/** A map whose keys the user names. */
export function named(value: Schema, expected: string, check: (entries: Record<string, unknown>) => readonly Finding[]): Schema {
  return z.record(z.string(), value as z.ZodMiniType, judged(expected, finds(isMap, check)));
}

export const either = (options: readonly Schema[], expected: string): Schema =>
  z.union(options as [z.ZodMiniType, z.ZodMiniType], { error: expected });
