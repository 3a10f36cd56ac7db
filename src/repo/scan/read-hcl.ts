import type { Node, Parser } from 'web-tree-sitter';
import type { Reference } from '../../plan/repo-facts.ts';
import { DEPTH, type Block, type Expression, type Fields, type Literal, type ReadFile, type ReadOptions } from './block.ts';
import { firstError, unescape } from './hcl-text.ts';
import { referencesOf } from './references.ts';

/** Reads the top-level blocks of HCL. Only they are walked, and only wanted ones are entered, unless references are asked for. */
export function readHcl(parser: Parser, text: string, options: ReadOptions): ReadFile {
  const tree = parser.parse(text);
  if (!tree) throw new Error('the HCL parser gave up without a deadline');
  try {
    if (tree.rootNode.hasError) return { broken: firstError(tree.rootNode) };
    const body = child(tree.rootNode, 'body');
    return { blocks: body ? children(body, 'block').map((node) => readBlock(node, options)) : [] };
  } finally {
    tree.delete();
  }
}

function readBlock(node: Node, { wanted, references = false }: ReadOptions): Block {
  const [type = '', ...labels] = header(node);
  const body = references || wanted(type, labels) ? child(node, 'body') : undefined;
  return {
    type,
    labels,
    line: line(node),
    range: { start: node.startIndex, end: node.endIndex },
    fields: body && wanted(type, labels) ? readBody(body, DEPTH) : new Map(),
    ...(references ? { references: readReferences(body) } : {}),
  };
}

function readReferences(body: Node | undefined): ReadonlyMap<string, readonly Reference[]> {
  const found = new Map<string, readonly Reference[]>();
  for (const node of body?.namedChildren ?? []) {
    const name = node.namedChild(0)?.text;
    const value = node.type === 'attribute' ? child(node, 'expression') : node.type === 'block' ? node : undefined;
    if (name !== undefined && value) found.set(name, [...(found.get(name) ?? []), ...referencesOf(value)]);
  }
  return found;
}

/** Type and labels; `provider aws {` is as good as `provider "aws" {`. */
function header(node: Node): string[] {
  const names: string[] = [];
  for (const part of node.namedChildren) {
    if (part.type === 'identifier') names.push(part.text);
    else if (part.type === 'string_lit') names.push(unquote(part.text));
    else break;
  }
  return names;
}

function readBody(body: Node, depth: number): Fields {
  const fields = new Map<string, Expression>();
  for (const node of body.namedChildren) {
    const name = node.namedChild(0)?.text;
    if (name === undefined || fields.has(name)) continue;
    if (node.type === 'attribute') {
      const value = child(node, 'expression');
      if (value) fields.set(name, readExpression(value, depth - 1));
    } else if (node.type === 'block') {
      const inner = child(node, 'body');
      fields.set(name, { line: line(node), text: node.text, fields: inner && depth > 1 ? readBody(inner, depth - 1) : new Map() });
    }
  }
  return fields;
}

function readExpression(node: Node, depth: number): Expression {
  const value = node.namedChildCount === 1 ? node.namedChild(0) : null;
  const literal = value?.type === 'literal_value' ? readLiteral(value) : undefined;
  const object = value?.type === 'collection_value' && depth > 0 ? child(value, 'object') : undefined;
  return {
    line: line(node),
    text: node.text,
    ...(literal === undefined ? {} : { literal }),
    ...(object ? { fields: readObject(object, depth) } : {}),
  };
}

function readObject(object: Node, depth: number): Fields {
  const fields = new Map<string, Expression>();
  for (const element of children(object, 'object_elem')) {
    const key = element.childForFieldName('key');
    const value = element.childForFieldName('val');
    if (key && value) fields.set(key.text.startsWith('"') ? unquote(key.text) : key.text, readExpression(value, depth - 1));
  }
  return fields;
}

function readLiteral(value: Node): Literal | undefined {
  const node = value.namedChild(0);
  if (node?.type === 'string_lit') return unquote(node.text);
  if (node?.type === 'bool_lit') return node.text === 'true';
  if (node?.type === 'numeric_lit') return Number(node.text);
  return undefined;
}

/** https://developer.hashicorp.com/terraform/language/expressions/strings */
export const unquote = (quoted: string): string => unescape(quoted.slice(1, -1));

const line = (node: Node): number => node.startPosition.row + 1;
const child = (node: Node, type: string): Node | undefined => node.namedChildren.find((c) => c.type === type);
const children = (node: Node, type: string): Node[] => node.namedChildren.filter((c) => c.type === type);
