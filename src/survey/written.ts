/** Text of somebody's code, as far as it is known without evaluating anything. Pure. */

/** What only Terraform would know: a traversal, a call, a condition; as it stands in the code. */
export interface WrittenExpression {
  readonly expression: string;
}

export type WrittenPart = string | WrittenExpression;

/**
 * A plain string is wholly known. Otherwise literals and expressions stand apart, in order; two literals
 * never stand side by side. An expression that is all there is may stand for several values in a list.
 */
export type Written = string | { readonly parts: readonly WrittenPart[] };

export const partsOfWritten = (written: Written): readonly WrittenPart[] => (typeof written === 'string' ? [written] : written.parts);

/** Neighbouring literals become one; without expressions it is a plain string. */
export function joinWritten(...pieces: readonly Written[]): Written {
  const parts: WrittenPart[] = [];
  for (const part of pieces.flatMap(partsOfWritten)) {
    const last = parts.at(-1);
    if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part;
    else if (part !== '') parts.push(part);
  }
  const [only = ''] = parts;
  return parts.length <= 1 && typeof only === 'string' ? only : { parts };
}

export const fromParts = (parts: readonly WrittenPart[]): Written =>
  joinWritten(...parts.map((part) => (typeof part === 'string' ? part : { parts: [part] })));

export const expression = (text: string): Written => ({ parts: [{ expression: text }] });

/** The text, if no part of it waits for Terraform. */
export const knownText = (written: Written | undefined): string | undefined => (typeof written === 'string' ? written : undefined);

/** The expression, if the text is nothing else. */
export function wholeExpression(written: Written | undefined): string | undefined {
  if (written === undefined || typeof written === 'string' || written.parts.length !== 1) return undefined;
  const [only] = written.parts;
  return typeof only === 'object' ? only.expression : undefined;
}

/** For people, and for comparing: expressions in `${}`. */
export const spellWritten = (written: Written): string =>
  partsOfWritten(written)
    .map((part) => (typeof part === 'string' ? part : `\${${part.expression}}`))
    .join('');
