/**
 * What the modules of roles have put into policies of their own: it stays attached while a role goes over, and only
 * the state knows it word for word. Nothing is guessed. Pure.
 */
import type { PlannedRole, PlannedWorkload } from '../../plan/plan.ts';
import { cutTo, POLICY_NAME_MAX } from '../../plan/names.ts';
import { modulePolicy, POLICY } from '../../plan/terraform/moves.ts';
import { error, type Outcome, type Problem } from '../../problem.ts';
import type { StateResource } from '../../repo/terraform-json.ts';
import type { WorkloadSpec } from '../../spec/spec.ts';
import { HOW, isAt } from './policy-names.ts';

/** As irsa.yaml keeps it. */
export interface KeptPolicy {
  readonly name: string;
  readonly description: string;
  readonly statements: readonly Readonly<Record<string, unknown>>[];
}

/** Address of the policy that a role's module makes. */
export function modulePolicyAddress(role: PlannedRole): string | undefined {
  const policy = modulePolicy(role);
  return policy === undefined ? undefined : `module.${role.label}.${POLICY}.${policy}[0]`;
}

/** @param file what the resources were read from, as the user named it */
export function formerPoliciesOf(
  { id, kind, roles }: PlannedWorkload,
  resources: readonly StateResource[],
  file: string,
): Outcome<Readonly<Record<string, KeptPolicy>>> {
  const problems: Problem[] = [];
  const kept = roles.flatMap((role): [string, KeptPolicy][] => {
    const address = modulePolicyAddress(role);
    if (address === undefined) return [];
    const found = resources.filter((resource) => resource.mode === 'managed' && isAt(address, resource));
    const policy = found.length === 1 ? policyIn(found[0]?.values ?? {}) : undefined;
    if (policy !== undefined) return [[role.group, policy]];
    problems.push({
      ...error(
        'policy-not-in-state',
        [kind === 'add-on' ? 'addOns' : 'apps', id],
        found.length === 0
          ? `The state has no ${address}, which holds what ${role.name} may do.`
          : `The state does not say what ${address} allows${found.length > 1 ? `: it has it ${found.length} times` : ''}.`,
        HOW,
      ),
      file,
    });
    return [];
  });
  return problems.length > 0 ? { problems } : { value: Object.fromEntries(kept), problems };
}

function policyIn({ name, description, policy }: Readonly<Record<string, unknown>>): KeptPolicy | undefined {
  if (typeof name !== 'string' || typeof policy !== 'string') return undefined;
  const { Statement } = parsed(policy);
  const statements = (Array.isArray(Statement) ? Statement : [Statement]).filter(isStatement);
  return statements.length === 0 ? undefined : { name, description: typeof description === 'string' ? description : '', statements };
}

function parsed(json: string): { readonly Statement?: unknown } {
  try {
    return (JSON.parse(json) ?? {}) as { readonly Statement?: unknown };
  } catch {
    return {};
  }
}

const isStatement = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Without a name of its own, a policy is named after its role. */
const standardName = ({ name }: PlannedRole): string => cutTo(name, POLICY_NAME_MAX, name);

/** Where the plan after a step would name policies otherwise than that before it, or than they are to be named from now on. */
export function keptNames(before: readonly PlannedRole[], after: readonly PlannedRole[]): Readonly<Record<string, unknown>> {
  const [was] = before;
  // One that takes the place of another has names of its own.
  const now = after.find(({ label }) => label === was?.label);
  const [old, own] = [was?.permissions.policies[0]?.name, now?.permissions.policies[0]?.name];
  const policyName = before.length === 1 && old !== undefined && own !== undefined && old !== own ? { policyName: old } : {};
  const moved = after.flatMap((role) =>
    // Only where it makes way for the one that is still there, or was named before.
    role.former !== undefined && role.permissions.policyNameInput !== undefined && role.policyName !== standardName(role)
      ? [[role.group, role.policyName] as const]
      : [],
  );
  return {
    ...policyName,
    ...(moved.length === 0 ? {} : { modulePolicyName: moved.length === 1 ? moved[0]?.[1] : Object.fromEntries(moved) }),
  };
}

/**
 * On the way back: the policy that was kept is the module's again under the name that it has had all the time, and
 * what has made way for it is gone.
 */
export function namesBefore(
  { modulePolicyName, policyName, migration }: WorkloadSpec,
  roles: readonly PlannedRole[],
): Readonly<Record<string, unknown>> {
  const names = Object.entries(migration?.former ?? {}).map(([group, { name }]) => [group, name] as const);
  if (modulePolicyName === undefined || names.length === 0) return {};
  const isUsual = names.every(([group, name]) => roles.some((role) => role.group === group && (policyName ?? standardName(role)) === name));
  const said = names.length === 1 ? names[0]?.[1] : Object.fromEntries(names);
  return { modulePolicyName: isUsual ? null : said };
}
