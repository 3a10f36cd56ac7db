/** Calls of modules that are known by their registry address, and what they are given. Pure. */
import { registryAddress } from '../catalog/modules/registry-address.ts';
import { newestAllowed } from '../catalog/modules/releases.ts';
import { parseVersion } from '../catalog/modules/versions.ts';
import type { ModuleInput, ModuleUse } from './inventory.ts';
import { knownText } from './written.ts';

/** `terraform-aws-modules/iam/aws//modules/iam-role`; nothing for a source that is computed. */
export function addressOfCall({ source }: ModuleUse): string | undefined {
  const text = knownText(source.value);
  return text === undefined ? undefined : registryAddress(text);
}

/** Of a registry: `[host/]namespace/name/provider[//submodule]`, which takes a version. */
export const isOfRegistry = (source: string): boolean =>
  /^(?:[\w-]+(?:\.[\w-]+)+\/)?[\w-]+\/[\w-]+\/[\w-]+(?:\/\/.*)?$/.test(source) && !/^(github\.com|bitbucket\.org)\//.test(source);

/** The one release that a call can get: installed, or named exactly. */
export function pinOfCall({ source, version, resolved }: ModuleUse): string | undefined {
  const ref = /[?&]ref=v?(\d+\.\d+\.\d+)$/.exec(knownText(source.value) ?? '')?.[1];
  const exact = version?.value.replace(/^=?\s*v?(?=\d)/, '');
  return resolved ?? ref ?? (exact !== undefined && parseVersion(exact) !== undefined ? exact : undefined);
}

/** The release that a call gets, as far as releases are on record: the newest that its constraint allows. */
export function releaseOfCall(use: ModuleUse): string | undefined {
  const address = addressOfCall(use);
  return (
    pinOfCall(use) ??
    (address === undefined || (use.version === undefined && namesVersion(use))
      ? undefined
      : newestAllowed(address, use.version?.value ?? ''))
  );
}

export const inputOf = ({ inputs }: ModuleUse, name: string): ModuleInput | undefined => inputs.find((input) => input.name === name);

export const isTrue = (use: ModuleUse, name: string): boolean => inputOf(use, name)?.literal === true;

/** A list of names as people read it. */
export const listed = (names: readonly string[], word: 'and' | 'or' = 'and'): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1)}`;

/** A version that only OpenTofu would know is one nevertheless. */
export const namesVersion = ({ version, unread = [] }: ModuleUse): boolean =>
  version !== undefined || unread.some(({ what }) => what === 'version');
