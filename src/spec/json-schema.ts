/** The JSON Schema of irsa.yaml (2020-12), for editors. */
import * as z from 'zod/mini';
import { wholeCatalog } from './catalog.ts';
import type { SpecCatalog } from './catalog.ts';
import { schemaUrl } from './layout.ts';
import { hints } from './schema/fields.ts';
import { specSchema } from './schema/spec-schema.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * Says the same as `parseSpec` as far as a schema can: everything that needs two places at once
 * (unknown clusters, subjects that are taken) is only found by `parseSpec`.
 */
export function jsonSchema(catalog: SpecCatalog = wholeCatalog): object {
  const schema = z.toJSONSchema(specSchema(catalog) as z.ZodMiniType, { io: 'input', metadata: hints as never }) as Json;
  return {
    $schema: schema['$schema'],
    $id: schemaUrl,
    title: 'irsa.yaml',
    description: 'Which workloads on which EKS clusters get which AWS permissions. https://www.npmjs.com/package/create-irsa',
    ...(mayBeEmpty(schema) as Json),
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
