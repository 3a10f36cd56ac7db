import type { FindingKind, Sighting } from '../finding.ts';
import { ownAddress } from '../found.ts';
import type { ModuleUse } from '../inventory.ts';
import { isOfRegistry, namesVersion } from '../module-calls.ts';
import { pathGone } from '../path-gone.ts';
import { knownText } from '../written.ts';

export const moduleNoVersion: FindingKind = {
  code: 'module-no-version',
  severity: 'warning',
  title: 'Module without a version',
  why: 'Each machine that runs init gets the newest release of that day, with other inputs, other defaults and other resources.',
  link: 'https://developer.hashicorp.com/terraform/language/modules/configuration#version',
  find: ({ modules }) => modules.flatMap(sightings),
};

function sightings(use: ModuleUse): readonly Sighting[] {
  const source = knownText(use.source.value);
  if (source === undefined || namesVersion(use) || pathGone(use) !== undefined) return [];
  const at = use.source.at;
  if (isOfRegistry(source))
    return [
      {
        at,
        subject: use.id,
        message: `${ownAddress(use.address)} takes ${source} without a version.`,
        fix: 'Add version, with the release that you have tested.',
      },
    ];
  // Whose branch it is cannot be told: teams follow their own on purpose.
  return isOfGit(source) && !/[?&]ref=/.test(source)
    ? [
        {
          at,
          subject: use.id,
          severity: 'note',
          message: `${ownAddress(use.address)} takes the default branch of ${source}.`,
          fix: 'Add ?ref= with a tag or a commit.',
        },
      ]
    : [];
}

/** https://developer.hashicorp.com/terraform/language/modules/sources */
const isOfGit = (source: string): boolean => /^(git::|git@|github\.com\/|bitbucket\.org\/)/.test(source);
