/**
 * The picture as Mermaid, which GitHub, GitLab and most wikis draw. https://mermaid.js.org/syntax/flowchart.html
 */
import { NODE_KINDS, type Graph, type GraphNode, type NodeKind } from './graph.ts';

const SHAPES: Readonly<Record<NodeKind, readonly [string, string]>> = {
  cluster: ['[[', ']]'],
  'service-account': ['([', '])'],
  role: ['[', ']'],
  permission: ['>', ']'],
};

export function mermaid({ title, nodes, edges }: Graph): string {
  const names = new Map(nodes.map(({ id }, i) => [id, `n${i}`]));
  const lines = [
    '---',
    `title: ${JSON.stringify(title)}`,
    '---',
    'flowchart LR',
    ...NODE_KINDS.flatMap((kind) => nodes.filter((node) => node.kind === kind).map((node) => `  ${names.get(node.id)}${shape(node)}`)),
    ...edges.map(({ from, to, says }) => `  ${names.get(from)} -->|"${escaped(says)}"| ${names.get(to)}`),
    ...NODE_KINDS.flatMap((kind) => {
      const ofKind = nodes.flatMap((node) => (node.kind === kind ? [names.get(node.id)] : []));
      if (ofKind.length === 0) return [];
      return [`  classDef ${className(kind)} stroke:${COLOURS[kind]}`, `  class ${ofKind.join(',')} ${className(kind)}`];
    }),
  ];
  return `${lines.join('\n')}\n`;
}

function shape({ kind, title, lines }: GraphNode): string {
  const [open, close] = SHAPES[kind];
  return `${open}"${[title, ...lines].map(escaped).join('<br/>')}"${close}`;
}

/** Borders only: what is inside follows the theme. */
const COLOURS: Readonly<Record<NodeKind, string>> = {
  cluster: '#0969da',
  'service-account': '#1a7f37',
  role: '#9a6700',
  permission: '#8250df',
};

const className = (kind: NodeKind): string => kind.replace('-', '');

/** All that could mean something to Mermaid or to HTML by its number: https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters */
const escaped = (text: string): string => text.replace(/[^\p{L}\p{N} .,:/_@()-]/gu, (character) => `#${character.codePointAt(0)};`);
