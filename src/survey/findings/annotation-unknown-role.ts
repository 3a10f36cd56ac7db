import type { FindingKind, Sighting } from '../finding.ts';
import type { Inventory } from '../inventory.ts';
import { mayBeNamed, roleNameOf } from '../role-names.ts';

export const annotationUnknownRole: FindingKind = {
  code: 'annotation-unknown-role',
  severity: 'warning',
  title: 'Annotation of a role that nobody defines',
  why: 'STS refuses the token, and the pod has no permissions at all; nothing says so before it runs.',
  link: 'https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html',
  find: (inventory) => (inventory.roles.length === 0 ? [] : inventory.serviceAccounts.flatMap((account) => sightings(account, inventory))),
};

function sightings({ id, roleArn }: Inventory['serviceAccounts'][number], inventory: Inventory): readonly Sighting[] {
  const name = roleNameOf(roleArn?.value);
  if (roleArn === undefined || name === undefined || mayBeNamed(name, inventory)) return [];
  return [
    {
      at: roleArn.at,
      subject: id,
      message: `The annotation names the role ${name}, and no role here has that name.`,
      fix: 'Correct the name, or silence this with the place where the role is made.',
    },
  ];
}
