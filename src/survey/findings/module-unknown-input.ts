import { contractOf, recordedVersions, type Contract } from '../../catalog/modules/contracts.ts';
import { compareVersions, parseVersion, printVersion } from '../../catalog/modules/versions.ts';
import type { FindingKind, Sighting } from '../finding.ts';
import type { ModuleUse } from '../inventory.ts';
import { addressOfCall, releaseOfCall } from '../module-calls.ts';

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
  const [address, release] = [addressOfCall(use), releaseOfCall(use)];
  if (address === undefined || release === undefined) return [];
  const around = contractsAround(address, release);
  if (around.length === 0) return [];
  return use.inputs
    .filter(({ name }) => !META.has(name) && around.every(({ variables }) => !Object.hasOwn(variables, name)))
    .filter(
      ({ name }) =>
        around.some(({ version }) => version === release) || isSettled(address, release) || isOfOtherLine(address, release, name),
    )
    .map(({ name, at }) => ({
      at,
      subject: use.id,
      message: `${name} is no input of ${address} ${release}.`,
      fix: isOfOtherLine(address, release, name)
        ? `Other release lines have it: look up how ${release} calls it, or pin the line that the call was written for.`
        : 'Correct the name, or remove it.',
    }));
}

/** The contract of a release, or those on both sides of it: what neither knows it hardly knows either. */
function contractsAround(address: string, release: string): readonly Contract[] {
  const below = contractOf(address, release);
  const wanted = parseVersion(release);
  if (below === undefined || wanted === undefined) return [];
  const next = recordedVersions(address).find((version) => version[0] === wanted[0] && compareVersions(version, wanted) > 0);
  const above = next && contractOf(address, printVersion(next));
  return [below.contract, ...(above && !below.exact ? [above.contract] : [])];
}

/** There is a contract of a later release of the line, so that nothing new can be meant. */
const isSettled = (address: string, release: string): boolean => contractsAround(address, release).length > 1;

const isOfOtherLine = (address: string, release: string, name: string): boolean =>
  recordedVersions(address).some(
    (version) =>
      version[0] !== parseVersion(release)?.[0] &&
      Object.hasOwn(contractOf(address, printVersion(version))?.contract.variables ?? {}, name),
  );
