/** Plan → picture: cluster → ServiceAccount → role → permissions. */
import { serviceOf } from '../../iam/service-of-action.ts';
import type { Statement } from '../../iam/statement.ts';
import { partsOf, render, type Text, type Value } from '../../iam/text.ts';
import type { Plan, PlannedRole, PlannedWorkload } from '../../plan/plan.ts';
import type { Detail, Graph, GraphEdge, GraphNode } from './graph.ts';

/** @param clusters names in EKS by key; default: the keys */
export function graphOfPlan(plan: Plan, title: string, clusters: ReadonlyMap<string, string> = new Map()): Graph {
  const nodes = new Map<string, GraphNode>();
  const edges: GraphEdge[] = [];
  const put = (node: GraphNode): string => {
    if (!nodes.has(node.id)) nodes.set(node.id, node);
    return node.id;
  };
  for (const workload of plan.workloads) {
    for (const role of workload.roles) {
      const to = put(roleNode(workload, role));
      for (const { key, subject, says } of waysInto(role)) {
        const cluster = put({ id: `cluster:${key}`, kind: 'cluster', title: clusters.get(key) ?? key, lines: [], details: [] });
        const name = `${subject.namespace}:${subject.serviceAccount}`;
        const account = put({
          id: `service-account:${key}/${name}`,
          kind: 'service-account',
          title: name,
          lines: plan.groups.length > 1 || plan.groups.some((group) => group.clusters.length > 1) ? [`in ${key}`] : [],
          namespace: subject.namespace,
          details: [],
        });
        if (!edges.some((edge) => edge.from === cluster && edge.to === account)) edges.push({ from: cluster, to: account, says: 'pods' });
        edges.push({ from: account, to, says });
      }
      for (const permission of permissionsOf(workload, role)) edges.push({ from: to, to: put(permission), says: 'allows' });
    }
  }
  return { title, nodes: [...nodes.values()], edges };
}

interface Way {
  readonly key: string;
  readonly subject: { readonly namespace: string; readonly serviceAccount: string };
  readonly says: string;
}

/** Tokens first, then associations: a workload on its way from one to the other has both. */
const waysInto = ({ trust, associations, podTrust }: PlannedRole): readonly Way[] => [
  ...trust.map(({ cluster, subject }) => ({ key: cluster, subject, says: 'IRSA token' })),
  ...(associations.length > 0
    ? associations.map(({ cluster, subject }) => ({ key: cluster, subject, says: 'Pod Identity association' }))
    : (podTrust?.clusters ?? []).flatMap((key) =>
        podTrust === undefined ? [] : [{ key, subject: podTrust.subject, says: 'Pod Identity, once associated' }],
      )),
];

function roleNode(workload: PlannedWorkload, role: PlannedRole): GraphNode {
  const { permissionsBoundary, trust, podTrust } = role;
  const namespace = (trust[0] ?? podTrust)?.subject.namespace;
  return {
    id: `role:${role.group}/${role.path}${role.name}`,
    kind: 'role',
    title: role.name,
    lines: [workload.title, ...(permissionsBoundary === undefined ? [] : ['within a boundary'])],
    ...(namespace === undefined ? {} : { namespace }),
    details: [
      { heading: 'For', text: `${workload.title} (${workload.id})` },
      ...(role.arn === undefined ? [] : [{ heading: 'ARN', text: spell(role.arn) }]),
      { heading: 'Trust', text: trustText(role) },
      ...(permissionsBoundary === undefined ? [] : [{ heading: 'Permissions boundary', text: permissionsBoundary }]),
    ],
  };
}

/** In sentences: the policy itself names the provider, which only Terraform knows. */
const trustText = ({ trust, podTrust }: PlannedRole): string =>
  [
    ...trust.map(
      ({ cluster, subject, audience }) =>
        `Admits tokens of ${cluster} with sub = system:serviceaccount:${subject.namespace}:${subject.serviceAccount} and aud = ${audience}.`,
    ),
    ...(podTrust === undefined
      ? []
      : [
          podTrust.tagged
            ? `Admits EKS Pod Identity for ${podTrust.subject.namespace}:${podTrust.subject.serviceAccount} in ${podTrust.clusters.join(' and ')}, by the session's tags.`
            : `Admits EKS Pod Identity in ${podTrust.clusters.join(' and ')}.`,
        ]),
  ].join('\n');

function permissionsOf(workload: PlannedWorkload, role: PlannedRole): readonly GraphNode[] {
  const { inputs, managedPolicies, policies } = role.permissions;
  const at = `permission:${role.group}/${role.path}${role.name}`;
  const namespace = (role.trust[0] ?? role.podTrust)?.subject.namespace;
  const of = { kind: 'permission', ...(namespace === undefined ? {} : { namespace }) } as const;
  const byService = new Map<string, Statement[]>();
  for (const statement of policies.flatMap(({ statements }) => statements)) {
    const service = serviceOfStatement(statement);
    byService.set(service, [...(byService.get(service) ?? []), statement]);
  }
  // The submodule for Karpenter has a policy that no input asks for.
  const hasOwn = Object.keys(inputs).length > 0 || role.maker === 'karpenter-eks-20' || role.maker === 'karpenter-eks-21';
  return [
    ...(!hasOwn
      ? []
      : [
          {
            ...of,
            id: `${at}/module`,
            title: `Policy for ${workload.title}`,
            lines: ['of the module'],
            service: 'module policy',
            details: [
              {
                heading: 'Inputs of the module',
                text: Object.entries(inputs).map(inputLine).join('\n') || 'None: it is there by itself.',
              },
            ],
          },
        ]),
    ...[...byService].map(([service, statements]) => ({
      ...of,
      id: `${at}/${service}`,
      title: titleOf(service, statements),
      lines: [countOf(statements)],
      service,
      details: statements.map(statementDetail),
    })),
    ...managedPolicies.map((policy, i) => ({
      ...of,
      id: `${at}/managed-${i}`,
      title: spell(policy).replace(/^.*\//, ''),
      lines: ['managed policy'],
      service: 'managed policy',
      details: [{ heading: 'Managed policy', text: spell(policy) }],
    })),
  ];
}

const actionsOf = ({ actions, notActions = [] }: Statement): readonly string[] => actions ?? notActions.map((action) => `not ${action}`);

const serviceOfStatement = (statement: Statement): string => {
  const services = new Set(actionsOf(statement).map(serviceOf));
  const [only = '*'] = services;
  return services.size === 1 ? only : 'several services';
};

function countOf(statements: readonly Statement[]): string {
  const actions = new Set(statements.flatMap(actionsOf));
  return actions.size === 1 ? [...actions].join('') : `${actions.size} actions`;
}

/** By the names of what it is about, where there are few. */
function titleOf(service: string, statements: readonly Statement[]): string {
  const names = [...new Set(statements.flatMap(({ resources = [] }) => resources.map(shortName)))].filter((name) => name !== '*');
  return names.length === 0 ? service : `${service}: ${names.slice(0, 2).join(', ')}${names.length > 2 ? ', …' : ''}`;
}

/** What an ARN ends in; a reference as it is written. */
function shortName(resource: Text): string {
  const parts = partsOf(resource);
  const arn = spell(resource);
  const named = arn.startsWith('arn:') ? arn.split(':').slice(5).join(':') : arn;
  return parts.length > 1 && named === '' ? arn : named.replace(/\/\*$/, '');
}

const statementDetail = ({ sid, effect, resources, notResources = [], conditions, reason, ...statement }: Statement): Detail => ({
  heading: sid ?? effect,
  text: [
    `${effect === 'Allow' ? 'Allows' : 'Denies'} ${actionsOf({ ...statement, effect, conditions }).join(', ')}`,
    `on ${resources === undefined ? `all but ${notResources.map(spell).join(', ')}` : resources.map(spell).join(', ')}`,
    ...conditions.map(({ operator, key, values }) => `if ${spell(key)} ${operator} ${values.map(spell).join(' or ')}`),
    ...(reason === undefined ? [] : [reason]),
  ].join('\n'),
});

const inputLine = ([name, value]: readonly [string, Value]): string => `${name} = ${valueText(value)}`;

function valueText(value: Value): string {
  if (Array.isArray(value)) return `[${(value as readonly Value[]).map(valueText).join(', ')}]`;
  if (typeof value === 'object' && value !== null && 'map' in value) return `{ ${Object.entries(value.map).map(inputLine).join(', ')} }`;
  return typeof value === 'string' || (typeof value === 'object' && value !== null) ? spell(value as Text) : String(value);
}

/** As people read it: what only AWS knows in angle brackets, what only Terraform knows by its name there. */
const spell = (text: Text): string => render(text, (hole) => ('ref' in hole ? hole.ref : `<${hole.fact}>`));
