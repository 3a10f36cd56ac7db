/** Whose pods live on the role of their node, as far as it can be told from where one looks. Pure. */
import { findAddOn } from '../../../catalog/index.ts';
import type { PlannedWorkload } from '../../../plan/plan.ts';
import type { DwellerSaid } from '../target.ts';
import type { Dump } from './cluster-dump.ts';

/** Of the cluster itself, if it was looked at; else add-ons that run and have no role in irsa.yaml. */
export function dwellersOf(
  workloads: readonly PlannedWorkload[],
  present: readonly string[],
  dump: Dump | undefined,
): readonly DwellerSaid[] {
  const own = new Map(
    workloads.flatMap(({ id, roles }) =>
      roles.flatMap(({ trust, podTrust }) =>
        [...trust.map(({ subject }) => subject), ...(podTrust === undefined ? [] : [podTrust.subject])].map(
          ({ namespace, serviceAccount }) => [`${namespace}/${serviceAccount}`, id] as const,
        ),
      ),
    ),
  );
  if (dump === undefined)
    return present.flatMap((id) => {
      const subject = findAddOn(id)?.subjects.helm;
      return subject === undefined || workloads.some((workload) => workload.id === id)
        ? []
        : [{ ...subject, pods: 0, hostNetwork: false, says: `runs, and ${id} is not in irsa.yaml.` }];
    });
  return dump.dwellers.map(({ annotated, ...dweller }) => {
    const { namespace, serviceAccount, pods, hostNetwork } = dweller;
    const workload = own.get(`${namespace}/${serviceAccount}`);
    const many = pods === 1 ? '1 pod' : `${pods} pods`;
    const why =
      workload !== undefined
        ? `${workload} of irsa.yaml has a role for it: apply, then restart`
        : annotated
          ? 'it names a role, and they were not restarted since'
          : 'if they call AWS, they live on the node role';
    return { ...dweller, says: `has ${many}: ${why}${hostNetwork ? '; with host network, so no hop limit keeps them from it' : ''}.` };
  });
}
