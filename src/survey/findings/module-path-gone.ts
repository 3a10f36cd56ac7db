import type { FindingKind, Sighting } from '../finding.ts';
import { ownAddress } from '../found.ts';
import type { ModuleUse } from '../inventory.ts';
import { pathGone } from '../path-gone.ts';

export const modulePathGone: FindingKind = {
  code: 'module-path-gone',
  severity: 'error',
  title: 'Module path that its release does not have',
  why: 'The next init on a machine without the module stops with “subdir not found”.',
  link: 'https://github.com/terraform-aws-modules/terraform-aws-iam/blob/master/docs/UPGRADE-6.0.md',
  find: ({ modules }) => modules.flatMap(sightings),
};

function sightings(use: ModuleUse): readonly Sighting[] {
  const gone = pathGone(use);
  if (gone === undefined) return [];
  const path = gone.address.split('//')[1] ?? gone.address;
  const named = use.version === undefined ? 'names no version, and so gets the newest release' : `takes ${use.version.value}`;
  return [
    {
      at: use.version?.at ?? use.source.at,
      subject: use.id,
      message: `${ownAddress(use.address)} ${named}; releases ${gone.lacking} have no ${path}.`,
      fix:
        gone.goneIn === undefined || gone.lacking.startsWith('before')
          ? `Move to ${gone.since}, or take ${gone.instead}.`
          : `Pin the line before ${gone.goneIn}, or move to ${gone.instead}${gone.address.endsWith('iam-role-for-service-accounts-eks') ? ': `create-irsa migrate iam-6` does so for calls of its own' : ''}.`,
    },
  ];
}
