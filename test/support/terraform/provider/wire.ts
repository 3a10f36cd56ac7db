/** Terraform's values on the wire: cty as msgpack. https://developer.hashicorp.com/terraform/plugin */
import { ExtensionCodec, decode, encode } from '@msgpack/msgpack';
import type { Block, NestedBlock, Type } from './schema.ts';

/** The attributes and blocks of one resource: scalars, arrays (lists and sets), objects, null, UNKNOWN. */
export type Values = Record<string, unknown>;

class Unknown {
  readonly known = false;
}

/** "(known after apply)". Refinements that terraform sends along are dropped. */
export const UNKNOWN: unknown = Object.freeze(new Unknown());

const extensionCodec = new ExtensionCodec();
/** 0 is an unknown value, 12 one with refinements. */
for (const type of [0, 12]) {
  extensionCodec.register({
    type,
    encode: (value) => (value === UNKNOWN && type === 0 ? new Uint8Array([0]) : null),
    decode: () => UNKNOWN,
  });
}

/** The protocol's `DynamicValue`; at most one of the two is filled. */
export interface DynamicValue {
  readonly msgpack?: Uint8Array;
  readonly json?: Uint8Array;
}

/** @returns null for an absent value */
export function fromWire(value: DynamicValue | null | undefined): Values | null {
  if (value?.msgpack?.length) return decode(value.msgpack, { extensionCodec }) as Values | null;
  if (value?.json?.length) return JSON.parse(Buffer.from(value.json).toString()) as Values | null;
  return null;
}

export const toWire = (value: Values | null): DynamicValue => ({ msgpack: Buffer.from(encode(value, { extensionCodec })) });

/** Whether no part of a value is unknown. */
export function isKnown(value: unknown): boolean {
  if (value === UNKNOWN) return false;
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return true;
  return Object.values(value).every(isKnown);
}

export const isValues = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && value !== UNKNOWN && !Array.isArray(value) && !(value instanceof Uint8Array);

/** A value where it has that shape, else nothing of it. */
export const text = (value: unknown, fallback = ''): string => (typeof value === 'string' ? value : fallback);
export const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((element) => typeof element === 'string') : [];
export const blocks = (value: unknown): readonly Values[] => (Array.isArray(value) ? value.filter(isValues) : []);

/** A resource in state JSON, cut and filled to what the block has: attributes of other releases fall away. */
export function fromState(block: Block, state: unknown): Values | null {
  if (!isValues(state)) return null;
  const values: Values = {};
  for (const [name, attribute] of Object.entries(block.attributes)) values[name] = ofType(attribute.type, state[name]);
  for (const [name, nested] of Object.entries(block.blocks)) values[name] = nestedState(nested, state[name] ?? null);
  return values;
}

function nestedState({ nesting, block }: NestedBlock, value: unknown): unknown {
  if (nesting === 'single') return fromState(block, value);
  if (nesting === 'map') return isValues(value) ? mapValues(value, (element) => fromState(block, element)) : null;
  return Array.isArray(value) ? value.map((element) => fromState(block, element)) : [];
}

function ofType(type: Type, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (type === 'dynamic') return isValues(value) && 'type' in value ? [Buffer.from(JSON.stringify(value['type'])), value['value']] : value;
  return conform(type, value, ofType);
}

/** A value cut and filled to its type: releases differ in the fields of their objects. */
export function conform(type: Type, value: unknown, each: (type: Type, value: unknown) => unknown = conform): unknown {
  if (value === null || value === undefined) return null;
  if (typeof type === 'string') return value;
  if (type[0] === 'object') return mapValues(type[1], (of, key) => each(of, (value as Values)[key]));
  const [kind, of] = type;
  if (kind === 'map') return mapValues(value as Values, (element) => each(of, element));
  return (value as unknown[]).map((element) => each(of, element));
}

export const mapValues = <T, R>(record: Readonly<Record<string, T>>, each: (value: T, key: string) => R): Record<string, R> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, each(value, key)]));
