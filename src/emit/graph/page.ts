/**
 * The picture as one page that needs nothing beside it: no server, no network. With a keyboard or a screen reader the
 * list is the picture; a mouse may use either.
 */
import { KIND_NAMES, NODE_KINDS, type Graph, type GraphNode } from './graph.ts';
import script from './page/page.client.js';
import style from './page/page.css';
import { svg } from './svg.ts';
import { xml } from './xml.ts';

export function page(graph: Graph): string {
  const { title, nodes } = graph;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>${xml(title)}</title>
<style>
${style}</style>
</head>
<body>
<header>
<h1>${xml(title)}</h1>
<p>${xml(NODE_KINDS.map((kind) => `${KIND_NAMES[kind]}: ${nodes.filter((node) => node.kind === kind).length}`).join(' · '))}</p>
</header>
<form id="filters" role="search">
<label>Search <input id="search" type="search" placeholder="a name, an action, an ARN" autocomplete="off"></label>
${choice('namespace', 'Namespace', nodes)}
${choice('service', 'Service', nodes)}
<output id="shown" aria-live="polite"></output>
</form>
<main>
<nav aria-label="All of it">
${NODE_KINDS.map((kind) => list(kind, nodes)).join('\n')}
</nav>
<div id="picture" aria-hidden="true">
${svg(graph)}</div>
<aside id="details" aria-live="polite" aria-label="What was chosen"><p>Choose something to see its trust, its permissions and what it belongs to.</p></aside>
</main>
<script id="graph" type="application/json">${inScript({ nodes, edges: graph.edges })}</script>
<script>
${script}</script>
</body>
</html>
`;
}

function choice(key: 'namespace' | 'service', name: string, nodes: readonly GraphNode[]): string {
  const values = [...new Set(nodes.flatMap((node) => node[key] ?? []))].sort();
  const options = values.map((value) => `<option>${xml(value)}</option>`).join('');
  return `<label>${name} <select id="${key}"><option value="">all</option>${options}</select></label>`;
}

function list(kind: GraphNode['kind'], nodes: readonly GraphNode[]): string {
  const items = nodes
    .filter((node) => node.kind === kind)
    .map((node) => `<li><button type="button" data-id="${xml(node.id)}">${xml(node.title)}</button></li>`);
  return items.length === 0 ? '' : `<h3>${KIND_NAMES[kind]}</h3>\n<ul>\n${items.join('\n')}\n</ul>`;
}

/** JSON is a script's own, but for what would end the element. https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements */
const inScript = (data: object): string => JSON.stringify(data).replaceAll('<', String.raw`\u003c`);
