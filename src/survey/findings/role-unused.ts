import type { FindingKind, Sighting } from '../finding.ts';
import type { Inventory, Role } from '../inventory.ts';
import { knownText } from '../written.ts';

export const roleUnused: FindingKind = {
  code: 'role-unused',
  severity: 'note',
  title: 'Role of a ServiceAccount that is not there',
  why: 'Either the pods run under another name, without the role, or nobody needs it any more.',
  link: 'https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html',
  find: (inventory) => inventory.roles.flatMap((role) => sightings(role, inventory)),
};

/**
 * Only in namespaces whose ServiceAccounts are declared here by manifests: elsewhere somebody else declares
 * them, and nothing can be said.
 */
function sightings(role: Role, inventory: Inventory): readonly Sighting[] {
  const { subjects, unread = [], trust } = role;
  if (subjects.length === 0 || unread.length > 0 || trust.unread.length > 0 || isLinked(role, inventory)) return [];
  const wanted = subjects.map(({ by, namespace, serviceAccount, pattern }) =>
    by === 'web-identity' && pattern !== true ? { namespace: knownText(namespace), name: knownText(serviceAccount) } : {},
  );
  const [first] = wanted;
  if (first?.namespace === undefined || !wanted.every(({ namespace, name }) => name !== undefined && declaredHere(namespace, inventory)))
    return [];
  const declared = inventory.serviceAccounts.flatMap(({ namespace, name, created }) =>
    created && knownText(namespace) === first.namespace ? (knownText(name) ?? []) : [],
  );
  return [
    {
      at: subjects[0]?.at ?? role.at,
      subject: role.id,
      message: `The role is for ${first.namespace}:${first.name}, and that namespace has ${declared.join(', ')} only.`,
      fix: 'Correct the subject, or remove the role.',
    },
  ];
}

const LINKS = new Set(['role-service-account', 'service-account-role', 'association-role']);

const isLinked = ({ id }: Role, { edges }: Inventory): boolean =>
  edges.some(({ kind, from, to }) => LINKS.has(kind) && (from === id || to === id));

const declaredHere = (namespace: string | undefined, { serviceAccounts, pods }: Inventory): boolean => {
  const held = serviceAccounts.filter((account) => knownText(account.namespace) === namespace);
  const isComputed = serviceAccounts.some(({ namespace, name }) => knownText(namespace) === undefined || knownText(name) === undefined);
  return (
    namespace !== undefined &&
    !isComputed &&
    held.some(({ created }) => created) &&
    held.every(({ form }) => form === 'manifest') &&
    pods.every(({ serviceAccount }) => serviceAccount === undefined || knownText(serviceAccount.value) !== undefined)
  );
};
