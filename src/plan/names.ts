/**
 * Names of roles and policies. IAM names are unique per account regardless of case, roles have at
 * most 64 characters and policies 128.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */

const ROLE_NAME_MAX = 64;
export const POLICY_NAME_MAX = 128;

/** What a name may depend on. Never the account: the same spec gives the same names everywhere. */
export interface NameParts {
  readonly prefix: string;
  readonly group: string;
  readonly workload: string;
  readonly region: string;
  readonly namespace: string;
}

/** FNV-1a, 64 bits, as 8 characters of [0-9a-z]: stable across releases, no need of secrecy. */
export function shortHash(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const char of text) hash = BigInt.asUintN(64, (hash ^ BigInt(char.codePointAt(0) ?? 0)) * 0x100000001b3n);
  return (hash % 36n ** 8n).toString(36).padStart(8, '0');
}

/** Cuts to `max` and ends in a hash of what the name stands for, so that cut names stay distinct and stable. */
export const cutTo = (name: string, max: number, identity: string): string =>
  name.length <= max ? name : `${name.slice(0, max - 9).replace(/[^A-Za-z0-9]+$/, '')}-${shortHash(identity)}`;

/** The naming pattern filled in and cut to 64 characters. */
export function roleName(pattern: string, parts: NameParts): string {
  const full = pattern.replace(/\{(\w+)\}/g, (hole, key: string) => (key in parts ? parts[key as keyof NameParts] : hole));
  return cutTo(full, ROLE_NAME_MAX, [parts.region, parts.group, parts.workload].join('/'));
}
