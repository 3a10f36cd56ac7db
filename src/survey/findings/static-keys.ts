import type { FindingKind, Sighting } from '../finding.ts';
import type { Inventory } from '../inventory.ts';

export const staticKeys: FindingKind = {
  code: 'static-keys',
  severity: 'error',
  title: 'Long-lived keys',
  why: 'They hold until somebody takes them back, and everybody who can read the code, the Secret or the state can use them from anywhere.',
  link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-workloads-use-roles',
  find: ({ staticKeys: keys }) => keys.flatMap(sightings),
};

type Key = Inventory['staticKeys'][number];

const PLACES: Readonly<Record<Key['where'], string>> = {
  'pod-env': 'A container gets',
  secret: 'A Secret holds',
  'config-map': 'A ConfigMap holds',
  provider: 'A provider is given',
  'helm-values': 'Values of a chart hold',
  'iam-user': 'Terraform makes',
};

/** The id of a key and the key itself stand side by side: they are one finding. */
const sightings = ({ id, where, name, fromSecret, at }: Key): readonly Sighting[] =>
  /secret_?(access_?)?key|session_?token/i.test(name)
    ? []
    : [
        {
          at,
          subject: id,
          ...severityOf(where, fromSecret),
          message: `${PLACES[where]} ${name}${fromSecret === true ? ', from a Secret' : ''}.`,
          fix: 'Give the ServiceAccount a role, take the key out, and delete it in IAM.',
        },
      ];

/** What a Secret has is not read by whoever reads the code; whose key Terraform makes nobody knows. */
const severityOf = (where: Key['where'], fromSecret: Key['fromSecret']): Pick<Sighting, 'severity'> => {
  if (where === 'iam-user') return { severity: 'note' };
  return fromSecret === true ? { severity: 'warning' } : {};
};
