/**
 * The roles that a workload has in a group for its identity, and on its way from one identity to the other.
 * https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html
 */
import type { PodIdentityPermissions } from '../catalog/add-on.ts';
import type { MigrationSpec, WorkloadSpec } from '../spec/spec.ts';
import { byBoth, type Admission } from './admission.ts';
import type { PlannedRole, RoleMaker } from './plan.ts';

/** One of the two sides. */
export interface Side {
  readonly maker: RoleMaker;
  readonly permissions: PodIdentityPermissions;
  readonly admission: Admission;
}

export interface RoleVariant extends Side {
  /** It stands beside that of IRSA, under another name and label. */
  readonly beside: boolean;
  /** The ServiceAccounts are this one's, and name it. */
  readonly accounts: 'annotated' | 'plain' | 'none';
  /** It holds a policy of the module that made it before. */
  readonly former: boolean;
}

const alone = (side: Side, accounts: RoleVariant['accounts']): RoleVariant => ({ ...side, beside: false, accounts, former: false });

/**
 * @param irsa as the role is for IRSA
 * @param pod as it is for EKS Pod Identity
 */
export function variantsOf({ identity, migration }: WorkloadSpec, irsa: Side, pod: Side): readonly RoleVariant[] {
  if (migration === undefined || migration.phase === 'irsa') return [identity === 'irsa' ? alone(irsa, 'annotated') : alone(pod, 'plain')];
  return migration.role === 'new' ? besideEachOther(migration, irsa, pod) : [goingOver(migration, irsa, pod)];
}

/** An association before the trust admits it would be refused, and one that is there flips every pod that restarts. */
const unassociated = (side: Side): Side => ({ ...side, admission: { ...side.admission, associations: [] } });

function besideEachOther({ phase }: MigrationSpec, irsa: Side, pod: Side): readonly RoleVariant[] {
  const beside = (side: Side, accounts: RoleVariant['accounts']): RoleVariant => ({ ...alone(side, accounts), beside: true });
  if (phase === 'done') return [beside(pod, 'plain')];
  return [alone(irsa, 'annotated'), beside(phase === 'prepare' ? unassociated(pod) : pod, 'none')];
}

/** Nothing that it may do is taken away on the way, and what comes on top comes before anything goes. */
function goingOver({ phase }: MigrationSpec, irsa: Side, pod: Side): RoleVariant {
  const { inputs: _, ...own } = irsa.permissions;
  const statements = [...(irsa.permissions.statements ?? []), ...(pod.permissions.statements ?? [])];
  if (phase === 'done') {
    const permissions = { ...pod.permissions, statements: distinct(statements) };
    return { ...alone({ ...pod, permissions }, 'plain'), former: true };
  }
  const there = phase === 'prepare' ? unassociated(pod) : pod;
  return {
    ...alone({ maker: pod.maker, permissions: own, admission: byBoth(irsa.admission, there.admission) }, 'annotated'),
    former: true,
  };
}

/** What both lines of modules lack is said once. */
const distinct = <T>(items: readonly T[]): T[] => [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];

/** Of the group that a role is for. */
export const formerPolicy = ({ migration }: WorkloadSpec, group: string, resource: string | undefined): Pick<PlannedRole, 'former'> => {
  const policy = migration?.former[group];
  return policy === undefined || resource === undefined ? {} : { former: { ...policy, resource } };
};
