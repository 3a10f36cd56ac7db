/**
 * What keeps terraform on this machine: a CLI configuration that sends module look-ups to the loopback
 * registry and provider look-ups to a folder of empty packages. `init` then chooses versions and
 * refuses contradictory constraints as it does online; the packages are never started.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HOST, providers, releasesOf } from './provider/releases.ts';

const OS: Readonly<Record<string, string>> = { win32: 'windows' };
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' };
const PLATFORM = `${OS[process.platform] ?? process.platform}_${ARCHITECTURES[process.arch] ?? process.arch}`;

/** Puts an empty package of one release into `folder`. */
export function writeEmptyPackage(folder: string, provider: string, version: string): void {
  const at = join(folder, HOST, 'hashicorp', provider, version, PLATFORM);
  mkdirSync(at, { recursive: true });
  writeFileSync(join(at, `terraform-provider-${provider}_v${version}`), '', { mode: 0o755 });
}

/** Puts an empty package of each release on offer into `folder`. */
export function writeEmptyPackages(folder: string): void {
  for (const provider of providers) for (const version of releasesOf(provider)) writeEmptyPackage(folder, provider, version);
}

/** Text of a .terraformrc. */
export const cliConfig = (registryUrl: string, mirror: string): string => `disable_checkpoint = true
host "${HOST}" {
  services = {
    "modules.v1" = "${registryUrl}"
  }
}
provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(mirror)}
    include = ["${HOST}/hashicorp/*"]
  }
}
`;

const LOCKED = /^provider "[^"]*\/hashicorp\/([^"/]+)" \{([\s\S]*?)^\}/gm;

/** Provider → version, of a .terraform.lock.hcl. */
export const lockedVersions = (lockFile: string): Record<string, string> =>
  Object.fromEntries(
    [...lockFile.matchAll(LOCKED)].flatMap(([, provider, body]) => {
      const version = /^\s*version\s*=\s*"([^"]+)"/m.exec(body ?? '')?.[1];
      return provider !== undefined && version !== undefined ? [[provider, version]] : [];
    }),
  );

/** A lock file obeyed by its versions; its checksums are not those of empty packages. */
export const withoutHashes = (lockFile: string): string => lockFile.replace(/^\s*hashes\s*=\s*\[[\s\S]*?\]\n/gm, '');
