import type { FindingKind, FindingSeverity, Sighting } from '../finding.ts';
import type { Inventory } from '../inventory.ts';
import { knownText, spellWritten } from '../written.ts';

export const trustWildcardSub: FindingKind = {
  code: 'trust-wildcard-sub',
  severity: 'warning',
  title: 'Trust in a pattern of subjects',
  why: 'Who may name a ServiceAccount in a namespace that the pattern takes in, may take the role; so the right to make one becomes a right in AWS.',
  link: 'https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html',
  find: (inventory) => inventory.roles.flatMap(sightings),
};

const sightings = ({ id, subjects }: Inventory['roles'][number]): readonly Sighting[] =>
  subjects.flatMap(({ by, pattern, subject, at }) => {
    if (by !== 'web-identity' || pattern !== true) return [];
    const written = spellWritten(subject);
    const [namespace = '*', name = '*'] = (knownText(subject) ?? written).replace(/^system:serviceaccount:/, '').split(':', 2);
    const wide = /^(system:serviceaccount:)?\*$/.test(written) || /[*?]/.test(namespace);
    return [
      {
        at,
        subject: id,
        severity: severityOf(wide, name),
        message: wide
          ? `The subject ${written} takes in ServiceAccounts of more than one namespace.`
          : name === '*'
            ? `The subject ${written} takes in every ServiceAccount of the namespace.`
            : `The subject ${written} takes in every ServiceAccount whose name fits.`,
        fix: 'Name the ServiceAccounts, one value for each, and compare with StringEquals.',
      },
    ];
  });

/** A part of a name is still a choice of names: AWS's own page for the EFS driver writes `efs-csi-*`. */
const severityOf = (wide: boolean, name: string): FindingSeverity => (wide ? 'error' : name === '*' ? 'warning' : 'note');
