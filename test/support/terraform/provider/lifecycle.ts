/**
 * What becomes of a resource's values: at plan, what the provider will compute is unknown; at apply,
 * it gets a value that is the same on every run.
 */
import type { Context } from './knowledge.ts';
import { madeUp } from './made-up.ts';
import type { Attribute, Block, NestedBlock, Type } from './schema.ts';
import { UNKNOWN, conform, isValues, mapValues, type Values } from './wire.ts';

type Path = readonly (string | number)[];

/**
 * The planned state of a new resource: unset computed attributes become unknown, unset optional ones
 * get the provider's default. On an update the computed ones keep what they were, be it nothing.
 */
export function planned(context: Context, prior: Values | null, proposed: Values): Values {
  const { block, knowledge, type } = context;
  const state = walk(block, proposed, (attribute, value, path) => {
    if (attribute.writeOnly) return null;
    if (value !== null) return value;
    const fallback = path.length === 1 ? knowledge.defaultOf?.(type, String(path[0])) : undefined;
    return fallback ?? (attribute.computed && prior === null ? UNKNOWN : null);
  }) as Values;
  for (const [name, value] of Object.entries(knowledge.atPlan?.(context, state) ?? {})) {
    // tags_all follows the tags of each plan; everything else is decided once.
    if (name in block.attributes && (proposed[name] === null || name === 'tags_all')) state[name] = value;
  }
  return state;
}

/** Replaces what is still unknown. */
export function applied(context: Context, state: Values): Values {
  const known = mapValues(state, (value) => (value === UNKNOWN ? null : value));
  const computed = context.knowledge.computed?.(context, known) ?? {};
  return walk(context.block, state, (attribute, value, path) => {
    if (attribute.writeOnly) return null;
    const own = path.length === 1 ? computed[String(path[0])] : undefined;
    if (value === UNKNOWN && own !== undefined) return conform(attribute.type, own);
    return withoutUnknown(attribute.type, value, path, state, context);
  }) as Values;
}

/** A data source's state: the configuration, what the provider knows, and made-up values for the rest. */
export function filled(context: Context, config: Values, read: Values): Values {
  return walk(context.block, config, (attribute, value, path) => {
    if (value !== null) return value;
    const own = path.length === 1 ? read[String(path[0])] : undefined;
    if (own !== undefined) return conform(attribute.type, own);
    return attribute.computed ? madeUp(attribute.type, path, config, context) : null;
  }) as Values;
}

type Each = (attribute: Attribute, value: unknown, path: Path) => unknown;

/** Rebuilds a block attribute by attribute, through nested blocks. */
function walk(block: Block, value: unknown, each: Each, path: Path = []): unknown {
  if (!isValues(value)) return value;
  return {
    ...mapValues(block.attributes, (attribute, name) => each(attribute, value[name] ?? null, [...path, name])),
    ...mapValues(block.blocks, (nested, name) => walkNested(nested, value[name] ?? null, each, [...path, name])),
  };
}

function walkNested({ nesting, block }: NestedBlock, value: unknown, each: Each, path: Path): unknown {
  if (Array.isArray(value)) return value.map((element, i) => walk(block, element, each, [...path, i]));
  if (nesting === 'map' && isValues(value)) return mapValues(value, (element, key) => walk(block, element, each, [...path, key]));
  return walk(block, value, each, path);
}

function withoutUnknown(type: Type, value: unknown, path: Path, state: Values, context: Context): unknown {
  if (value === UNKNOWN) return madeUp(type, path, state, context);
  if (type === 'dynamic') return value;
  return conform(type, value, (of, element) => withoutUnknown(of, element, path, state, context));
}
