/** Wherever a spec says what a role may do: in workloads, and in the roles of other accounts that they assume. */
import type { Path } from '../../problem.ts';
import { entries, items, loose, strings, type Loose } from '../loose.ts';

export interface Permissions {
  /** Of the map that has `grants`, `managedPolicies` and `statements`. */
  readonly path: Path;
  readonly said: Loose;
  /** Codes of what the workload takes upon itself. */
  readonly accept: readonly string[];
  /** Grants can be written there. */
  readonly takesGrants: boolean;
}

export const permissionsOf = (spec: Loose): readonly Permissions[] =>
  ['addOns', 'apps'].flatMap((kind) =>
    entries(spec[kind]).flatMap(([id, workload]): Permissions[] => {
      const accept = strings(workload['accept']);
      return [
        { path: [kind, id], said: workload, accept, takesGrants: kind === 'apps' },
        ...items(workload['assumeRoles']).map((entry, i) => ({
          path: [kind, id, 'assumeRoles', i],
          said: loose(entry),
          accept,
          takesGrants: true,
        })),
      ];
    }),
  );
