/**
 * `create-irsa migrate pod-identity`: workloads go from IRSA to EKS Pod Identity phase by phase, each a change of
 * irsa.yaml that is applied before the next: prepare (the trust admits both, the agent is there), dual (associations
 * are there, and pods flip as they restart), done (tokens are no longer admitted), and an end that takes out what
 * was only there for the way. Each phase has its way back.
 * https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html
 */
import type { NextStep, Plan, PlannedWorkload } from '../../plan/plan.ts';
import { runFolder, terraformIn } from '../../plan/terraform-command.ts';
import { hasErrors, type Outcome, type Problem } from '../../problem.ts';
import { editSpec } from '../../spec/edit-spec.ts';
import type { Spec } from '../../spec/spec.ts';
import type { SpecInput } from '../../spec/spec-input.ts';
import { isGiven } from '../arguments.ts';
import { planSpec } from '../generation.ts';
import { keptNames } from './former-policies.ts';
import { movesOfNewRoles, stillThere } from './new-role-ends.ts';
import { leftToApply } from './phase-applied.ts';
import { podIdentityChanges } from './pod-identity-changes.ts';
import { needsTerraform, pathOf, phaseNotApplied, unknownWorkload, wrongFlags, type Workload } from './pod-identity-problems.ts';
import { ends, forward, hasEnded, nextWave, waysBack, type Step, type Steps } from './pod-identity-steps.ts';
import { readState, type ReadState } from './read-state.ts';
import type { Asked, MigratedRole, Target } from './target.ts';

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

/** What the spec says of it, once it says that: Fargate, an old SDK, an audience, an add-on that cannot. */
async function refusalOf({ source }: Asked, step: Step): Promise<readonly Problem[]> {
  const { problems } = await planSpec({ file: source.file, text: editSpec(source.text, changesOf([step])), unsaved: true });
  const [kind, id] = pathOf(step.workload);
  return problems.filter(({ severity, path }) => severity === 'error' && path[0] === kind && path[1] === id);
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
