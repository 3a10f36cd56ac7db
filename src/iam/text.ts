/**
 * Text with holes: the only way to mention something that is not known until apply. Literal parts
 * and holes stay apart until an emitter spells them, so that every literal is escaped exactly once
 * and nobody who writes one has to think of escaping.
 */

/** What the account and region of a role supply: never literal, so that every partition works. */
export type Fact = 'partition' | 'accountId' | 'region';

export interface FactHole {
  readonly fact: Fact;
}

/** A Terraform traversal such as `aws_s3_bucket.orders.arn`: no functions, no interpolation. */
export interface RefHole {
  readonly ref: string;
}

export type Part = string | FactHole | RefHole;

/** A plain string is a text without holes. */
export type Text = string | { readonly text: readonly Part[] };

/** What a Terraform argument may hold. JSON-serialisable. */
export type Value = Text | boolean | number | null | readonly Value[] | { readonly map: Readonly<Record<string, Value>> };

export const ref = (traversal: string): Text => ({ text: [{ ref: traversal }] });

export const fact = (name: Fact): Text => ({ text: [{ fact: name }] });

export const partsOf = (text: Text): readonly Part[] => (typeof text === 'string' ? [text] : text.text);

/** Joins texts; neighbouring literals become one, and a text without holes a plain string. */
export function join(...pieces: readonly Text[]): Text {
  const parts: Part[] = [];
  for (const part of pieces.flatMap(partsOf)) {
    const last = parts.at(-1);
    if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part;
    else if (part !== '') parts.push(part);
  }
  if (parts.length === 0) return '';
  return parts.length === 1 && typeof parts[0] === 'string' ? parts[0] : { text: parts };
}

/** Tagged template: `` text`arn:${fact('partition')}:s3:::${bucket}` ``. */
export const text = (strings: TemplateStringsArray, ...holes: readonly Text[]): Text =>
  join(...strings.flatMap((literal, i) => (i < holes.length ? [literal, holes[i] as Text] : [literal])));

export const isText = (value: Value): value is Text =>
  typeof value === 'string' || (typeof value === 'object' && value !== null && 'text' in value);

/** Replaces holes by texts, e.g. facts by the data sources that supply them. */
export const fill = (value: Text, hole: (part: FactHole | RefHole) => Text): Text =>
  join(...partsOf(value).map((part) => (typeof part === 'string' ? part : hole(part))));

/** The text with each hole written by `spell`; for messages, comparisons and static files. */
export const render = (value: Text, spell: (part: FactHole | RefHole) => string): string =>
  partsOf(value)
    .map((part) => (typeof part === 'string' ? part : spell(part)))
    .join('');
