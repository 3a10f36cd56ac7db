/** The role: there at all. */
import { IRSA_ROLE } from '../pages.ts';
import { roleName } from '../view.ts';
import { link } from './link.ts';

export const roleLink = link({
  name: 'role',
  needs: ['service-account'],
  causes: {
    'role-missing': {
      severity: 'error',
      means: 'The role that annotation or association names is not there; STS says the same as for a trust policy that refuses.',
      link: IRSA_ROLE,
    },
  },
  look: ({ role, way }) =>
    role?.state !== 'absent'
      ? []
      : [
          {
            code: 'role-missing' as const,
            message: `There is no role ${roleName(role.arn)}.`,
            evidence: [`${way === 'irsa' ? 'annotation' : 'association'}: ${role.arn}`],
            fix: 'Make the role, or name the one that is there: case and path count.',
            commands: [`aws iam get-role --role-name ${roleName(role.arn)}`],
          },
        ],
});
