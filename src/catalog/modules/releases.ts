/** Which releases of the modules exist, and which Terraform and providers each needs. */
import { recordedVersions } from './contracts.ts';
import { releaseTexts } from './contracts.generated.ts';
import { allows, compareVersions, parseVersion, printVersion } from './versions.ts';

export interface Requirements {
  /** Constraint on Terraform itself. */
  readonly terraform: string;
  /** Local provider name → constraint. */
  readonly providers: Readonly<Record<string, string>>;
}

/** Releases in a row that require the same. */
interface Run extends Requirements {
  readonly versions: readonly string[];
}

const loaded = new Map<string, readonly Run[]>();

function runsOf(module: string): readonly Run[] {
  const known = loaded.get(module);
  if (known) return known;
  const runs: readonly Run[] = JSON.parse((Object.hasOwn(releaseTexts, module) && releaseTexts[module]) || '[]');
  loaded.set(module, runs);
  return runs;
}

/** Every release known of a module, oldest first; empty for a module that is not ours to call. */
export const releasesOf = (module: string): readonly string[] => runsOf(module).flatMap((run) => run.versions);

/** What a release requires; a release that is not known requires what the one before it did. */
export function requirementsOf(module: string, version: string): Requirements | undefined {
  const wanted = parseVersion(version);
  if (wanted === undefined) return;
  const run = runsOf(module).findLast(({ versions }) => {
    const first = parseVersion(versions[0] ?? '');
    return first !== undefined && compareVersions(first, wanted) <= 0;
  });
  return run && { terraform: run.terraform, providers: run.providers };
}

/** The release that `terraform init` would choose for a module call with this constraint. */
export const newestAllowed = (module: string, constraint: string): string | undefined =>
  releasesOf(module).findLast((version) => allows(constraint, version));

/** The newest release of a major line that has a contract, so that calls of it can be checked. */
export function newestOfLine(module: string, line: number): string | undefined {
  const newest = recordedVersions(module).findLast((version) => version[0] === line);
  return newest && printVersion(newest);
}
