/** Which add-ons of the catalog run in the cluster, as far as files, state and cluster tell. Pure. */
import { addOns } from '../../../catalog/index.ts';
import type { RepoFacts } from '../../../plan/repo-facts.ts';
import type { StateResource } from '../../../repo/terraform-json.ts';
import type { Dump } from './cluster-dump.ts';

/** @returns their ids */
export function presentAddOns({ installed }: RepoFacts, state: readonly StateResource[], dump: Dump | undefined): readonly string[] {
  const charts = [
    ...installed.flatMap(({ kind, name }) => (kind === 'chart' ? [name] : [])),
    ...state.flatMap(({ type, values }) => (type === 'helm_release' ? [lastOf(values['chart'])] : [])),
  ];
  const ofEks = [
    ...installed.flatMap(({ kind, name }) => (kind === 'eks-add-on' ? [name] : [])),
    ...state.flatMap(({ type, values }) => (type === 'aws_eks_addon' ? [String(values['addon_name'])] : [])),
  ];
  const subjects = dump?.subjects ?? [];
  return addOns.all().flatMap(({ id, helm, eksAddOn, subjects: own }) => {
    const runs = Object.values(own).some(({ namespace, serviceAccount }) => subjects.includes(`${namespace}/${serviceAccount}`));
    return runs || charts.includes(helm.chart) || (eksAddOn !== undefined && ofEks.includes(eksAddOn)) ? [id] : [];
  });
}

const lastOf = (chart: unknown): string => String(chart).split('/').at(-1) ?? '';
