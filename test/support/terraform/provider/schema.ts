/** Provider schemas, as scripts/derive-provider-schemas.mjs writes them to ../schemas. */
import { readFileSync } from 'node:fs';

/** A type in Terraform's own JSON: `"string"`, `["list", "string"]`, `["object", { name: type }]`. */
export type Type =
  'string' | 'number' | 'bool' | 'dynamic' | readonly ['list' | 'set' | 'map', Type] | readonly ['object', Readonly<Record<string, Type>>];

export interface Attribute {
  readonly type: Type;
  /** An object, or several, whose fields may be left out: `kubernetes = { host = … }`. */
  readonly nested?: { readonly nesting: NestedBlock['nesting']; readonly attributes: Readonly<Record<string, Attribute>> };
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly writeOnly?: boolean;
  readonly sensitive?: boolean;
}

export interface NestedBlock {
  readonly nesting: 'single' | 'list' | 'set' | 'map';
  readonly min: number;
  /** 0: no limit. */
  readonly max: number;
  readonly block: Block;
}

export interface Block {
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly blocks: Readonly<Record<string, NestedBlock>>;
}

export type Kind = 'resources' | 'data';

export interface ProviderSchema {
  readonly provider: Block;
  readonly resources: Readonly<Record<string, Block>>;
  readonly data: Readonly<Record<string, Block>>;
}

/** @param release `aws@6.25.0`, the name of a file in ../schemas */
export const readSchema = (release: string): ProviderSchema =>
  JSON.parse(readFileSync(new URL(`../schemas/${release}.json`, import.meta.url), 'utf8')) as ProviderSchema;

const NESTING = { single: 1, list: 2, set: 3, map: 4 } as const;

const attributeMessage = ([name, attribute]: [string, Attribute]): object => ({
  name,
  ...(attribute.nested
    ? {
        nested_type: {
          attributes: Object.entries(attribute.nested.attributes).map(attributeMessage),
          nesting: NESTING[attribute.nested.nesting],
        },
      }
    : { type: Buffer.from(JSON.stringify(attribute.type)) }),
  required: attribute.required ?? false,
  optional: attribute.optional ?? false,
  computed: attribute.computed ?? false,
  sensitive: attribute.sensitive ?? false,
  write_only: attribute.writeOnly ?? false,
});

const blockMessage = (block: Block): object => ({
  attributes: Object.entries(block.attributes).map(attributeMessage),
  block_types: Object.entries(block.blocks).map(([name, nested]) => ({
    type_name: name,
    nesting: NESTING[nested.nesting],
    min_items: nested.min,
    max_items: nested.max,
    block: blockMessage(nested.block),
  })),
});

/** The protocol's `Schema` message of a block. */
export const schemaMessage = (block: Block): object => ({ version: 0, block: blockMessage(block) });
