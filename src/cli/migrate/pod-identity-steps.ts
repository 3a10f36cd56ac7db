/** The phases that workloads go through on their way to EKS Pod Identity, one step forward, back, or out of it. */
import { findAddOn } from '../../catalog/index.ts';
import type { Plan, PlannedWorkload } from '../../plan/plan.ts';
import type { Outcome } from '../../problem.ts';
import type { MigrationSpec } from '../../spec/spec.ts';
import { valueOf } from '../arguments.ts';
import { formerPoliciesOf, modulePolicyAddress, namesBefore } from './former-policies.ts';
import { endOfNewRole, hasNewRole } from './new-role-ends.ts';
import { arrived, notOfModule, notUnderWay, nothingToFinish, stateNotSaid, type Workload } from './pod-identity-problems.ts';
import type { ReadState } from './read-state.ts';
import type { Asked, MigratedRole } from './target.ts';

type Phase = MigrationSpec['phase'];

/** What irsa.yaml shall say of one workload. */
type Change = Readonly<Record<string, unknown>>;

export interface Step {
  readonly workload: Workload;
  readonly change: Change;
  /** In one sentence, after the name of the workload. */
  readonly says: string;
}

export interface Steps {
  readonly going: readonly Step[];
  readonly staying: readonly MigratedRole[];
}

const phaseOf = ({ identity, migration }: Workload): Phase | 'pod-identity' =>
  migration?.phase ?? (identity === 'pod-identity' ? 'pod-identity' : 'irsa');

/** Nodes are not ready without it, so it goes when all others have arrived. */
const isLast = ({ id }: Workload): boolean => findAddOn(id)?.beforeNodes === true;

/** All that are furthest behind: a phase is over when every workload of the wave is through. */
export function nextWave(workloads: readonly Workload[]): readonly Workload[] {
  const open = workloads.filter((workload) => !['done', 'pod-identity'].includes(phaseOf(workload)));
  const begun = open.filter((workload) => phaseOf(workload) !== 'irsa');
  const first = (['prepare', 'dual'] as const).find((phase) => begun.some((workload) => phaseOf(workload) === phase));
  if (first !== undefined) return begun.filter((workload) => phaseOf(workload) === first);
  const others = open.filter((workload) => !isLast(workload));
  return others.length > 0 ? others : open;
}

/** The next phase of one workload. */
export function forward(asked: Asked, workload: Workload, state: ReadState | undefined): Outcome<Step> {
  switch (phaseOf(workload)) {
    case 'irsa':
      return begin(asked, workload, state);
    case 'prepare':
      return stepTo(workload, 'dual', {}, 'gets its associations: from now on every pod that restarts comes by them.');
    case 'dual':
      return stepTo(workload, 'done', { identity: 'pod-identity' }, 'admits no tokens any more, and its ServiceAccounts name no role.');
    default:
      return { problems: [arrived(workload)] };
  }
}

const stepTo = (workload: Workload, phase: Phase, more: Change, says: string): Outcome<Step> => ({
  value: { workload, change: { ...more, migration: { phase } }, says },
  problems: [],
});

/** Why a role is kept, or a new one made, is said with it. */
function begin(asked: Asked, workload: Workload, state: ReadState | undefined): Outcome<Step> {
  const planned = asked.planned.plan.workloads.find(({ id }) => id === workload.id);
  const [first] = planned?.roles ?? [];
  if (planned === undefined || first === undefined) return { problems: [arrived(workload)] };
  if (first.maker === 'role-raw' || first.maker === 'other-account') return { problems: [notOfModule(workload)] };
  const from = first.maker === 'role-iam-6' ? 6 : 5;
  const { role, why } = wayOf(asked, workload, planned);
  const migration = { phase: 'prepare', role, ...(first.maker.startsWith('karpenter') ? {} : { from }) };
  if (role === 'new') return { value: { workload, change: { migration }, says: `gets a new role beside its own: ${why}` }, problems: [] };
  if (!planned.roles.some((one) => modulePolicyAddress(one) !== undefined))
    return { value: { workload, change: { migration }, says: `keeps its role: ${why}` }, problems: [] };
  if (state === undefined) return { problems: [stateNotSaid(workload)] };
  const { value: former, problems } = formerPoliciesOf(planned, state.resources, state.file);
  return former === undefined
    ? { problems }
    : { value: { workload, change: { migration: { ...migration, former } }, says: `keeps its role: ${why}` }, problems };
}

interface WayOf {
  readonly role: MigrationSpec['role'];
  readonly why: string;
}

/** A role that is kept has its ARN, and so whatever names it goes on to work. */
function wayOf({ args }: Asked, workload: Workload, planned: PlannedWorkload): WayOf {
  const said = valueOf(args, 'role');
  if (said === 'keep' || said === 'new') return { role: said, why: 'you say so.' };
  if (workload.assumeRoles.length > 0) return { role: 'keep', why: 'other accounts trust its ARN.' };
  if (planned.roles.some(({ permissions: { inputs } }) => Object.keys(inputs).length > 0) && !isCarried(planned))
    return { role: 'new', why: 'its module attaches policies of AWS under addresses that cannot be carried over.' };
  if (workload.roleName !== undefined) return { role: 'keep', why: 'it has a name that you chose, which others may know.' };
  return { role: 'keep', why: 'its ARN stays, so bucket policies, keys and other accounts that name it go on to work.' };
}

const isCarried = ({ roles }: PlannedWorkload): boolean =>
  roles.every((role) => Object.keys(role.permissions.inputs).length === 0 || modulePolicyAddress(role) !== undefined);

export const hasEnded = ({ migration }: Workload): boolean => migration?.phase === 'irsa' || migration?.phase === 'done';

/** What was only there for the way goes; a new role goes on under its own name. */
export function ends(workloads: readonly Workload[], plan: Plan, state: ReadState | undefined): Outcome<Steps> {
  const going = workloads.filter(hasEnded).flatMap((workload): Step[] => {
    const says = phaseOf(workload) === 'irsa' ? 'is back where it was.' : 'has arrived: what was only there for the way goes.';
    if (!hasNewRole(workload)) return [{ workload, change: { migration: null }, says }];
    const change = state && endOfNewRole(workload, plan.workloads.find(({ id }) => id === workload.id)?.roles ?? []);
    return change === undefined
      ? []
      : [
          {
            workload,
            change: change as Change,
            says: 'has arrived: its new role keeps its name, and takes the address of the former one.',
          },
        ];
  });
  return going.length === 0
    ? { problems: [nothingToFinish(workloads, state !== undefined)] }
    : { value: { going, staying: [] }, problems: [] };
}

const BACK: Readonly<Partial<Record<Phase, Phase>>> = { done: 'dual', dual: 'prepare', prepare: 'irsa' };

const SAYS_BACK: Readonly<Partial<Record<Phase, string>>> = {
  dual: 'admits tokens again, and its ServiceAccounts name their role.',
  prepare: 'loses its associations: every pod that restarts comes by its token again.',
  irsa: 'admits tokens only, as before.',
};

/** One phase back. */
export function waysBack(workloads: readonly Workload[], planned: readonly PlannedWorkload[]): Outcome<Steps> {
  const going = workloads.flatMap((workload): Step[] => {
    const to = BACK[phaseOf(workload) as Phase];
    if (to === undefined || workload.migration === undefined) return [];
    const identity = to === 'dual' ? { identity: 'irsa' } : {};
    // Of a role that stood beside, nothing has to be carried back.
    const migration = to === 'irsa' && (workload.migration.role === 'new' || workload.migration.from === undefined) ? null : { phase: to };
    const names = namesBefore(workload, planned.find(({ id }) => id === workload.id)?.roles ?? []);
    return [{ workload, change: { ...identity, ...names, migration }, says: SAYS_BACK[to] ?? '' }];
  });
  return going.length === 0 ? { problems: [notUnderWay()] } : { value: { going, staying: [] }, problems: [] };
}
