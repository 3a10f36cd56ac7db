/** Whatever things are called, every printer says it as a text and changes nothing of the picture. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dot } from '../../../src/emit/graph/dot.ts';
import { NODE_KINDS, type Graph, type GraphNode } from '../../../src/emit/graph/graph.ts';
import { layOut } from '../../../src/emit/graph/layout.ts';
import { mermaid } from '../../../src/emit/graph/mermaid.ts';
import { page } from '../../../src/emit/graph/page.ts';
import { svg } from '../../../src/emit/graph/svg.ts';
import { xml } from '../../../src/emit/graph/xml.ts';
import { hostile } from '../../support/hostile.ts';

const named = (texts: readonly string[]): Graph => {
  const at = (i: number): string => texts[i % texts.length] ?? '';
  const nodes = NODE_KINDS.map((kind, i): GraphNode => ({
    id: `${kind}:${at(i)}`,
    kind,
    title: at(i),
    lines: [at(i + 1)],
    namespace: at(2),
    service: at(3),
    details: [{ heading: at(i), text: at(i + 2) }],
  }));
  const edges = nodes.slice(1).map(({ id }, i) => ({ from: nodes[i]?.id ?? '', to: id, says: at(i) }));
  return { title: at(0), nodes, edges };
};

const plain = named(['a', 'b', 'c', 'd']);
const texts = fc.array(fc.oneof(hostile, fc.string({ unit: 'grapheme' })), { minLength: 1, maxLength: 4 });

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** How often what gives a text its structure stands in it is that of a harmless picture. */
const keepsStructure = (print: (graph: Graph) => string, ...structure: readonly RegExp[]): void =>
  fc.assert(
    fc.property(texts, (some) => {
      const printed = print(named(some));
      for (const pattern of structure) expect([pattern, count(printed, pattern)]).toEqual([pattern, count(print(plain), pattern)]);
    }),
    { numRuns: 300 },
  );

describe('a name, however hostile', () => {
  test('stays one label in Mermaid, in which all else is a number', () => {
    keepsStructure((graph) => mermaid(graph).split('\n').slice(3).join('\n'), /"/g, /\n/g, /[[\]>|]/g);
  });

  test('is one JSON text in the title of Mermaid', () => {
    fc.assert(
      fc.property(texts, (some) => {
        const graph = named(some);
        expect(JSON.parse(mermaid(graph).split('\n')[1]?.replace('title: ', '') ?? '')).toBe(graph.title);
      }),
    );
  });

  test('stays one quoted text for Graphviz', () => {
    keepsStructure((graph) => dot(graph).replaceAll(/\\[\\"n]/g, ''), /"/g, /\n/g, /\r/g);
  });

  test('opens and closes no element and no attribute of SVG', () => {
    keepsStructure(svg, /</g, />/g, /"/g);
  });

  test('is in a page the data that it was, and ends no script', () => {
    fc.assert(
      fc.property(texts, (some) => {
        const graph = named(some);
        const printed = page(graph);
        expect(count(printed, /<\/script/gi)).toBe(2);
        const data = /<script id="graph" type="application\/json">(.*)<\/script>\n<script>/s.exec(printed)?.[1] ?? '';
        expect(JSON.parse(data)).toEqual({ nodes: graph.nodes, edges: graph.edges });
      }),
    );
  });

  test('is for XML what XML can say', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(xml(text)).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
      }),
    );
  });
});

describe('the layout', () => {
  const crowd: Graph = {
    title: 'Many',
    nodes: NODE_KINDS.flatMap((kind) =>
      Array.from({ length: kind === 'cluster' ? 2 : 30 }, (_, i) => ({
        id: `${kind}${i}`,
        kind,
        title: `${i}`,
        lines: ['x'],
        details: [],
      })),
    ),
    edges: Array.from({ length: 30 }, (_, i) => [
      { from: `cluster${i % 2}`, to: `service-account${i}`, says: '' },
      { from: `service-account${i}`, to: `role${(i * 7) % 30}`, says: '' },
      { from: `role${i}`, to: `permission${(i * 11) % 30}`, says: '' },
    ]).flat(),
  };

  test('finds a place for everything, no two of which overlap, within its frame', () => {
    const { boxes, width, height } = layOut(crowd);
    expect(boxes.size).toBe(crowd.nodes.length);
    const all = [...boxes.values()];
    for (const [i, a] of all.entries()) {
      expect(a.x + a.width).toBeLessThanOrEqual(width);
      expect(a.y + a.height).toBeLessThanOrEqual(height);
      for (const b of all.slice(i + 1)) if (a.x === b.x) expect(a.y + a.height <= b.y || b.y + b.height <= a.y).toBe(true);
    }
  });

  test('puts a role beside whose it is', () => {
    const { boxes } = layOut(plain);
    const middles = [...boxes.values()].map(({ y, height }) => y + height / 2);
    expect(new Set(middles).size).toBe(1);
  });
});
