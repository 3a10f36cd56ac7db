/** A ServiceAccount has one owner: one that is among the outputs, and no second one. */
import { error, warning, type Path, type Problem } from '../problem.ts';
import type { Owner, Spec } from '../spec/spec.ts';
import type { PlannedWorkload } from './plan.ts';

const pathOf = ({ kind, id }: PlannedWorkload): Path => [kind === 'add-on' ? 'addOns' : 'apps', id];

/** It takes the ARN of one role, and whoever comes second is refused or overwrites it. */
export function oneOwnerEach(workloads: readonly PlannedWorkload[]): Problem[] {
  const first = new Map<string, PlannedWorkload>();
  const twice = new Map<PlannedWorkload, Problem>();
  for (const workload of workloads) {
    for (const { cluster, subject, owner } of workload.roles.flatMap((role) => role.serviceAccounts)) {
      if (owner === 'none') continue;
      const name = `${subject.namespace}/${subject.serviceAccount}`;
      const other = first.get(`${cluster}/${name}`);
      if (other === undefined) first.set(`${cluster}/${name}`, workload);
      else if (other !== workload && !twice.has(workload)) twice.set(workload, annotatedTwice(other, workload, name));
    }
  }
  return [...twice.values()];
}

const annotatedTwice = (first: PlannedWorkload, second: PlannedWorkload, name: string): Problem =>
  error(
    'service-account-twice',
    pathOf(second),
    `${first.id} and ${second.id} would both write ServiceAccount ${name}, and it takes the ARN of one role.`,
    'Make them one app, or write serviceAccount: { owner: none } for the one whose role is not used.',
  );

/** Who makes ServiceAccounts of which others are the owners, and what is said of it. */
const MAKERS = {
  eksctl: 'eksctl-not-written',
  terraform: 'terraform-not-written',
} as const;

/** Nobody would make these ServiceAccounts. What is Terraform's by default is eksctl's where there is no Terraform. */
export const ownersNotWritten = (spec: Spec): Problem[] =>
  (Object.keys(MAKERS) as (keyof typeof MAKERS)[]).flatMap((maker) => {
    if (spec.outputs.includes(maker) || (maker === 'terraform' && spec.outputs.includes('eksctl'))) return [];
    const owned = (owner: Owner | undefined) => owner === maker || (maker === 'terraform' && owner === 'annotate');
    const said = (['addOns', 'apps'] as const).flatMap((section) =>
      spec[section]
        .filter((w) => owned(w.serviceAccount.owner))
        .map((w) => ({ path: [section, w.id, 'serviceAccount', 'owner'], whose: w.id })),
    );
    const byDefault = owned(spec.terraform.serviceAccounts) ? spec.apps.filter((app) => app.serviceAccount.owner === undefined) : [];
    const whose = byDefault.map(({ id }) => id).join(', ');
    return [...said, ...(byDefault.length === 0 ? [] : [{ path: ['terraform', 'serviceAccounts'], whose }])].map(({ path, whose }) =>
      warning(
        MAKERS[maker],
        path,
        `The owner ${maker} makes the ServiceAccount of ${whose}, but outputs does not list ${maker}.`,
        `Add ${maker} to outputs, or name another owner.`,
      ),
    );
  });
