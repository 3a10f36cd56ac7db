/** What a block holds that a template may say. Pure. */
import type { Block } from '../../plan/terraform/blocks.ts';

/**
 * Of several blocks of one kind: `name`, `tags[]`, `statements[] { sid?, actions[] }`.
 *
 * @param more names of fields that none of them has
 */
export function fieldsOf(blocks: readonly Block[], more: readonly string[]): string[] {
  const known = blocks.map(({ kind: _kind, comments: _comments, ...said }): Fields => said);
  const unseen = more.filter((name) => !known.some((block) => Object.hasOwn(block, name)));
  return [...fields(known), ...unseen.map((name) => `${name}?`)];
}

type Fields = Readonly<Record<string, unknown>>;

function fields(maps: readonly Fields[]): string[] {
  const names = [...new Set(maps.flatMap((map) => Object.keys(map)))];
  return names.map((name) => {
    const values = maps.map((map) => map[name]).filter((value) => value !== undefined);
    const items = values.flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : [value]));
    const isList = values.some((value) => Array.isArray(value));
    const inner = items.filter(isMap);
    const below = inner.length === 0 ? '' : ` { ${fields(inner).join(', ')} }`;
    return `${name}${isList ? '[]' : ''}${values.length < maps.length ? '?' : ''}${below}`;
  });
}

/** A text with references is one value, which `hcl` prints. */
const isMap = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !('text' in value) && !('ref' in value);
