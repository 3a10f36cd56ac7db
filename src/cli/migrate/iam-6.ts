/**
 * `create-irsa migrate iam-6`: roles change from the role module of iam 5.x to that of 6.x within the state.
 * Three steps, each a change of irsa.yaml: over, with moved blocks; back, with the same the other way round;
 * and an end, once it is applied, which takes the moved blocks out.
 */
import { partitionOf } from '../../iam/partition.ts';
import { render } from '../../iam/text.ts';
import type { NextStep, Plan, PlannedRole, PlannedWorkload } from '../../plan/plan.ts';
import { terraformIn, runFolder } from '../../plan/terraform-command.ts';
import { isOfModule, modulePolicy } from '../../plan/terraform/moves.ts';
import { lineChange } from '../../plan/line-change.ts';
import { error, hasErrors, type Outcome, type Problem } from '../../problem.ts';
import { editSpec } from '../../spec/edit-spec.ts';
import { isLocalSource, isRemoteSource } from '../../spec/rules/terraform.ts';
import type { ModuleChoice, Spec } from '../../spec/spec.ts';
import type { SpecInput } from '../../spec/spec-input.ts';
import { isGiven } from '../arguments.ts';
import { planSpec } from '../generation.ts';
import { patchesFor } from './iam-6-patches.ts';
import { modulePolicyChanges } from './module-policy-changes.ts';
import { holdersIn, isAt, namesInState, type PolicyNames } from './policy-names.ts';
import { isGenerated, namesInAws } from './policies-of-aws.ts';
import { readState, type ReadState } from './read-state.ts';
import type { Asked, MigratedRole, Migration, Target } from './target.ts';

type Line = 5 | 6;

export const migrateIam: Target = async (asked) => {
  const { spec, plan } = asked.planned;
  const wrong = wrongFlags(asked);
  if (wrong.length > 0) return { problems: wrong };
  const state = await readState(asked);
  if (hasErrors(state.problems)) return { problems: state.problems };
  const at = lineOf(plan.workloads);
  const patches = ['finish', 'rollback'].some((flag) => isGiven(asked.args, flag)) ? [] : await patchesFor(asked, state.value?.resources);
  if (!spec.outputs.includes('terraform') || at === undefined)
    return patches.length === 0 ? { problems: [nothingOfModules()] } : { value: { ...nothing, patches }, problems: [] };
  const from = spec.terraform.modules.iam?.from;
  if (isGiven(asked.args, 'finish')) return from === undefined ? { problems: [notUnderWay()] } : finish(asked, at, from, state.value);
  if (isGiven(asked.args, 'rollback')) return at === 5 ? { problems: [notOver()] } : change(asked, 5, new Map());
  if (from !== undefined) return state.value === undefined ? { problems: [underWay(from)] } : finish(asked, at, from, state.value);
  if (at === 6) return { value: { ...nothing, patches }, problems: [] };
  const { value: migration, problems } = await over(asked, state.value);
  return migration === undefined ? { problems } : { value: { ...migration, patches }, problems };
};

const nothing: Migration = { changes: {}, roles: [], patches: [], next: [] };

/** Of the module that makes roles; nothing if none does. */
function lineOf(workloads: readonly PlannedWorkload[]): Line | undefined {
  const maker = workloads.flatMap(({ roles }) => roles.map((role) => role.maker)).find(isOfModule);
  return maker === undefined ? undefined : maker === 'role-iam-6' ? 6 : 5;
}

async function over(asked: Asked, state: ReadState | undefined): Promise<Outcome<Migration>> {
  const holders = holdersIn(asked.planned.plan.workloads);
  if (holders.length === 0) return change(asked, 6, new Map());
  if (isGiven(asked.args, 'live')) return withNames(asked, await namesInAws(holders));
  if (state === undefined) return { problems: [namesNotSaid(holders.map(({ workload }) => workload))] };
  return withNames(asked, namesInState(holders, state.resources, state.file));
}

const withNames = async (asked: Asked, { value: names, problems }: Outcome<PolicyNames>): Promise<Outcome<Migration>> =>
  names === undefined ? { problems } : change(asked, 6, names);

/** To a line, with the names that policies have already. */
async function change(asked: Asked, to: Line, names: PolicyNames): Promise<Outcome<Migration>> {
  const { source, planned } = asked;
  const { spec, plan } = planned;
  const choice = spec.terraform.modules.iam;
  if (choice?.source !== undefined && (isRemoteSource(choice.source) || isLocalSource(choice.source)))
    return { problems: [ownSource(choice, to)] };
  const unapplied = holdersIn(plan.workloads).flatMap(({ workload, role }) => (names.get(workload)?.has(role.group) ? [] : [role.name]));
  const bare = changesTo(to, choice, {});
  const first = await planOf(source.text, source.file, bare);
  if (first === undefined) return { value: { ...nothing, changes: bare }, problems: [] };
  const named = withPolicyNames(changesTo(to, choice, keptNames(first.workloads, names)), spec, plan.workloads, first.workloads);
  const now = (await planOf(source.text, source.file, named)) ?? first;
  const partition = partitionOf(spec.clusters[0]?.region ?? '');
  return {
    value: {
      changes: named,
      roles: plan.workloads.flatMap((workload) => rolesOf(workload, { plan, now, partition, to, unapplied })),
      patches: [],
      next: stepsOf(spec, to),
    },
    problems: [],
  };
}

/** Nothing where it cannot be planned: then it is said why when it is shown. */
const planOf = async (text: string, file: string, changes: SpecInput): Promise<Plan | undefined> =>
  (await planSpec({ file, text: editSpec(text, changes), unsaved: true })).value?.plan;

/** A source is kept; a version is of one line only. */
const changesTo = (line: Line, choice: ModuleChoice | undefined, addOns: Record<string, Record<string, unknown>>): SpecInput => ({
  terraform: {
    modules: { iam: { line, from: line === 6 ? 5 : 6, ...(choice?.source === undefined ? {} : { source: choice.source }) } },
  },
  ...(Object.keys(addOns).length === 0 ? {} : { addOns }),
});

/** One name where there is one role, else by group; none where the module has no policy any more. */
function keptNames(now: readonly PlannedWorkload[], names: PolicyNames): Record<string, Record<string, unknown>> {
  return Object.fromEntries(
    [...names].flatMap(([id, byGroup]) => {
      const roles = now.find((workload) => workload.id === id)?.roles ?? [];
      const kept = [...byGroup].filter(([group]) => roles.some((role) => role.group === group && modulePolicy(role) !== undefined));
      if (kept.length === 0) return [];
      return [[id, { modulePolicyName: roles.length === 1 ? kept[0]?.[1] : Object.fromEntries(kept) }] as const];
    }),
  );
}

/**
 * Policies of ours are named after what else the role has. Where the module's own is gone on the other line, theirs
 * would change, which replaces them: so they are told the name that they have.
 */
function withPolicyNames(changes: SpecInput, spec: Spec, before: readonly PlannedWorkload[], now: readonly PlannedWorkload[]): SpecInput {
  const addOns = { ...changes.addOns };
  for (const { id, roles } of before) {
    const [role, ...others] = roles;
    const [was] = role?.permissions.policies ?? [];
    const [is] = now.find((workload) => workload.id === id)?.roles[0]?.permissions.policies ?? [];
    if (others.length > 0 || was === undefined || is === undefined || was.name === is.name) continue;
    const said = spec.addOns.find((addOn) => addOn.id === id)?.policyName;
    const name =
      was.name === `${is.name}-more` ? was.name : said !== undefined && is.name === `${said}-more` ? said.replace(/-more$/, '') : undefined;
    if (name !== undefined) addOns[id] = { ...addOns[id], policyName: name };
  }
  return Object.keys(addOns).length === 0 ? changes : { ...changes, addOns };
}

interface Going {
  readonly plan: Plan;
  readonly now: Plan;
  readonly partition: string;
  readonly to: Line;
  /** Names of roles. */
  readonly unapplied: readonly string[];
}

function rolesOf({ id, roles }: PlannedWorkload, { plan, now, partition, to, unapplied }: Going): MigratedRole[] {
  const after = now.workloads.find((workload) => workload.id === id)?.roles ?? [];
  return roles.flatMap((before) => {
    const role = after.find(({ group }) => group === before.group);
    if (role === undefined) return [];
    const about = { workload: id, group: role.group, role: role.name };
    if (unapplied.includes(role.name)) return [{ ...about, says: `is not in the state yet: ${to}.x will make it.`, expects: [] }];
    const again = renamed(before, role);
    // Made anew, it is not updated as well.
    const updated = again.length > 0 ? [] : modulePolicyChanges({ role: before, plan }, { role, plan: now }, partition);
    const expects = [...lineChange(before, role), ...again, ...updated];
    return [{ ...about, says: sentence(role, to, expects), expects }];
  });
}

function sentence({ maker, policyName, permissions }: PlannedRole, to: Line, expects: MigratedRole['expects']): string {
  if (maker === 'other-account') return 'is of another account, and stays as it is.';
  if (maker === 'role-raw') return 'is made by no module, and stays as it is.';
  if (maker.startsWith('karpenter')) return 'is made by the module of Karpenter, which goes with the line of eks: it stays as it is.';
  if (expects.some(({ action }) => action !== 'update')) return 'keeps its name and its ARN, but not all of its policies.';
  if (expects.length > 0) return 'keeps its name, its ARN and its policies; what they allow is changed in place.';
  const policy = to === 6 && Object.keys(permissions.inputs).length > 0 ? `, and its policy the name ${policyName}` : '';
  return `keeps its name and its ARN${policy}; nothing is made or destroyed.`;
}

/** 5.x ends the names of policies in characters of its own, so a name that it has not made makes way. */
function renamed(before: PlannedRole, now: PlannedRole): MigratedRole['expects'] {
  if (now.maker !== 'role-iam-5' || before.maker !== 'role-iam-6' || isGenerated(before.policyName)) return [];
  return holdersIn([{ id: '', kind: 'add-on', title: '', comments: [], notes: [], roles: [now] }]).flatMap(({ address }) =>
    [address, address.replace('aws_iam_policy.', 'aws_iam_role_policy_attachment.')].map((at) => ({
      action: 'replace' as const,
      address: at,
      why: `6.x has named it ${before.policyName}, and 5.x names it anew`,
    })),
  );
}

function finish({ planned: { spec, plan } }: Asked, at: Line, from: number, state: ReadState | undefined): Outcome<Migration> {
  const left = state === undefined ? [] : movedFrom(plan).filter((address) => state.resources.some((resource) => isAt(address, resource)));
  if (left.length > 0) return { problems: [notApplied(left, state?.file ?? '')] };
  const { source, version } = spec.terraform.modules.iam ?? {};
  const iam =
    source === undefined && version === undefined
      ? at
      : { ...(version === undefined ? { line: at } : { version }), ...(source === undefined ? {} : { source }) };
  return {
    value: {
      changes: { terraform: { modules: { iam } } },
      roles: [],
      patches: [],
      next: [
        {
          text: `Nothing changes any more: roles have come from ${from}.x to ${at}.x. See that the plan is empty.`,
          command: planCommand(spec),
        },
      ],
    },
    problems: [],
  };
}

/** Addresses that the state has left, once it is applied. */
const movedFrom = ({ terraform }: Plan): string[] =>
  (terraform?.files ?? [])
    .flatMap(({ blocks }) => blocks)
    .flatMap((block) => (block.kind === 'moved' ? [render(block.from, (hole) => ('ref' in hole ? hole.ref : ''))] : []));

const planCommand = (spec: Spec): string => {
  const terraform = terraformIn(spec, runFolder(spec));
  return `${terraform} init -upgrade && ${terraform} plan`;
};

const stepsOf = (spec: Spec, to: Line): NextStep[] => [
  {
    text:
      to === 6
        ? 'Take the module and the provider that it needs, then read the plan: it moves, and adds, changes and destroys nothing but what is said above. Apply it.'
        : 'Take the module back, then read the plan: it moves, and adds, changes and destroys nothing but what is said above. Apply it.',
    command: planCommand(spec),
  },
  { text: 'Once it is applied wherever this is applied, take the moved blocks out.', command: 'create-irsa migrate iam-6 --finish' },
];

const SOURCES = ['state', 'terraform', 'live'];

function wrongFlags({ args }: Asked): readonly Problem[] {
  const given = (names: readonly string[]) => names.filter((name) => isGiven(args, name)).map((name) => `--${name}`);
  const clash = (flags: readonly string[], why: string): Problem[] =>
    flags.length < 2 ? [] : [error('contradictory-flags', [], `${flags.join(' and ')} ${why}.`, 'Leave all but one of them out.')];
  return [...clash(given(SOURCES), 'each say where names are read'), ...clash(given(['finish', 'rollback']), 'are two ways on')];
}

const nothingOfModules = (): Problem =>
  error('nothing-to-migrate', [], 'No role of this spec is made by the iam module.', 'There is nothing to do.');

const notUnderWay = (): Problem =>
  error(
    'migration-not-under-way',
    ['terraform', 'modules', 'iam'],
    'No roles are on their way here: `from` is not said.',
    'Begin with `create-irsa migrate iam-6`.',
  );

const notOver = (): Problem =>
  error(
    'migration-not-under-way',
    ['terraform', 'modules', 'iam'],
    'The roles are made by iam 5.x here: there is nothing to go back from.',
    'Leave --rollback out to go to 6.x.',
  );

const underWay = (from: number): Problem =>
  error(
    'migration-under-way',
    ['terraform', 'modules', 'iam', 'from'],
    `Roles are on their way from iam ${from}.x already.`,
    'Apply what was written, then run `create-irsa migrate iam-6 --finish`; or --rollback to go back.',
  );

const notApplied = (left: readonly string[], file: string): Problem => ({
  ...error(
    'migration-not-applied',
    ['terraform', 'modules', 'iam', 'from'],
    `The state still has ${left.slice(0, 3).join(', ')}${left.length > 3 ? ` and ${left.length - 3} more` : ''}.`,
    'Apply what was written with the moved blocks first, and take the state anew.',
  ),
  file,
});

const namesNotSaid = (workloads: readonly string[]): Problem =>
  error(
    'policy-names-not-said',
    [],
    `iam 5.x has ended the names of policies in characters of its own, and a policy whose name changes is replaced: that of ${[...new Set(workloads)].join(', ')} must be known.`,
    'Say --terraform to have `terraform show -json` run here, --state FILE for what it printed elsewhere (`terraform show -json | create-irsa migrate iam-6 --state - --yes`), or --live to ask AWS.',
  );

const ownSource = ({ source }: ModuleChoice, to: Line): Problem =>
  error(
    'module-of-own-source',
    ['terraform', 'modules', 'iam', 'source'],
    `The module comes from ${source ?? ''}, and which release that is of line ${to} nobody here knows.`,
    `Write where line ${to} is: terraform: { modules: { iam: { line: ${to}, from: ${to === 6 ? 5 : 6}, source: … } } }, with the modulePolicyName of each add-on.`,
  );
