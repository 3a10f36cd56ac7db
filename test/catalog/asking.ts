/** Shorthands for tests that ask an add-on what it needs. */
import type { OwnPermissions, Permissions, RoleLine } from '../../src/catalog/add-on.ts';
import { findAddOn } from '../../src/catalog/index.ts';
import { ref } from '../../src/iam/text.ts';
import { showInputs, showStatement } from './show.ts';

type Said = Readonly<Record<string, unknown>>;

export const LINES: readonly RoleLine[] = ['iam-5', 'iam-6'];

const CLUSTER = { clusterNames: [ref('module.eks.cluster_name')] };

const known = (id: string) => {
  const addOn = findAddOn(id);
  if (!addOn) throw new Error(`the catalog has no ${id}`);
  return addOn;
};

export const permissionsOf = (id: string, said: Said, line: RoleLine): Permissions => known(id).permissions(said as never, CLUSTER, line);

export const inputsOf = (id: string, said: Said, line: RoleLine) => showInputs(permissionsOf(id, said, line).inputs);

export const statementsOf = (id: string, said: Said, line: RoleLine): string[] =>
  (permissionsOf(id, said, line).statements ?? []).map(showStatement);

/** On either line, for add-ons that no module knows. */
export function statementsEverywhere(id: string, said: Said): string[] {
  const all = [...LINES.map((line) => statementsOf(id, said, line)), ownStatementsOf(id, said)];
  for (const line of LINES) expectNoInputs(id, said, line);
  const [first = []] = all;
  if (all.some((other) => other.join('\n') !== first.join('\n'))) throw new Error(`${id} differs by line`);
  return first;
}

function expectNoInputs(id: string, said: Said, line: RoleLine): void {
  const { inputs } = permissionsOf(id, said, line);
  if (inputs !== undefined) throw new Error(`${id} has inputs on ${line}`);
}

const ownPermissionsOf = (id: string, said: Said): OwnPermissions | undefined => known(id).withoutModule(said as never, CLUSTER);

export const ownStatementsOf = (id: string, said: Said): string[] => (ownPermissionsOf(id, said)?.statements ?? []).map(showStatement);

export const complaintOf = (id: string, said: Said): string | undefined => known(id).check?.(said as never);

export const valuesOf = (id: string) =>
  showInputs(known(id).helm.values?.({ clusterName: ref('module.eks.cluster_name'), region: 'eu-west-1' }));

/** `namespace:serviceaccount by installer, values at path` */
export const identityOf = (id: string): readonly string[] => {
  const { subjects, helm } = known(id);
  return [
    ...Object.entries(subjects).map(([installer, { namespace, serviceAccount }]) => `${installer} ${namespace}:${serviceAccount}`),
    `${helm.chart} ${helm.serviceAccount.join('.')}`,
  ];
};
