/** YAML, and JSON with it, → trees with their lines. */
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments, type Alias, type Document, type Node } from 'yaml';
import type { At } from '../../survey/found.ts';
import { textTree, type Tree } from '../../survey/code/tree.ts';

export type ReadYaml = { readonly trees: readonly Tree[] } | { readonly broken: { readonly line: number; readonly column: number } };

/** Aliases repeat what they stand for, and aliases of aliases multiply it. */
const MOST_NODES = 500_000;
const DEEPEST = 100;

/** @param from where the text begins */
export function readYaml(text: string, from: At): ReadYaml {
  const lines = new LineCounter();
  const documents = documentsIn(text, lines);
  const trees: Tree[] = [];
  for (const document of documents) {
    const [fault] = document.errors;
    if (fault) return { broken: { line: from.line - 1 + (fault.linePos?.[0].line ?? 1), column: fault.linePos?.[0].col ?? 1 } };
    if (document.contents === null) continue;
    trees.push(treesOf(document, lines, from)(document.contents, DEEPEST));
  }
  return { trees };
}

function documentsIn(text: string, lineCounter: LineCounter): Document.Parsed[] {
  try {
    const found = parseAllDocuments(text, { lineCounter, uniqueKeys: false, logLevel: 'error', strict: false, merge: true });
    return Array.isArray(found) ? found : [];
  } catch {
    // Its parser calls itself for each level of nesting.
    return [];
  }
}

function treesOf(document: Document.Parsed, lines: LineCounter, from: At): (node: Node | null, depth: number) => Tree {
  let left = MOST_NODES;
  const atOf = (node: Node | null): At => ({
    file: from.file,
    line: from.line - 1 + (node?.range ? lines.linePos(node.range[0]).line : 1),
  });
  const treeOf = (node: Node | null, depth: number): Tree => {
    const at = atOf(node);
    if (node === null) return { kind: 'value', value: null, at };
    if (--left < 0 || depth === 0) return { kind: 'other', text: '…', at };
    if (isAlias(node)) return treeOf((node as Alias).resolve(document) ?? null, depth - 1);
    if (isSeq(node)) return { kind: 'list', items: node.items.map((item) => treeOf(item as Node | null, depth - 1)), at };
    if (isMap(node)) {
      return {
        kind: 'map',
        entries: node.items.map(({ key, value }) => ({
          key: treeOf(key as Node | null, depth - 1),
          value: treeOf(value as Node | null, depth - 1),
        })),
        at,
      };
    }
    if (!isScalar(node)) return { kind: 'other', text: '…', at };
    const { value } = node;
    if (typeof value === 'number' || typeof value === 'boolean' || value === null) return { kind: 'value', value, at };
    return textTree(String(value), at);
  };
  return treeOf;
}
