/**
 * A file of somebody's HCL without blocks that another file holds from now on, and with every mention of them
 * under their new address: for a patch that is shown. Nothing here writes.
 */
import type { Node } from 'web-tree-sitter';

export interface Takeover {
  /** `module.ebs_csi` */
  readonly from: string;
  readonly to: string;
}

/** @returns nothing where the text is no HCL */
export async function takenOver(text: string, takeovers: readonly Takeover[]): Promise<string | undefined> {
  const { hclParser } = await import('./scan/grammar.ts');
  const bom = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const source = text.slice(bom.length);
  const tree = (await hclParser()).parse(source);
  if (!tree) return undefined;
  try {
    if (tree.rootNode.hasError) return undefined;
    const edits = editsIn(source, tree.rootNode, new Map(takeovers.map(({ from, to }) => [from, to])));
    return bom + edits.reduceRight((now, { start, end, by }) => now.slice(0, start) + by + now.slice(end), source);
  } finally {
    tree.delete();
  }
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

/** What they say is of addresses as they were. */
const OF_THE_STATE = new Set(['moved', 'removed']);

/** In order, none within another. */
function editsIn(text: string, root: Node, addresses: ReadonlyMap<string, string>): Edit[] {
  const body = root.namedChildren.find(({ type }) => type === 'body');
  return (body?.namedChildren ?? []).flatMap((node) => {
    const [type = '', ...labels] = node.type === 'block' ? headerOf(node) : [];
    if (OF_THE_STATE.has(type)) return [];
    const address = type === 'resource' ? labels.join('.') : `${type}.${labels.join('.')}`;
    return addresses.has(address) ? [removal(text, node)] : renames(node, addresses);
  });
}

const headerOf = (block: Node): string[] =>
  block.namedChildren.filter(({ type }) => type === 'identifier' || type === 'string_lit').map(({ text }) => text.replace(/^"|"$/g, ''));

/** Whole lines; of the empty lines around it those on one side are left. */
function removal(text: string, { startIndex, endIndex }: Node): Edit {
  let start = text.lastIndexOf('\n', startIndex - 1) + 1;
  const after = /^[ \t]*(?:#[^\n]*|\/\/[^\n]*)?(?:\r?\n|$)/.exec(text.slice(endIndex))?.[0].length ?? 0;
  let end = endIndex + after;
  const before = text.slice(0, start);
  if (before.trim() === '' || /\n[ \t]*\r?\n$/.test(before)) end += /^(?:[ \t]*\r?\n)*/.exec(text.slice(end))?.[0].length ?? 0;
  // At the end of a file none is left.
  if (text.slice(end).trim() === '') start -= /(?:\r?\n[ \t]*)*$/.exec(before.replace(/\r?\n$/, ''))?.[0].length ?? 0;
  return { start, end, by: '' };
}

/** `module.ebs_csi.iam_role_arn`: the first steps of a traversal, wherever an expression has one. */
function renames(node: Node, addresses: ReadonlyMap<string, string>): Edit[] {
  const children = node.children;
  return children.flatMap((child, i): Edit[] => {
    const next = children[i + 1];
    if (child.type !== 'variable_expr' || next?.type !== 'get_attr') return renames(child, addresses);
    const name = next.namedChild(0)?.text ?? '';
    const to = addresses.get(`${child.text}.${name}`);
    return to === undefined ? [] : [{ start: child.startIndex, end: next.endIndex, by: to }];
  });
}
