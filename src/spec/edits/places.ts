/** Where things stand in the text of a spec: ends of values, beginnings of lines, columns. Pure. */
import { isCollection, isMap, isScalar } from 'yaml';
import type { Node, Pair } from 'yaml';

export type Entry = Pair<Node, Node | null>;

/** A piece of text that takes the place of another. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** The text with all edits, in its own line ends. */
export function splice(text: string, edits: readonly Edit[]): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  let [result, at] = ['', 0];
  for (const edit of [...edits].sort((a, b) => a.from - b.from)) {
    result += text.slice(at, edit.from) + edit.text.replaceAll('\n', eol);
    at = edit.to;
  }
  return result + text.slice(at);
}

/** Keys are text as written: a cluster may be called 2024. */
export const isCalled = ({ key }: Entry, name: string): boolean =>
  isScalar(key) && (typeof key.value === 'string' ? key.value : key.source) === name;

export const startOf = (pair: Entry): number => pair.key.range?.[0] ?? 0;

/** Where a value ends, without the comments after it; 0 if it is nowhere. */
export function endOf(node: Node | null | undefined): number {
  const last = isCollection(node) && node.flow !== true ? node.items.at(-1) : undefined;
  if (last === undefined) return node?.range?.[1] ?? 0;
  return isMap(node) ? endOfPair(last as Entry) : endOf(last as Node);
}

/** The end of its value, or of its key where nothing is said of it. */
export const endOfPair = ({ key, value }: Entry): number => Math.max(endOf(value), key.range?.[1] ?? 0);

/** The beginning of the line after an offset. */
export function nextLine(text: string, offset: number): number {
  if (text[offset - 1] === '\n') return offset;
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
}

const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;

export const columnOf = (text: string, offset: number): number => offset - lineStart(text, offset);

/** The spaces before something that begins its line. */
export function indentAt(text: string, offset: number): string | undefined {
  const before = text.slice(lineStart(text, offset), offset);
  return /^[ \t]*$/.test(before) ? before : undefined;
}

/** Lines after whatever ends at an offset. Comments that are indented further belong to what stands before them. */
export function insertion(text: string, after: number, indent: number, inserted: string): Edit {
  let at = nextLine(text, after);
  const comment = new RegExp(`^ {${indent + 1},}#`);
  while (comment.test(text.slice(at, nextLine(text, at + 1)))) at = nextLine(text, at + 1);
  const lead = at > 0 && text[at - 1] !== '\n' ? '\n' : '';
  return { from: at, to: at, text: `${lead}${inserted}\n` };
}
