/** Statements of a role → managed policies of ours, each within what IAM takes. */
import { partitionOf } from '../iam/partition.ts';
import type { Spell } from '../iam/policy-size.ts';
import { spread } from '../iam/spread.ts';
import type { Statement } from '../iam/statement.ts';
import { cutTo, POLICY_NAME_MAX } from './names.ts';
import type { OwnPolicy } from './plan.ts';

interface Naming {
  readonly name: string;
  /** The role's module makes a policy that has that name already: ours stand beside it. */
  readonly modulePolicy: boolean;
  readonly region: string;
}

export function ownPolicies(statements: readonly Statement[], { name, modulePolicy, region }: Naming): OwnPolicy[] {
  const own = modulePolicy ? suffixed(name, 'more') : name;
  return spread(statements, likely(region)).map((some, n) => ({ name: n === 0 ? own : suffixed(own, `part-${n + 1}`), statements: some }));
}

const suffixed = (name: string, suffix: string): string => cutTo(`${name}-${suffix}`, POLICY_NAME_MAX, `${name}/${suffix}`);

/** What Terraform looks up is counted as an ARN of some length. */
const REFERENCE = 'x'.repeat(120);

/** What stands for a hole in a cluster of that region, while it is not known. */
export const likely =
  (region: string): Spell =>
  (hole) => {
    if ('ref' in hole) return REFERENCE;
    return hole.fact === 'partition' ? partitionOf(region) : hole.fact === 'region' ? region : '1'.repeat(12);
  };
