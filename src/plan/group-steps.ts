/** From one cluster to another that share their roles, and away from one that goes. docs/blue-green.md */
import { admittedClusters } from './admission.ts';
import type { NextStep, PlannedWorkload } from './plan.ts';
import type { Spec } from '../spec/spec.ts';

/** What comes once this is applied, in order. */
export const groupSteps = (spec: Spec, workloads: readonly PlannedWorkload[]): NextStep[] => [
  ...spec.shareRoles.flatMap((group) => sharedSteps(spec, group, workloads)),
  ...spec.clusters.filter(({ retired }) => retired).map(({ key }) => retiredStep(key, spec)),
];

function sharedSteps(
  { clusters }: Spec,
  { name, clusters: keys }: Spec['shareRoles'][number],
  workloads: readonly PlannedWorkload[],
): NextStep[] {
  const active = keys.filter((key) => clusters.some((cluster) => cluster.key === key && !cluster.retired));
  // The one that joined last.
  const newest = active.at(-1);
  if (active.length < 2 || newest === undefined) return [];
  const [first] = workloads.flatMap(({ id, roles }) =>
    roles
      .filter((role) => role.group === name && admittedClusters(role).length > 1 && admittedClusters(role).includes(newest))
      .flatMap(({ serviceAccounts: [account] }) => (account === undefined ? [] : [{ id, ...account.subject }])),
  );
  if (first === undefined) return [];
  return [
    {
      text: `${active.join(' and ')} share the roles of ${name}: none is replaced when a cluster joins or goes. To leave one for the other, apply this, see that ${newest} is admitted (this tells), move the workloads, and write retired: true for the one that goes.`,
      command: `create-irsa explain ${first.namespace}:${first.serviceAccount} ${first.id} --cluster ${newest}`,
    },
  ];
}

const retiredStep = (key: string, { shareRoles }: Spec): NextStep => ({
  text: `${key} is retired: apply this while it is still there, since only its providers can remove what Terraform has made in it. Then take it out of clusters${shareRoles.some(({ clusters }) => clusters.includes(key)) ? ' and of shareRoles' : ''}.`,
});
