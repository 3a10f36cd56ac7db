import type { FindingKind, Sighting } from '../finding.ts';
import { ownAddress } from '../found.ts';
import type { Inventory } from '../inventory.ts';
import { isMadeByModule, lacks, tokenStatements } from '../token-trust.ts';

export const trustNoAud: FindingKind = {
  code: 'trust-no-aud',
  severity: 'warning',
  title: 'Trust without an audience',
  why: 'Only the client ids of the IAM provider then decide which tokens count, so whoever adds one to it opens this role too.',
  link: 'https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html',
  find: (inventory) => inventory.roles.flatMap((role) => sightings(role, inventory)),
};

const sightings = (role: Inventory['roles'][number], inventory: Inventory): readonly Sighting[] =>
  tokenStatements(role, inventory)
    .filter((statement) => lacks('aud', statement, role, inventory))
    .map(({ at }) => ({
      at,
      subject: role.id,
      message: `The trust of ${ownAddress(role.address ?? role.id)} lets in tokens of the cluster without asking for their :aud.`,
      fix: isMadeByModule(role)
        ? 'Give the module the audience, sts.amazonaws.com; iam-role-for-service-accounts asks for it by itself.'
        : 'Add a condition StringEquals on the issuer’s :aud, with sts.amazonaws.com.',
    }));
