/** Which files a spec names in `policyFiles` of its workloads. */
import type { Path } from '../problem.ts';
import { entries, items, loose } from './loose.ts';

export interface NamedPolicyFile {
  /** The path of the entry. */
  readonly at: Path;
  readonly named: string;
}

export const namedPolicyFiles = (value: unknown): readonly NamedPolicyFile[] =>
  ['addOns', 'apps'].flatMap((kind) =>
    entries(loose(value)[kind]).flatMap(([id, workload]) =>
      items(workload['policyFiles']).flatMap((named, i) =>
        typeof named === 'string' ? [{ at: [kind, id, 'policyFiles', i], named }] : [],
      ),
    ),
  );
