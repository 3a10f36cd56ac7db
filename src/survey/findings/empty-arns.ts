import { companionsOf, type Companions } from '../arn-companions.ts';
import type { FindingKind, Sighting } from '../finding.ts';
import type { ModuleUse } from '../inventory.ts';
import { addressOfCall, inputOf, isTrue, listed } from '../module-calls.ts';

export const emptyArns: FindingKind = {
  code: 'empty-arns',
  severity: 'error',
  title: 'Permissions on an empty list',
  why: 'The plan is green. Then IAM refuses a statement without resources in the middle of the apply, or the role lacks what it is for.',
  link: 'https://github.com/terraform-aws-modules/terraform-aws-iam/issues/603',
  find: ({ modules }) => modules.flatMap(sightings),
};

const sightings = (use: ModuleUse): readonly Sighting[] =>
  (companionsOf[addressOfCall(use) ?? ''] ?? [])
    .filter(({ flag, of }) => isTrue(use, flag) && of.every((name) => isNothing(use, name)))
    .map(({ flag, of, without }) => ({
      at: inputOf(use, flag)?.at ?? use.at,
      subject: use.id,
      ...(without === 'silent' ? { severity: 'warning' as const } : {}),
      message: `${flag} is set without ${listed(of, 'or')}, ${OUTCOMES[without]}.`,
      fix: `Give ${listed(of, 'or')}.`,
    }));

const OUTCOMES: Readonly<Record<Companions['without'], string>> = {
  fails: 'so its policy has a statement without resources',
  silent: 'so the role does not get what the flag is for',
};

/** Not given, an empty list, or off. */
const isNothing = (use: ModuleUse, name: string): boolean => {
  const input = inputOf(use, name);
  return input === undefined || input.empty === true || input.literal === false;
};
