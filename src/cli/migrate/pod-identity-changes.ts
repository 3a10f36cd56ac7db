/** What the next plan shows of the roles of one group: told from both plans. Pure. */
import type { PlannedRole } from '../../plan/plan.ts';
import { ownPolicyChanges } from '../../plan/line-change.ts';
import type { Expected } from './target.ts';

/** Below the module of irsa.yaml. */
export const roleAt = ({ label, maker }: PlannedRole): string =>
  `module.${label}.aws_iam_role.${maker.startsWith('karpenter') ? 'controller' : 'this'}[0]`;

/** Cluster → where its association is; one of an EKS add-on has no address of its own. */
export const associationsAt = (role: PlannedRole): Map<string, string> =>
  new Map(
    role.associations.map(({ cluster, by, subject }) => [
      cluster,
      by === 'module'
        ? role.maker.startsWith('karpenter')
          ? `module.${role.label}.aws_eks_pod_identity_association.karpenter[0]`
          : `module.${role.label}.aws_eks_pod_identity_association.this["${cluster}"]`
        : by === 'eks-addon'
          ? `the association of the EKS add-on for ${subject.namespace}:${subject.serviceAccount}`
          : `aws_eks_pod_identity_association.${role.label}`,
    ]),
  );

export function podIdentityChanges(before: readonly PlannedRole[], after: readonly PlannedRole[]): Expected[] {
  const of = (roles: readonly PlannedRole[]) => new Map(roles.map((role) => [role.label, role]));
  const [old, now] = [of(before), of(after)];
  return [
    ...after.flatMap((role) => {
      const was = old.get(role.label);
      return was === undefined
        ? [
            { action: 'create' as const, address: roleAt(role), why: 'it takes the place of the other one, once associations lead to it' },
            ...associated(undefined, role),
          ]
        : [...trusted(was, role), ...associated(was, role), ...former(was, role), ...ownPolicyChanges(was, role)];
    }),
    ...before
      .filter((role) => !now.has(role.label))
      .map((role): Expected => ({ action: 'delete', address: roleAt(role), why: 'no pod comes by its token any more' })),
  ];
}

function trusted(was: PlannedRole, role: PlannedRole): Expected[] {
  const says = ({ trust, podTrust }: PlannedRole) => JSON.stringify([trust, podTrust]);
  if (says(was) === says(role)) return [];
  const whom = role.podTrust === undefined ? 'tokens only' : role.trust.length === 0 ? 'associations only' : 'tokens and associations';
  return [{ action: 'update', address: roleAt(role), why: `its trust admits ${whom}` }];
}

function associated(was: PlannedRole | undefined, role: PlannedRole): Expected[] {
  const [old, now] = [was === undefined ? new Map<string, string>() : associationsAt(was), associationsAt(role)];
  return [
    ...[...now]
      .filter(([cluster]) => !old.has(cluster))
      .map(([, address]): Expected => ({ action: 'create', address, why: 'pods that restart come by it' })),
    ...[...old]
      .filter(([cluster]) => !now.has(cluster))
      .map(([, address]): Expected => ({ action: 'delete', address, why: 'pods that restart come by their tokens' })),
  ];
}

const former = (was: PlannedRole, role: PlannedRole): Expected[] =>
  was.former !== undefined && role.former === undefined && role.maker === 'role-pod-identity'
    ? ['aws_iam_policy', 'aws_iam_role_policy_attachment'].map((type) => ({
        action: 'delete' as const,
        address: type === 'aws_iam_policy' ? `${type}.${role.label}_former` : `${type}.${role.label}_former["former"]`,
        why: 'the role has all of it from its module',
      }))
    : [];
