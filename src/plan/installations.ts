/** Which add-ons Terraform installs, and where. */
import { findAddOn } from '../catalog/index.ts';
import { warning, type Problem } from '../problem.ts';
import type { AddOnSpec, Spec } from '../spec/spec.ts';
import { sharingWith } from './groups.ts';
import type { RepoFacts } from './repo-facts.ts';

/** By a block of ours. */
export const isInstalledHere = ({ outputs }: Spec, { install }: AddOnSpec): boolean =>
  install !== undefined && outputs.includes('terraform');

export const runsIn = ({ clusters }: AddOnSpec, key: string): boolean => clusters === undefined || clusters.includes(key);

/** Keys of the clusters in which Terraform installs a chart, or has perhaps done so until they were retired. */
export function clustersWithCharts(spec: Spec): ReadonlySet<string> {
  const charts = spec.addOns.filter((a) => a.installer === 'helm' && isInstalledHere(spec, a));
  return new Set(
    charts.length === 0
      ? []
      : spec.clusters
          .filter((c) => c.retired || charts.some((a) => sharingWith(spec, c.key).some((key) => runsIn(a, key))))
          .map((c) => c.key),
  );
}

/** Keys of the clusters whose Kubernetes version decides on the newest release of an EKS add-on. */
export function clustersAskedForVersions(spec: Spec): ReadonlySet<string> {
  const asking = spec.addOns.filter((a) => a.installer === 'eks-addon' && a.install?.version === 'most-recent' && isInstalledHere(spec, a));
  return new Set(spec.clusters.filter((c) => !c.retired && asking.some((a) => runsIn(a, c.key))).map((c) => c.key));
}

/** A plan would be green, and apply would find a release or an add-on of that name. */
export function installedTwice(spec: Spec, facts: RepoFacts): Problem[] {
  return spec.addOns.flatMap((said) => {
    const addOn = findAddOn(said.id);
    if (!addOn || !isInstalledHere(spec, said)) return [];
    const [kind, name] =
      said.installer === 'eks-addon' ? (['eks-add-on', addOn.eksAddOn] as const) : (['chart', addOn.helm.chart] as const);
    const other = facts.installed.find((found) => found.kind === kind && found.name === name);
    if (!other) return [];
    return [
      warning(
        'installed-already',
        ['addOns', said.id, 'install'],
        `${other.at.file}:${other.at.line} installs ${name} already, and a cluster takes it once.`,
        `Unless that is another cluster, leave install out and give that one the role, or remove it there and move it: moved { from = …, to = … }.`,
      ),
    ];
  });
}
