/** What the module's own policy says on the other line, where that is something else: the one change that no block carries. */
import { policyDifference, type ReleaseCall } from '../../catalog/modules/policy-difference.ts';
import { newestAllowed } from '../../catalog/modules/releases.ts';
import { registryAddress } from '../../catalog/modules/registry-address.ts';
import { parseVersion } from '../../catalog/modules/versions.ts';
import type { Plan, PlannedRole } from '../../plan/plan.ts';
import { modulePolicy, POLICY } from '../../plan/terraform/moves.ts';
import { allOf } from '../../spec/rules/rule.ts';
import type { Expected } from './target.ts';

/** A role, and the plan that calls its module. */
export interface Side {
  readonly role: PlannedRole;
  readonly plan: Plan;
}

/** @param partition of the account */
export function modulePolicyChanges(before: Side, now: Side, partition: string): Expected[] {
  const [from, to] = [releaseOf(before), releaseOf(now)];
  const own = modulePolicy(now.role);
  if (from === undefined || to === undefined || own === undefined || modulePolicy(before.role) === undefined) return [];
  const why = now.role.maker === 'role-iam-5' ? whyBack(from, to, partition) : whyUpdated(from, to, partition);
  return why === undefined ? [] : [{ action: 'update', address: `module.${now.role.label}.${POLICY}.${own}[0]`, why }];
}

/** What the release of 6.x says otherwise; nothing where both say the same. */
export function whyUpdated(five: ReleaseCall, six: ReleaseCall, partition: string): string | undefined {
  const { actions, otherwise } = policyDifference(five, six, partition);
  return inOne([
    ...(actions.length === 0 ? [] : [`${six.version} allows ${allOf(actions)} too`]),
    ...otherwise.map((says) => `in ${six.version} ${says}`),
  ]);
}

function whyBack(six: ReleaseCall, five: ReleaseCall, partition: string): string | undefined {
  const { actions, otherwise } = policyDifference(five, six, partition);
  return inOne([
    ...(actions.length === 0 ? [] : [`${five.version} does not allow ${allOf(actions)}`]),
    ...otherwise.map((says) => `it is no longer as in ${six.version}, where ${says}`),
  ]);
}

const inOne = (reasons: readonly string[]): string | undefined => (reasons.length === 0 ? undefined : reasons.join('; '));

/** What `terraform init` chooses for its call. */
function releaseOf({ role, plan }: Side): ReleaseCall | undefined {
  for (const block of (plan.terraform?.files ?? []).flatMap(({ blocks }) => blocks)) {
    if ((block.kind !== 'role-iam-5' && block.kind !== 'role-iam-6') || block.label !== role.label || block.version === undefined) continue;
    const module = registryAddress(block.source);
    const version = releaseAllowed(module, block.version);
    if (version !== undefined) return { module, version, inputs: role.permissions.inputs };
  }
  return undefined;
}

/** @param constraint of a call, or the release itself */
export const releaseAllowed = (module: string, constraint: string): string | undefined =>
  parseVersion(constraint) === undefined ? newestAllowed(module, constraint) : constraint;
