/** What `graph --json` answers. */
import * as z from 'zod/mini';
import { field, list, problems, version } from './parts.ts';

const node = z.object({
  id: field('Stable, and unique in its graph.', z.string()),
  kind: z.enum(['cluster', 'service-account', 'role', 'permission']),
  title: z.string(),
  lines: field('A few words more.', list(z.string())),
  namespace: z.optional(z.string()),
  service: field('Of a permission: that of its actions.', z.optional(z.string())),
  details: list(z.object({ heading: z.string(), text: z.string() })),
});

const edge = z.object({
  from: field('The id of a node.', z.string()),
  to: field('Likewise.', z.string()),
  says: field('How the one gets at the other.', z.string()),
});

export const graph = z.union([
  z.object({ version, title: z.string(), nodes: list(node), edges: list(edge), problems }),
  z.object({ version, problems }),
]);
