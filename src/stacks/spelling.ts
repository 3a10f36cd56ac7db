/**
 * How a text or value of the Plan is spelled in Terraform JSON, where strings and the keys of maps
 * are templates. https://developer.hashicorp.com/terraform/language/syntax/json#expression-mapping
 */
import { isText, join, partsOf, type FactHole, type RefHole, type Text, type Value } from '../iam/text.ts';
import type { Entry } from '../plan/terraform/block-parts.ts';

/** What Terraform's JSON decoder and cdktf take as an argument. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

/** By functions: in a replacement string `$$` would be one `$`. */
const escapeTemplate = (literal: string): string => literal.replaceAll('${', () => '$${').replaceAll('%{', () => '%%{');

/** cdktf takes these for its own tokens; broken by a template that evaluates to the same, it does not. */
const breakTokens = (literal: string): string => literal.replace(/(?<=\{Tf|^(?:Any|String) Map )Token(?=\[| Value$)/g, () => '${"Token"}');

/** A `$` right before a hole would escape it. */
const protectDollar = (literal: string): string => literal.replace(/\$+$/, (dollars) => `\${"${dollars}"}`);

function traversal(hole: FactHole | RefHole): string {
  if ('fact' in hole) throw new Error(`The fact ${hole.fact} reached an emitter: the Plan fills facts in.`);
  return hole.ref;
}

const spelled = (text: Text, literal: (part: string) => string): string => {
  const parts = partsOf(join(text));
  return parts
    .map((part, i) => {
      if (typeof part !== 'string') return `\${${traversal(part)}}`;
      return i === parts.length - 1 ? literal(part) : protectDollar(literal(part));
    })
    .join('');
};

/** `my-${aws:x}-` and a hole → `my-$${aws:x}-${module.eks.cluster_name}` */
export const template = (text: Text): string => spelled(text, (literal) => breakTokens(escapeTemplate(literal)));

/** As `template`; JavaScript would take one key for an object's prototype. */
export const templateKey = (key: string): string => (key === '__proto__' ? '${"__proto__"}' : template(key));

/** A value as plain JSON with templates in its strings. */
export function json(value: Value): Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
  if (isText(value)) return template(value);
  if (isList(value)) return value.map(json);
  return Object.fromEntries(Object.entries(value.map).map(([key, item]) => [templateKey(key), json(item)]));
}

/** Entries as a map of templates; nothing if there are none. */
export const templates = (entries: readonly Entry[]): Record<string, string> | undefined =>
  entries.length === 0 ? undefined : Object.fromEntries(entries.map(({ key, value }) => [templateKey(key), template(value)]));

const ESCAPES: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences */
const quotedLiteral = (literal: string): string =>
  breakTokens(
    escapeTemplate(
      literal.replace(/["\\\p{Cc}]/gu, (character) => ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`),
    ),
  );

const quoted = (text: Text): string => `"${spelled(text, quotedLiteral)}"`;

/** A value inside an expression, where strings are quoted and a lone hole is bare: `replace(module.eks.oidc_provider_arn, ...)`. */
export function expression(value: Value): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return String(value);
  if (isText(value)) {
    const [first, ...rest] = partsOf(join(value));
    return first !== undefined && typeof first !== 'string' && rest.length === 0 ? traversal(first) : quoted(value);
  }
  if (isList(value)) return `[${value.map(expression).join(', ')}]`;
  const entries = Object.entries(value.map).map(([key, item]) => `${quoted(key)} = ${expression(item)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}
