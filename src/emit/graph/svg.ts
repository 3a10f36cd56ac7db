/** The picture as SVG, for pages and for those that draw no Mermaid. Colours follow whether the reader's screen is dark. */
import { KIND_NAMES, NODE_KINDS, type Graph, type GraphEdge, type GraphNode } from './graph.ts';
import { layOut, type Box, type Layout } from './layout.ts';
import { xml } from './xml.ts';

export function svg(graph: Graph): string {
  const layout = layOut(graph);
  const { width, height, boxes } = layout;
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="irsa-title irsa-description" font-family="system-ui, sans-serif">`,
    `  <title id="irsa-title">${xml(graph.title)}</title>`,
    `  <desc id="irsa-description">${xml(describe(graph))}</desc>`,
    `  <style>${STYLE}</style>`,
    ...headings(graph, layout),
    ...graph.edges.flatMap((edge) => drawEdge(edge, boxes)),
    ...[...boxes.values()].flatMap(drawBox),
    '</svg>',
  ];
  return `${lines.join('\n')}\n`;
}

/** For whoever hears it. */
function describe({ nodes, edges }: Graph): string {
  const titles = new Map(nodes.map(({ id, title }) => [id, title]));
  return edges.map(({ from, to, says }) => `${titles.get(from)} – ${says} – ${titles.get(to)}.`).join(' ');
}

const STYLE = [
  'text{font-size:12px;fill:#1b1f24}',
  '.heading{font-size:11px;fill:#57606a;letter-spacing:.04em}',
  '.title{font-weight:600}',
  '.line,.says{font-size:11px;fill:#57606a}',
  'rect{fill:#fff;stroke:#8c959f}',
  '.cluster rect{stroke:#0969da}.service-account rect{stroke:#1a7f37}.role rect{stroke:#9a6700}.permission rect{stroke:#8250df}',
  'path{fill:none;stroke:#8c959f}',
  '@media(prefers-color-scheme:dark){text{fill:#e6edf3}.heading,.line,.says{fill:#9198a1}rect{fill:#161b22}}',
].join('');

function headings({ nodes }: Graph, { boxes }: Layout): string[] {
  return NODE_KINDS.flatMap((kind) => {
    const first = nodes.find((node) => node.kind === kind);
    const box = first === undefined ? undefined : boxes.get(first.id);
    return box === undefined ? [] : [`  <text class="heading" x="${box.x}" y="24">${xml(KIND_NAMES[kind])}</text>`];
  });
}

function drawEdge({ from, to, says }: GraphEdge, boxes: ReadonlyMap<string, Box>): string[] {
  const [a, b] = [boxes.get(from), boxes.get(to)];
  if (a === undefined || b === undefined) return [];
  const [x1, y1, x2, y2] = [a.x + a.width, a.y + a.height / 2, b.x, b.y + b.height / 2];
  const middle = (x1 + x2) / 2;
  return [
    `  <g class="edge" data-from="${xml(from)}" data-to="${xml(to)}"><title>${xml(says)}</title><path d="M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}"/></g>`,
  ];
}

function drawBox({ node, x, y, width, height }: Box): string[] {
  return [
    `  <g class="node ${node.kind}" data-id="${xml(node.id)}">`,
    `    <title>${xml([node.title, ...node.lines].join(', '))}</title>`,
    `    <rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6"/>`,
    `    <text class="title" x="${x + 10}" y="${y + 20}">${xml(shortened(node.title, 29))}</text>`,
    ...below(node, x, y),
    '  </g>',
  ];
}

const below = ({ lines }: GraphNode, x: number, y: number): string[] =>
  lines.map((line, i) => `    <text class="line" x="${x + 10}" y="${y + 37 + i * 15}">${xml(shortened(line, 38))}</text>`);

/** By what a box holds: whole words are in its title. */
function shortened(text: string, most: number): string {
  const characters = Array.from(text);
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}
