/** What a repository holds → picture. Roles that no pod can get (of nodes, of people, of services) are left out. */
import type { Detail, Graph, GraphEdge, GraphNode } from '../../emit/graph/graph.ts';
import { serviceOf } from '../../iam/service-of-action.ts';
import type { At } from '../../survey/found.ts';
import type { Inventory, Policy, Role, ServiceAccount } from '../../survey/inventory.ts';
import type { WrittenStatement } from '../../survey/policies.ts';
import type { Subject, WrittenTrustStatement } from '../../survey/trusts.ts';
import { spellWritten, type Written } from '../../survey/written.ts';

export function graphOfInventory(inventory: Inventory, title: string): Graph {
  const { roles, policies, serviceAccounts, clusters, edges: ties } = inventory;
  const nodes = new Map<string, GraphNode>();
  const edges = new Map<string, GraphEdge>();
  const put = (node: GraphNode): string => {
    if (!nodes.has(node.id)) nodes.set(node.id, node);
    return node.id;
  };
  const tie = (from: string, to: string, says: string): void => void edges.set(JSON.stringify([from, to, says]), { from, to, says });
  const reached = (kind: string, from: string): readonly string[] =>
    ties.flatMap((edge) => (edge.kind === kind && edge.from === from && edge.to !== undefined ? [edge.to] : []));

  for (const role of roles.filter(({ takenBy }) => takenBy.some((by) => by === 'web-identity' || by === 'pod-identity'))) {
    const to = put(roleNode(role));
    const ofClusters = reached('role-oidc-provider', role.id)
      .flatMap((provider) => reached('oidc-provider-cluster', provider))
      .flatMap((id) => clusters.filter((cluster) => cluster.id === id))
      .map(({ id, name, at, form }) => put({ ...plain(id, 'cluster', name, at), lines: [form] }));
    const accounts = role.subjects.map((subject) => {
      const known = reached('role-service-account', role.id).flatMap((id) => serviceAccounts.filter((one) => one.id === id));
      const account = put(
        accountNode(
          known.find((one) => isOf(one, subject)),
          subject,
        ),
      );
      tie(account, to, subject.by === 'pod-identity' ? 'Pod Identity association' : 'IRSA token');
      return account;
    });
    if (accounts.length === 0) {
      const anybody = put(anybodyFor(role));
      tie(anybody, to, 'what was read names none');
      accounts.push(anybody);
    }
    for (const cluster of ofClusters) for (const account of accounts) tie(cluster, account, 'pods');
    for (const policy of reached('role-policy', role.id).flatMap((id) => policies.filter((one) => one.id === id)))
      tie(to, put(policyNode(policy)), 'allows');
  }
  return { title, nodes: [...nodes.values()], edges: [...edges.values()] };
}

const spell = (written: Written | undefined, otherwise: string): string => (written === undefined ? otherwise : spellWritten(written));

const place = ({ file, line }: At): Detail => ({ heading: 'Where', text: `${file}:${line}` });

const plain = (id: string, kind: GraphNode['kind'], name: Written | undefined, at: At): GraphNode => ({
  id,
  kind,
  title: spell(name, id.slice(id.indexOf('#') + 1)),
  lines: [],
  details: [place(at)],
});

const isOf = ({ name, namespace }: ServiceAccount, subject: Subject): boolean =>
  spell(name, '') === spell(subject.serviceAccount, '') && spell(namespace, '') === spell(subject.namespace, '');

function accountNode(known: ServiceAccount | undefined, subject: Subject): GraphNode {
  const title =
    subject.namespace === undefined || subject.serviceAccount === undefined
      ? spellWritten(subject.subject)
      : `${spellWritten(subject.namespace)}:${spellWritten(subject.serviceAccount)}`;
  return {
    id: known?.id ?? `service-account:${title}`,
    kind: 'service-account',
    title,
    lines: [known === undefined ? 'not in this repository' : known.form, ...(subject.pattern ? ['a pattern'] : [])],
    ...(typeof subject.namespace === 'string' ? { namespace: subject.namespace } : {}),
    details: [place(known?.at ?? subject.at)],
  };
}

/** Its trust asks for no `:sub`, or it could not be read. */
const anybodyFor = ({ id, at }: Role): GraphNode => ({
  id: `service-account:any of ${id}`,
  kind: 'service-account',
  title: 'any ServiceAccount?',
  lines: ['see `create-irsa scan`'],
  details: [place(at)],
});

function roleNode({ id, name, at, form, trust, subjects, permissionsBoundary }: Role): GraphNode {
  const namespace = subjects.find((subject) => typeof subject.namespace === 'string')?.namespace;
  return {
    ...plain(id, 'role', name, at),
    lines: [form === 'resource' ? 'aws_iam_role' : form],
    ...(typeof namespace === 'string' ? { namespace } : {}),
    details: [
      place(at),
      ...trust.statements.map((statement, i): Detail => ({ heading: `Trust, statement ${i + 1}`, text: trustText(statement) })),
      ...trust.unread.map(({ what, why }): Detail => ({ heading: 'Not read', text: `${what} (${why})` })),
      ...(permissionsBoundary === undefined ? [] : [{ heading: 'Permissions boundary', text: spellWritten(permissionsBoundary) }]),
    ],
  };
}

const listed = (all: readonly Written[]): string => all.map(spellWritten).join(', ');

const conditionsText = (conditions: WrittenStatement['conditions']): string[] =>
  conditions.map(({ operator, key, values }) => `if ${spellWritten(key)} ${spellWritten(operator)} ${listed(values)}`);

const trustText = ({ effect, actions, principals, conditions }: WrittenTrustStatement): string =>
  [
    `${spellWritten(effect)} ${listed(actions)}`,
    ...principals.map(({ type, identifiers }) => `to ${spellWritten(type)} ${listed(identifiers)}`),
    ...conditionsText(conditions),
  ].join('\n');

function policyNode({ id, name, arn, at, form, flag, permissions: { statements, unread } }: Policy): GraphNode {
  const services = [...new Set(statements.flatMap(({ actions = [] }) => actions.map((action) => serviceOf(spellWritten(action)))))];
  return {
    ...plain(id, 'permission', name ?? arn ?? flag, at),
    lines: [services.length > 0 ? services.slice(0, 4).join(', ') : form],
    ...(services.length === 1 && services[0] !== undefined ? { service: services[0] } : {}),
    details: [
      place(at),
      ...statements.map(({ sid, ...statement }, i): Detail => ({
        heading: spell(sid, `Statement ${i + 1}`),
        text: statementText(statement),
      })),
      ...unread.map(({ what, why }): Detail => ({ heading: 'Not read', text: `${what} (${why})` })),
    ],
  };
}

const statementText = ({ effect, actions, notActions = [], resources, notResources = [], conditions }: WrittenStatement): string =>
  [
    `${spellWritten(effect)} ${actions === undefined ? `all but ${listed(notActions)}` : listed(actions)}`,
    `on ${resources === undefined ? `all but ${listed(notResources)}` : listed(resources)}`,
    ...conditionsText(conditions),
  ].join('\n');
