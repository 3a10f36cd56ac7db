/** What the user does with the files for eksctl, and what is left to do where there is no Terraform. */
import { findAddOn } from '../catalog/index.ts';
import type { Spec } from '../spec/spec.ts';
import type { PlannedCluster } from './clusters.ts';
import { eksctlFolder } from './eksctl.ts';
import type { NextStep, PlannedRole, PlannedServiceAccount, PlannedWorkload } from './plan.ts';
import { ROLE_ARN } from './role-arn.ts';
import { quote } from './shell.ts';

export function eksctlSteps(
  spec: Spec,
  clusters: ReadonlyMap<string, PlannedCluster>,
  workloads: readonly PlannedWorkload[],
): readonly NextStep[] {
  if (!spec.outputs.includes('eksctl')) return [];
  const served = new Set(workloads.flatMap((w) => w.roles.flatMap((r) => r.serviceAccounts.map((s) => s.cluster))));
  return [
    ...[...clusters]
      .filter(
        ([key, { spec: said, source }]) =>
          served.has(key) || (source.kind === 'new' && !said.retired && !spec.outputs.includes('terraform')),
      )
      .map(([key]) => ({
        text: `Read what eksctl would do in ${key}, and run this again with --approve.`,
        command: `bash ${eksctlFolder(spec, key)}/commands.sh`,
      })),
    ...(spec.outputs.includes('terraform') ? [] : workloads.flatMap((workload) => leftToDo(spec, workload, clusters))),
  ];
}

/** ServiceAccounts that neither a chart nor we annotate. */
const leftToDo = (spec: Spec, workload: PlannedWorkload, clusters: ReadonlyMap<string, PlannedCluster>): NextStep[] =>
  workload.roles.flatMap((role) =>
    role.serviceAccounts.flatMap((account): NextStep[] => {
      const planned = clusters.get(account.cluster);
      // An association needs nothing of the ServiceAccount.
      if (planned === undefined || !account.annotated) return [];
      const cluster = planned.spec;
      if (account.owner === 'eks-addon') {
        // The ClusterConfig has it.
        if (planned.source.kind === 'new') return [];
        return [
          {
            text: `${workload.title}: give the EKS add-on of ${cluster.key} its role.`,
            command: `aws eks update-addon --cluster-name ${cluster.name} --region ${cluster.region} --addon-name ${findAddOn(workload.id)?.eksAddOn ?? workload.id} --service-account-role-arn ${quote(arnOf(role))}`,
          },
        ];
      }
      return account.owner === 'none' || (account.owner === 'manifests' && !spec.outputs.includes('manifests'))
        ? [{ text: `${workload.title}: annotate ServiceAccount ${nameOf(account)} in ${cluster.key} with ${ROLE_ARN} = ${arnOf(role)}` }]
        : [];
    }),
  );

const nameOf = ({ subject }: PlannedServiceAccount): string => `${subject.namespace}/${subject.serviceAccount}`;

const arnOf = ({ arn, name }: PlannedRole): string => (typeof arn === 'string' ? arn : `the ARN of role ${name}`);
