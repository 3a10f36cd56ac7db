/** A role that goes over keeps what its former module attached to it: what cannot be carried would be lost unseen, in a plan that is green. */
import { error, type Path, type Problem } from '../problem.ts';
import type { WorkloadSpec } from '../spec/spec.ts';
import { policiesOfIam5 } from './terraform/moves.ts';

/**
 * Whatever says `migration`, the command or a hand.
 * @param inputs of its iam module: flags that attach policies, with what they need
 * @param group of the role
 */
export function lostOnTheWay(
  { id, migration }: WorkloadSpec,
  inputs: Readonly<Record<string, unknown>>,
  group: string,
  path: Path,
): readonly Problem[] {
  if (migration?.role !== 'keep' || Object.keys(inputs).length === 0) return [];
  if (policiesOfIam5(inputs).length !== 1)
    return [
      error(
        'role-not-carried',
        [...path, 'migration'],
        `The iam module attaches policies to the role of ${id} under addresses that cannot be carried over: if the role were kept, it would lose them.`,
        'Write role: new, for a role that stands beside it until pods come by it.',
      ),
    ];
  if (Object.hasOwn(migration.former, group)) return [];
  return [
    error(
      'former-policy-missing',
      [...path, 'migration'],
      `The iam module has made a policy for the role of ${id} in ${group}, and migration.former does not say what is in it: the role would lose it.`,
      'Let `create-irsa migrate pod-identity --terraform` write it from the state, or write role: new.',
    ),
  ];
}
