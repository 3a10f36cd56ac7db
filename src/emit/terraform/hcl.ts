/**
 * How values are spelled in HCL: the only place where a literal is escaped.
 * Indentation and the alignment of `=` are left to `tidy`.
 * https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md#template-expressions
 */
import { isText, join, partsOf, type FactHole, type RefHole, type Text, type Value } from '../../iam/text.ts';
import { isAscii } from '../../ascii.ts';
import { unicodeEscape } from '../unicode-escape.ts';
import { NOT_ONE_COLUMN } from './columns.ts';

/** Longest item that stays on one line with the brackets of its list. */
const SHORT = 80;

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '"': '\\"', '\\': '\\\\' };

/** Object keys that HCL would read as a `for` expression or a constant. */
const KEYWORDS = new Set(['for', 'true', 'false', 'null']);

/** Value → HCL expression, several lines where it is a longer list or a map. */
export function spell(value: Value): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return spellNumber(value);
  if (isText(value)) return spellText(value);
  return 'length' in value ? spellList(value) : spellMap(Object.entries(value.map));
}

/** A text that is one reference stays bare; any other is a quoted template. */
export function spellText(text: Text): string {
  // Joined, so that no escape hides in the seam of two literals.
  const parts = partsOf(join(text));
  const [first] = parts;
  if (parts.length === 1 && typeof first === 'object') return traversal(first);
  const inner = parts.map((part, i) => {
    if (typeof part === 'object') return `\${${traversal(part)}}`;
    const escaped = escapeLiteral(part);
    // `$` before a hole would read as the escape `$${`.
    return typeof parts[i + 1] === 'object' ? escaped.replace(/\$$/, '\\u0024') : escaped;
  });
  return `"${inner.join('')}"`;
}

function traversal(hole: FactHole | RefHole): string {
  if ('ref' in hole) return hole.ref;
  throw new Error(`the fact "${hole.fact}" was never filled in`);
}

/**
 * A map key or object attribute: bare where it is an identifier. Characters of uncertain width are
 * written as codes, since `=` is aligned after it.
 */
export function spellKey(key: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_-]*$/.test(key) && !KEYWORDS.has(key)) return key;
  const escaped = escapeLiteral(key);
  return `"${isAscii(escaped) ? escaped : escaped.replace(NOT_ONE_COLUMN, unicodeEscape)}"`;
}

/**
 * The inside of a quoted template. What cannot be seen (controls, bidirectional overrides, line
 * separators) is written as its code, so that a reviewer sees all there is.
 */
function escapeLiteral(literal: string): string {
  const escaped = literal.replace(/["\\\n\r\t]/g, (char) => ESCAPES[char] ?? char).replace(/[$%](?=\{)/g, '$&$&');
  return isAscii(escaped) ? escaped : escaped.replace(/\p{Cs}/gu, '\uFFFD').replace(/[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]/gu, unicodeEscape);
}

function spellNumber(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`HCL has no number ${value}`);
  return String(value);
}

function spellList(items: readonly Value[]): string {
  const spelled = items.map(spell);
  const [only] = spelled;
  if (only === undefined) return '[]';
  if (spelled.length === 1 && only.length <= SHORT && !only.includes('\n')) return `[${only}]`;
  return `[\n${spelled.map((item) => `${item},\n`).join('')}]`;
}

function spellMap(entries: readonly (readonly [string, Value])[]): string {
  if (entries.length === 0) return '{}';
  return `{\n${entries.map(([key, value]) => `${spellKey(key)} = ${spell(value)}\n`).join('')}}`;
}
