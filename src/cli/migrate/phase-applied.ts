/** Whether the state shows what irsa.yaml says: a phase that is skipped, its plan never applied, is an outage in the next. */
import type { PlannedRole, PlannedWorkload } from '../../plan/plan.ts';
import type { StateResource } from '../../repo/terraform-json.ts';
import { associationsAt, roleAt } from './pod-identity-changes.ts';
import { isAt } from './policy-names.ts';

/**
 * Roles at their addresses, whom they admit, and the associations that lead to them; those of EKS add-ons are the add-ons' own.
 * @returns what the state lacks, or has otherwise, in words
 */
export const leftToApply = ({ roles }: PlannedWorkload, resources: readonly StateResource[]): string[] =>
  roles.flatMap((role) => {
    const at = (address: string) => resources.find((resource) => resource.mode === 'managed' && isAt(address, resource));
    const found = at(roleAt(role));
    if (found === undefined) return [roleAt(role)];
    return [
      ...otherTrust(role, found),
      ...role.associations.flatMap(({ by, cluster }) => {
        const address = associationsAt(role).get(cluster);
        return by === 'eks-addon' || address === undefined || at(address) !== undefined ? [] : [address];
      }),
    ];
  });

function otherTrust(role: PlannedRole, { values }: StateResource): string[] {
  const text = values['assume_role_policy'];
  if (typeof text !== 'string') return [];
  const isSame =
    text.includes('pods.eks.amazonaws.com') === (role.podTrust !== undefined) &&
    text.includes('sts:AssumeRoleWithWebIdentity') === role.trust.length > 0;
  return isSame ? [] : [`the trust of ${roleAt(role)}`];
}
