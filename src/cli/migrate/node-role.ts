/**
 * `create-irsa migrate node-role`: permissions go from the nodes to the pods, policy by policy. Where it stands is told
 * by irsa.yaml and by the state (or AWS): whose policies are nobody's yet, which workloads have a role and wait for the
 * apply, which policies can come off the node role, and, when none is left, the hop limit of IMDS. Only the first is a
 * change of irsa.yaml; the files of the user's own are shown as patches.
 * https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html
 */
import { dirname, join, resolve } from 'node:path';
import type { NextStep } from '../../plan/plan.ts';
import type { RepoFacts } from '../../plan/repo-facts.ts';
import { error, hasErrors, type Outcome, type Problem } from '../../problem.ts';
import { unifiedDiff } from '../../repo/diff.ts';
import { editSpec } from '../../spec/edit-spec.ts';
import { loose } from '../../spec/loose.ts';
import { readYaml } from '../../spec/read-yaml.ts';
import type { SpecInput } from '../../spec/spec-input.ts';
import { isGiven, valueOf, type Arguments } from '../arguments.ts';
import { readJson } from '../explain/read-data.ts';
import { planSpec } from '../generation.ts';
import { addOnsOf } from './node-role/add-on-of-policy.ts';
import { assigned, readAssignment, unknownPolicies, type Assignment } from './node-role/assignments.ts';
import { readDump, type Dump } from './node-role/cluster-dump.ts';
import { detach } from './node-role/detach.ts';
import { dwellersOf } from './node-role/dwellers.ts';
import { hopLimitPatches, withHopLimit } from './node-role/hop-limit.ts';
import { needOf } from '../../iam/node-needs.ts';
import { nodeRolesIn, type NodeRole } from './node-role/node-roles.ts';
import { nodeRoleOfAws, nodeRolesOfCluster, rolesInAws } from './node-role/node-roles-of-aws.ts';
import { presentAddOns } from './node-role/present.ts';
import { rootFiles, type RootFile } from './node-role/root-files.ts';
import { missingRoles, standingsOf, type Known, type Standing } from './node-role/standing.ts';
import { againStep, detachStep, hopLimitStep, lastUseStep, verifySteps } from './node-role/steps.ts';
import { takenOver } from './node-role/taken-over.ts';
import { readState, type ReadState } from './read-state.ts';
import type { Asked, Migration, Target } from './target.ts';

export const migrateFromNodeRole: Target = async (asked) => {
  const { args, planned, source } = asked;
  const wrong = wrongFlags(args);
  if (wrong.length > 0) return { problems: wrong };
  const state = await readState(asked);
  const { value: dump, problems: ofDump } = dumpOf(args);
  if (hasErrors([...state.problems, ...ofDump])) return { problems: [...state.problems, ...ofDump] };
  const { value: roles, problems: notRead } = await rolesOf(asked, state.value);
  if (roles === undefined) return { problems: notRead };

  const present = presentAddOns(planned.facts, state.value?.resources ?? [], dump);
  const { value: changes, problems } = changesOf(asked, roles, present, dump);
  if (changes === undefined) return { problems };
  const text = editSpec(source.text, changes);
  // What is wrong with it is said when it is shown.
  const { value: after = planned } = await planSpec({ file: source.file, text, unsaved: true });
  const { workloads } = after.plan;
  const applied = await appliedOf(
    asked,
    state.value,
    workloads.flatMap((one) => one.roles.map(({ name }) => name)),
  );
  const known: Known = { workloads, applied, present, detached: listOf(args, 'detach') };
  const held = roles.map((role) => ({ role, standings: standingsOf(role, known) }));
  return {
    value: {
      changes,
      roles: [],
      ...(await onwards(asked, held, after, known)),
      nodeRoles: held.map(({ role, standings }) => ({
        role: role.name,
        policies: standings.map(({ policy, status, by, left, says }) => ({ policy: policy.name, status, by, left, says })),
      })),
      dwellers: dwellersOf(workloads, present, dump),
    },
    problems,
  };
};

interface HeldAndStanding {
  readonly role: NodeRole;
  readonly standings: readonly Standing[];
}

/** What comes after: for each policy as far as it is, the hop limit when there is none left. */
async function onwards(
  { source, planned: { spec, facts } }: Asked,
  held: readonly HeldAndStanding[],
  after: Asked['planned'],
  known: Known,
): Promise<Pick<Migration, 'patches' | 'next'>> {
  const files = await rootFiles(resolve(dirname(source.file), spec.terraform.directory));
  const below = <T extends { readonly file: string }>(patch: T): T => ({ ...patch, file: join(spec.terraform.directory, patch.file) });
  const all = held.flatMap(({ standings }) => standings);
  const ready = held.flatMap(({ role, standings }) =>
    standings.filter(({ status }) => status === 'ready').map(({ policy, by }) => ({ role, policy, by })),
  );
  const waits = all.some(({ by }) => missingRoles(by, known).length > 0);
  const extras = all.filter(({ policy }) => needOf(policy.arn) === undefined);
  const apply: NextStep[] = waits ? [...after.plan.nextSteps, againStep()] : [];
  if (ready.length > 0) {
    const detached = ready.map(({ role, policy }) => detach(role.name, policy, files));
    const ids = new Set(ready.flatMap(({ by }) => by));
    const names = [...new Set(ready.map(({ role }) => role.name))];
    return {
      patches: detached.flatMap(({ patches }) => patches).map(below),
      next: [
        ...apply,
        ...verifySteps(after.plan.workloads.filter(({ id }) => ids.has(id))),
        ...names.map(lastUseStep),
        ...detached.flatMap(({ steps }) => steps),
        ...(detached.some(({ patches }) => patches.length > 0) ? [detachStep(names)] : []),
      ],
    };
  }
  if (extras.length > 0) return { patches: [], next: apply };
  const patches = hopLimitPatches(files, facts).map(below);
  const diffs = new Map(files.map((file) => [below(file).file, hopLimitDiff(below(file).file, file, facts)]));
  return {
    patches: patches.map((patch, i) => {
      const isFirst = patches.findIndex(({ file }) => file === patch.file) === i;
      return { ...patch, diff: isFirst ? (diffs.get(patch.file) ?? []) : [] };
    }),
    next: patches.length === 0 ? apply : [...apply, hopLimitStep()],
  };
}

/** @param path from the folder of irsa.yaml */
const hopLimitDiff = (path: string, file: RootFile, facts: RepoFacts): readonly string[] =>
  unifiedDiff(path.replaceAll('\\', '/'), file.text, withHopLimit(file, facts)).map(({ text }) => text);

const listOf = ({ flags }: Arguments, flag: string): readonly string[] =>
  flags.filter(({ name }) => name === flag).flatMap(({ value }) => value.split(','));

async function rolesOf({ args, planned: { spec } }: Asked, state: ReadState | undefined): Promise<Outcome<readonly NodeRole[]>> {
  const named = listOf(args, 'node-role');
  const found = nodeRolesIn(state?.resources ?? [], named);
  if (!isGiven(args, 'live')) {
    if (state === undefined) return { problems: [notSaid()] };
    const lost = named.filter((name) => !found.some((role) => role.name === name));
    return found.length === 0 || lost.length > 0 ? { problems: [notFound(state.file, lost)] } : { value: found, problems: [] };
  }
  const names = new Set(named.length > 0 ? named : found.map(({ name }) => name));
  if (names.size === 0)
    for (const { name, region } of spec.clusters) {
      const { value = [], problems } = await nodeRolesOfCluster(name, region);
      if (hasErrors(problems)) return { problems };
      for (const role of value) names.add(role);
    }
  if (names.size === 0) return { problems: [notFound('AWS', [])] };
  const roles: NodeRole[] = [];
  for (const name of names) {
    const { value, problems } = await nodeRoleOfAws(
      name,
      found.find((role) => role.name === name),
    );
    if (value === undefined) return { problems };
    roles.push(value);
  }
  return { value: roles, problems: [] };
}

async function appliedOf({ args }: Asked, state: ReadState | undefined, names: readonly string[]): Promise<readonly string[]> {
  const inState = (state?.resources ?? []).flatMap(({ type, mode, values }) =>
    type === 'aws_iam_role' && mode === 'managed' ? [String(values['name'])] : [],
  );
  const others = names.filter((name) => !inState.includes(name));
  return isGiven(args, 'live') ? [...inState, ...(await rolesInAws(others))] : inState;
}

/** What is said to be whose, and add-ons that a policy can only be of. */
function changesOf(
  { args, planned, source }: Asked,
  roles: readonly NodeRole[],
  present: readonly string[],
  dump: Dump | undefined,
): Outcome<SpecInput> {
  const read = args.flags.filter(({ name }) => name === 'assign').map(({ value }) => readAssignment(value));
  const problems = [...read.flatMap((one) => ('code' in one ? [one] : [])), ...unknownPolicies(listOf(args, 'detach'), roles)];
  if (problems.length > 0) return { problems };
  const said = read.flatMap((one) => ('code' in one ? [] : [one]));
  const taken = [...said.flatMap(({ policies }) => policies), ...listOf(args, 'detach')];
  const sure = roles.flatMap(({ policies }) =>
    policies.flatMap((policy): Assignment[] => {
      if (needOf(policy.arn) !== undefined || taken.includes(policy.name)) return [];
      const [match, ...others] = addOnsOf(policy, present);
      const isOpen = takenOver(policy, planned.plan.workloads).by.length === 0;
      return match !== undefined && others.length === 0 && match.missing.length === 0 && isOpen && present.includes(match.id)
        ? [{ workload: match.id, policies: [policy.name] }]
        : [];
    }),
  );
  return assigned(merged([...said, ...sure]), {
    written: loose(readYaml(source.text, source.file).yaml?.value),
    roles,
    subjects: dump?.subjects ?? [],
    hasBoundary: planned.spec.permissionsBoundary !== undefined,
  });
}

/** One for each workload. */
function merged(assignments: readonly Assignment[]): readonly Assignment[] {
  const all = new Map<string, Assignment>();
  for (const one of assignments) {
    const before = all.get(one.workload);
    all.set(one.workload, { ...before, ...one, policies: [...new Set([...(before?.policies ?? []), ...one.policies])] });
  }
  return [...all.values()];
}

function dumpOf(args: Arguments): Outcome<Dump> {
  const file = valueOf(args, 'cluster-dump');
  if (file === undefined) return { problems: [] };
  const what = 'what `kubectl get serviceaccounts,pods -A -o json` prints';
  const read = readJson(file, what);
  if ('code' in read) return { problems: [read] };
  const value = readDump(read.json);
  if (value !== undefined) return { value, problems: [] };
  const problem = error(
    'cluster-dump-not-read',
    [],
    'There are neither pods nor ServiceAccounts in it.',
    'Run `kubectl get serviceaccounts,pods -A -o json > cluster.json`, and name that.',
  );
  return { problems: [{ ...problem, file }] };
}

function wrongFlags(args: Arguments): readonly Problem[] {
  const given = ['state', 'terraform'].filter((name) => isGiven(args, name));
  return given.length < 2
    ? []
    : [error('contradictory-flags', [], '--state and --terraform each say where the state is read.', 'Leave one of them out.')];
}

const notSaid = (): Problem =>
  error(
    'node-roles-not-said',
    [],
    'What the roles of nodes hold is nowhere to be read: it is never guessed.',
    'Say --terraform to have `terraform show -json` run here, --state FILE for what it printed elsewhere, or --live to ask AWS (with --node-role NAME where nodes are in no node group).',
  );

const notFound = (where: string, lost: readonly string[]): Problem =>
  error(
    'node-role-not-found',
    [],
    lost.length === 0 ? `${where} has no node group, and so no role of nodes.` : `${where} has nothing of a role ${lost.join(', ')}.`,
    'Take the state of the root that makes the nodes, or say --live --node-role NAME.',
  );
