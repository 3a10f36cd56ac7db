/** How an add-on takes its role by EKS Pod Identity → lines, and → JSON. Pure. */
import type { AddOn, PodIdentityLine } from '../catalog/add-on.ts';
import type { Options, OptionValues } from '../catalog/option.ts';
import { podIdentityPermissions } from '../catalog/pod-identity.ts';
import type { AddOnJson } from './json-shapes.ts';

type Told = OptionValues<Options>;

export function podIdentityLines(addOn: AddOn, told: Told): string[] {
  const [one, two] = [waysOn('pod-identity-1', addOn, told).join(' and '), waysOn('pod-identity-2', addOn, told).join(' and ')];
  return [
    `Since ${addOn.podIdentity.since}. ${associationOf(addOn)}`,
    ...(one === two ? [`eks-pod-identity 1.x and 2.x: ${two}`] : [`eks-pod-identity 1.x: ${one}`, `eks-pod-identity 2.x: ${two}`]),
  ];
}

function associationOf({ eksAddOn, podIdentity: { eksAddOnSince } }: AddOn): string {
  if (eksAddOn === undefined) return 'The association stands alone.';
  if (eksAddOnSince === undefined) return 'The association stands alone: the EKS add-on takes none.';
  return `The EKS add-on takes the association from ${eksAddOnSince} on; installed otherwise, it stands alone.`;
}

export const podIdentityJson = (addOn: AddOn, told: Told): AddOnJson['podIdentity'] => ({
  since: addOn.podIdentity.since,
  eksAddOnSince: addOn.podIdentity.eksAddOnSince,
  by: { 'pod-identity-1': waysOn('pod-identity-1', addOn, told), 'pod-identity-2': waysOn('pod-identity-2', addOn, told) },
  notes: addOn.podIdentity.notes ?? [],
});

/** What gives it permissions: inputs of the module, statements of ours, or the module that makes its role. */
function waysOn(line: PodIdentityLine, addOn: AddOn, told: Told): readonly string[] {
  const permissions = podIdentityPermissions(addOn, told, { clusterNames: [] }, line);
  if (permissions === undefined) return ['terraform-aws-modules/eks/aws//modules/karpenter'];
  const { inputs = {}, statements = [] } = permissions;
  return [...Object.keys(inputs).filter((name) => name.startsWith('attach_')), ...(statements.length > 0 ? ['statements'] : [])];
}
