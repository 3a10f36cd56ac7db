/** Names of roles, as far as code says them. Pure. */
import { matchesWildcards } from '../iam/wildcards.ts';
import type { Inventory, ModuleUse, Role } from './inventory.ts';
import { addressOfCall } from './module-calls.ts';
import { partsOfWritten, spellWritten, type Written } from './written.ts';

/** Words that stand for a name in documentation. */
const STANDS_FOR_A_NAME = /^(your|my|the|example|some)[-_]|^(role|iam[-_]?role)([-_]?name)?$|^(x+|\.+)$/i;
const CAPITALS = /^[A-Z][A-Z0-9_]*$/;

/** The name in the ARN of a role; nothing where it is computed, or stands for one that the reader puts in. */
export function roleNameOf(arn: Written | undefined): string | undefined {
  const name = arn === undefined ? undefined : /:role\/(?:[^${}<>]*\/)?([\w+=,.@-]+)$/.exec(spellWritten(arn))?.[1];
  return name === undefined || STANDS_FOR_A_NAME.test(name) || CAPITALS.test(name) ? undefined : name;
}

/** Whether some role may have that name: what is not known may be anything. */
export const mayBeNamed = (name: string, { roles, modules }: Inventory): boolean =>
  roles.some((role) => matchesWildcards(patternOf(role).toLowerCase(), name.toLowerCase())) ||
  modules.some((use) => mayMakeRoles(use, roles));

/** `*` for each part that is not known. IAM compares names without regard to case. */
const patternOf = ({ name, namePrefix }: Role): string =>
  name === undefined
    ? '*'
    : `${partsOfWritten(name)
        .map((part) => (typeof part === 'string' ? part : '*'))
        .join('')}${namePrefix === true ? '*' : ''}`;

/** A module of others that is about roles by its name, and whose roles are not in the inventory. */
const mayMakeRoles = (use: ModuleUse, roles: readonly Role[]): boolean =>
  use.folder === undefined &&
  !roles.some(({ module }) => module === use.id) &&
  /irsa|iam|role|add-?ons?|identity|service-account|karpenter|blueprints/i.test(`${addressOfCall(use) ?? 'role'} ${use.label}`);
