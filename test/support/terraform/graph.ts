/** Reads `terraform graph`: which resource waits for which. */

/** Address → the addresses it waits for. */
export type Graph = ReadonlyMap<string, readonly string[]>;

const EDGE = /^\s*"(.+)" -> "(.+)";$/;

export function readGraph(dot: string): Graph {
  const graph = new Map<string, string[]>();
  for (const line of dot.split('\n')) {
    const [, from, to] = EDGE.exec(line) ?? [];
    if (from === undefined || to === undefined) continue;
    graph.set(from, [...(graph.get(from) ?? []), to]);
  }
  return graph;
}

/** All that is there before it, directly or not. */
export function waitsFor(graph: Graph, address: string, found = new Set<string>()): ReadonlySet<string> {
  for (const next of graph.get(address) ?? []) {
    if (found.has(next)) continue;
    found.add(next);
    waitsFor(graph, next, found);
  }
  return found;
}
