/**
 * Who may do what, as a picture: clusters, the ServiceAccounts of their pods, the roles that admit those, and what
 * the roles may do. Whatever it was read from: a plan, a repository, a live cluster.
 */

/** In the order of columns, from left to right. */
export const NODE_KINDS = ['cluster', 'service-account', 'role', 'permission'] as const;

export type NodeKind = (typeof NODE_KINDS)[number];

export interface GraphNode {
  /** Stable, and unique in its graph: `role:production-orders`. */
  readonly id: string;
  readonly kind: NodeKind;
  /** What it is called: `shop:orders`. */
  readonly title: string;
  /** A few words below: by whom it is made, which actions it takes in. */
  readonly lines: readonly string[];
  /** Of a ServiceAccount, and of roles and permissions that only one namespace gets. */
  readonly namespace?: string;
  /** Of a permission: `s3`. */
  readonly service?: string;
  readonly details: readonly Detail[];
}

/** What is shown of a node when somebody wants to know. */
export interface Detail {
  readonly heading: string;
  readonly text: string;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** How the one gets at the other: `token`, `association`. */
  readonly says: string;
}

export interface Graph {
  readonly title: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

export const KIND_NAMES: Readonly<Record<NodeKind, string>> = {
  cluster: 'Clusters',
  'service-account': 'ServiceAccounts',
  role: 'Roles',
  permission: 'Permissions',
};
