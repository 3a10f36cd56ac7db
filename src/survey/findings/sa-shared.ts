import type { FindingKind, Sighting } from '../finding.ts';
import type { Inventory, Pod, ServiceAccount } from '../inventory.ts';
import { listed } from '../module-calls.ts';
import { knownText } from '../written.ts';

export const saShared: FindingKind = {
  code: 'sa-shared',
  severity: 'note',
  title: 'Workloads that share a ServiceAccount',
  why: 'Each of them has all that any of them needs, and CloudTrail cannot tell them apart.',
  link: 'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
  find: (inventory) => inventory.serviceAccounts.flatMap((account) => sightings(account, inventory)),
};

function sightings(account: ServiceAccount, { pods, edges }: Inventory): readonly Sighting[] {
  const hasRole = account.roleArn !== undefined || edges.some(({ kind, to }) => kind === 'role-service-account' && to === account.id);
  if (!hasRole) return [];
  const users = edges.filter(({ kind, to }) => kind === 'pod-service-account' && to === account.id).map(({ from }) => from);
  const names = [...new Set(pods.filter(({ id }) => users.includes(id)).flatMap(nameOf))];
  if (names.length < 2) return [];
  return [
    {
      at: account.at,
      subject: account.id,
      message: `${names.length} workloads run as this ServiceAccount, which has a role: ${listed(names)}.`,
      fix: 'Give each a ServiceAccount and a role of its own, unless they are one thing.',
    },
  ];
}

const nameOf = ({ name }: Pod): readonly string[] => {
  const known = knownText(name);
  return known === undefined ? [] : [known];
};
