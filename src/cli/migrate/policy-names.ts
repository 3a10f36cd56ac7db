/**
 * What the policies of role modules are called, where iam 5.x has ended their names in characters of its own:
 * only the state knows, or AWS. Nothing is guessed: a name that is not found is a problem. Pure.
 */
import type { PlannedRole, PlannedWorkload } from '../../plan/plan.ts';
import { modulePolicy, POLICY } from '../../plan/terraform/moves.ts';
import { error, type Outcome, type Problem } from '../../problem.ts';
import type { StateResource } from '../../repo/terraform-json.ts';
import { policyName } from '../../spec/rules/aws.ts';

/** A role with a policy that its module makes. */
export interface Holder {
  readonly workload: string;
  readonly role: PlannedRole;
  /** Address of that policy. */
  readonly address: string;
}

/** By workload, then by group. */
export type PolicyNames = ReadonlyMap<string, ReadonlyMap<string, string>>;

export const holdersIn = (workloads: readonly PlannedWorkload[]): Holder[] =>
  workloads.flatMap(({ id, roles }) =>
    roles.flatMap((role) => {
      const policy = role.maker === 'role-iam-5' ? modulePolicy(role) : undefined;
      return policy === undefined ? [] : [{ workload: id, role, address: `module.${role.label}.${POLICY}.${policy}[0]` }];
    }),
  );

/** An address of ours, in the root or in whatever calls the module that it is in. */
export const isAt = (address: string, { address: found }: Pick<StateResource, 'address'>): boolean =>
  found === address || found.endsWith(`.${address}`);

/**
 * @param file what the resources were read from, as the user named it
 * @returns no name for a role that is not applied yet
 */
export function namesInState(holders: readonly Holder[], resources: readonly StateResource[], file: string): Outcome<PolicyNames> {
  const managed = resources.filter(({ mode }) => mode === 'managed');
  const applied = holders.filter(({ role }) => managed.some((resource) => isAt(roleAddress(role), resource)));
  if (holders.length > 0 && applied.length === 0) return { problems: [otherRoot(holders, file)] };
  const others = applied.flatMap((holder) => otherNames(holder, managed, file));
  if (others.length > 0) return { problems: others };
  return gather(
    applied.map((holder) => {
      const found = managed.filter((resource) => isAt(holder.address, resource));
      const names = [...new Set(found.map(({ values }) => values['name']))];
      const [name] = names;
      if (found.length === 0) return [holder, notInState(holder, managed, file)];
      if (names.length > 1) return [holder, several(holder, found, file)];
      return [holder, typeof name === 'string' && policyName(name) === undefined ? name : unnamed(holder, file)];
    }),
  );
}

/** Names or, where one is missing, all that is wrong. */
export function gather(found: readonly (readonly [Holder, string | Problem])[]): Outcome<PolicyNames> {
  const problems = found.flatMap(([, name]) => (typeof name === 'string' ? [] : [name]));
  if (problems.length > 0) return { problems };
  const names = new Map<string, Map<string, string>>();
  for (const [{ workload, role }, name] of found) {
    if (typeof name !== 'string') continue;
    names.set(workload, (names.get(workload) ?? new Map<string, string>()).set(role.group, name));
  }
  return { value: names, problems };
}

export const roleAddress = ({ label }: Pick<PlannedRole, 'label'>): string => `module.${label}.aws_iam_role.this[0]`;

export const HOW = 'Take the state of the root module that irsa.yaml is for: `terraform show -json > state.json` there, after an apply.';

const otherRoot = ([first]: readonly Holder[], file: string): Problem => ({
  ...error(
    'state-of-another-root',
    [],
    `None of the roles is in this state: there is no ${first === undefined ? 'role' : roleAddress(first.role)}.`,
    HOW,
  ),
  file,
});

/** The labels of one environment are those of all. */
function otherNames({ workload, role }: Holder, managed: readonly StateResource[], file: string): Problem[] {
  const names = managed.filter((resource) => isAt(roleAddress(role), resource)).map(({ values }) => values['name']);
  return names.includes(role.name)
    ? []
    : [
        {
          ...error(
            'state-of-another-root',
            ['addOns', workload],
            `In this state the role ${roleAddress(role)} is named ${names.map((name) => (typeof name === 'string' ? name : 'nothing')).join(', ')}, and irsa.yaml names it ${role.name}.`,
            HOW,
          ),
          file,
        },
      ];
}

function notInState({ workload, role, address }: Holder, managed: readonly StateResource[], file: string): Problem {
  const there = managed.filter(({ address: at }) => at.includes(`module.${role.label}.${POLICY}.`)).map(({ address: at }) => at);
  return {
    ...error(
      'policy-not-in-state',
      ['addOns', workload],
      `The state has the role ${role.name}, but not its policy ${address}${there.length === 0 ? '' : `; it has ${there.join(', ')}`}.`,
      'Generate and apply what irsa.yaml says now (`create-irsa generate`, `terraform apply`), then take the state anew.',
    ),
    file,
  };
}

const several = ({ workload, address }: Holder, found: readonly StateResource[], file: string): Problem => ({
  ...error(
    'policy-several-times',
    ['addOns', workload],
    `The state has ${address} ${found.length} times, under names that differ: ${found.map(({ address: at }) => at).join(', ')}.`,
    'One irsa.yaml is applied once: give each place a spec of its own, and the state of that place alone.',
  ),
  file,
});

const unnamed = ({ workload, address }: Holder, file: string): Problem => ({
  ...error('policy-name-not-known', ['addOns', workload], `The name of ${address} is not there, or is none that IAM takes.`, HOW),
  file,
});
