/** What `terraform init` left behind: the lock file and the list of installed modules. */
import { join } from 'node:path';
import type { ModuleCall } from '../../plan/repo-facts.ts';
import { readRegularFile } from '../read-file.ts';
import { readConfig } from './read-config.ts';

export interface Lock {
  readonly providers: Readonly<Record<string, string>>;
  readonly openTofu: boolean;
}

/**
 * https://developer.hashicorp.com/terraform/language/files/dependency-lock. None, or a broken one, locks nothing.
 *
 * @param read a file of the root
 */
export async function readLock(read: (name: string) => string): Promise<Lock> {
  const text = attempt(() => read('.terraform.lock.hcl'));
  const config = text === undefined ? undefined : await readConfig('lock.hcl', text, { wanted: (type) => type === 'provider' });
  if (!config || !('blocks' in config)) return { providers: {}, openTofu: false };
  const locked = config.blocks.flatMap(({ labels: [address = ''], fields }) => {
    const version = fields.get('version')?.literal;
    return typeof version === 'string' ? [{ address, version }] : [];
  });
  // Of two providers of one name, HashiCorp's is the one that modules mean: it comes last and stays.
  const ordered = locked.sort((a, b) => Number(isHashicorp(a.address)) - Number(isHashicorp(b.address)));
  return {
    providers: Object.fromEntries(ordered.map(({ address, version }) => [address.split('/').at(-1) ?? '', version])),
    openTofu: locked.some(({ address }) => address.startsWith('registry.opentofu.org/')),
  };
}

const isHashicorp = (address: string): boolean => address.split('/').at(-2) === 'hashicorp';

/** Adds to each call what is installed for it, unless that was installed from another source. */
export function withInstalled(directory: string, calls: readonly ModuleCall[]): ModuleCall[] {
  const installed = calls.length > 0 ? readInstalled(directory) : [];
  return calls.map((call) => {
    const found = installed.find((m) => m.Key === call.label);
    const same = found?.Source === call.source || found?.Source?.endsWith(`/${call.source}`);
    return same && typeof found?.Version === 'string' && found.Version !== '' ? { ...call, resolved: found.Version } : call;
  });
}

interface Installed {
  readonly Key?: string;
  readonly Source?: string;
  readonly Version?: string;
}

function readInstalled(directory: string): readonly Installed[] {
  const text = attempt(() => readRegularFile(join(directory, '.terraform', 'modules', 'modules.json')));
  try {
    const { Modules } = JSON.parse(text ?? '{}') as { Modules?: unknown };
    return Array.isArray(Modules)
      ? Modules.filter((m): m is Installed => typeof m === 'object' && m !== null && typeof (m as Installed).Source !== 'number')
      : [];
  } catch {
    return [];
  }
}

function attempt(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
