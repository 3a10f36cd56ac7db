/** The JSON Schema of irsa.yaml (2020-12), for editors. */
import * as z from 'zod/mini';
import { wholeCatalog } from './catalog.ts';
import type { SpecCatalog } from './catalog.ts';
import { schemaUrl } from './layout.ts';
import { hints } from './schema/fields.ts';
import { specSchema } from './schema/spec-schema.ts';

type Json = Readonly<Record<string, unknown>>;

/** irsa.yaml, a file that it extends, or a fragment that it includes. */
export const specFileKinds = ['spec', 'base', 'fragment'] as const;
export type SpecFileKind = (typeof specFileKinds)[number];

const TITLES: Readonly<Record<SpecFileKind, readonly [string, string]>> = {
  spec: ['irsa.yaml', 'Which workloads on which EKS clusters get which AWS permissions.'],
  base: ['base.irsa.yaml', 'Settings that the irsa.yaml of several clusters extend.'],
  fragment: ['<team>.irsa.yaml', 'Apps of one team, for the irsa.yaml that include them.'],
};

/**
 * Says the same as `parseSpec` as far as a schema can: everything that needs two places at once
 * (unknown clusters, subjects that are taken) is only found by `parseSpec`. What a spec that extends a
 * file leaves out may stand there, so nothing outside of lists is required of it, nor of that file.
 */
export function jsonSchema(catalog: SpecCatalog = wholeCatalog, kind: SpecFileKind = 'spec'): object {
  const schema = z.toJSONSchema(specSchema(catalog) as z.ZodMiniType, { io: 'input', metadata: hints as never }) as Json;
  const [title, about] = TITLES[kind];
  return {
    $schema: schema['$schema'],
    $id: kind === 'spec' ? schemaUrl : schemaUrl.replace('schema.json', `${kind}.schema.json`),
    title,
    description: `${about} https://www.npmjs.com/package/create-irsa`,
    ...shapeOf(mayBeEmpty(schema) as Json, kind),
  };
}

function shapeOf(whole: Json, kind: SpecFileKind): Json {
  if (kind === 'fragment') {
    const { version, apps } = whole['properties'] as Json;
    return { ...whole, properties: { version, apps }, required: ['apps'] };
  }
  const loosened = withoutRequired(whole) as Json;
  if (kind === 'spec') return { ...loosened, if: { required: ['extends'] }, else: requiredOnly(whole) };
  const { extends: _, ...properties } = loosened['properties'] as Json;
  return { ...loosened, properties };
}

/** Ways of knowing a cluster are taken as a whole, as `mergesInto` has it, so each says all that it needs. */
const isTakenWhole = (key: string): boolean => key === 'from' || key === 'modules' || key === 'engine';

/** The keywords of a map that lead to what is in it. */
function below(schema: Json, change: (schema: Json) => Json): Json {
  const { properties, additionalProperties } = schema as { properties?: Json; additionalProperties?: Json };
  const inner = (key: string, property: unknown): unknown => (isTakenWhole(key) ? property : change(property as Json));
  return {
    ...(typeof properties === 'object'
      ? { properties: Object.fromEntries(Object.entries(properties).map(([key, property]) => [key, inner(key, property)])) }
      : {}),
    ...(typeof additionalProperties === 'object' ? { additionalProperties: change(additionalProperties) } : {}),
  };
}

function withoutRequired(schema: Json): Json {
  const { required: _, ...rest } = schema;
  return { ...rest, ...below(schema, withoutRequired) };
}

/** What `withoutRequired` takes away. */
function requiredOnly(schema: Json): Json {
  const inner = below(schema, (property) => requiredOnly(property));
  const properties = Object.entries((inner['properties'] ?? {}) as Record<string, Json>).filter(
    ([key, property]) => !isTakenWhole(key) && Object.keys(property).length > 0,
  );
  const others = inner['additionalProperties'] as Json | undefined;
  return {
    ...(schema['required'] === undefined ? {} : { required: schema['required'] }),
    ...(properties.length === 0 ? {} : { properties: Object.fromEntries(properties) }),
    ...(others === undefined || Object.keys(others).length === 0 ? {} : { additionalProperties: others }),
  };
}

/** A key without a value counts as left out, so what may be left out may be null. */
function mayBeEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(mayBeEmpty);
  if (typeof value !== 'object' || value === null) return value;
  const schema = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mayBeEmpty(inner)])) as Json;
  const {
    properties,
    additionalProperties,
    required = [],
  } = schema as { properties?: Json; additionalProperties?: Json; required?: readonly string[] };
  const optional = ([key, property]: [string, unknown]): [string, unknown] => [
    key,
    required.includes(key) ? property : orNull(property as Json),
  ];
  return {
    ...schema,
    ...(typeof properties === 'object' ? { properties: Object.fromEntries(Object.entries(properties).map(optional)) } : {}),
    ...(typeof additionalProperties === 'object' && additionalProperties['required'] === undefined
      ? { additionalProperties: orNull(additionalProperties) }
      : {}),
  };
}

function orNull(schema: Json): Json {
  const { type, enum: values, anyOf, $ref, ...rest } = schema;
  if (typeof $ref === 'string') return { ...rest, anyOf: [{ $ref }, { type: 'null' }] };
  if (Array.isArray(anyOf)) return { ...schema, anyOf: [...(anyOf as unknown[]), { type: 'null' }] };
  if (Array.isArray(values)) return { ...schema, type: [type, 'null'], enum: [...(values as unknown[]), null] };
  return typeof type === 'string' ? { ...schema, type: [type, 'null'] } : schema;
}
