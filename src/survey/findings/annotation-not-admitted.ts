import { matchesWildcards } from '../../iam/wildcards.ts';
import type { FindingKind, Sighting } from '../finding.ts';
import type { Inventory, Role, ServiceAccount } from '../inventory.ts';
import { knownText } from '../written.ts';

export const annotationNotAdmitted: FindingKind = {
  code: 'annotation-not-admitted',
  severity: 'error',
  title: 'Role that does not let its ServiceAccount in',
  why: 'STS answers AccessDenied to every pod of it: the subject of a token is compared to the letter.',
  link: 'https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html',
  find: (inventory) => inventory.serviceAccounts.flatMap((account) => sightings(account, inventory)),
};

function sightings(account: ServiceAccount, { edges, roles }: Inventory): readonly Sighting[] {
  const [namespace, name] = [knownText(account.namespace), knownText(account.name)];
  if (namespace === undefined || name === undefined || account.roleArn === undefined) return [];
  const { at } = account.roleArn;
  const named = edges.flatMap(({ kind, from, to }) =>
    kind === 'service-account-role' && from === account.id ? roles.filter(({ id }) => id === to) : [],
  );
  return named
    .filter((role) => refuses(role, `system:serviceaccount:${namespace}:${name}`))
    .map(({ subjects, id }) => ({
      at,
      subject: account.id,
      message: `The role ${id} lets in ${subjects.map(({ subject }) => knownText(subject)).join(' and ')}, and not ${namespace}:${name}.`,
      fix: 'Make the subject of the trust, and the namespace and name here, the same.',
    }));
}

/** Every subject is known, and none is this one. */
const refuses = ({ subjects, trust, unread = [], repeated }: Role, subject: string): boolean =>
  subjects.length > 0 &&
  repeated === undefined &&
  trust.unread.length === 0 &&
  unread.length === 0 &&
  subjects.every(({ by, subject: admitted, pattern }) => {
    const known = knownText(admitted);
    return by === 'web-identity' && known !== undefined && (pattern === true ? !matchesWildcards(known, subject) : known !== subject);
  });
