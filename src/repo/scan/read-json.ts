/** Terraform's JSON syntax. https://developer.hashicorp.com/terraform/language/syntax/json */
import type { Reference } from '../../plan/repo-facts.ts';
import { DEPTH, type Block, type Expression, type Fields, type ReadFile, type Wanted } from './block.ts';
import { jsonFault } from './json-fault.ts';

const LABELS: Readonly<Record<string, number>> = {
  resource: 2,
  data: 2,
  ephemeral: 2,
  module: 1,
  variable: 1,
  output: 1,
  provider: 1,
  check: 1,
  locals: 0,
  terraform: 0,
};

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

/** @param references of a template; absent where nobody asks for them */
export function readJson(text: string, wanted: Wanted, references?: ReferencesIn): ReadFile {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return { broken: brokenAt(text) };
  }
  const lines = keyLines(text);
  const blocks: Block[] = [];
  for (const body of objects(value)) {
    for (const [type, content] of Object.entries(body)) {
      const labels = Object.hasOwn(LABELS, type) ? LABELS[type] : undefined;
      if (labels !== undefined) addBlocks(blocks, type, [], labels, content, { wanted, references }, lines);
    }
  }
  return { blocks };
}

type ReferencesIn = (template: string) => readonly Reference[];

interface Options {
  readonly wanted: Wanted;
  readonly references: ReferencesIn | undefined;
}

/** Strings are templates, but for those of `depends_on`, which are addresses. */
function referencesOf(name: string, value: Json, read: ReferencesIn): readonly Reference[] {
  if (typeof value === 'string') return name === 'depends_on' ? read(`\${${value}}`) : value.includes('${') ? read(value) : [];
  if (typeof value !== 'object' || value === null) return [];
  return (Array.isArray(value) ? value : Object.values(value)).flatMap((inner) => referencesOf(name, inner, read));
}

function addBlocks(
  blocks: Block[],
  type: string,
  labels: readonly string[],
  missing: number,
  content: Json,
  options: Options,
  lines: KeyLines,
): void {
  for (const body of objects(content)) {
    const { wanted, references } = options;
    if (missing > 0) {
      for (const [label, inner] of Object.entries(body)) {
        if (label !== '//') addBlocks(blocks, type, [...labels, label], missing - 1, inner, options, lines);
      }
    } else {
      const path = [type, ...labels];
      const at = lines(path);
      blocks.push({
        type,
        labels,
        ...at,
        fields: wanted(type, labels) ? readFields(body, path, DEPTH, lines) : new Map(),
        ...(references === undefined
          ? {}
          : { references: new Map(Object.entries(body).map(([name, v]) => [name, referencesOf(name, v, references)])) }),
      });
    }
  }
}

function readFields(body: JsonObject, path: readonly string[], depth: number, lines: KeyLines): Fields {
  const fields = new Map<string, Expression>();
  for (const [name, value] of Object.entries(body)) {
    if (name !== '//') fields.set(name, readExpression(value, [...path, name], depth - 1, lines));
  }
  return fields;
}

function readExpression(value: Json, path: readonly string[], depth: number, lines: KeyLines): Expression {
  const { line } = lines(path);
  if (typeof value === 'string') {
    const template = /(?<![$%])[$%]\{/.test(value);
    const whole = /^\$\{([^{}]*)\}$/.exec(value)?.[1];
    return template
      ? { line, text: whole?.trim() ?? JSON.stringify(value) }
      : { line, text: JSON.stringify(value), literal: value.replace(/([$%])\1\{/g, '$1{') };
  }
  if (typeof value === 'number' || typeof value === 'boolean') return { line, text: String(value), literal: value };
  const object = depth > 0 ? objects(value)[0] : undefined;
  return { line, text: object ? '' : JSON.stringify(value), ...(object ? { fields: readFields(object, path, depth, lines) } : {}) };
}

/** A block may be written as one object or as an array of objects. */
const objects = (value: Json): JsonObject[] =>
  (Array.isArray(value) ? value : [value]).filter((v): v is JsonObject => typeof v === 'object' && v !== null && !Array.isArray(v));

type KeyLines = (path: readonly string[]) => { line: number; range: { start: number; end: number } };

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+|\n/g;
const DEEPEST_KEY = 6;

/** Where keys stand in valid JSON; `JSON.parse` does not say. Array indices are no part of a path. */
function keyLines(text: string): KeyLines {
  const found = new Map<string, { line: number; range: { start: number; end: number } }>();
  const nameOf = (path: readonly string[]): string => JSON.stringify(path);
  const path: string[] = [];
  const opened: string[] = [];
  let line = 1;
  let awaitsKey = false;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const inObject = opened.at(-1) === '{';
    if (token === '\n') line++;
    else if (token === '{' || token === '[') {
      opened.push(token);
      awaitsKey = token === '{';
    } else if (token === '}' || token === ']') {
      opened.pop();
      awaitsKey = false;
      if (opened.at(-1) === '{') path.pop();
    } else if (token === ',') {
      awaitsKey = inObject;
    } else if (token !== ':') {
      if (inObject && awaitsKey) {
        path.push(JSON.parse(token) as string);
        awaitsKey = false;
        if (path.length <= DEEPEST_KEY) {
          const name = nameOf(path);
          if (!found.has(name)) found.set(name, { line, range: { start: index, end: index + token.length } });
        }
      } else if (inObject) path.pop();
    }
  }
  return (wanted) => found.get(nameOf(wanted)) ?? { line: 1, range: { start: 0, end: 0 } };
}

function brokenAt(text: string): { line: number; column: number } {
  const before = text.slice(0, jsonFault(text)).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
