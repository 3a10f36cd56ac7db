/** Which files of a folder Terraform and OpenTofu read, and in which order. */

/** https://developer.hashicorp.com/terraform/language/files */
const CONFIG = /\.(tf|tofu)(\.json)?$/;

/** https://developer.hashicorp.com/terraform/language/files/override */
export const isOverride = (name: string): boolean => /(^|_)override\.(tf|tofu)(\.json)?$/.test(name);

const isIgnored = (name: string): boolean => name.startsWith('.') || name.endsWith('~') || (name.startsWith('#') && name.endsWith('#'));

export const isConfig = (name: string): boolean => CONFIG.test(name) && !isIgnored(name);

/**
 * Names of configuration files, overrides last. A `x.tofu` stands in for the `x.tf` beside it:
 * https://opentofu.org/docs/language/files/
 */
export function configFiles(names: readonly string[]): string[] {
  const found = new Set(names.filter(isConfig));
  return [...found]
    .filter((name) => !/\.tf(\.json)?$/.test(name) || !found.has(name.replace(/\.tf(\.json)?$/, '.tofu$1')))
    .sort((a, b) => Number(isOverride(a)) - Number(isOverride(b)) || (a < b ? -1 : 1));
}
