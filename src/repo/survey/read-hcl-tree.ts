/** HCL → blocks with all that is in them. `scan/read-hcl.ts` reads as much as `generate` needs, which is less and faster. */
import type { Node, Parser } from 'web-tree-sitter';
import type { At } from '../../survey/found.ts';
import type { Entry, TextTree, Tree, TreeBlock } from '../../survey/code/tree.ts';
import { firstError, unescape } from '../scan/hcl-text.ts';

/** Whether anybody needs what is in such a block; of others only the header is read. */
export type Wanted = (type: string, labels: readonly string[]) => boolean;

export type ReadTree = { readonly blocks: readonly TreeBlock[] } | { readonly broken: { readonly line: number; readonly column: number } };

/** Deeper is nothing that somebody wrote. */
const DEEPEST = 60;

/**
 * @param attributes also those outside of blocks, as in `terragrunt.hcl`: a block of no type holds them
 * @param before lines of the file that come before the text
 */
export function readHclTree(parser: Parser, text: string, file: string, wanted: Wanted, attributes = false, before = 0): ReadTree {
  const tree = parser.parse(text);
  if (!tree) throw new Error('the HCL parser gave up without a deadline');
  try {
    if (tree.rootNode.hasError) return { broken: firstError(tree.rootNode) };
    const body = tree.rootNode.namedChildren.find(({ type }) => type === 'body');
    const reader = readerOf(file, before);
    const found = body?.namedChildren ?? [];
    const loose = attributes && body ? [{ type: '', labels: [], at: { file, line: 1 }, ...reader.inside(body, 0, true) }] : [];
    return { blocks: [...loose, ...found.filter(({ type }) => type === 'block').map((node) => reader.block(node, 0, wanted))] };
  } finally {
    tree.delete();
  }
}

/** A text of interpolations, as `templatefile` reads it; nothing if it is none. */
export function readTemplate(parser: Parser, text: string, at: At): TextTree | undefined {
  const tree = parser.parse(`x = <<${MARK}\n${text}\n${MARK}\n`);
  if (!tree) throw new Error('the HCL parser gave up without a deadline');
  try {
    const body = tree.rootNode.hasError ? undefined : tree.rootNode.namedChildren.find(({ type }) => type === 'body');
    const found =
      body === undefined
        ? undefined
        : readerOf(at.file, at.line - 2)
            .inside(body, 0, true)
            .attributes.get('x');
    return found?.kind === 'text' ? { ...found, parts: withoutLastBreak(found.parts), at } : undefined;
  } finally {
    tree.delete();
  }
}

const MARK = 'CREATE_IRSA_TEMPLATE';

/** A heredoc ends in a line break that the text has not. */
function withoutLastBreak(parts: readonly (string | Tree)[]): (string | Tree)[] {
  const last = parts.at(-1);
  if (typeof last !== 'string') return [...parts];
  const text = last.replace(/\n$/, '');
  return text === '' ? parts.slice(0, -1) : [...parts.slice(0, -1), text];
}

interface Reader {
  readonly block: (node: Node, depth: number, wanted?: Wanted) => TreeBlock;
  readonly inside: (body: Node, depth: number, attributesOnly?: boolean) => Pick<TreeBlock, 'attributes' | 'blocks'>;
}

const NOTHING: Pick<TreeBlock, 'attributes' | 'blocks'> = { attributes: new Map(), blocks: [] };

/** A plain literal or traversal, which most expressions are: no need to ask the parser for its parts. */
const PLAIN_TEXT = /^"([^"\\$%]*)"$/;
const TRAVERSAL = /^[\p{L}_][\w-]*(\.[\w-]+|\[\d+\]|\["[\w./:-]*"\]|\[\*\]|\.\*)*$/u;
const NUMBER = /^-?\d+(\.\d+)?$/;

function readerOf(file: string, before = 0): Reader {
  const at = (node: Node): At => ({ file, line: node.startPosition.row + 1 + before });

  const block = (node: Node, depth: number, wanted?: Wanted): TreeBlock => {
    const [type = '', ...labels] = headerOf(node);
    const body = wanted === undefined || wanted(type, labels) ? node.namedChildren.find((child) => child.type === 'body') : undefined;
    return { type, labels, at: at(node), ...(body === undefined ? NOTHING : inside(body, depth + 1)) };
  };

  const inside = (body: Node, depth: number, attributesOnly = false): Pick<TreeBlock, 'attributes' | 'blocks'> => {
    const attributes = new Map<string, Tree>();
    const blocks: TreeBlock[] = [];
    for (const node of body.namedChildren) {
      if (node.type === 'attribute') {
        const [name, value] = node.namedChildren;
        if (name && value) attributes.set(name.text, expression(value, depth + 1));
      } else if (node.type === 'block' && !attributesOnly && depth < DEEPEST) blocks.push(block(node, depth));
    }
    return { attributes, blocks };
  };

  const expression = (node: Node, depth: number): Tree => {
    const { text } = node;
    const place = at(node);
    const plain = PLAIN_TEXT.exec(text)?.[1];
    if (plain !== undefined) return { kind: 'text', parts: plain === '' ? [] : [plain], at: place };
    if (text === 'true' || text === 'false' || text === 'null')
      return { kind: 'value', value: JSON.parse(text) as boolean | null, at: place };
    if (NUMBER.test(text)) return { kind: 'value', value: Number(text), at: place };
    if (TRAVERSAL.test(text)) return { kind: 'reference', text, at: place };
    const inner = node.type === 'expression' ? (node.namedChildren.length === 1 ? node.namedChild(0) : null) : node;
    if (inner === null || depth > DEEPEST) {
      return { kind: node.firstNamedChild?.type === 'variable_expr' ? 'reference' : 'other', text, at: place };
    }
    return composed(inner, text, place, depth);
  };

  const composed = (node: Node, text: string, place: At, depth: number): Tree => {
    const named = node.namedChildren;
    switch (node.type) {
      case 'expression':
        return expression(node, depth + 1);
      case 'literal_value':
      case 'template_expr': {
        const template = node.firstNamedChild;
        return template === null ? { kind: 'other', text, at: place } : templateOf(template, text, place, depth);
      }
      case 'collection_value': {
        const collection = node.firstNamedChild;
        if (collection?.type === 'tuple') return { kind: 'list', items: expressionsOf(collection, depth), at: place };
        return { kind: 'map', entries: collection === null ? [] : entriesOf(collection, depth), at: place };
      }
      case 'function_call': {
        const list = named.find(({ type }) => type === 'function_arguments');
        const name = text.slice(0, text.indexOf('(')).trim();
        return { kind: 'call', name, arguments: list === undefined ? [] : expressionsOf(list, depth), text, at: place };
      }
      case 'conditional': {
        const [, yes, no] = expressionsOf(node, depth);
        return yes === undefined || no === undefined ? { kind: 'other', text, at: place } : { kind: 'choice', yes, no, text, at: place };
      }
      case 'for_expr': {
        const loop = node.firstNamedChild;
        const rounds = loop === null ? [] : expressionsOf(loop, depth);
        const [first, second] = rounds;
        const intro = loop?.namedChildren.find(({ type }) => type === 'for_intro');
        const over = intro?.namedChildren.find(({ type }) => type === 'expression');
        const each = intro?.namedChildren.findLast(({ type }) => type === 'identifier')?.text;
        return {
          kind: 'for',
          ...(over ? { over: expression(over, depth + 1) } : {}),
          ...(each === undefined ? {} : { each }),
          ...(loop?.type === 'for_object_expr'
            ? { ...(first ? { key: first } : {}), ...(second ? { value: second } : {}) }
            : first
              ? { value: first }
              : {}),
          text,
          at: place,
        };
      }
      default:
        return { kind: 'other', text, at: place };
    }
  };

  const expressionsOf = (node: Node, depth: number): Tree[] =>
    node.namedChildren.filter(({ type }) => type === 'expression').map((child) => expression(child, depth + 1));

  const entriesOf = (object: Node, depth: number): Entry[] =>
    object.namedChildren.flatMap((element) => {
      if (element.type !== 'object_elem') return [];
      const [key, value] = element.namedChildren.filter(({ type }) => type === 'expression');
      return key && value ? [{ key: expression(key, depth + 1), value: expression(value, depth + 1) }] : [];
    });

  /**
   * Literal parts are cut out of the text by their offsets: the grammar drops spaces at their edges. Of `%{ if }` in a
   * heredoc all that may be there is taken; in a quoted text, it is an expression.
   */
  const templateOf = (template: Node, text: string, place: At, depth: number): Tree => {
    const isHeredoc = template.type === 'heredoc_template';
    const hasDirectives = template.namedChildren.some(({ type }) => type === 'template_directive');
    if (hasDirectives && !isHeredoc) return { kind: 'other', text, at: place };
    const base = template.startIndex;
    const whole = template.text;
    const ending = isHeredoc ? whole.lastIndexOf('\n') + 1 : whole.length - 1;
    const parts: (string | Tree)[] = [];
    let from = isHeredoc ? whole.indexOf('\n') + 1 : 1;
    const literal = (raw: string): void => {
      if (raw !== '') parts.push(isHeredoc ? raw.replace(/([$%])\1\{/g, '$1{') : unescape(raw));
    };
    const visit = (nodes: readonly Node[], level: number): void => {
      for (const node of nodes) {
        const isInterpolation = node.type === 'template_interpolation';
        if (isInterpolation || isDirective(node.type)) {
          literal(whole.slice(from, node.startIndex - base));
          from = node.endIndex - base;
          const value = isInterpolation ? node.namedChildren.find(({ type }) => type === 'expression') : undefined;
          if (value) parts.push(expression(value, depth + 1));
        } else if (level < DEEPEST) visit(node.namedChildren, level + 1);
      }
    };
    visit(template.namedChildren, depth);
    literal(whole.slice(from, Math.max(from, ending)));
    return {
      kind: 'text',
      parts,
      ...(isHeredoc ? { heredoc: true as const } : {}),
      ...(hasDirectives ? { partly: true as const } : {}),
      at: isHeredoc ? { file: place.file, line: place.line + 1 } : place,
    };
  };

  return { block, inside };
}

const isDirective = (type: string): boolean => /^template_(if|else|for)_?(intro|start|end)$/.test(type);

/** Type and labels; `provider aws {` is as good as `provider "aws" {`. */
function headerOf(node: Node): string[] {
  const names: string[] = [];
  for (const part of node.namedChildren) {
    if (part.type === 'identifier') names.push(part.text);
    else if (part.type === 'string_lit') names.push(unescape(part.text.slice(1, -1)));
    else break;
  }
  return names;
}
