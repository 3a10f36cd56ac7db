// Runs in the page, which holds all it knows: no request leaves it.
const { nodes, edges } = JSON.parse(document.getElementById('graph').textContent);
const byId = new Map(nodes.map((node) => [node.id, node]));
const $ = (id) => document.getElementById(id);
const [search, namespace, service, shown, details] = ['search', 'namespace', 'service', 'shown', 'details'].map($);
const drawn = [...document.querySelectorAll('#picture .node')];
const lines = [...document.querySelectorAll('#picture .edge')];
const buttons = [...document.querySelectorAll('nav button')];
let chosen;

/** All that can be reached from some of them, one way along the edges. */
function reached(from, way) {
  const found = new Set(from);
  for (const id of found) for (const edge of edges) if (edge[way.from] === id) found.add(edge[way.to]);
  return found;
}

/** What leads to them, and what they lead to. */
const around = (ids) => new Set([...reached(ids, { from: 'from', to: 'to' }), ...reached(ids, { from: 'to', to: 'from' })]);

function matching() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const text = ({ title, lines: below, details: more }) =>
    [title, ...below, ...more.map((detail) => `${detail.heading} ${detail.text}`)].join(' ').toLowerCase();
  const asked = [
    words.length > 0 && ((node) => words.every((word) => text(node).includes(word))),
    namespace.value !== '' && ((node) => node.namespace === namespace.value),
    service.value !== '' && ((node) => node.service === service.value),
  ].filter(Boolean);
  return asked
    .map((is) => around(nodes.filter(is).map(({ id }) => id)))
    .reduce((all, some) => new Set([...all].filter((id) => some.has(id))), new Set(byId.keys()));
}

function draw() {
  const here = matching();
  const near = chosen === undefined ? undefined : around([chosen]);
  for (const element of drawn) {
    const { id } = element.dataset;
    element.toggleAttribute('hidden', !here.has(id));
    element.classList.toggle('far', near !== undefined && !near.has(id));
    element.classList.toggle('chosen', id === chosen);
  }
  for (const element of lines) {
    const { from, to } = element.dataset;
    element.toggleAttribute('hidden', !here.has(from) || !here.has(to));
    const isNear = near !== undefined && near.has(from) && near.has(to);
    element.classList.toggle('near', isNear);
    element.classList.toggle('far', near !== undefined && !isNear);
  }
  for (const button of buttons) {
    button.parentElement.toggleAttribute('hidden', !here.has(button.dataset.id));
    button.setAttribute('aria-current', String(button.dataset.id === chosen));
  }
  shown.value = here.size === nodes.length ? `${nodes.length} shown` : `${here.size} of ${nodes.length} shown`;
}

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function choose(id) {
  chosen = chosen === id ? undefined : id;
  const node = byId.get(chosen);
  details.replaceChildren(
    ...(node === undefined
      ? [element('p', 'Choose something to see its trust, its permissions and what it belongs to.')]
      : [
          element('h2', node.title),
          ...node.lines.map((line) => element('p', line)),
          ...node.details.flatMap(({ heading, text }) => [element('h3', heading), element('pre', text)]),
          ...related(node),
        ]),
  );
  draw();
  // On a narrow screen it stands below the list.
  if (node !== undefined) details.scrollIntoView({ block: 'nearest' });
}

function related({ id }) {
  const said = edges.flatMap(({ from, to, says }) =>
    from === id ? [`→ ${byId.get(to).title} (${says})`] : to === id ? [`← ${byId.get(from).title} (${says})`] : [],
  );
  return said.length === 0 ? [] : [element('h3', 'Beside it'), element('pre', said.join('\n'))];
}

for (const each of [...drawn, ...buttons]) each.addEventListener('click', () => choose(each.dataset.id));
for (const control of [search, namespace, service]) control.addEventListener('input', draw);
$('filters').addEventListener('submit', (event) => event.preventDefault());
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && chosen !== undefined) choose(chosen);
  if (event.key !== '/' || document.activeElement === search) return;
  event.preventDefault();
  search.focus();
});
draw();
