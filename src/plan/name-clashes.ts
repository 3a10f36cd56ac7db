/** IAM takes the name of a role, or of a policy, once per account, whatever its case. */
import { error, type Problem } from '../problem.ts';
import type { Spec } from '../spec/spec.ts';
import { admittedClusters } from './admission.ts';
import type { PlannedRole, PlannedWorkload } from './plan.ts';
import { karpenterNodeRole } from './terraform/workload-file.ts';

interface Holder {
  readonly account: string | undefined;
  readonly what: string;
}

/** Policies are named after their roles, so they are looked at where those differ. */
export function nameClashes(workloads: readonly PlannedWorkload[], spec: Spec): Problem[] {
  const roles = clashes('role', roleNames, workloads, spec);
  return roles.length > 0 ? roles : clashes('policy', policyNames, workloads, spec);
}

const roleNames = (role: PlannedRole): readonly string[] =>
  role.maker.startsWith('karpenter') ? [role.name, karpenterNodeRole(role.name)] : [role.name];

/** Managed policies whose names are ours: iam 5.x adds random characters to that of its own, eks 21.x makes Karpenter's inline. */
function policyNames(role: PlannedRole): readonly string[] {
  const named = role.maker === 'role-iam-6' || (role.maker === 'role-pod-identity' && role.permissions.policyNameInput !== undefined);
  const modules = role.maker === 'karpenter-eks-20' || (named && Object.keys(role.permissions.inputs).length > 0);
  return [...(modules ? [role.policyName] : []), ...role.permissions.policies.map(({ name }) => name)];
}

function clashes(kind: 'role' | 'policy', namesOf: typeof roleNames, workloads: readonly PlannedWorkload[], spec: Spec): Problem[] {
  const accounts = new Map(spec.clusters.map((c) => [c.key, c.accountId]));
  const seen = new Map<string, Holder[]>();
  const problems: Problem[] = [];
  for (const workload of workloads) {
    for (const role of workload.roles.filter(({ maker }) => maker !== 'other-account')) {
      const account = accounts.get(admittedClusters(role)[0] ?? '');
      const what = `${workload.id} in ${role.group}`;
      for (const name of namesOf(role)) {
        const others = seen.get(name.toLowerCase()) ?? [];
        const clash = others.find((o) => o.account === undefined || account === undefined || o.account === account);
        if (clash) {
          problems.push(
            error(
              kind === 'role' ? 'role-name-clash' : 'policy-name-clash',
              [workload.kind === 'add-on' ? 'addOns' : 'apps', workload.id],
              `The ${kind === 'role' ? 'roles' : 'policies'} of ${clash.what} and of ${what} would both be named ${name}; IAM takes a name once per account, whatever its case.`,
              kind === 'role'
                ? 'Make them differ: naming: "{prefix}{group}-{region}-{workload}", or a roleName here.'
                : 'Leave policyName out, which names policies after their roles, or write another one.',
            ),
          );
        }
        seen.set(name.toLowerCase(), [...others, { account, what }]);
      }
    }
  }
  return problems;
}
