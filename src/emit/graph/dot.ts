/** The picture for Graphviz. https://graphviz.org/doc/info/lang.html */
import { NODE_KINDS, type Graph, type NodeKind } from './graph.ts';

const SHAPES: Readonly<Record<NodeKind, string>> = {
  cluster: 'box3d',
  'service-account': 'oval',
  role: 'box',
  permission: 'note',
};

export function dot({ title, nodes, edges }: Graph): string {
  const lines = [
    `digraph ${quoted(title)} {`,
    '  rankdir=LR',
    `  label=${quoted(title)}`,
    '  node [fontname="Helvetica", fontsize=11]',
    '  edge [fontname="Helvetica", fontsize=9]',
    ...NODE_KINDS.flatMap((kind) => {
      const ofKind = nodes.filter((node) => node.kind === kind);
      return ofKind.map(
        ({ id, title: name, lines: below }) => `  ${quoted(id)} [shape=${SHAPES[kind]}, label=${quoted([name, ...below].join('\n'))}]`,
      );
    }),
    ...edges.map(({ from, to, says }) => `  ${quoted(from)} -> ${quoted(to)} [label=${quoted(says)}]`),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

/** `&` begins an entity of HTML even in plain labels; NUL ends a text for C. */
const quoted = (text: string): string =>
  `"${text.replaceAll('\0', '').replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('&', '&amp;').replaceAll('\n', '\\n').replaceAll('\r', '')}"`;
