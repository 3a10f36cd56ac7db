/** Roles that annotations and associations name: one by one if they are few, else all of the account at once. */
import type { Asking } from '../../aws/asking.ts';
import { keptTrouble } from '../../doctor/redact.ts';
import { roleName } from '../../doctor/view.ts';
import type { SeenRole, Unseen } from '../../doctor/world.ts';
import { parseArn } from '../../iam/arn.ts';
import { attachedOf, inlineOf, roleOf, ROLES_QUERY, rolesOf } from './seen/aws.ts';

interface SeenRoles {
  readonly roles: readonly SeenRole[];
  readonly unseen: readonly Unseen[];
}

/** Three calls each cost more than one for all. */
const FEW = 8;

/** @param account whose roles can be seen */
export async function lookAtRoles(asking: Asking, account: string, arns: readonly string[]): Promise<SeenRoles> {
  const own = arns.filter((arn) => /^role\/.*[^/]$/.test(parseArn(arn)?.resource ?? '') && parseArn(arn)?.accountId === account);
  const elsewhere: readonly SeenRole[] = arns.filter((arn) => !own.includes(arn)).map((arn) => ({ arn, state: 'hidden' }));
  const seen = (own.length > FEW ? await inOneCall(asking, own) : undefined) ?? (await oneByOne(asking, own));
  return { roles: [...seen.roles, ...elsewhere], unseen: seen.unseen };
}

/** @returns nothing if it may not be asked */
async function inOneCall(asking: Asking, arns: readonly string[]): Promise<SeenRoles | undefined> {
  // The AWS CLI turns the pages itself, and prints of each role what the query keeps.
  const answer = await asking.aws('roles', ['--filter', 'Role', '--query', ROLES_QUERY]);
  if ('trouble' in answer) return undefined;
  const found = new Map(rolesOf(answer.json).map((role) => [role.arn, role]));
  return { roles: arns.map((arn) => found.get(arn) ?? { arn, state: 'absent' }), unseen: [] };
}

async function oneByOne(asking: Asking, arns: readonly string[]): Promise<SeenRoles> {
  const unseen: Unseen[] = [];
  const roles = await Promise.all(
    arns.map(async (arn): Promise<SeenRole> => {
      const name = ['--role-name', roleName(arn)];
      const answer = await asking.aws('role', name);
      if ('trouble' in answer) {
        if (/NoSuchEntity/.test(answer.trouble.words)) return { arn, state: 'absent' };
        unseen.push({ what: `role ${roleName(arn)}`, why: keptTrouble(answer.trouble.words) });
        return { arn, state: 'hidden' };
      }
      const role = roleOf(arn, answer.json);
      // Names of roles are unique whatever their path and case; STS wants the very ARN.
      if (role.arn !== arn) return { arn, state: 'absent' };
      const [attached, inline] = await Promise.all([asking.aws('attached', name), asking.aws('inline', name)]);
      if ('trouble' in attached || 'trouble' in inline) return role;
      return { ...role, attached: attachedOf(attached.json), inline: inlineOf(inline.json) };
    }),
  );
  return { roles, unseen };
}
