/** What the user does next on the way off the node role, with the exact commands. Pure. */
import type { NextStep, PlannedWorkload } from '../../../plan/plan.ts';
import { quote } from '../../../plan/shell.ts';

/** The role's last use is what says that nobody is left. */
const lastUse = (role: string): string =>
  `aws iam get-service-last-accessed-details --job-id "$(aws iam generate-service-last-accessed-details --granularity ACTION_LEVEL --arn "$(aws iam get-role --role-name ${quote(role)} --query Role.Arn --output text)" --query JobId --output text)"`;

/** After those of every generation. */
export const againStep = (): NextStep => ({
  text: 'The plan adds roles and ServiceAccounts, and touches nothing of the node role. Once it is applied, restart the pods, and run this again with the new state. The way back: revert the commit and apply; pods that restart live on the node role again.',
});

/** Who it is to AWS, asked as each of them. */
export const verifySteps = (workloads: readonly PlannedWorkload[]): readonly NextStep[] =>
  workloads.flatMap(({ id, roles }) =>
    roles.flatMap(({ name, group, serviceAccounts, trust, podTrust }) => {
      const subject = serviceAccounts[0]?.subject ?? trust[0]?.subject ?? podTrust?.subject;
      if (subject === undefined) return [];
      const overrides = JSON.stringify({ apiVersion: 'v1', spec: { serviceAccountName: subject.serviceAccount } });
      return [
        {
          text: `Verify ${id} (${group}): this must say assumed-role/${name}/…; then restart its pods, which still hold what they started with.`,
          command: `kubectl -n ${quote(subject.namespace)} run ${quote(`irsa-verify-${id}`.slice(0, 63))} --rm -i --restart=Never --image=public.ecr.aws/aws-cli/aws-cli --overrides=${quote(overrides)} -- sts get-caller-identity`,
        },
      ];
    }),
  );

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html: it lags up to four hours. */
export const lastUseStep = (role: string): NextStep => ({
  text: `See that ${role} is no longer used for it: the times must lie before the restart (it lags up to four hours; CloudTrail has the calls themselves).`,
  command: lastUse(role),
});

export const detachStep = (roles: readonly string[]): NextStep => ({
  text: `Make the changes above, one policy a pull request. The plan destroys the attachments named and nothing else of ${roles.join(', ')}; then run this again.`,
});

export const hopLimitStep = (): NextStep => ({
  text: 'Nothing of pods is left on the nodes. Make the change of the hop limit above, node group by node group, and apply it. To see that it holds, a pod without host network must get no answer:',
  command:
    'kubectl run imds --rm -i --restart=Never --image=public.ecr.aws/docker/library/busybox -- timeout 5 wget -qO- http://169.254.169.254/latest/meta-data/',
});
