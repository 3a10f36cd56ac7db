/** Data as a literal of TypeScript, laid out as Prettier leaves it: what fits stands in one line. */
import { WIDTH } from './print-source.ts';

/** Property names of fewer columns are not parted from their value. https://github.com/prettier/prettier/pull/10335 */
const SHORT_NAME = 5;

/**
 * @param indent of the line that it begins in
 * @param column where it begins
 */
export function literal(value: unknown, indent = 0, column = indent): string {
  const flat = inOneLine(value);
  if (flat !== undefined && column + flat.length < WIDTH) return flat;
  const inner = indent + 2;
  if (Array.isArray(value))
    return lines(
      '[',
      value.map((item) => literal(item, inner)),
      ']',
      indent,
    );
  if (typeof value === 'object' && value !== null) {
    return lines(
      '{',
      Object.entries(value).map(([key, item]) => property(key, item, inner)),
      '}',
      indent,
    );
  }
  return flat ?? '';
}

function property(key: string, value: unknown, indent: number): string {
  const name = propertyName(key);
  const column = indent + name.length + 2;
  const printed = literal(value, indent, column);
  const parted = typeof value === 'string' && name.length >= SHORT_NAME && column + printed.length >= WIDTH;
  return parted ? `${name}:\n${' '.repeat(indent + 2)}${printed}` : `${name}: ${printed}`;
}

const lines = (open: string, items: readonly string[], close: string, indent: number): string =>
  `${open}\n${items.map((item) => `${' '.repeat(indent + 2)}${item},\n`).join('')}${' '.repeat(indent)}${close}`;

/** Nothing if it holds a list that is always broken up. */
function inOneLine(value: unknown): string | undefined {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const isList = Array.isArray(value);
  if (isList && isBrokenUp(value)) return undefined;
  const entries = Object.entries(value).map(([key, item]) => [key, inOneLine(item)] as const);
  if (entries.some(([, item]) => item === undefined)) return undefined;
  if (isList) return `[${entries.map(([, item]) => item).join(', ')}]`;
  return entries.length === 0 ? '{}' : `{ ${entries.map(([key, item]) => `${propertyName(key)}: ${item}`).join(', ')} }`;
}

/** Several objects, or several lists, of more than one element each. */
const isBrokenUp = (items: readonly unknown[]): boolean =>
  items.length > 1 &&
  [Array.isArray, (item: unknown) => !Array.isArray(item)].some((isOfKind) =>
    items.every((item) => typeof item === 'object' && item !== null && isOfKind(item) && Object.keys(item).length > 1),
  );

/** `__proto__` would set an object's prototype. */
const propertyName = (key: string): string => (key === '__proto__' ? "['__proto__']" : /^[A-Za-z_$][\w$]*$/.test(key) ? key : quoted(key));

/** Neither shown nor, some of them, harmless to those who read the code. */
const UNSEEN = /[\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]|\p{Cf}/gu;

/** Quotes that need fewer escapes, single ones if in doubt. */
function quoted(text: string): string {
  const json = JSON.stringify(text).replace(UNSEEN, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);
  const count = (quote: string) => text.split(quote).length;
  return count("'") > count('"') ? json : `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
