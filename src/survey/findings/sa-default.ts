import type { FindingKind, Sighting } from '../finding.ts';
import type { At, Id } from '../found.ts';
import type { Inventory } from '../inventory.ts';
import type { Written } from '../written.ts';

export const saDefault: FindingKind = {
  code: 'sa-default',
  severity: 'warning',
  title: 'A role for the default ServiceAccount',
  why: 'Every pod of the namespace that names no ServiceAccount runs as default, and so has the role, whether it was meant or not.',
  link: 'https://kubernetes.io/docs/concepts/security/service-accounts/#default-service-accounts',
  find: ({ roles, associations, serviceAccounts }) => [
    ...roles.flatMap(({ id, subjects }) =>
      subjects.flatMap(({ by, serviceAccount, at }) => (by === 'web-identity' ? ofDefault(serviceAccount, at, id) : [])),
    ),
    ...associations.flatMap(({ id, serviceAccount, at }) => ofDefault(serviceAccount, at, id)),
    ...serviceAccounts.flatMap(ofAnnotation),
  ],
};

const ofDefault = (name: Written | undefined, at: At, subject: Id): readonly Sighting[] =>
  name !== 'default'
    ? []
    : [
        {
          at,
          subject,
          message: 'The role is given to the ServiceAccount default.',
          fix: 'Make a ServiceAccount for the workload, name it in serviceAccountName, and give the role to that.',
        },
      ];

const ofAnnotation = ({ id, name, roleArn }: Inventory['serviceAccounts'][number]): readonly Sighting[] =>
  roleArn === undefined ? [] : ofDefault(name, roleArn.at, id);
