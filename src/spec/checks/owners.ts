/** EKS add-ons make their ServiceAccounts themselves, and nobody else's. */
import { entries, loose, string } from '../loose.ts';
import type { Loose } from '../loose.ts';
import type { Placed } from '../explain-issue.ts';
import type { Path } from '../../problem.ts';
import { wrong } from './check.ts';
import type { Check } from './check.ts';

/** Those that make no ServiceAccount. */
const LEAVE_IT: readonly string[] = ['eks-addon', 'annotate', 'none'];

export const ownersFit: Check = (spec) => [
  ...entries(spec['addOns']).flatMap(([id, addOn]): Placed[] => {
    const owner = ownerOf(addOn);
    if (owner === undefined) return [];
    if (addOn['installer'] !== 'eks-addon') return ofNoAddOn(owner, ['addOns', id, 'serviceAccount', 'owner']);
    const installed = addOn['install'] !== undefined && addOn['install'] !== false;
    if (installed ? owner === 'eks-addon' : LEAVE_IT.includes(owner)) return [];
    return [
      wrong(
        'owner-of-another',
        ['addOns', id, 'serviceAccount', 'owner'],
        `The EKS add-on makes the ServiceAccount of ${id}, so ${owner} would be its second owner.`,
        'Leave owner out.',
      ),
    ];
  }),
  ...entries(spec['apps']).flatMap(([id, app]) => ofNoAddOn(ownerOf(app), ['apps', id, 'serviceAccount', 'owner'])),
  ...ofNoAddOn(string(loose(spec['terraform'])['serviceAccounts']), ['terraform', 'serviceAccounts']),
];

const ownerOf = (workload: Loose): string | undefined => string(loose(workload['serviceAccount'])['owner']);

const ofNoAddOn = (owner: string | undefined, path: Path): Placed[] =>
  owner === 'eks-addon'
    ? [
        wrong(
          'owner-of-another',
          path,
          'The owner eks-addon is for add-ons with installer: eks-addon; no other ServiceAccount is made by EKS.',
          'Name who makes it: terraform, chart, manifests, and so on.',
        ),
      ]
    : [];
