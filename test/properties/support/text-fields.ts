/**
 * Every place of a spec that takes free text, found in its JSON Schema, so that no field can be forgotten:
 * `apps.*.tags.*` for values, `apps.*.tags{}` for keys that the user names.
 */
import { jsonSchema } from '../../../src/spec/json-schema.ts';
import type { Path } from '../../../src/problem.ts';

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | false;
  readonly items?: Schema;
}

/** A text in one spec: which field it is, and where it stands. */
export interface TextPlace {
  readonly field: string;
  readonly path: Path;
  /** The text is the last step of the path, a key of a map. */
  readonly isKey: boolean;
}

const root = jsonSchema() as Schema & { readonly $defs: Readonly<Record<string, Schema>> };

const resolved = ({ $ref, ...schema }: Schema): Schema =>
  $ref === undefined ? schema : resolved(root.$defs[$ref.replace('#/$defs/', '')] as Schema);

const takes = ({ type }: Schema, name: string): boolean =>
  type === undefined || type === name || (Array.isArray(type) && type.includes(name));

const isFreeText = (schema: Schema): boolean =>
  takes(schema, 'string') && schema.enum === undefined && schema.const === undefined && schema.anyOf === undefined;

const below = (field: string, step: string): string => (field === '' ? step : `${field}.${step}`);

/** What every workload has the same of is one field, whosever it is. */
const SHARED: Readonly<Record<string, string>> = { '#/$defs/assumeRoles': 'assumeRoles' };
const fieldOf = ({ $ref, anyOf }: Schema, field: string): string =>
  [$ref, ...(anyOf ?? []).map((way) => way.$ref)].flatMap((ref) => SHARED[ref ?? ''] ?? [])[0] ?? field;

/** All fields that take free text. */
export const textFields: readonly string[] = [...new Set(fieldsOf(root, ''))];

function fieldsOf(given: Schema, named: string): string[] {
  const field = fieldOf(given, named);
  const schema = resolved(given);
  return [
    ...(isFreeText(schema) ? [field] : []),
    ...(schema.anyOf ?? []).flatMap((way) => fieldsOf(way, field)),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => fieldsOf(inner, below(field, name))),
    ...(schema.additionalProperties ? [`${field}{}`, ...fieldsOf(schema.additionalProperties, below(field, '*'))] : []),
    ...(schema.items ? fieldsOf(schema.items, `${field}[]`) : []),
  ];
}

/**
 * Of what all add-ons have, and one code reads and writes for all of them, each field in one of `share` add-ons,
 * and of each add-on one of `share` such fields; every other field.
 */
export function sharedOut(fields: readonly string[], share: number): readonly string[] {
  const ofAddOns = fields.flatMap((field) => {
    const [, owner, said] = /^addOns\.([^.]+)\.(.+)$/.exec(field) ?? [];
    return owner === undefined || said === undefined ? [] : [{ field, owner, said }];
  });
  const owners = [...new Set(ofAddOns.map(({ owner }) => owner))];
  const common = [...new Set(ofAddOns.map(({ said }) => said))].filter(
    (one) => ofAddOns.filter(({ said }) => said === one).length === owners.length,
  );
  const left = new Set(
    ofAddOns
      .filter(({ owner, said }) => common.includes(said) && (owners.indexOf(owner) + common.indexOf(said)) % share !== 0)
      .map(({ field }) => field),
  );
  return fields.filter((field) => !left.has(field));
}

/** The texts of one spec that stand in such fields. */
export const textPlaces = (spec: object): readonly TextPlace[] => placesIn(root, spec, '', []);

function placesIn(given: Schema, value: unknown, named: string, path: Path): TextPlace[] {
  const field = fieldOf(given, named);
  const schema = resolved(given);
  if (schema.anyOf) return schema.anyOf.flatMap((way) => placesIn(way, value, field, path));
  if (typeof value === 'string') return isFreeText(schema) ? [{ field, path, isKey: false }] : [];
  if (Array.isArray(value)) {
    const { items } = schema;
    return items ? value.flatMap((item, i) => placesIn(items, item, `${field}[]`, [...path, i])) : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const known = schema.properties?.[key];
    if (known) return placesIn(known, inner, below(field, key), [...path, key]);
    const { additionalProperties: others } = schema;
    if (!others) return [];
    return [{ field: `${field}{}`, path: [...path, key], isKey: true }, ...placesIn(others, inner, below(field, '*'), [...path, key])];
  });
}
