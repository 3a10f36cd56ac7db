/** What the role may do, as far as IAM was asked. */
import { ACCESS_DENIED, IRSA_ROLE } from '../pages.ts';
import { roleName, type View } from '../view.ts';
import type { SeenSimulation } from '../world.ts';
import { link, type Found } from './link.ts';

const causes = {
  'role-without-permissions': { severity: 'error', means: 'The role has no policy at all.', link: IRSA_ROLE },
  'action-denied-by-organization': {
    severity: 'error',
    means: 'A service control policy of the organization does not allow the action.',
    link: ACCESS_DENIED,
  },
  'action-denied-by-boundary': {
    severity: 'error',
    means: 'The permissions boundary of the role does not allow the action.',
    link: ACCESS_DENIED,
  },
  'action-denied-explicitly': { severity: 'error', means: 'A Deny of the role’s policies holds for the action.', link: ACCESS_DENIED },
  'action-denied': { severity: 'error', means: 'No policy of the role allows the action on that resource.', link: ACCESS_DENIED },
} as const;

export const permissionsLink = link({ name: 'permissions', needs: ['service-account', 'role', 'trust'], causes, look });

function look({ role, world, association }: View): readonly Found<typeof causes>[] {
  if (role?.state !== 'there') return [];
  if (role.attached?.length === 0 && role.inline?.length === 0 && association?.targetRole === undefined) {
    return [
      {
        code: 'role-without-permissions',
        message: `The role ${roleName(role.arn)} has no policy.`,
        evidence: ['no policy attached', 'no policy of its own'],
        fix: 'Attach the policy that was made for it.',
        commands: [`aws iam list-attached-role-policies --role-name ${roleName(role.arn)}`],
      },
    ];
  }
  return (world.simulations ?? []).flatMap((simulation) =>
    simulation.role === role.arn && simulation.decision !== 'allowed' ? [denied(simulation, role.boundary)] : [],
  );
}

function denied(simulation: SeenSimulation, boundary: string | undefined): Found<typeof causes> {
  const { role, action, resource, decision, allowedByBoundary, allowedByOrganization } = simulation;
  const is = {
    evidence: [`simulated: ${action} on ${resource}: ${decision}`, ...(boundary === undefined ? [] : [`boundary: ${boundary}`])],
    commands: [`aws iam simulate-principal-policy --policy-source-arn ${role} --action-names ${action} --resource-arns '${resource}'`],
  };
  if (allowedByOrganization === false) {
    return {
      code: 'action-denied-by-organization',
      message: `The organization does not allow ${action}.`,
      ...is,
      fix: 'Ask whoever keeps its service control policies.',
    };
  }
  if (allowedByBoundary === false) {
    return {
      code: 'action-denied-by-boundary',
      message: `The permissions boundary of the role does not allow ${action}.`,
      ...is,
      fix: 'Let the boundary allow it.',
    };
  }
  return decision === 'explicitDeny'
    ? { code: 'action-denied-explicitly', message: `A statement denies ${action}.`, ...is, fix: 'Narrow the Deny.' }
    : {
        code: 'action-denied',
        message: `No policy of the role allows ${action}.`,
        ...is,
        fix: 'Add the action on that resource to the role.',
      };
}
