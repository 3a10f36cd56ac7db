/** The same names from AWS: of what is attached to a role, all is known but the policy that its module makes. */
import { askAws } from '../../aws/aws-cli.ts';
import type { PlannedRole } from '../../plan/plan.ts';
import { error, type Outcome, type Problem } from '../../problem.ts';
import { inTurn } from '../../repo/in-turn.ts';
import { items, loose, string } from '../../spec/loose.ts';
import { gather, type Holder, type PolicyNames } from './policy-names.ts';

/** The AWS CLI takes a second of a processor to start. */
const AT_ONCE = 4;

export async function namesInAws(holders: readonly Holder[]): Promise<Outcome<PolicyNames>> {
  return gather(await inTurn(holders, AT_ONCE, async (holder) => [holder, await nameOf(holder)] as const));
}

async function nameOf(holder: Holder): Promise<string | Problem> {
  const { value, problems } = await askAws(['iam', 'list-attached-role-policies', '--role-name', holder.role.name]);
  const [refused] = problems;
  if (refused !== undefined) return refused;
  const attached = items(loose(value)['AttachedPolicies']).flatMap((policy) => string(loose(policy)['PolicyName']) ?? []);
  const others = attached.filter((name) => isGenerated(name) && !namesOf(holder.role).includes(name));
  const [only] = others;
  return only !== undefined && others.length === 1 ? only : notOne(holder, attached);
}

/** By the AWS provider, from a prefix: the time and a counter, as 26 hexadecimal digits. */
export const isGenerated = (name: string): boolean => /-[0-9a-f]{26}$/.test(name);

/** Of all else that is attached to it. */
const namesOf = ({ permissions: { policies, managedPolicies } }: PlannedRole): readonly string[] => [
  ...policies.map(({ name }) => name),
  ...managedPolicies.map(
    (arn) => (typeof arn === 'string' ? arn : arn.text.filter((part) => typeof part === 'string').join('')).split('/').at(-1) ?? '',
  ),
];

const notOne = ({ workload, role }: Holder, attached: readonly string[]): Problem =>
  error(
    'policy-not-told-apart',
    ['addOns', workload],
    `Which policy of role ${role.name} its module has made cannot be told: attached are ${attached.length === 0 ? 'none' : attached.join(', ')}.`,
    'Ask the state instead, which knows each by its address: `terraform show -json | create-irsa migrate iam-6 --state -`.',
  );
