/** A policy of IAM as AWS and states have it: JSON in which most lists may be one value. Pure. */
import { ANY, matchesCharacters } from './wildcards.ts';

type Values = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

export interface PolicyStatement {
  readonly allows: boolean;
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  readonly resources?: readonly string[];
  readonly notResources?: readonly string[];
  /** Operator → key → values. */
  readonly conditions: Values;
}

/** @param document as JSON, or as its text @returns nothing if it is no identity policy */
export function readPolicy(document: unknown): readonly PolicyStatement[] | undefined {
  const { Statement } = map(typeof document === 'string' ? parsed(document) : document);
  if (Statement === undefined) return undefined;
  const statements = (Array.isArray(Statement) ? (Statement as unknown[]) : [Statement]).map(statementOf);
  return statements.every((statement) => statement !== undefined) ? statements : undefined;
}

function statementOf(json: unknown): PolicyStatement | undefined {
  const { Effect, Action, NotAction, Resource, NotResource, Condition } = map(json);
  if (Effect !== 'Allow' && Effect !== 'Deny') return undefined;
  if ((Action === undefined) === (NotAction === undefined) || (Resource === undefined) === (NotResource === undefined)) return undefined;
  return {
    allows: Effect === 'Allow',
    ...(Action === undefined ? { notActions: listed(NotAction) } : { actions: listed(Action) }),
    ...(Resource === undefined ? { notResources: listed(NotResource) } : { resources: listed(Resource) }),
    conditions: mapped(map(Condition), (keys) => mapped(map(keys), listed)),
  };
}

/**
 * Whether a pattern of actions or resources takes in all that a narrower one does. It may say no where the answer is
 * yes, and never yes where it is no: `?` is taken to cover only itself.
 */
export const covers = (pattern: string, narrower: string): boolean =>
  matchesCharacters(
    Array.from(pattern, (character) => (character === '*' ? ANY : character)),
    Array.from(narrower),
  );

/** IAM reads actions in any case. */
export const coversAction = (pattern: string, narrower: string): boolean => covers(pattern.toLowerCase(), narrower.toLowerCase());

type Json = Readonly<Record<string, unknown>>;

const map = (value: unknown): Json => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {});

const listed = (value: unknown): readonly string[] => (Array.isArray(value) ? (value as unknown[]) : [value]).map(String);

const mapped = <T>(from: Json, to: (value: unknown) => T): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(from).map(([key, value]) => [key, to(value)]));

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
