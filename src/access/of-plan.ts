/** A Plan → what each of its roles may do, and who may take it. */
import type { Statement } from '../iam/statement.ts';
import { isText, type Value } from '../iam/text.ts';
import { admittedClusters } from '../plan/admission.ts';
import type { Plan, PlannedAssociation, PlannedRole } from '../plan/plan.ts';
import type { ClusterSpec, Spec } from '../spec/spec.ts';
import { rolesOfBlocks } from './of-blocks.ts';
import { permitsOfStatements, spelled } from './of-policy.ts';
import { permitsOfTrust } from './of-trust.ts';
import { ACCOUNT, literalIssuer, plannedTrust } from './planned-trust.ts';
import type { ModuleInput, RolePermissions } from './role-permissions.ts';

export function rolesOfPlan({ workloads, otherAccounts }: Plan, spec: Spec): readonly RolePermissions[] {
  return [
    ...workloads.flatMap(({ id, roles }) =>
      roles.filter(({ maker }) => maker !== 'other-account').map((role) => roleOfPlan(keyOf(id, role), role, spec)),
    ),
    ...otherAccounts.flatMap(({ accountId, root }) =>
      rolesOfBlocks(
        root.files.flatMap(({ blocks }) => blocks),
        (name) => `${name} in account ${accountId}`,
      ),
    ),
  ];
}

/** One that takes the place of another stands beside it for a while. */
const keyOf = (workload: string, { group, label }: PlannedRole): string =>
  `${workload} in ${group}${label.endsWith('_pod_identity') && !workload.endsWith('-pod-identity') ? ', for EKS Pod Identity' : ''}`;

function roleOfPlan(key: string, role: PlannedRole, spec: Spec): RolePermissions {
  const { permissions, former, permissionsBoundary } = role;
  const clusters = spec.clusters.filter((cluster) => admittedClusters(role).includes(cluster.key));
  return {
    key,
    name: `${role.path}${role.name}`.replace(/^\//, ''),
    trust: permitsOfTrust(plannedTrust(role, clusters, issuerOf, () => ACCOUNT)),
    associations: role.associations.map((association) => associationText(association, clusters)),
    permits: permitsOfStatements([...permissions.policies.flatMap(({ statements }) => statements), ...(former?.statements ?? [])]),
    managedPolicies: permissions.managedPolicies.map(spelled),
    modulePolicy: [...ownModule(role), ...Object.entries(permissions.inputs).flatMap(([input, value]) => inputsOf(input, value))],
    ...(permissionsBoundary === undefined ? {} : { boundary: permissionsBoundary }),
    sessionPolicies: role.associations.flatMap(({ cluster, policy }) =>
      policy === undefined ? [] : [`${cluster}: ${policy.map(statementText).join('; ')}`],
    ),
    unknown: [],
  };
}

/** What stands for one that is known after apply: the same as long as the cluster is. */
const issuerOf = (cluster: ClusterSpec): string => literalIssuer(cluster) ?? `<issuer of ${nameOf(cluster)}>`;

const nameOf = ({ name, region }: ClusterSpec): string => `${name}, ${region}`;

function associationText({ cluster, subject, targetRole }: PlannedAssociation, clusters: readonly ClusterSpec[]): string {
  const found = clusters.find(({ key }) => key === cluster);
  const who = `${subject.namespace}:${subject.serviceAccount} in ${found === undefined ? cluster : nameOf(found)}`;
  return targetRole === undefined ? who : `${who}, for ${targetRole}`;
}

/** Of lists each entry is one: what a module makes of them is the sum. */
export function inputsOf(input: string, value: Value): readonly ModuleInput[] {
  if (value === null || value === undefined) return [];
  if (typeof value === 'boolean' || typeof value === 'number') return [{ input, value: String(value) }];
  if (isText(value)) return [{ input, value: spelled(value) }];
  if (Array.isArray(value)) return (value as readonly Value[]).flatMap((one) => inputsOf(input, one));
  const { map } = value as { readonly map: Readonly<Record<string, Value>> };
  return Object.entries(map).flatMap(([key, one]) => inputsOf(`${input}.${key}`, one));
}

/** A submodule that decides on the whole policy. */
function ownModule({ maker }: PlannedRole): readonly ModuleInput[] {
  const [, line] = /^karpenter-eks-(\d+)$/.exec(maker) ?? [];
  return line === undefined ? [] : [{ input: 'module', value: `terraform-aws-modules/eks/aws//modules/karpenter ${line}.x` }];
}

/** As long as it says the same, it reads the same. */
const statementText = ({ effect, actions, notActions, resources, notResources, conditions }: Statement): string =>
  [
    effect,
    notActions === undefined ? [...(actions ?? [])].sort().join(', ') : `all but ${[...notActions].sort().join(', ')}`,
    'on',
    notResources === undefined
      ? (resources ?? []).map(spelled).sort().join(', ')
      : `all but ${notResources.map(spelled).sort().join(', ')}`,
    ...conditions.map(({ operator, key, values }) => `if ${operator} ${spelled(key)} = ${values.map(spelled).sort().join(' | ')}`).sort(),
  ].join(' ');
