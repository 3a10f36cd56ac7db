import { escalatingActions, isAnyRole, ON_ANY_ROLE } from '../../iam/escalating-actions.ts';
import type { FindingKind, Sighting } from '../finding.ts';
import { policiesWithPods } from '../pod-roles.ts';
import type { WrittenStatement } from '../policies.ts';
import { knownText, spellWritten, type Written } from '../written.ts';

export const privilegeEscalation: FindingKind = {
  code: 'privilege-escalation',
  severity: 'warning',
  title: 'A way to more permissions',
  why: 'Whoever gets into the pod can give himself, or a role that he takes next, what the policy does not say.',
  link: 'https://github.com/RhinoSecurityLabs/AWS-IAM-Privilege-Escalation',
  find: (inventory) =>
    policiesWithPods(inventory).flatMap(({ policy }) =>
      policy.permissions.statements.flatMap((statement) => ofStatement(statement, policy.id)),
    ),
};

/** A condition is taken to narrow it; `*` is told as such. */
function ofStatement(
  { effect, actions = [], resources = [], notResources, conditions, at }: WrittenStatement,
  subject: string,
): readonly Sighting[] {
  if (effect !== 'Allow' || conditions.length > 0 || (notResources === undefined && !resources.some(isTarget))) return [];
  const anyRole = notResources !== undefined || resources.some((resource) => isAnyRole(knownText(resource) ?? ''));
  const [found] = actions.flatMap((action) => {
    const written = knownText(action);
    const [first] = written === undefined || written === '*' ? [] : escalatingActions(written, anyRole);
    return written === undefined || first === undefined ? [] : [{ written, first }];
  });
  if (found === undefined) return [];
  const onRoles = ON_ANY_ROLE.includes(found.first);
  return [
    {
      at,
      subject,
      message:
        found.written === found.first
          ? `${found.first}${onRoles ? ' on roles that nobody names' : ''} lets a pod take permissions that its role does not have.`
          : `${found.written} includes ${found.first}, by which a pod takes permissions that its role does not have.`,
      fix: onRoles ? 'Name the roles in the resources.' : 'Leave it to a role that no pod has.',
    },
  ];
}

/**
 * Somebody whose permissions can be changed: roles linked to services take only the policy of their service,
 * and what a variable holds nobody knows.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html
 */
const isTarget = (resource: Written): boolean => {
  const spelled = spellWritten(resource);
  return !spelled.includes(':role/aws-service-role/') && !/^\$\{(var|local|each)\./.test(spelled);
};
