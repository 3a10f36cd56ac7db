/** Which files a spec names in `policyFiles`, of workloads and of the roles that they assume. */
import type { Path } from '../problem.ts';
import { items, loose } from './loose.ts';
import { permissionsOf } from './permissions/permissions-of.ts';

export interface NamedPolicyFile {
  /** The path of the entry. */
  readonly at: Path;
  readonly named: string;
}

export const namedPolicyFiles = (value: unknown): readonly NamedPolicyFile[] =>
  permissionsOf(loose(value)).flatMap(({ path, said }) =>
    items(said['policyFiles']).flatMap((named, i) => (typeof named === 'string' ? [{ at: [...path, 'policyFiles', i], named }] : [])),
  );
