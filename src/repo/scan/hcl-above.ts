/** Terragrunt's shared files: a unit includes one by the name that it has in some folder above. */
import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** Names of `.hcl` files in the folders above, up to the top of the repository; the unit's own are none of them. */
export function hclAbove(folder: string, top: string | undefined): string[] {
  const names = new Set<string>();
  if (top === undefined) return [];
  for (let at = folder; at !== top && dirname(at) !== at;) {
    at = dirname(at);
    for (const name of namesIn(at)) if (name.endsWith('.hcl') && !name.startsWith('.')) names.add(name);
  }
  return [...names].sort();
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
