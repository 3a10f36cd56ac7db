/** The roots for owners of other accounts, and what is to be done with them. */
import { warning, type Problem } from '../problem.ts';
import type { Spec } from '../spec/spec.ts';
import { CONFIG_FILE, configMapName, profiles, workloadSpec } from './aws-config.ts';
import type { PlannedCluster } from './clusters.ts';
import type { NextStep, OtherAccount, PlannedWorkload } from './plan.ts';
import { rolesElsewhere } from './roles-elsewhere.ts';
import { quote } from './shell.ts';
import { readOutput, terraformIn } from './terraform-command.ts';
import { layOutAccount } from './terraform/account-root.ts';

export function planOtherAccounts(
  spec: Spec,
  workloads: readonly PlannedWorkload[],
  clusters: ReadonlyMap<string, PlannedCluster>,
): { readonly accounts: readonly OtherAccount[]; readonly problems: readonly Problem[] } {
  const { accounts, problems } = rolesElsewhere(spec, workloads, clusters);
  if (spec.outputs.includes('terraform')) return { accounts: accounts.map((account) => layOutAccount(account, spec)), problems };
  return {
    accounts: [],
    problems: [
      ...problems,
      ...accounts.map(({ accountId }) =>
        warning(
          'other-account-not-written',
          ['outputs'],
          `The roles of account ${accountId} are made by Terraform for its owner, but outputs does not list terraform.`,
          'Add terraform to outputs, or have that account make the roles and their trust.',
        ),
      ),
    ],
  };
}

/** Whoever owns the account, and how pods come to its roles. */
export function otherAccountSteps(spec: Spec, workloads: readonly PlannedWorkload[], accounts: readonly OtherAccount[]): NextStep[] {
  return [
    ...accounts.map(({ accountId, root, asked, trustsRoles }): NextStep => {
      const folder = root.directory.replace(/^\.\//, '');
      const values = asked.map(({ variable, what }) => `${variable} (${what})`).join(' and ');
      return {
        text: `Hand ${folder} to the owner of account ${accountId}, who applies it with credentials of that account${trustsRoles ? ', after the roles that it trusts are there' : ''}${values === '' ? '' : `, and is asked for ${values}`}.`,
        command: `${terraformIn(spec, folder)} init && ${terraformIn(spec, folder)} plan`,
      };
    }),
    ...workloads.flatMap((workload) => profileSteps(spec, workload)),
  ];
}

/** How pods come to the roles beside that of their ServiceAccount. */
function profileSteps(spec: Spec, { id, title, kind, roles: [role] }: PlannedWorkload): NextStep[] {
  const workload = workloadSpec(spec, id);
  const said = profiles(workload);
  if (role === undefined || said.length === 0) return [];
  const names = said.map(({ profile, role: arn }) => `${profile} (${arn})`).join(' and ');
  const hour = said.some(({ via }) => via === 'chain') ? ' A chained session lasts an hour at most, whatever the roles allow.' : '';
  if (kind === 'add-on') {
    return [{ text: `${title}: name the role to it in its own way, as its documentation says: ${names}.${hour}` }];
  }
  if (spec.outputs.includes('manifests')) {
    const mounted = 'deployment' in workload ? 'its Deployment mounts it' : 'mount it, and set AWS_CONFIG_FILE to the file';
    return [{ text: `${title}: the AWS config file in its ConfigMap ${configMapName(workload)} leads to ${names}: ${mounted}.${hour}` }];
  }
  const text = `${title}: an AWS config file leads its pods to ${names}: mount it, and set AWS_CONFIG_FILE to the file.${hour}`;
  if (!spec.outputs.includes('terraform') || spec.terraform.format === 'cdktf' || spec.terraform.layout === 'module') return [{ text }];
  const namespace = role.serviceAccounts[0]?.subject.namespace ?? '';
  const lines = quote(`.[${JSON.stringify(role.group)}][${JSON.stringify(id)}][]`);
  return [
    {
      text,
      command: `${readOutput(spec, 'irsa_aws_config')} | jq -r ${lines} | kubectl create configmap ${configMapName(workload)} --namespace ${namespace} --from-file=${CONFIG_FILE}=/dev/stdin`,
    },
  ];
}
