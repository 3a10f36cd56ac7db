import type { FindingKind, Sighting } from '../finding.ts';
import type { Inventory } from '../inventory.ts';
import { knownText } from '../written.ts';

export const roleShared: FindingKind = {
  code: 'role-shared',
  severity: 'note',
  title: 'Workloads that share a role',
  why: 'Each of them has all that any of them needs, and a change for one is a change for all.',
  link: 'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
  find: ({ roles }) => roles.flatMap(sightings),
};

interface Known {
  readonly namespace: string;
  readonly name: string;
}

function sightings({ id, subjects }: Inventory['roles'][number]): readonly Sighting[] {
  const known = subjects.flatMap(({ namespace, serviceAccount, pattern, at }): readonly (Known & Pick<Sighting, 'at'>)[] => {
    const [in_, name] = [knownText(namespace), knownText(serviceAccount)];
    return in_ === undefined || name === undefined || pattern === true ? [] : [{ namespace: in_, name, at }];
  });
  const [first, ...others] = known;
  const other = first && others.find((one) => areTwo(first, one));
  if (first === undefined || other === undefined) return [];
  return [
    {
      at: other.at,
      subject: id,
      message: `One role is for ${first.namespace}:${first.name} and for ${other.namespace}:${other.name}.`,
      fix: 'Give each workload a role of its own.',
    },
  ];
}

/** One name in two namespaces is one workload, and so are the parts of a driver in one namespace. */
const areTwo = (one: Known, other: Known): boolean => one.namespace !== other.namespace && one.name !== other.name;
