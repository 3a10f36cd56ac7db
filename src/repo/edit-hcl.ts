/** One argument of somebody's HCL, set: for a patch that is shown. Nothing here writes. */
import type { Node, Parser } from 'web-tree-sitter';
import type { FileEdit } from '../problem.ts';

/** The text with all edits; nothing where one of them finds no place. */
export async function editHcl(text: string, edits: readonly Omit<FileEdit, 'file'>[]): Promise<string | undefined> {
  const { hclParser } = await import('./scan/grammar.ts');
  const parser = await hclParser();
  return edits.reduce<string | undefined>((now, edit) => (now === undefined ? undefined : editOne(parser, now, edit)), text);
}

function editOne(parser: Parser, text: string, { block, path, value, adds }: Omit<FileEdit, 'file'>): string | undefined {
  const bom = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const source = text.slice(bom.length);
  const tree = parser.parse(source);
  if (!tree) return undefined;
  try {
    if (tree.rootNode.hasError) return undefined;
    const found = blockOf(tree.rootNode, block);
    const edited = found === undefined ? (adds === true ? append(source, block, path, value) : undefined) : set(source, found, path, value);
    return edited === undefined ? undefined : bom + edited;
  } finally {
    tree.delete();
  }
}

function blockOf(root: Node, [type, ...labels]: readonly string[]): Node | undefined {
  const body = child(root, 'body');
  return body?.namedChildren.find((node) => {
    const [first, ...more] = node.namedChildren.filter(({ type: kind }) => kind === 'identifier' || kind === 'string_lit');
    return (
      node.type === 'block' && first?.text === type && more.map(({ text }) => text.replace(/^"|"$/g, '')).join('.') === labels.join('.')
    );
  });
}

/** A block of one argument, after all others. */
function append(text: string, [type = '', ...labels]: readonly string[], [name = '']: readonly string[], value: readonly string[]): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const heading = [type, ...labels.map((label) => JSON.stringify(label))].join(' ');
  const before = text.trim() === '' ? '' : `${text.replace(/\s*$/, '')}${eol}${eol}`;
  return before + [`${heading} {`, `  ${name} = ${value.join(eol)}`, '}', ''].join(eol);
}

/** In a block, or in the object that an argument is. */
function set(text: string, holder: Node, [name = '', ...rest]: readonly string[], value: readonly string[]): string | undefined {
  const entry = entriesOf(holder).find((candidate) => candidate.name === name);
  if (entry === undefined) return rest.length === 0 ? insert(text, holder, name, value) : undefined;
  // `aws = "~> 5.0"` is as good as its version.
  const object = entry.value && objectIn(entry.value);
  if (entry.value !== undefined && (rest.length === 0 || object === undefined))
    return text.slice(0, entry.value.startIndex) + value.join('\n') + text.slice(entry.value.endIndex);
  const inner = object ?? entry.block;
  return inner && set(text, inner, rest, value);
}

interface Entry {
  readonly name: string;
  readonly node: Node;
  readonly value?: Node;
  readonly block?: Node;
}

function entriesOf(holder: Node): Entry[] {
  const nodes = holder.type === 'block' ? (child(holder, 'body')?.namedChildren ?? []) : holder.namedChildren;
  return nodes.flatMap((node): Entry[] => {
    const name = (node.childForFieldName('key') ?? node.namedChild(0))?.text.replace(/^"|"$/g, '') ?? '';
    if (node.type === 'block') return [{ name, node, block: node }];
    const value = node.childForFieldName('val') ?? (node.type === 'attribute' ? child(node, 'expression') : undefined);
    return value ? [{ name, node, value }] : [];
  });
}

const objectIn = (value: Node): Node | undefined => {
  const collection = child(value, 'collection_value');
  return collection && child(collection, 'object');
};

/** At the end, among its last neighbours if their `=` stand where its own would. */
function insert(text: string, holder: Node, name: string, value: readonly string[]): string | undefined {
  const last = entriesOf(holder).at(-1)?.node;
  const end = lineStart(text, holder.endIndex - 1);
  // Of a block on one line nobody knows how it shall look on two.
  if (end <= holder.startIndex || (last !== undefined && last.endIndex > end)) return undefined;
  const indent = last === undefined ? `${indentOf(text, holder.startIndex)}  ` : indentOf(text, last.startIndex);
  const width = last === undefined || last.text.includes('\n') ? 0 : groupWidth(text, last);
  const isOne = value.length === 1 && name.length <= width;
  const padded = isOne ? name.padEnd(width) : name;
  const gap = last === undefined || isOne || (value.length > 1 && last.text.includes('\n')) ? '' : '\n';
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = [`${padded} = ${value[0] ?? ''}`, ...value.slice(1)].map((line) => `${indent}${line}`);
  const at = last === undefined ? end : nextLine(text, last.endIndex);
  return text.slice(0, at) + gap.replace('\n', eol) + lines.map((line) => `${line}${eol}`).join('') + text.slice(at);
}

/** Where the `=` of the lines above stand that terraform fmt aligns with one another. */
function groupWidth(text: string, last: Node): number {
  const equals = text.slice(lineStart(text, last.startIndex), last.endIndex).indexOf('=');
  return equals < 0 ? 0 : equals - 1 - indentOf(text, last.startIndex).length;
}

const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;

function nextLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
}

const indentOf = (text: string, offset: number): string => /^[ \t]*/.exec(text.slice(lineStart(text, offset)))?.[0] ?? '';

const child = (node: Node, type: string): Node | undefined => node.namedChildren.find((one) => one.type === type);
