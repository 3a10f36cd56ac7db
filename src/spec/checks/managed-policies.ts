/** Policies of AWS that allow a pod far more than any pod needs. */
import { strings } from '../loose.ts';
import { permissionsOf } from '../permissions/permissions-of.ts';
import type { Check } from './check.ts';
import { doubtful } from './check.ts';

/** https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html */
const BROAD =
  /^arn:[^:]+:iam::aws:policy\/(?:[\w-]+\/)*((?:Amazon|AWS)?(\w*?)_?FullAccess(?:V2|_v2)?|(?:AdministratorAccess|PowerUserAccess)[\w-]*)$/;

export const broadManagedPolicies: Check = (spec, { grants }) =>
  permissionsOf(spec).flatMap(({ path, said, accept, takesGrants }) =>
    accept.includes('broad-managed-policy')
      ? []
      : strings(said['managedPolicies']).flatMap((arn, i) => {
          const [, name, service] = BROAD.exec(arn) ?? [];
          if (name === undefined) return [];
          const grant = takesGrants ? grants.ids.find((id) => id === service?.toLowerCase()) : undefined;
          return [
            doubtful(
              'broad-managed-policy',
              [...path, 'managedPolicies', i],
              `${name} allows ${service ? `every action of ${service} on every resource` : 'nearly everything in the account'}.`,
              grant === undefined
                ? 'Write statements with the actions and resources that it needs.'
                : `Write grants: [{ ${grant}: … }] for the resources that it needs.`,
            ),
          ];
        }),
  );
