/** A file of Terraform → its blocks with all that they say, the same from HCL and from JSON; what has to be evaluated stands as `<expression>`. */
import type { Node } from 'web-tree-sitter';
import type { Json } from '../../access/json.ts';
import type { WrittenBlock } from '../../access/of-files.ts';
import { hclParser } from '../../repo/scan/grammar.ts';
import { unquote } from '../../repo/scan/read-hcl.ts';

/** @returns no block of a file that is neither HCL nor JSON */
export async function readTerraform(path: string, content: string): Promise<readonly WrittenBlock[]> {
  const text = content.replace(/^\uFEFF/, '');
  if (path.endsWith('.json')) return jsonBlocks(text);
  const tree = (await hclParser()).parse(text);
  if (tree === null) return [];
  try {
    const body = tree.rootNode.hasError ? undefined : child(tree.rootNode, 'body');
    return body === undefined ? [] : children(body, 'block').map(blockOf);
  } finally {
    tree.delete();
  }
}

const child = (node: Node, type: string): Node | undefined => node.namedChildren.find((one) => one.type === type);
const children = (node: Node, type: string): Node[] => node.namedChildren.filter((one) => one.type === type);

function blockOf(node: Node): WrittenBlock {
  const [type = '', ...labels] = node.namedChildren.flatMap((part) =>
    part.type === 'identifier' ? [part.text] : part.type === 'string_lit' ? [unquote(part.text)] : [],
  );
  return { type, labels, body: bodyOf(child(node, 'body')) };
}

/** Nested blocks are lists, as in JSON. */
function bodyOf(body: Node | undefined): Json {
  const found: Record<string, unknown> = {};
  for (const node of body?.namedChildren ?? []) {
    const name = node.namedChild(0)?.text ?? '';
    if (node.type === 'attribute') found[name] = valueOf(child(node, 'expression'));
    if (node.type === 'block') found[name] = [...((found[name] as unknown[] | undefined) ?? []), bodyOf(child(node, 'body'))];
  }
  return found;
}

/** A hole of texts: whatever is in it must not end it. */
const hole = (expression: string): string => `<${expression.trim().replaceAll(/[<>]/g, '_')}>`;

function valueOf(node: Node | undefined): unknown {
  const [value, ...others] = node?.namedChildren ?? [];
  if (node === undefined || value === undefined || others.length > 0) return hole(node?.text ?? '');
  if (value.type === 'literal_value') return literalOf(value);
  if (value.type === 'template_expr') return templateOf(value);
  const tuple = value.type === 'collection_value' ? child(value, 'tuple') : undefined;
  if (tuple !== undefined) return children(tuple, 'expression').map(valueOf);
  const object = value.type === 'collection_value' ? child(value, 'object') : undefined;
  if (object === undefined) return hole(node.text);
  return Object.fromEntries(
    children(object, 'object_elem').map((element) => {
      const key = element.childForFieldName('key')?.text ?? '';
      return [key.startsWith('"') ? unquote(key) : key, valueOf(element.childForFieldName('val') ?? undefined)];
    }),
  );
}

function literalOf(value: Node): unknown {
  const node = value.namedChild(0);
  if (node?.type === 'string_lit') return unquote(node.text);
  if (node?.type === 'bool_lit') return node.text === 'true';
  return node?.type === 'numeric_lit' ? Number(node.text) : null;
}

function templateOf(value: Node): string {
  const quoted = child(value, 'quoted_template');
  if (quoted === undefined) return hole(value.text);
  return quoted.namedChildren
    .map((part) => {
      if (part.type === 'template_literal') return unquote(`"${part.text}"`);
      return part.type === 'template_interpolation' ? hole(part.text.slice(2, -1)) : '';
    })
    .join('');
}

const LABELS: Readonly<Record<string, number>> = { resource: 2, data: 2, module: 1 };

function jsonBlocks(text: string): readonly WrittenBlock[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return [];
  }
  return Object.entries(LABELS).flatMap(([type, count]) =>
    labelled(of(json)[type], count).map(({ labels, body }) => ({ type, labels, body: spelledOut(body) as Json })),
  );
}

const of = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});

const labelled = (value: unknown, count: number): readonly { readonly labels: readonly string[]; readonly body: Json }[] =>
  count === 0
    ? [value].flat().map((body) => ({ labels: [], body: of(body) }))
    : Object.entries(of(value)).flatMap(([label, inner]) =>
        labelled(inner, count - 1).map(({ labels, body }) => ({ labels: [label, ...labels], body })),
      );

/** Strings of JSON are templates. */
function spelledOut(value: unknown): unknown {
  if (typeof value === 'string') return fromTemplate(value);
  if (Array.isArray(value)) return value.map(spelledOut);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, spelledOut(one)]));
}

function fromTemplate(text: string): string {
  let told = '';
  for (let i = 0; i < text.length;) {
    const escaped = /^([$%])\1\{/.exec(text.slice(i, i + 3));
    if (escaped !== null) {
      told += `${escaped[1]}{`;
      i += 3;
    } else if (text.startsWith('${', i)) {
      const end = endOf(text, i + 2);
      told += hole(text.slice(i + 2, end));
      i = end + 1;
    } else told += text[i++];
  }
  return told;
}

/** Of an interpolation: braces in it are in pairs. */
function endOf(text: string, from: number): number {
  let depth = 1;
  for (let i = from; i < text.length; i++) {
    if (text[i] === '{') depth++;
    if (text[i] === '}' && --depth === 0) return i;
  }
  return text.length;
}
