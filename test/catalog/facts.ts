/** What an add-on of the catalog says, in the form in which tests compare it. */
import type { PodIdentityLine, PodIdentityPermissions, RoleLine } from '../../src/catalog/add-on.ts';
import { findAddOn } from '../../src/catalog/index.ts';
import { podIdentityPermissions } from '../../src/catalog/pod-identity.ts';
import { ref } from '../../src/iam/text.ts';
import type { Text } from '../../src/iam/text.ts';
import { showInputs, showStatement } from './show.ts';

export const roleLines: readonly RoleLine[] = ['iam-5', 'iam-6'];
export const podIdentityLines: readonly PodIdentityLine[] = ['pod-identity-1', 'pod-identity-2'];
export const everyLine: readonly (RoleLine | PodIdentityLine)[] = [...roleLines, ...podIdentityLines];

const CLUSTER: readonly Text[] = [ref('module.eks.cluster_name')];

export function permissionsOf(
  id: string,
  options: Record<string, unknown>,
  line: RoleLine | PodIdentityLine,
  clusterNames = CLUSTER,
): PodIdentityPermissions {
  const addOn = findAddOn(id);
  if (addOn === undefined) return {};
  if (line === 'iam-5' || line === 'iam-6') return addOn.permissions(options as never, { clusterNames }, line);
  return podIdentityPermissions(addOn, options as never, { clusterNames }, line) ?? {};
}

export const inputsOf = (id: string, options: Record<string, unknown>, line: RoleLine | PodIdentityLine): Record<string, unknown> =>
  showInputs(permissionsOf(id, options, line).inputs);

/** What is granted beside the module's own policy. */
export const statementsOf = (id: string, options: Record<string, unknown>, line: RoleLine | PodIdentityLine): readonly string[] =>
  permissionsOf(id, options, line).statements?.map(showStatement) ?? [];

/** What is granted where there is no module. */
export const ownStatementsOf = (id: string, options: Record<string, unknown>): readonly string[] =>
  findAddOn(id)
    ?.withoutModule(options as never, { clusterNames: CLUSTER })
    ?.statements?.map(showStatement) ?? [];

export const complaint = (id: string, options: Record<string, unknown>): string | undefined => findAddOn(id)?.check?.(options as never);

export const valuesOf = (id: string, vpcId?: string): Record<string, unknown> =>
  showInputs(
    findAddOn(id)?.helm.values?.({
      clusterName: ref('module.eks.cluster_name'),
      region: 'eu-west-1',
      ...(vpcId === undefined ? {} : { vpcId }),
    }),
  );

/** Installer → namespace:ServiceAccount. */
export const subjectsOf = (id: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(findAddOn(id)?.subjects ?? {}).map(([installer, subject]) => [
      installer,
      `${subject.namespace}:${subject.serviceAccount}`,
    ]),
  );

/** The chart's address, and the path of its ServiceAccount's values. */
export const chartOf = (id: string): string | undefined => {
  const helm = findAddOn(id)?.helm;
  return helm && `${helm.repository} ${helm.chart} ${helm.serviceAccount.join('.')}`;
};
