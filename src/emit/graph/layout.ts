/**
 * Where everything stands: a column for each kind, and beside each role, at its height, who gets it and what it may
 * do. Roles that share a ServiceAccount, or a cluster, stand where the first of them does.
 */
import { NODE_KINDS, type Graph, type GraphNode } from './graph.ts';

export interface Box {
  readonly node: GraphNode;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Layout {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly boxes: ReadonlyMap<string, Box>;
}

const [WIDTH, COLUMN, HEAD, LINE, GAP, MARGIN] = [240, 310, 24, 15, 12, 24];

const heightOf = ({ lines }: GraphNode): number => HEAD + 8 + lines.length * LINE;
const stackOf = (nodes: readonly GraphNode[]): number =>
  nodes.reduce((sum, node) => sum + heightOf(node) + GAP, 0) - (nodes.length > 0 ? GAP : 0);

export function layOut({ nodes, edges }: Graph): Layout {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const boxes = new Map<string, Box>();
  const neighbours = (id: string, side: 'from' | 'to'): GraphNode[] =>
    edges.flatMap((edge) => {
      const node = edge[side === 'from' ? 'to' : 'from'] === id ? byId.get(edge[side]) : undefined;
      return node === undefined ? [] : [node];
    });
  const place = (node: GraphNode, y: number): void => {
    boxes.set(node.id, { node, x: MARGIN + NODE_KINDS.indexOf(node.kind) * COLUMN, y, width: WIDTH, height: heightOf(node) });
  };
  const stack = (some: readonly GraphNode[], top: number, room: number): void => {
    let y = top + Math.max(0, (room - stackOf(some)) / 2);
    for (const node of some) {
      place(node, y);
      y += heightOf(node) + GAP;
    }
  };

  let top = MARGIN + HEAD;
  for (const role of nodes.filter(({ kind }) => kind === 'role')) {
    const accounts = unplaced(neighbours(role.id, 'from'), boxes);
    const permissions = unplaced(neighbours(role.id, 'to'), boxes);
    const room = Math.max(heightOf(role), stackOf(accounts), stackOf(permissions));
    stack(accounts, top, room);
    stack([role], top, room);
    stack(permissions, top, room);
    top += room + GAP * 2;
  }
  // What no role has anything to do with stands below.
  for (const kind of NODE_KINDS.filter((name) => name !== 'cluster')) {
    const left = unplaced(
      nodes.filter((node) => node.kind === kind),
      boxes,
    );
    if (left.length === 0) continue;
    stack(left, top, 0);
    top += stackOf(left) + GAP * 2;
  }
  top = Math.max(top, placeClusters(nodes, neighbours, boxes, place));
  return { width: MARGIN * 2 + COLUMN * (NODE_KINDS.length - 1) + WIDTH, height: top + MARGIN - GAP * 2, boxes };
}

const unplaced = (nodes: readonly GraphNode[], boxes: ReadonlyMap<string, Box>): GraphNode[] => [
  ...new Set(nodes.filter(({ id }) => !boxes.has(id))),
];

/** Each in the middle of its ServiceAccounts, but below the one before. @returns how far down they reach */
function placeClusters(
  nodes: readonly GraphNode[],
  neighbours: (id: string, side: 'from' | 'to') => GraphNode[],
  boxes: ReadonlyMap<string, Box>,
  place: (node: GraphNode, y: number) => void,
): number {
  const middles = nodes
    .filter(({ kind }) => kind === 'cluster')
    .map((node) => {
      const of = neighbours(node.id, 'to').flatMap(({ id }) => boxes.get(id) ?? []);
      const [first, last] = [Math.min(...of.map(({ y }) => y)), Math.max(...of.map(({ y, height }) => y + height))];
      return { node, y: of.length === 0 ? 0 : (first + last - heightOf(node)) / 2 };
    })
    .sort((a, b) => a.y - b.y);
  let least = MARGIN + HEAD;
  for (const { node, y } of middles) {
    const at = Math.max(y, least);
    place(node, at);
    least = at + heightOf(node) + GAP;
  }
  return least + GAP;
}
