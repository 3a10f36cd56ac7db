/** irsa/migration/README.md: what to do in the phase that each workload is in, how to see that it worked, and the way back. */
import { canaryName } from '../../plan/canary.ts';
import type { PlannedMigration } from '../../plan/plan.ts';
import type { FileSet } from '../file-set.ts';

type Moving = PlannedMigration['workloads'][number];
type Cluster = PlannedMigration['clusters'][number];

export const emitMigration = (migration: PlannedMigration | undefined): FileSet =>
  migration === undefined ? [] : [{ path: 'irsa/migration/README.md', content: `${runbook(migration).join('\n')}\n`, comments: 'html' }];

const NEXT: Readonly<Record<Moving['phase'], string>> = {
  irsa: 'create-irsa migrate pod-identity --finish',
  prepare: 'create-irsa migrate pod-identity',
  dual: 'create-irsa migrate pod-identity',
  done: 'create-irsa migrate pod-identity --finish',
};

/** A new role has the name and the address of the phases, which rest on what irsa.yaml says of them. */
function then(phase: Moving['phase'], moving: readonly Moving[]): string[] {
  const arrived = phase === 'done' ? moving.filter(({ role }) => role === 'new').map(({ id }) => id) : [];
  const command = `Then: \`${NEXT[phase]}\`. With \`--terraform\` or \`--state FILE\` it goes on only where the state shows this phase.`;
  const ends = `${[...new Set(arrived)].join(', ')} ${arrived.length > 1 ? 'have' : 'has'} arrived. Leave \`migration\` in \`irsa.yaml\`: without it the new role would be replaced by one of the old name. \`create-irsa migrate pod-identity --finish --terraform\` takes it out safely where a workload has one role: that keeps its name, and moves within the state once the former one is gone from it.`;
  return [...(arrived.length < moving.length ? [command] : []), ...(arrived.length === 0 ? [] : [ends])];
}

const means = ({ phase, role }: Moving): string =>
  phase === 'prepare' && role === 'new'
    ? 'a new role stands beside its own; there is no association yet, so nothing changes for pods'
    : MEANS[phase];

const MEANS: Readonly<Record<Moving['phase'], string>> = {
  irsa: 'back: its role admits tokens only',
  prepare: 'its role admits tokens and associations; there is no association yet, so nothing changes for pods',
  dual: 'its associations are there: every pod that restarts comes by them, and pods that run go on with their tokens',
  done: 'its role admits associations only',
};

function runbook({ workloads, clusters }: PlannedMigration): string[] {
  const phases = (['prepare', 'dual', 'done', 'irsa'] as const).filter((phase) => workloads.some((one) => one.phase === phase));
  return [
    '# On the way from IRSA to EKS Pod Identity',
    '',
    'Each phase is one change of `irsa.yaml`, one plan, one apply. No plan on this way destroys or replaces a role, a policy or an association that is kept: read each, and stop where it does.',
    '',
    '| workload | ServiceAccount | phase | which means |',
    '| --- | --- | --- | --- |',
    ...workloads.map(
      ({ id, group, subject, phase, role }) =>
        `| ${id}${new Set(workloads.map((one) => one.group)).size > 1 ? ` (${group})` : ''} | ${subject.namespace}:${subject.serviceAccount} | ${phase}, role ${role === 'keep' ? 'kept' : 'new'} | ${means({ phase, role } as Moving)} |`,
    ),
    ...phases.flatMap((phase) =>
      section(
        phase,
        workloads.filter((one) => one.phase === phase),
        clusters,
      ),
    ),
    '',
    '## What stays true all the way',
    '',
    '- Where a pod has both, the association wins: EKS gives a new pod one of the two, whatever its ServiceAccount says. <https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html>',
    '- Pods on Fargate and Windows nodes have no agent: a ServiceAccount that they share with others stays on IRSA.',
    '- An association that an EKS add-on owns is changed by the add-on alone.',
    '- The VPC CNI goes last, and only when the agent is proven on every node: nodes are not ready without it.',
  ];
}

const shell = (...lines: readonly string[]): string[] => ['', '```sh', ...lines, '```', ''];

function section(phase: Moving['phase'], moving: readonly Moving[], clusters: readonly Cluster[]): string[] {
  const used = clusters.filter(({ key }) => moving.some((one) => one.clusters.includes(key)));
  return [
    '',
    `## ${phase}: ${moving.map(({ id }) => id).join(', ')}`,
    '',
    ...{ irsa: back, prepare, dual, done }[phase](moving, used),
    ...then(phase, moving),
    ...(phase === 'irsa'
      ? []
      : [
          '',
          `**The way back from here**: \`create-irsa migrate pod-identity --rollback\`, read the plan, apply it${phase === 'dual' ? ', and restart the pods that started since (the list above finds them)' : '; no pod notices'}.`,
        ]),
  ];
}

const update = ({ name, region }: Cluster): string => `aws eks update-kubeconfig --name ${name} --region ${region}`;

function prepare(moving: readonly Moving[], clusters: readonly Cluster[]): string[] {
  return [
    '1. Apply the plan: it installs the agent where it is not there yet, and changes the trust of roles in place, or makes new ones.',
    '2. See that the agent runs on every node. Its node role needs `eks-auth:AssumeRoleForPodIdentity` (AmazonEKSWorkerNodePolicy has it), a cluster without internet access the endpoint `eks-auth`, pods behind a proxy `NO_PROXY=169.254.170.23,[fd00:ec2::23]`; ports 80 and 2703 of the host are the agent’s.',
    ...shell(
      ...clusters.flatMap((cluster) => [
        update(cluster),
        'kubectl --namespace kube-system rollout status daemonset/eks-pod-identity-agent --timeout=5m',
      ]),
    ),
    '3. See that nothing has changed for pods: the canary still comes by its token.',
    ...canaries(moving, clusters),
  ];
}

function dual(moving: readonly Moving[], clusters: readonly Cluster[]): string[] {
  return [
    '1. Mind that from this apply on every pod that restarts flips: by a deployment, an autoscaler, a drained node. Apply it when somebody watches.',
    '2. Some seconds later, prove it with a pod that nobody misses: the canary comes by its association, to the expected role.',
    ...canaries(moving, clusters),
    '3. Restart one workload after the other, and look at each before the next. This lists the pods, and whether each has flipped (`enabled`).',
    ...shell(
      ...moving.map(
        ({ subject }) =>
          `kubectl get pods --namespace ${subject.namespace} --field-selector spec.serviceAccountName=${subject.serviceAccount} --label-columns eks.amazonaws.com/pod-identity`,
      ),
    ),
    ...moving.map(
      ({ subject, title }) =>
        `   - ${title}: \`kubectl rollout restart deployment --namespace ${subject.namespace} <its deployment>\`, then \`kubectl rollout status …\`.`,
    ),
    '4. Wait a day: tokens live for up to 24 hours, and credentials of the agent for 6. CloudTrail then has `AssumeRoleForPodIdentity` for these ServiceAccounts, and no `AssumeRoleWithWebIdentity` for these roles any more:',
    ...shell(
      ...[...new Set(clusters.map(({ region }) => region))].map(
        (region) =>
          `aws cloudtrail lookup-events --region ${region} --lookup-attributes AttributeKey=EventName,AttributeValue=AssumeRoleWithWebIdentity --query 'Events[].Resources[].ResourceName' --output text | tr '\\t' '\\n' | sort | uniq -c`,
      ),
    ),
  ];
}

function done(moving: readonly Moving[], clusters: readonly Cluster[]): string[] {
  const others = moving.filter(({ owner }) => owner !== 'terraform' && owner !== 'eks-addon' && owner !== 'annotate');
  const replaced = moving.filter(({ role }) => role === 'new').map(({ id }) => id);
  return [
    `1. Apply the plan: the roles admit associations only, and ServiceAccounts of Terraform lose their annotation.${replaced.length === 0 ? '' : ` It destroys the former roles of ${replaced.join(', ')}: see first that no pod runs by them any more (the list of phase dual finds those).`}`,
    ...(others.length === 0
      ? []
      : [
          `2. Take \`eks.amazonaws.com/role-arn\` out where others make the ServiceAccount, in Git or in the values of the chart, not by kubectl: ${others.map(({ id, subject }) => `${id} (${subject.namespace}:${subject.serviceAccount})`).join(', ')}. It does nothing any more.`,
        ]),
    `${others.length === 0 ? 2 : 3}. The canary proves it once more.`,
    ...canaries(moving, clusters),
  ];
}

const back = (): string[] => ['1. Apply the plan: the roles are the iam module’s again.', ''];

function canaries(moving: readonly Moving[], clusters: readonly Cluster[]): string[] {
  return shell(
    ...clusters.flatMap((cluster) => [
      update(cluster),
      ...moving
        .filter(({ clusters: of }) => of.includes(cluster.key))
        .map(({ id, subject }) => `kubectl delete job ${canaryName(id)} --namespace ${subject.namespace} --ignore-not-found`),
      `kubectl apply --filename ${cluster.canary}`,
      ...moving
        .filter(({ clusters: of }) => of.includes(cluster.key))
        .map(
          ({ id, subject }) =>
            `kubectl wait job ${canaryName(id)} --namespace ${subject.namespace} --for=condition=complete --timeout=3m || kubectl logs job/${canaryName(id)} --namespace ${subject.namespace}`,
        ),
    ]),
  );
}
