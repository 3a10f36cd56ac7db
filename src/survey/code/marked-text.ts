/**
 * JSON and YAML with interpolations in them: each is a mark to the parser, which knows nothing of HCL, and
 * an expression again in what it has read.
 */
import type { TextTree, Tree } from './tree.ts';

/** Of the private use area: no JSON and no YAML gives them a meaning, and no repository has them. */
const OPEN = '\uE000';
const CLOSE = '\uE001';
const MARK = /\uE000(\d+)\uE001/;

export interface MarkedText {
  readonly text: string;
  readonly holes: readonly Tree[];
}

export function markedText({ parts }: TextTree): MarkedText {
  const holes = parts.filter((part) => typeof part !== 'string');
  let next = 0;
  return { text: parts.map((part) => (typeof part === 'string' ? part : `${OPEN}${next++}${CLOSE}`)).join(''), holes };
}

export function unmarked(tree: Tree, holes: readonly Tree[]): Tree {
  if (holes.length === 0) return tree;
  if (tree.kind === 'list') return { ...tree, items: tree.items.map((item) => unmarked(item, holes)) };
  if (tree.kind === 'map') {
    return { ...tree, entries: tree.entries.map(({ key, value }) => ({ key: unmarked(key, holes), value: unmarked(value, holes) })) };
  }
  if (tree.kind !== 'text') return tree;
  const parts = tree.parts.flatMap((part) => (typeof part === 'string' ? filled(part, holes) : [part]));
  const [only] = parts;
  return parts.length === 1 && typeof only === 'object' ? only : { ...tree, parts };
}

/** Splitting by a pattern with a group gives texts and numbers in turn. */
const filled = (text: string, holes: readonly Tree[]): (string | Tree)[] =>
  text.split(MARK).flatMap((piece, i): (string | Tree)[] => {
    if (i % 2 === 0) return piece === '' ? [] : [piece];
    const hole = holes[Number(piece)];
    return hole === undefined ? [] : [hole];
  });
