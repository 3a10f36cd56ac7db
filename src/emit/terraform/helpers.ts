/** What templates may call. Names are declared in template-options.json. */
import { isText, join, type Text, type Value } from '../../iam/text.ts';
import { hashComment } from '../comment.ts';
import { spell, spellKey } from './hcl.ts';

/** Handlebars hands its own options to a helper, last. */
const given = <T>(args: readonly unknown[]): T[] => args.slice(0, -1) as T[];

/** `{{hcl value}}`; several texts are joined to one: `{{hcl namespace ":" name}}`. */
function hcl(...args: unknown[]): string {
  const values = given<Value>(args);
  const [only] = values;
  if (values.length === 1 && only !== undefined) return spell(only);
  if (values.length === 0 || !values.every((value): value is Text => value !== undefined && isText(value))) {
    throw new Error('hcl takes one value, or several texts');
  }
  return spell(join(...values));
}

export const helpers = {
  hcl,
  key: (...args: unknown[]): string => spellKey(given<string>(args).join('')),
  comment: (...args: unknown[]): string => hashComment(given<readonly string[]>(args).flat()),
  /** Built into Handlebars; would print among our own output. */
  log: (): string => '',
};
