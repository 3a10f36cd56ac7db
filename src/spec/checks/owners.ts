/** EKS add-ons make their ServiceAccounts themselves, and nobody else's; some charts make theirs, but cannot annotate it. */
import { entries, loose, string } from '../loose.ts';
import type { Loose } from '../loose.ts';
import type { Placed } from '../explain-issue.ts';
import type { Path } from '../../problem.ts';
import { wrong } from './check.ts';
import type { Check } from './check.ts';
import type { SpecCatalog } from '../catalog.ts';

/** Those that make no ServiceAccount. */
const LEAVE_IT: readonly string[] = ['eks-addon', 'annotate', 'none'];

/** Those that would make it in the chart's place, or without its annotation. */
const NOT_BESIDE_CHART: readonly string[] = ['terraform', 'eksctl', 'manifests', 'chart'];

export const ownersFit: Check = (spec, catalog) => [
  ...entries(spec['addOns']).flatMap(([id, addOn]): Placed[] => {
    const owner = ownerOf(addOn);
    if (annotatedByOthers(id, addOn, catalog)) return ofAnnotated(id, addOn, owner);
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

const annotatedByOthers = (id: string, addOn: Loose, { addOns }: SpecCatalog): boolean =>
  (string(addOn['installer']) ?? 'helm') === 'helm' && addOns.find(id)?.helm.annotatedByOthers === true;

const ofAnnotated = (id: string, addOn: Loose, owner: string | undefined): Placed[] => [
  ...(owner !== undefined && NOT_BESIDE_CHART.includes(owner)
    ? [
        wrong(
          'owner-of-another',
          ['addOns', id, 'serviceAccount', 'owner'],
          `The chart of ${id} makes its ServiceAccount, and cannot annotate it, so with owner: ${owner} its pods would get no role.`,
          'Leave owner out: Terraform then annotates what the chart has made. Or write installer: eks-addon.',
        ),
      ]
    : ofNoAddOn(owner, ['addOns', id, 'serviceAccount', 'owner'])),
  ...(addOn['install'] === undefined || addOn['install'] === false
    ? []
    : [
        wrong(
          'invalid-installation',
          ['addOns', id, 'install'],
          `The chart of ${id} cannot annotate its ServiceAccount, so pods that Terraform installs with it would start without their role.`,
          'Write installer: eks-addon, which takes the role, or leave install out.',
        ),
      ]),
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
