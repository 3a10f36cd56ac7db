/** What precompiled templates call: the helpers, and what `{{field}}` and `{{#if field}}` mean. */
import type { Block } from '../../plan/terraform/blocks.ts';
import { helpers } from './helpers.ts';

/** A precompiled template. */
export type Print = (block: Block, call: typeof printing) => string;

export const printing = {
  ...helpers,
  /** @throws where the block has no such field, as Handlebars does in strict mode */
  field(value: string | undefined): string {
    if (value === undefined) throw new Error('it says a field that the block does not have');
    return value;
  },
  /** https://handlebarsjs.com/guide/builtin-helpers.html#if */
  isThere: (value: unknown): boolean => Boolean(value) && !(Array.isArray(value) && value.length === 0),
  /** https://handlebarsjs.com/guide/builtin-helpers.html#each */
  each: <T>(items: readonly T[] | undefined, print: (item: T) => string): string => (items ?? []).map(print).join(''),
};
