/**
 * `create-irsa migrate pod-identity`: workloads go from IRSA to EKS Pod Identity phase by phase, each a change of
 * irsa.yaml that is applied before the next: prepare (the trust admits both, the agent is there), dual (associations
 * are there, and pods flip as they restart), done (tokens are no longer admitted), and an end that takes out what
 * was only there for the way. Each phase has its way back.
 * https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html
 */
import { findAddOn } from '../../catalog/index.ts';
import type { NextStep, Plan, PlannedWorkload } from '../../plan/plan.ts';
import { runFolder, terraformIn } from '../../plan/terraform-command.ts';
import { hasErrors, type Outcome, type Problem } from '../../problem.ts';
import { editSpec } from '../../spec/edit-spec.ts';
import type { MigrationSpec, Spec } from '../../spec/spec.ts';
import type { SpecInput } from '../../spec/spec-input.ts';
import { isGiven, valueOf } from '../arguments.ts';
import { planSpec } from '../generation.ts';
import { formerPoliciesOf, keptNames, modulePolicyAddress, namesBefore } from './former-policies.ts';
import { endOfNewRole, hasNewRole, movesOfNewRoles, stillThere } from './new-role-ends.ts';
import { leftToApply } from './phase-applied.ts';
import { podIdentityChanges } from './pod-identity-changes.ts';
import {
  pathOf,
  arrived,
  needsTerraform,
  notOfModule,
  notUnderWay,
  nothingToFinish,
  phaseNotApplied,
  stateNotSaid,
  unknownWorkload,
  wrongFlags,
  type Workload,
} from './pod-identity-problems.ts';
import { readState, type ReadState } from './read-state.ts';
import type { Asked, MigratedRole, Target } from './target.ts';

type Phase = MigrationSpec['phase'];

/** What irsa.yaml shall say of one workload. */
type Change = Readonly<Record<string, unknown>>;

interface Step {
  readonly workload: Workload;
  readonly change: Change;
  /** In one sentence, after the name of the workload. */
  readonly says: string;
}

export const migrateToPodIdentity: Target = async (asked) => {
  const { spec } = asked.planned;
  const wrong = wrongFlags(asked);
  if (wrong.length > 0) return { problems: wrong };
  const { value: chosen, problems: unknown } = chosenBy(asked);
  if (chosen === undefined) return { problems: unknown };
  if (!spec.outputs.includes('terraform')) return { problems: [needsTerraform()] };
  const state = await readState(asked);
  if (hasErrors(state.problems)) return { problems: state.problems };
  const early = state.value === undefined || isGiven(asked.args, 'rollback') ? [] : tooEarly(asked, chosen, state.value);
  if (early.length > 0) return { problems: early };
  const { value: steps, problems } = await stepsOf(asked, chosen, state.value);
  if (steps === undefined) return { problems };
  const { going, staying } = steps;
  const { changes, after } = await withNames(asked, going);
  const ending = going.filter(({ change }) => change['migration'] === null).map(({ workload }) => workload);
  const moves = after === undefined ? [] : movesOfNewRoles(ending, asked.planned.plan, after);
  const taken = stillThere(moves, state.value);
  if (taken.length > 0) return { problems: taken };
  const moved = Object.assign({}, ...moves.map((move) => move.moved)) as Readonly<Record<string, string>>;
  const roles = going.flatMap(({ workload, says }) => {
    // What is moved is neither made nor destroyed.
    const isMoved = moves.some((move) => move.workload === workload);
    const all = rolesOf(workload, says, asked.planned.plan.workloads, after?.workloads ?? []);
    return isMoved ? all.map((role) => ({ ...role, expects: [] })) : all;
  });
  return {
    value: {
      changes: Object.keys(moved).length === 0 ? changes : { ...changes, moved },
      roles: [...roles, ...staying],
      patches: [],
      next: going.length === 0 ? [] : nextSteps(spec, going, moves.length > 0),
    },
    problems,
  };
};

/** Those that are to go on, or to end, from a phase that is not applied. */
function tooEarly({ args, planned: { plan } }: Asked, chosen: readonly Workload[], state: ReadState): readonly Problem[] {
  const wave = isGiven(args, 'finish') ? chosen.filter(hasEnded) : isGiven(args, 'workload') ? chosen : nextWave(chosen);
  return wave.flatMap((workload) => {
    const planned = workload.migration && plan.workloads.find(({ id }) => id === workload.id);
    const left = planned === undefined ? [] : leftToApply(planned, state.resources);
    return left.length === 0 ? [] : [phaseNotApplied(workload, left, state.file)];
  });
}

const changesOf = (steps: readonly Step[]): SpecInput => {
  const of = (kind: string) =>
    steps.filter(({ workload }) => pathOf(workload)[0] === kind).map(({ workload, change }) => [workload.id, change]);
  const [addOns, apps] = [of('addOns'), of('apps')];
  return {
    ...(addOns.length === 0 ? {} : { addOns: Object.fromEntries(addOns) }),
    ...(apps.length === 0 ? {} : { apps: Object.fromEntries(apps) }),
  } as SpecInput;
};

/**
 * With the names that policies have already, or that make way for those that are still there: a name that changes
 * replaces a policy, and what is replaced is detached for a moment.
 */
async function withNames(asked: Asked, going: readonly Step[]) {
  const first = changesOf(going);
  const after = await planAfter(asked, first);
  if (after === undefined) return { changes: first, after };
  const named = going.map((step) => {
    const roles = after.workloads.find(({ id }) => id === step.workload.id)?.roles ?? [];
    const before = asked.planned.plan.workloads.find(({ id }) => id === step.workload.id)?.roles ?? [];
    return { ...step, change: { ...step.change, ...keptNames(before, roles) } };
  });
  const changes = changesOf(named);
  return { changes, after: (await planAfter(asked, changes)) ?? after };
}

/** Nothing where it cannot be planned: then it is said why when it is shown. */
const planAfter = async ({ source }: Asked, changes: SpecInput): Promise<Plan | undefined> =>
  (await planSpec({ file: source.file, text: editSpec(source.text, changes), unsaved: true })).value?.plan;

function rolesOf({ id }: Workload, says: string, before: readonly PlannedWorkload[], after: readonly PlannedWorkload[]): MigratedRole[] {
  const [old, now] = [before, after].map((workloads) => workloads.find((workload) => workload.id === id)?.roles ?? []) as [
    PlannedWorkload['roles'],
    PlannedWorkload['roles'],
  ];
  const groups = [...new Set([...old, ...now].map(({ group }) => group))];
  return groups.map((group) => {
    const [was, is] = [old.filter((role) => role.group === group), now.filter((role) => role.group === group)];
    return { workload: id, group, role: (is[0] ?? was[0])?.name ?? '', says, expects: podIdentityChanges(was, is) };
  });
}

interface Steps {
  readonly going: readonly Step[];
  readonly staying: readonly MigratedRole[];
}

async function stepsOf(asked: Asked, chosen: readonly Workload[], state: ReadState | undefined): Promise<Outcome<Steps>> {
  const { args } = asked;
  if (isGiven(args, 'finish')) return ends(chosen, asked.planned.plan, state);
  if (isGiven(args, 'rollback')) return waysBack(chosen, asked.planned.plan.workloads);
  const wave = isGiven(args, 'workload') ? chosen : nextWave(chosen);
  if (wave.length === 0) return { value: { going: [], staying: [] }, problems: [] };
  const going: Step[] = [];
  const staying: MigratedRole[] = [];
  const problems: Problem[] = [];
  for (const workload of wave) {
    const { value: step, problems: found } = forward(asked, workload, state);
    const refused = step === undefined ? found : await refusalOf(asked, step);
    if (step !== undefined && refused.length === 0) going.push(step);
    else if (isGiven(args, 'workload') || state !== undefined || step !== undefined) {
      if (isGiven(args, 'workload')) problems.push(...refused);
      else staying.push(stays(workload, refused));
    } else problems.push(...refused);
  }
  if (hasErrors(problems)) return { problems };
  return { value: { going, staying }, problems };
}

const stays = ({ id }: Workload, [why]: readonly Problem[]): MigratedRole => ({
  workload: id,
  group: 'all',
  role: '',
  says: `stays on IRSA: ${why?.message ?? ''}`,
  expects: [],
});

const phaseOf = ({ identity, migration }: Workload): Phase | 'pod-identity' =>
  migration?.phase ?? (identity === 'pod-identity' ? 'pod-identity' : 'irsa');

/** Nodes are not ready without it, so it goes when all others have arrived. */
const isLast = ({ id }: Workload): boolean => findAddOn(id)?.beforeNodes === true;

/** All that are furthest behind: a phase is over when every workload of the wave is through. */
function nextWave(workloads: readonly Workload[]): readonly Workload[] {
  const open = workloads.filter((workload) => !['done', 'pod-identity'].includes(phaseOf(workload)));
  const begun = open.filter((workload) => phaseOf(workload) !== 'irsa');
  const first = (['prepare', 'dual'] as const).find((phase) => begun.some((workload) => phaseOf(workload) === phase));
  if (first !== undefined) return begun.filter((workload) => phaseOf(workload) === first);
  const others = open.filter((workload) => !isLast(workload));
  return others.length > 0 ? others : open;
}

function forward(asked: Asked, workload: Workload, state: ReadState | undefined): Outcome<Step> {
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

/** What the spec says of it, once it says that: Fargate, an old SDK, an audience, an add-on that cannot. */
async function refusalOf({ source }: Asked, step: Step): Promise<readonly Problem[]> {
  const { problems } = await planSpec({ file: source.file, text: editSpec(source.text, changesOf([step])), unsaved: true });
  const [kind, id] = pathOf(step.workload);
  return problems.filter(({ severity, path }) => severity === 'error' && path[0] === kind && path[1] === id);
}

const hasEnded = ({ migration }: Workload): boolean => migration?.phase === 'irsa' || migration?.phase === 'done';

/** What was only there for the way goes; a new role goes on under its own name. */
function ends(workloads: readonly Workload[], plan: Plan, state: ReadState | undefined): Outcome<Steps> {
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

function waysBack(workloads: readonly Workload[], planned: readonly PlannedWorkload[]): Outcome<Steps> {
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

function chosenBy({ args, planned: { spec } }: Asked): Outcome<readonly Workload[]> {
  const all: readonly Workload[] = [...spec.addOns, ...spec.apps];
  const words = args.flags.filter(({ name }) => name === 'workload').flatMap(({ value }) => value.split(','));
  const problems = words.filter((word) => !all.some(({ id }) => id === word)).map((word) => unknownWorkload(word, all));
  if (problems.length > 0) return { problems };
  return { value: words.length === 0 ? all : all.filter(({ id }) => words.includes(id)), problems };
}

const planCommand = (spec: Spec): string => {
  const terraform = terraformIn(spec, runFolder(spec));
  return `${terraform} init -upgrade && ${terraform} plan`;
};

/** The runbook that is written beside has the rest. */
function nextSteps(spec: Spec, going: readonly Step[], isMoved: boolean): NextStep[] {
  const ended = going.every(({ change }) => change['migration'] === null);
  return [
    {
      text: 'Read the plan: it destroys and replaces no role, policy or association but what is said above. Apply it.',
      command: planCommand(spec),
    },
    ...(isMoved
      ? [{ text: 'Once it is applied wherever this is applied, take the moved blocks out.', command: 'create-irsa adopt --finish' }]
      : []),
    ...(ended
      ? []
      : [{ text: 'Then go on as irsa/migration/README.md says: what to check, when to restart pods, and the way back from here.' }]),
  ];
}
