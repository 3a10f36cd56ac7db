import { contractOf, recordedVersions, type Contract } from '../../catalog/modules/contracts.ts';
import { compareVersions, parseVersion, printVersion, type Version } from '../../catalog/modules/versions.ts';
import type { FindingKind, Sighting } from '../finding.ts';
import type { ModuleUse } from '../inventory.ts';
import { addressOfCall, pinOfCall, releaseOfCall } from '../module-calls.ts';

export const moduleUnknownInput: FindingKind = {
  code: 'module-unknown-input',
  severity: 'error',
  title: 'Input that the module does not know',
  why: 'Terraform refuses the call: “An argument named … is not expected here”.',
  link: 'https://developer.hashicorp.com/terraform/language/modules/configuration',
  find: ({ modules }) => modules.flatMap(sightings),
};

/** Read by Terraform itself. */
const META = new Set(['source', 'version', 'count', 'for_each', 'providers', 'depends_on', 'lifecycle']);

function sightings(use: ModuleUse): readonly Sighting[] {
  const [address, release] = [addressOfCall(use), parseVersion(releaseOfCall(use) ?? '')];
  if (address === undefined || release === undefined) return [];
  const around = contractsAround(address, release);
  if (around.length === 0) return [];
  const isWhole = isSettled(use, address, release, around);
  return use.inputs
    .filter(({ name }) => !META.has(name) && around.every((contract) => !knows(contract, name)))
    .flatMap(({ name, at }) => {
      const elsewhere = lineThatKnows(address, release, name);
      if (!isWhole && elsewhere === undefined) return [];
      return [
        {
          at,
          subject: use.id,
          message: `${name} is no input of ${address} ${printVersion(release)}.`,
          fix:
            elsewhere === undefined
              ? 'Correct the name, or remove it.'
              : `It is one of ${elsewhere}: look up what takes its place, or pin the line that the call was written for.`,
        },
      ];
    });
}

const knows = ({ variables }: Contract, name: string): boolean => Object.hasOwn(variables, name);

/** The contracts nearest to a release within its major line, below and above: what neither knows it does not know either. */
function contractsAround(address: string, release: Version): readonly Contract[] {
  const line = recordedVersions(address).filter(([major]) => major === release[0]);
  const below = line.findLast((version) => compareVersions(version, release) <= 0);
  const above = line.find((version) => compareVersions(version, release) >= 0);
  return [...new Set([below, above].flatMap((version) => (version === undefined ? [] : printVersion(version))))].flatMap(
    (version) => contractOf(address, version)?.contract ?? [],
  );
}

/** No release that the call may get is newer than what is on record: else it may have inputs that nobody here has heard of. */
function isSettled(use: ModuleUse, address: string, release: Version, around: readonly Contract[]): boolean {
  const isLastLine = !recordedVersions(address).some(([major]) => major > release[0]);
  const isWithin = around.length > 1 || around[0]?.version === printVersion(release);
  return isWithin && (pinOfCall(use) !== undefined || !isLastLine);
}

/** `line 20.x`: of another major line. */
const lineThatKnows = (address: string, release: Version, name: string): string | undefined => {
  const found = recordedVersions(address).findLast((version) => {
    const contract = version[0] === release[0] ? undefined : contractOf(address, printVersion(version))?.contract;
    return contract !== undefined && knows(contract, name);
  });
  return found && `line ${found[0]}.x`;
};
