/** The group whose Terraform labels carry no suffix, as long as `primary` does not name it. */
import { items, loose, string, strings } from './loose.ts';
import type { Loose } from './loose.ts';

/** What `primary` has to say for everything to stay as it is, where it is needed: with several groups. */
export function primaryUnsaid(spec: Loose): string | undefined {
  const keys = Object.keys(loose(spec['clusters']));
  const [first] = keys;
  if (spec['primary'] !== undefined || first === undefined) return undefined;
  const shares = items(spec['shareRoles']).map(loose);
  const groupOf = (key: string): string => string(shares.find(({ clusters }) => strings(clusters).includes(key))?.['name']) ?? key;
  return new Set(keys.map(groupOf)).size < 2 ? undefined : groupOf(first);
}
