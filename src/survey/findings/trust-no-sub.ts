import type { FindingKind, Sighting } from '../finding.ts';
import { ownAddress } from '../found.ts';
import type { Inventory } from '../inventory.ts';
import { isMadeByModule, lacks, tokenStatements } from '../token-trust.ts';

export const trustNoSub: FindingKind = {
  code: 'trust-no-sub',
  severity: 'error',
  title: 'Trust without a subject',
  why: 'Every ServiceAccount of the cluster gets tokens of this issuer, so whoever can start a pod in any namespace can take the role.',
  link: 'https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html',
  find: (inventory) => inventory.roles.flatMap((role) => sightings(role, inventory)),
};

const sightings = (role: Inventory['roles'][number], inventory: Inventory): readonly Sighting[] =>
  tokenStatements(role, inventory)
    .filter((statement) => lacks('sub', statement, role, inventory))
    .map(({ at }) => ({
      at,
      subject: role.id,
      message: `The trust of ${ownAddress(role.address ?? role.id)} lets in tokens of the cluster without asking for their :sub.`,
      fix: isMadeByModule(role)
        ? 'Give the module the subjects, system:serviceaccount:<namespace>:<name>.'
        : 'Add a condition StringEquals on the issuer’s :sub, with system:serviceaccount:<namespace>:<name>.',
    }));
