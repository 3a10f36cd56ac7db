/** A cluster as the doctor saw it → picture, with what it says of each ServiceAccount. */
import type { Graph, GraphEdge, GraphNode } from '../../emit/graph/graph.ts';
import type { Finding } from '../../doctor/finding.ts';
import type { SeenRole, World } from '../../doctor/world.ts';

const ROLE_ARN = 'eks.amazonaws.com/role-arn';

/** @param findings of `diagnose`, for all ServiceAccounts */
export function graphOfWorld(world: World, findings: readonly Finding[]): Graph {
  const { cluster, roles, serviceAccounts, associations = [] } = world;
  const nodes = new Map<string, GraphNode>();
  const edges: GraphEdge[] = [];
  const put = (node: GraphNode): string => {
    if (!nodes.has(node.id)) nodes.set(node.id, node);
    return node.id;
  };
  const top = put({
    id: `cluster:${cluster.arn}`,
    kind: 'cluster',
    title: cluster.name,
    lines: [cluster.region],
    details: [
      { heading: 'ARN', text: cluster.arn },
      ...(cluster.issuer === undefined ? [] : [{ heading: 'Issuer', text: cluster.issuer }]),
    ],
  });
  const connect = (namespace: string, name: string, arn: string, says: string): void => {
    const account = put(accountNode(world, namespace, name, findings));
    if (!edges.some(({ from, to }) => from === top && to === account)) edges.push({ from: top, to: account, says: 'pods' });
    const known = nodes.has(`role:${arn}`);
    const role = put(
      roleNode(
        arn,
        roles.find((one) => one.arn === arn),
        namespace,
      ),
    );
    edges.push({ from: account, to: role, says });
    if (known) return;
    for (const permission of permissionNodes(
      roles.find((one) => one.arn === arn),
      namespace,
    ))
      edges.push({ from: role, to: put(permission), says: 'allows' });
  };
  for (const { namespace, name, annotations } of serviceAccounts) {
    const arn = annotations[ROLE_ARN];
    if (arn !== undefined) connect(namespace, name, arn, 'IRSA token');
  }
  for (const { namespace, serviceAccount, role } of associations) connect(namespace, serviceAccount, role, 'Pod Identity association');
  return { title: `Roles of ${cluster.name}, seen ${world.seenAt}`, nodes: [...nodes.values()], edges };
}

function accountNode({ pods }: World, namespace: string, name: string, findings: readonly Finding[]): GraphNode {
  const its = pods.filter((pod) => pod.namespace === namespace && pod.serviceAccount === name);
  const ofIt = findings.filter(
    ({ subject }) => subject === `${namespace}:${name}` || its.some((pod) => subject === `${namespace}/${pod.name}`),
  );
  const alarms = ofIt.filter(({ severity }) => severity !== 'note').length;
  return {
    id: `service-account:${namespace}/${name}`,
    kind: 'service-account',
    title: `${namespace}:${name}`,
    lines: [
      its.length === 1 ? '1 pod' : `${its.length} pods`,
      ...(alarms === 0 ? [] : [alarms === 1 ? '1 finding' : `${alarms} findings`]),
    ],
    namespace,
    details: [
      ...ofIt.map(({ severity, code, message, fix }) => ({ heading: `${severity}: ${code}`, text: `${message}\n${fix}` })),
      ...(its.length === 0 ? [] : [{ heading: 'Pods', text: its.map((pod) => pod.name).join('\n') }]),
    ],
  };
}

const roleNode = (arn: string, seen: SeenRole | undefined, namespace: string): GraphNode => ({
  id: `role:${arn}`,
  kind: 'role',
  title: arn.slice(arn.lastIndexOf('/') + 1),
  lines: seen === undefined || seen.state === 'hidden' ? ['not seen'] : seen.state === 'absent' ? ['not there'] : [],
  namespace,
  details: [
    { heading: 'ARN', text: arn },
    ...(seen?.trust === undefined ? [] : [{ heading: 'Trust', text: JSON.stringify(seen.trust, null, 2) }]),
    ...(seen?.boundary === undefined ? [] : [{ heading: 'Permissions boundary', text: seen.boundary }]),
  ],
});

const permissionNodes = (seen: SeenRole | undefined, namespace: string): readonly GraphNode[] => [
  ...(seen?.attached ?? []).map((arn) =>
    permissionNode(`permission:${arn}`, arn.slice(arn.lastIndexOf('/') + 1), 'managed policy', namespace, arn),
  ),
  ...(seen?.inline ?? []).map((name) => permissionNode(`permission:${seen?.arn}/${name}`, name, 'inline policy', namespace, name)),
];

const permissionNode = (id: string, title: string, service: string, namespace: string, text: string): GraphNode => ({
  id,
  kind: 'permission',
  title,
  lines: [service],
  namespace,
  service,
  details: [{ heading: 'Policy', text }],
});
