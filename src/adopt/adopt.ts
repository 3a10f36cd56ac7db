/** A root as it is → the irsa.yaml that comes to the same, the moves within the state, and what is left as it is. Pure. */
import { makePlan } from '../plan/make-plan.ts';
import { without, type RepoFacts } from '../plan/repo-facts.ts';
import type { TerraformPlan } from '../plan/terraform/blocks.ts';
import { hasErrors, type Problem } from '../problem.ts';
import { mergeInput } from '../spec/merge-input.ts';
import { parseSpec } from '../spec/parse-spec.ts';
import { printSpec } from '../spec/print-spec.ts';
import type { SpecInput } from '../spec/spec-input.ts';
import type { Instance } from '../survey/gather/scopes.ts';
import type { Inventory } from '../survey/inventory.ts';
import type { LeftRole, TakenRole } from './adoption.ts';
import { admit, type Entry } from './admit.ts';
import { leave, type Candidate } from './candidate.ts';
import { candidatesIn } from './candidates.ts';
import type { AdoptedCluster, SaidOfClusters } from './clusters.ts';
import { compare, type Move } from './compare.ts';
import { describe } from './describe.ts';
import { inputOf, type Workload } from './input-of.ts';
import { isMap } from './same.ts';
import type { State } from './state.ts';

export interface Asked {
  readonly inventory: Inventory;
  readonly instances: readonly Instance[];
  /** Folder of the root, as the inventory names it. */
  readonly root: string;
  /** Of that root. */
  readonly facts: RepoFacts;
  readonly said: SaidOfClusters;
  readonly state?: State;
  /** The irsa.yaml that is there, which it is added to. */
  readonly existing?: SpecInput;
}

export interface Adoption {
  /** Absent where nothing is taken over. */
  readonly spec?: SpecInput;
  readonly taken: readonly TakenRole[];
  readonly left: readonly LeftRole[];
  /** Blocks that irsa-*.tf hold from now on, by their addresses, and those that mentions of them are to name. */
  readonly takeovers: readonly Move[];
  /** Clusters whose names are known to Terraform only. */
  readonly unnamed: readonly string[];
  readonly problems: readonly Problem[];
}

export function adopt(asked: Asked): Adoption {
  const { candidates, left: begun } = candidatesIn(asked);
  const left = [...begun];
  const { entries, problems } = admit(candidates, asked, left);
  const ofOneRelease = asked.existing?.terraform?.modules?.iam === undefined ? alike(entries, left) : entries;
  const { described, clusters } = describeAll(ofOneRelease, asked, left);
  const end = settle(described, clusters, asked, left);
  return { ...end, left: [...left].sort(byPlace), problems };
}

const byPlace = ({ at: a }: LeftRole, { at: b }: LeftRole): number => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1);

/** irsa.yaml has one release of the module: that of most. */
function alike(entries: readonly Entry[], left: LeftRole[]): readonly Entry[] {
  const counts = new Map<string, number>();
  for (const { candidate } of entries)
    if (candidate.release !== undefined) counts.set(candidate.release, (counts.get(candidate.release) ?? 0) + 1);
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  const [release] = most ?? [];
  return entries.filter(({ candidate }) => {
    if (candidate.release === undefined || candidate.release === release) return true;
    left.push(
      leave(candidate.role, {
        why: `Its module is of release ${candidate.release}, and most others here are of ${release}: irsa.yaml has one for all.`,
        fix: `Move it to ${release}, apply that, and adopt again.`,
      }),
    );
    return false;
  });
}

function describeAll(
  entries: readonly Entry[],
  { inventory, state, existing = {} }: Asked,
  left: LeftRole[],
): { described: readonly Workload[]; clusters: readonly AdoptedCluster[] } {
  const clusters = [...new Map(entries.map(({ cluster }) => [cluster.key, cluster])).values()];
  const taken = new Set([existing.addOns, existing.apps].flatMap((workloads) => Object.keys(workloads ?? {})));
  const all = new Set([...clusters.map(({ key }) => key), ...Object.keys(existing.clusters ?? {})]);
  const described = entries.flatMap((entry): Workload[] => {
    const found = describe(entry.candidate, entry.admitted, {
      inventory,
      cluster: entry.cluster,
      several: all.size > 1,
      taken,
      state,
    });
    if ('why' in found) {
      left.push(leave(entry.candidate.role, found));
      return [];
    }
    taken.add(found.id);
    return [{ ...entry, ...found }];
  });
  return { described, clusters };
}

const pathOf = ({ inputs, line }: Candidate): string => {
  const said = inputs[line === 'iam-5' ? 'role_path' : 'path'];
  return typeof said === 'string' ? said : '/';
};

/** Plans and compares until all that is in irsa.yaml comes to what is there. */
function settle(
  described: readonly Workload[],
  clusters: readonly AdoptedCluster[],
  { facts, state, existing }: Asked,
  left: LeftRole[],
): Pick<Adoption, 'spec' | 'taken' | 'takeovers' | 'unnamed'> {
  let kept = described;
  while (kept.length > 0) {
    const rolePath = pathOf(kept[0]!.candidate);
    const planned = planOf(inputOf(kept, { clusters, rolePath, moves: [], existing }), existing, without(facts, goneWith(kept)));
    const moves: Move[] = [];
    const taken: TakenRole[] = [];
    const dropped = new Map<Workload, string>();
    for (const workload of kept) {
      const { candidate, cluster, section, id } = workload;
      const refused = planned.problems.find(({ severity, path }) => severity === 'error' && path[0] === section && path[1] === id);
      const compared =
        planned.terraform === undefined
          ? undefined
          : compare(candidate, { terraform: planned.terraform, workload: id, partition: cluster.partition, state });
      if (refused !== undefined) dropped.set(workload, refused.message);
      else if (compared !== undefined && 'differs' in compared) dropped.set(workload, compared.differs);
      else if (compared !== undefined) {
        moves.push(...compared.moves);
        taken.push(takenRole(workload, compared.to));
      }
    }
    if (dropped.size === 0 && planned.terraform === undefined) {
      const [first] = planned.problems.filter(({ severity }) => severity === 'error');
      for (const one of kept) dropped.set(one, first?.message ?? 'irsa.yaml could not be planned.');
    }
    if (dropped.size === 0) {
      const used = new Set(kept.map(({ cluster }) => cluster.key));
      return {
        spec: inputOf(kept, { clusters, rolePath, moves, existing }),
        taken,
        takeovers: [
          ...taken.map(({ address, to }) => ({ from: address, to })),
          ...moves.filter(({ from }) => isAttachment(from)).map(wholly),
        ],
        unnamed: clusters.filter(({ key, unnamed }) => unnamed === true && used.has(key)).map(({ key }) => key),
      };
    }
    for (const [{ candidate }, why] of dropped) {
      left.push(
        leave(candidate.role, { why, fix: 'Leave it, or change the call so that both come to the same, apply that, and adopt again.' }),
      );
    }
    kept = kept.filter((one) => !dropped.has(one));
  }
  return { taken: [], takeovers: [], unnamed: [] };
}

const takenRole = (
  { candidate: { role, address, release, loosely }, section, id, role: name, lacks }: Workload,
  to: string,
): TakenRole => ({
  address,
  at: role.at,
  section,
  workload: id,
  role: name,
  to,
  ...(loosely !== undefined && release !== undefined ? { assumed: release } : {}),
  ...(lacks ? { lacks } : {}),
});

/** Blocks that go from the user's own files. */
const goneWith = (workloads: readonly Workload[]): string[] =>
  workloads.flatMap(({ candidate: { address, line, inputs } }) => [
    address,
    ...(line === 'resource' && isMap(inputs['policies']) ? Object.keys(inputs['policies'].map) : []),
  ]);

/** One of the root's own. */
const isAttachment = (address: string): boolean => /^aws_iam_role_policy_attachment\.[\w-]+$/.test(address);

/** Without the key of an instance, which nothing depends on by itself. */
const wholly = ({ from, to }: Move): Move => ({ from, to: to.replace(/\[[^\]]*\]$/, '') });

function planOf(
  input: SpecInput,
  existing: SpecInput | undefined,
  facts: RepoFacts,
): { readonly problems: readonly Problem[]; readonly terraform?: TerraformPlan } {
  const { value: parsed, problems } = parseSpec(
    printSpec(existing === undefined ? input : (mergeInput(existing, input) as SpecInput)),
    'irsa.yaml',
  );
  if (parsed === undefined) return { problems };
  const planned = makePlan(parsed.spec, facts);
  const all = [...problems, ...planned.problems];
  return { problems: all, ...(hasErrors(all) || planned.value?.terraform === undefined ? {} : { terraform: planned.value.terraform }) };
}
