/** What irsa.yaml says of those that are taken over, alone or beside what it says already. Pure. */
import type { AppInput, SpecInput, WorkloadInput } from '../spec/spec-input.ts';
import type { Entry } from './admit.ts';
import type { AdoptedCluster } from './clusters.ts';
import type { Move } from './compare.ts';
import type { Described } from './describe.ts';

export interface Workload extends Entry, Described {}

interface Of {
  readonly clusters: readonly AdoptedCluster[];
  readonly rolePath: string;
  readonly moves: readonly Move[];
  readonly existing: SpecInput | undefined;
}

/** What a spec says for all is not said for those that were there before. */
export function inputOf(workloads: readonly Workload[], { clusters, rolePath, moves, existing }: Of): SpecInput {
  const { line, release } = workloads.find(({ candidate }) => candidate.release !== undefined)?.candidate ?? {};
  const of = <T extends WorkloadInput>(
    section: Described['section'],
    more: (input: WorkloadInput, id: string) => T,
  ): Readonly<Record<string, T>> =>
    Object.fromEntries(workloads.filter((one) => one.section === section).map(({ id, input }) => [id, more(input, id)]));
  const identity = existing?.identity === 'pod-identity' ? { identity: 'irsa' as const } : {};
  const addOns = of('addOns', (input) => ({ ...identity, ...input }));
  const apps = of('apps', (input, id): AppInput => ({
    ...identity,
    ...input,
    ...(existing === undefined ? {} : ownedByOthers(input, id)),
  }));
  const used = new Set(workloads.map(({ cluster }) => cluster.key));
  const all = [...new Set([...Object.keys(existing?.clusters ?? {}), ...clusters.map(({ key }) => key).filter((key) => used.has(key))])];
  const modules =
    release === undefined || existing?.terraform?.modules?.iam !== undefined
      ? {}
      : { modules: { iam: { line: line === 'iam-5' ? 5 : 6, version: release } } };
  return {
    ...(existing === undefined
      ? { terraform: { ...modules, serviceAccounts: 'none' } }
      : 'modules' in modules
        ? { terraform: modules }
        : {}),
    clusters: Object.fromEntries(
      clusters.filter(({ key, isThere }) => used.has(key) && isThere !== true).map(({ key, input }) => [key, input]),
    ),
    ...(existing?.primary === undefined && all.length > 1 ? { primary: all[0] } : {}),
    ...(Object.keys(addOns).length === 0 ? {} : { addOns }),
    ...(Object.keys(apps).length === 0 ? {} : { apps }),
    ...(rolePath === '/' || existing !== undefined ? {} : { rolePath }),
    ...(moves.length === 0 ? {} : { moved: Object.fromEntries(moves.map(({ from, to }) => [from, to])) }),
  };
}

/** Whoever makes the ServiceAccount goes on doing so. */
const ownedByOthers = ({ serviceAccount }: WorkloadInput, id: string): Pick<AppInput, 'serviceAccount'> => ({
  serviceAccount: { ...(typeof serviceAccount === 'string' ? { name: serviceAccount } : { name: id }), owner: 'none' },
});
