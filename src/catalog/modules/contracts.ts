/**
 * What a caller can see of a module release: facts extracted from its source at the release's tag,
 * so that no release is handed an input that it does not know.
 */
import { contractTexts } from './contracts.generated.ts';
import { compareVersions, parseVersion } from './versions.ts';
import type { Version } from './versions.ts';

/** Some statements of a policy that the module makes by itself. */
export interface PolicyPart {
  /** The condition under which it adds them. */
  readonly when?: string;
  /** The list of which each entry gets them. */
  readonly each?: string;
  /** What is always there, with the commas between them. */
  readonly characters: number;
  /** What comes in between → how often. */
  readonly values: Readonly<Record<string, number>>;
  /** Inputs that are lists → what follows each entry, for each place where they stand. */
  readonly lists: Readonly<Record<string, readonly string[]>>;
}

export interface Contract {
  /** Registry address: `terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts`. */
  readonly module: string;
  readonly version: string;
  /** Constraint on Terraform itself. */
  readonly requiredVersion: string;
  /** Local provider name → constraint. */
  readonly requiredProviders: Readonly<Record<string, string>>;
  /** Name → Terraform type expression on one line. */
  readonly variables: Readonly<Record<string, string>>;
  /** Variables without a default. */
  readonly required: readonly string[];
  readonly outputs: readonly string[];
  /** Flag → its policy. */
  readonly policySizes?: Readonly<Record<string, readonly PolicyPart[]>>;
}

/** The contract of a release; if none was recorded, of the nearest lower one of its major line. */
export function contractOf(module: string, version: string): { readonly contract: Contract; readonly exact: boolean } | undefined {
  const wanted = parseVersion(version);
  if (wanted === undefined) return;
  const nearest = recordedVersions(module).findLast((recorded) => recorded[0] === wanted[0] && compareVersions(recorded, wanted) <= 0);
  if (nearest === undefined) return;
  return { contract: load(module, nearest.join('.')), exact: compareVersions(nearest, wanted) === 0 };
}

/** Releases of a module that have a contract, oldest first. */
export const recordedVersions = (module: string): readonly Version[] =>
  Object.keys(contractTexts)
    .flatMap((key) => {
      const [name, version = ''] = key.split('@');
      const parsed = name === module ? parseVersion(version) : undefined;
      return parsed ? [parsed] : [];
    })
    .sort(compareVersions);

const loaded = new Map<string, Contract>();

function load(module: string, version: string): Contract {
  const key = `${module}@${version}`;
  const known = loaded.get(key);
  if (known) return known;
  const contract: Contract = { module, version, ...JSON.parse(contractTexts[key] ?? '{}') };
  loaded.set(key, contract);
  return contract;
}
