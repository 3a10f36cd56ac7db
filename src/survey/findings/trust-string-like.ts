import type { FindingKind, Sighting } from '../finding.ts';
import type { Inventory } from '../inventory.ts';
import { claimConditions, isMadeByModule, tokenStatements } from '../token-trust.ts';

export const trustStringLike: FindingKind = {
  code: 'trust-string-like',
  severity: 'note',
  title: 'A pattern operator over plain text',
  why: 'It admits the same today; a star that somebody adds later opens the role without a change that looks like one.',
  link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_String',
  find: (inventory) => inventory.roles.flatMap((role) => sightings(role, inventory)),
};

/** Modules that always compare by patterns leave no choice. */
const sightings = (role: Inventory['roles'][number], inventory: Inventory): readonly Sighting[] =>
  (isMadeByModule(role) ? [] : tokenStatements(role, inventory))
    .flatMap(claimConditions)
    .filter(({ operator, values }) => operator === 'StringLike' && values.length > 0 && values.every(isPlain))
    .map(({ at, claim }) => ({
      at,
      subject: role.id,
      message: `StringLike compares the :${claim} with text that has no * and no ? in it.`,
      fix: 'Write StringEquals.',
    }));

const isPlain = (value: unknown): boolean => typeof value === 'string' && !/[*?]/.test(value);
