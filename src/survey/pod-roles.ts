/** Roles that pods take, by whatever way, and the policies that they have by it. Pure. */
import type { At, Id } from './found.ts';
import type { Inventory, Policy, Role } from './inventory.ts';
import { isOfCluster } from './token-trust.ts';
import { knownText, spellWritten } from './written.ts';

export interface HeldPolicy {
  readonly role: Role;
  readonly policy: Policy;
  /** Where it is given to the role. */
  readonly at: At;
}

/** Tokens of a cluster, Pod Identity, or the machine that a pod runs on. */
const isOfPods = (role: Role, inventory: Inventory): boolean =>
  role.takenBy.includes('ec2') && !role.takenBy.includes('pod-identity') ? isNodeRole(role, inventory) : isTakenByPods(role, inventory);

/** Tokens of a cluster, or Pod Identity. */
export function isTakenByPods(role: Role, inventory: Inventory): boolean {
  if (role.takenBy.includes('pod-identity')) return true;
  return (
    role.takenBy.includes('web-identity') &&
    (role.form !== 'resource' ||
      role.trust.statements.some(({ principals }) =>
        principals.some(({ type, identifiers }) => type === 'Federated' && identifiers.some((one) => isOfCluster(one, inventory))),
      ))
  );
}

/** The role of machines on which pods run: it is given to nodes, or has what only they need. */
export const isNodeRole = ({ id, form, takenBy }: Role, { edges, policies }: Inventory): boolean =>
  takenBy.includes('ec2') &&
  (form === 'eks-karpenter' ||
    edges.some(({ kind, to }) => kind === 'node-group-role' && to === id) ||
    edges.some(({ kind, from, to, written }) => {
      if (kind !== 'role-policy' || from !== id) return false;
      const arn = knownText(policies.find((policy) => policy.id === to)?.arn ?? written) ?? spellWritten(written ?? to ?? '');
      return /:policy\/AmazonEKSWorkerNode/.test(arn);
    }));

/** Each policy once for each role that pods take. */
export function policiesOfPods(inventory: Inventory): readonly HeldPolicy[] {
  const roles = new Map<Id, Role>(inventory.roles.filter((role) => isOfPods(role, inventory)).map((role) => [role.id, role]));
  const policies = new Map<Id, Policy>(inventory.policies.map((policy) => [policy.id, policy]));
  return inventory.edges.flatMap(({ kind, from, to, at }) => {
    const [role, policy] = [roles.get(from), to === undefined ? undefined : policies.get(to)];
    return kind !== 'role-policy' || role === undefined || policy === undefined ? [] : [{ role, policy, at }];
  });
}

/** Policies that pods have, each once, whoever has them. */
export const policiesWithPods = (inventory: Inventory): readonly HeldPolicy[] => [
  ...new Map(policiesOfPods(inventory).map((held) => [held.policy.id, held])).values(),
];
