/** What templates may call. Names are declared in template-options.json. */
import { isText, join, type Text, type Value } from '../../iam/text.ts';
import { hashComment } from '../comment.ts';
import { spell, spellKey } from './hcl.ts';

/** @throws where a field is missing: Handlebars' strict mode does not look at what helpers are given */
function given<T>(name: string, values: readonly unknown[]): T[] {
  if (values.length === 0 || values.includes(undefined)) throw new Error(`"${name}" is given a field that the block does not have`);
  return values as T[];
}

/** `{{hcl value}}`; several texts are joined to one: `{{hcl namespace ":" name}}`. */
function hcl(...args: unknown[]): string {
  const [first, ...more] = given<Value>('hcl', args) as [Value, ...Value[]];
  if (more.length === 0) return spell(first);
  if (![first, ...more].every(isText)) throw new Error('"hcl" is given several values that are not all texts');
  return spell(join(first as Text, ...(more as Text[])));
}

export const helpers = {
  hcl,
  key: (...args: unknown[]): string => spellKey(given<string>('key', args).join('')),
  comment: (...args: unknown[]): string => hashComment(given<readonly string[]>('comment', args).flat()),
};
