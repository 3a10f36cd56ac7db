/** Where each policy of a node role stands on its way off it: told by the spec and by what is applied, and by nothing else. Pure. */
import { addOns } from '../../../catalog/index.ts';
import type { PlannedWorkload } from '../../../plan/plan.ts';
import { addOnsOf } from './add-on-of-policy.ts';
import { needOf } from '../../../iam/node-needs.ts';
import type { HeldPolicy, NodeRole } from './node-roles.ts';
import { takenOver } from './taken-over.ts';

/**
 * eks: nodes need it. last: nodes need it until the CNI plugin has a role. choice: of the nodes, if wanted. open: nobody
 * else has it. partly: workloads have some of it. planned: workloads will have it. ready: they have it, and it can go.
 */
export type Status = 'eks' | 'last' | 'choice' | 'open' | 'partly' | 'planned' | 'ready';

export interface Standing {
  readonly policy: HeldPolicy;
  readonly status: Status;
  /** Ids of the workloads that have it, or some of it. */
  readonly by: readonly string[];
  /** What of it none of them has. */
  readonly left: readonly string[];
  /** In one sentence, after the policy's name. */
  readonly says: string;
}

export interface Known {
  /** What irsa.yaml says, once this step is written. */
  readonly workloads: readonly PlannedWorkload[];
  /** Names of roles that are there. */
  readonly applied: readonly string[];
  /** Ids of add-ons that run. */
  readonly present: readonly string[];
  /** Names of policies that the user says nobody needs any more, whatever is left. */
  readonly detached: readonly string[];
}

export function standingsOf({ policies }: NodeRole, known: Known): readonly Standing[] {
  const extras = policies.filter(({ arn }) => needOf(arn) === undefined).map((policy) => ofExtra(policy, known));
  const needed = policies.flatMap((policy): Standing[] => {
    const need = needOf(policy.arn);
    const stands = { policy, by: [], left: [] };
    if (need === 'eks') return [{ ...stands, status: 'eks', says: 'is what nodes need themselves.' }];
    if (need === 'choice') return [{ ...stands, status: 'choice', says: 'is for Session Manager on nodes: keep it if you want that.' }];
    return need === 'last' ? [ofNetwork(policy, known, extras.length > 0)] : [];
  });
  return [...needed, ...extras];
}

function ofExtra(policy: HeldPolicy, known: Known): Standing {
  const { by, left } = takenOver(policy, known.workloads);
  const isForced = known.detached.includes(policy.name);
  const names = by.join(', ');
  const stands = { policy, by, left };
  if (by.length === 0)
    return isForced
      ? { ...stands, status: 'ready', says: 'goes: you say that nobody needs it.' }
      : { ...stands, status: 'open', says: whose(policy, known.present) };
  if (left.length > 0 && !isForced)
    return {
      ...stands,
      status: 'partly',
      says: `is narrowed for ${names}, which lacks ${shortened(left)}. Once nobody needs that: --detach ${policy.name}.`,
    };
  const missing = missingRoles(by, known);
  return missing.length > 0
    ? { ...stands, status: 'planned', says: `goes over to ${names}: apply first, as ${missing.join(', ')} is not there yet.` }
    : { ...stands, status: 'ready', says: `is with ${names} now: verify each, then take it off.` };
}

const shortened = (left: readonly string[]): string =>
  `${left.slice(0, 3).join('; ')}${left.length > 3 ? ` and ${left.length - 3} more` : ''}`;

/** Names of roles that irsa.yaml gives to workloads, and nobody has made. */
export const missingRoles = (ids: readonly string[], { workloads, applied }: Known): readonly string[] =>
  workloads
    .filter(({ id }) => ids.includes(id))
    .flatMap(({ roles }) => roles.map(({ name }) => name))
    .filter((name) => !applied.includes(name));

function whose(policy: HeldPolicy, present: readonly string[]): string {
  if (policy.arn !== undefined && policy.statements === undefined && addOnsOf(policy, present).length === 0)
    return 'is nobody’s yet, and what it allows is not known here: --live asks AWS.';
  const [likely, ...others] = addOnsOf(policy, present);
  if (likely === undefined)
    return `is nobody’s yet: say whose, --assign NAME:NAMESPACE/SERVICEACCOUNT=${policy.name} (or --detach ${policy.name}, if nobody’s).`;
  if (others.length > 0)
    return `could be of ${[likely, ...others].map(({ id }) => id).join(' or ')}: say which, --assign ${likely.id}=${policy.name}.`;
  if (likely.missing.length === 0) return `is of ${likely.id}: --assign ${likely.id}=${policy.name}.`;
  const flags = likely.missing.map((option) => `--add-on ${likely.id}.${option}=…`).join(' ');
  return `is of ${likely.id}, whose ${likely.missing.join(' and ')} the policy does not tell: say create-irsa --yes ${flags} first.`;
}

/** Nodes are not ready without the plugin, so it goes when all else has gone. */
function ofNetwork(policy: HeldPolicy, known: Known, isOtherLeft: boolean): Standing {
  const id = addOns.all().find(({ onNodeRole }) => onNodeRole === true)?.id ?? '';
  const stands = { policy, by: known.workloads.some((workload) => workload.id === id) ? [id] : [], left: [] };
  if (stands.by.length === 0)
    return {
      ...stands,
      status: 'last',
      says: `is what nodes need until ${id} has a role of its own (create-irsa --yes --add-on ${id}); it goes last.`,
    };
  const missing = missingRoles(stands.by, known);
  if (missing.length > 0 || isOtherLeft)
    return { ...stands, status: 'last', says: `goes last, as ${id} has a role of its own in irsa.yaml.` };
  return { ...stands, status: 'ready', says: `is with ${id} now: once its pods have restarted with their role, take it off.` };
}
